"""The town in plain Mesa: one agent object a resident, who walks from cell to cell and knows only its own affairs.

Nothing here is fast, compiled or shared with production but the addresses of random numbers, the tables that
other processes read, and the values of parameters. It is the model said as plainly as possible.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import mesa
import numpy as np
from mesa.discrete_space import CellAgent

from govsim.simulation import District
from govsim.simulation.engine.randomness import Draws, uniform
from govsim.simulation.engine.table import Table
from govsim.simulation.entities.setting import Setting
from govsim.simulation.space import TownSpace
from govsim.simulation.timetable import HOME, THIRD, WORK
from govsim.simulation.town import Town

HOURS_PER_YEAR = 8760


class Row:
    """One row of a table of production, read and written like an object."""

    def __init__(self, table: Table | np.ndarray, number: int) -> None:
        self.__dict__.update(table=table, number=number)

    def __getattr__(self, name: str):
        rows = self.table.rows if isinstance(self.table, Table) else self.table
        value = rows[name][self.number]
        return value if isinstance(value, np.ndarray) else value.item()

    def __setattr__(self, name: str, value: object) -> None:
        rows = self.table.rows if isinstance(self.table, Table) else self.table
        rows[name][self.number] = value


class Occasion:
    """The next occasion of one resident in one matter: when it comes, and which one it is."""

    def __init__(self, key: np.uint64, entity: int, per_year: float) -> None:
        self.key, self.entity, self.per_hour, self.number = key, entity, per_year / HOURS_PER_YEAR, 0
        self.next_h = self.wait() if per_year > 0 else math.inf

    def wait(self) -> float:
        return -math.log(1 - uniform(self.key, self.entity, self.number, 0)) / self.per_hour

    def before(self, end_h: float) -> Iterator[tuple[int, float]]:
        """(number, time) of every occasion before a time; each is handed out once."""
        while self.next_h < end_h:
            yield self.number, self.next_h
            self.number += 1
            self.next_h += self.wait()


class PlainResident(CellAgent):
    """A resident who is at home, at work, at a third place or away, by the kind of day and the hour."""

    def __init__(self, model: PlainTown, row: int) -> None:
        super().__init__(model)
        person = model.setting.people[row]
        self.row, self.age, self.employer = row, int(person["age"]), int(person["employer"])
        self.home, self.work, self.third = int(person["home"]), int(person["work"]), int(person["third"])
        self.household = int(person["household"])
        self.ties = [int(tie) for tie in person["ties"] if tie >= 0]
        self.routine = model.setting.where.place[person["routine"]].reshape(-1, 24)  # by kind of day and hour
        self.searches = self.grievances = self.offender = None
        self.quarrels: list[Row] = []

    def place(self, time_h: float) -> int:
        """HOME, WORK, THIRD, AWAY or LEFT at a time."""
        return int(self.routine[self.model.today(time_h)["kind"], int(time_h) % 24])

    def area(self, time_h: float) -> int | None:
        """The area the resident is in at a time; None when away."""
        return {HOME: self.home, WORK: self.work, THIRD: self.third}.get(self.place(time_h))

    def move(self, time_h: float) -> None:
        """Walk to the cell of this hour."""
        area = self.area(time_h)
        self.cell = None if area is None else self.model.space.cell_of(area)

    @property
    def trust(self) -> float:
        """Trust in government as it is now."""
        return float(self.model.setting.people["trust"][self.row])

    @property
    def legal(self) -> float:
        """Legal consciousness."""
        return float(self.model.setting.people["legal"][self.row])


class PlainTown(mesa.Model):
    """All residents on the map, and who is where."""

    def __init__(self, town: Town, district: District, draws: Draws) -> None:
        super().__init__(rng=draws.seed)
        self.district, self.draws, self.hour = district, draws, -1
        setting = district.setting
        self.space = TownSpace(town, self)
        self.residents = [PlainResident(self, row) for row in range(setting.people.size)]
        self.areas = [Row(setting.areas, number) for number in range(setting.areas.size)]
        self.found: dict[tuple[int, int], list[PlainResident]] = {}  # who is where, of what was asked in this hour

    @property
    def setting(self) -> Setting:
        """The tables of the district; its calendar is written on as time passes."""
        return self.district.setting

    def today(self, time_h: float) -> np.void:
        """What the calendar says of the day of a time."""
        return self.setting.days[int(time_h // 24)]

    def is_dark(self, time_h: float) -> bool:
        """Whether the sun is down."""
        return not self.today(time_h)["dawn_h"] <= time_h % 24 < self.today(time_h)["dusk_h"]

    def move_all(self, time_h: float) -> None:
        """Everybody walks to where they are in this hour."""
        self.hour, self.found = int(time_h), {}
        self.agents.do("move", time_h)

    def present(self, area: int, time_h: float) -> list[PlainResident]:
        """Who is in an area: those at home first, then those at work, then the others; each in order of row."""
        hour = int(time_h)
        if (area, hour) not in self.found and hour == self.hour:
            self.found[area, hour] = self.in_order(self.space.cell_of(area).agents, time_h)
        elif (area, hour) not in self.found:  # everybody is looked for once, for all areas
            there = [(r.area(time_h), r) for r in self.residents]
            for number in range(len(self.areas)):
                self.found[number, hour] = self.in_order([r for at, r in there if at == number], time_h)
        return self.found[area, hour]

    @staticmethod
    def in_order(residents: Iterable[PlainResident], time_h: float) -> list[PlainResident]:
        """Those at home first, then those at work, then the others; each in order of row."""
        return sorted(residents, key=lambda r: (r.place(time_h), r.row))


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def distance_m(a: Row, b: Row) -> float:
    return math.hypot(a.x_m - b.x_m, a.y_m - b.y_m)
