"""Staffing: posts follow orders with delays; rosters say who is on duty, and where grid workers walk today."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import Clock
from ..engine.quantities import Days, Factor, Metres, Number, Persons, Share, Whole
from ..engine.randomness import Draws
from ..entities.overlay import redraw
from ..entities.staff import Staff
from ..entities.units import ON_FOOT, PATROL_CAR, STATION_CAR, STREET_POST, UNIT
from ..levers import Levers
from ..town import Town, grid_mean
from .base import Process
from .kernels.posts import fill_mediators, fill_posts, plan_walks

SHIFT_H = 8
MOSTLY = 0.5  # grids are drawn anew once this share of the systems is one


class Staffing(Process):
    """Posts are filled, left and filled again; patrol crews grow slowly; everybody keeps a roster."""

    recruitment_days: Days = Field(gt=0, description="mean days until a vacancy is filled")
    training_days: Days = Field(gt=0, description="days until a newcomer works in full")
    turnover_per_year: Number = Field(ge=0, lt=10, description="share of grid posts left each year")
    crew_lag_days: Days = Field(description="mean days until ordered patrol hours are crewed")
    residents_per_beat: Persons = Field(ge=100, description="residents of the beat of a community officer")
    cars_per_station: Whole = Field(ge=0, le=20, description="response cars of a police station, round the clock")
    elder_minutes: Number = Field(ge=0, le=60, description="minutes an elder walks in each of three hours a day")
    elder_among_acquaintances: Factor = Field(
        description="worth of an elder's minute in types 1 and 5, times a worker's"
    )
    elder_among_strangers: Factor = Field(description="worth of an elder's minute elsewhere, times a worker's")
    post_spacing_m: Metres = Field(description="least distance between two street posts, metres")

    gap_rate: Share = Field(description="share of areas without an owner while grid systems overlap")
    transition_dip: Share = Field(description="work lost at first when grids are drawn anew; 0: none")
    transition_days: Days = Field(gt=0, description="mean days until workers know the new ground")

    def step(
        self, staff: Staff, field: np.ndarray, conditions: np.ndarray, crowd: np.ndarray, closed: bool, levers: Levers,
        now: Clock, draws: Draws,
    ) -> None:  # fmt: skip
        """Once a day fill posts, write the roster and plan the walks; `closed`: it is a day on which offices are."""
        if levers is not staff.orders:
            self._draw_grids(staff, conditions, levers, now, draws)
        self._follow_orders(staff, crowd, levers, now, draws)
        self._call_roll(staff, now)
        self._plan_day(staff, field, conditions, closed, levers, now, draws)

    def _draw_grids(self, staff: Staff, conditions: np.ndarray, levers: Levers, now: Clock, draws: Draws) -> None:
        """Say which areas nobody owns; draw the grids anew in communities where most systems have become one."""
        town, merged = staff.town, levers.grid.merged
        luck = draws.uniform("staffing.orphan", np.arange(town.n_areas), 0)
        conditions["orphan"] = (luck < self.gap_rate * (1 - merged)) & (town.areas["grid"] >= 0)
        ready = np.unique(town.areas["community"][(merged >= MOSTLY) & (town.areas["grid"] >= 0)])
        new = np.setdiff1d(ready, staff.redrawn)
        if new.size:
            staff.redrawn_day[redraw(town, new)] = now.day
            staff.redrawn, staff.version = ready, staff.version + 1
            staff.count_households()

    def _follow_orders(self, staff: Staff, crowd: np.ndarray, levers: Levers, now: Clock, draws: Draws) -> None:
        first_day = staff.orders is None
        if first_day:
            _add_station_cars(staff, self.cars_per_station)
            _add_beats(staff, self.residents_per_beat)
        if levers is not staff.orders:
            staff.orders, staff.version = levers, staff.version + 1
            staff.ordered_full_time = grid_mean(staff.town, levers.grid.full_time)
            staff.ordered_elders = grid_mean(staff.town, levers.grid.elders)
            staff.ordered_mediators = mediator_posts(staff.town, levers.mediation.posts)
            self._place_posts(staff, crowd, levers.patrol.street_posts)
            _add_patrol_cars(staff, levers.patrol.hours)
        self._crew(staff, levers.patrol.hours, first_day)
        staff.foot_hours = float(levers.patrol.foot_hours[staff.beat_areas].mean() * (len(staff.beat_start) - 1))
        if first_day:
            staff.foot_hours_at_first = staff.foot_hours
        staff.bill["police on foot"] += staff.foot_hours
        joined_or_left = fill_posts(
            self.numbers, draws.key("staffing.grid"), now.day, first_day, staff.grid_workers,
            staff.ordered_full_time, staff.ordered_elders,
        )  # fmt: skip
        joined_or_left |= fill_mediators(
            self.numbers, draws.key("staffing.mediators"), now.day, first_day, staff.mediators, staff.ordered_mediators
        )
        staff.version += joined_or_left
        staff.open_offices()

    def _crew(self, staff: Staff, ordered: np.ndarray, first_day: bool) -> None:
        """Crews grow toward the ordered hours and shrink at once."""
        if first_day:
            staff.patrol_hours, staff.patrol_hours_at_first = ordered.copy(), float(ordered.sum())
        elif np.array_equal(ordered, staff.patrol_hours):
            return
        else:
            gap = ordered - staff.patrol_hours
            staff.patrol_hours = staff.patrol_hours + np.where(gap > 0, gap / (1 + self.crew_lag_days), gap)
        circle = np.maximum(staff.town.areas["circle"], 0)
        cars = [np.bincount(circle, hours, minlength=staff.town.n_circles) / SHIFT_H for hours in staff.patrol_hours]
        staff.cars, staff.version = np.array(cars), staff.version + 1

    def _plan_day(
        self, staff: Staff, field: np.ndarray, conditions: np.ndarray, closed: bool, levers: Levers, now: Clock,
        draws: Draws,
    ) -> None:  # fmt: skip
        town = staff.town
        lost = self.transition_dip * np.exp((staff.redrawn_day - now.day) / self.transition_days)
        field["seen"] += (field["patrol_min"] - field["seen"]) / 30  # a month's memory of what is usual
        field["patrol_min"] = field["grid_min"] = staff.contact[:] = 0
        plan_walks(
            self.numbers,
            draws.key("staffing.walk"),
            now.day,
            closed,
            staff.grid_workers,
            town.grid_start,
            town.grid_areas,
            staff.listed,
            levers.grid.field_share,
            levers.grid.safety_share,
            levers.data.targeting,
            conditions,
            1 - lost,
            town.areas,
            staff.grid_households,
            staff.contact,
            field,
        )

    def _call_roll(self, staff: Staff, now: Clock) -> None:
        """Who is on duty in each shift; a part of a car is a car on some days, evenly spread."""
        units = staff.units.rows
        cars, closed = (
            units["kind"] == PATROL_CAR,
            (units["kind"] == STREET_POST) & (units["number"] >= staff.open_posts),
        )
        for shift in range(3):
            turn = _van_der_corput(3 * now.day + shift)
            wanted = np.floor(staff.cars[shift] + 1e-9 + (1 - turn) % 1.0)
            on_duty = np.where(cars, units["number"] < wanted[np.maximum(units["circle"], 0)], ~closed)
            units["on_duty"][:, shift] = on_duty & ((units["kind"] != ON_FOOT) | (shift > 0))

    def _place_posts(self, staff: Staff, crowd: np.ndarray, ordered: np.ndarray) -> None:
        """Open street posts at the most crowded ordered places, some distance apart; close the others."""
        wanted = int(ordered.sum() + 1e-6)
        places = busiest_places(staff.town, np.where(ordered > 0, crowd, -1), wanted, self.post_spacing_m)
        have = int((staff.units.rows["kind"] == STREET_POST).sum())
        for number in range(have, places.size):
            _add_unit(staff, STREET_POST, -1, number, int(places[number]))
        rows = np.flatnonzero(staff.units.rows["kind"] == STREET_POST)[: places.size]
        staff.units.rows["base"][rows] = staff.units.rows["area"][rows] = places
        staff.open_posts = places.size


def mediator_posts(town: Town, per_1000: np.ndarray) -> np.ndarray:
    """Ordered mediator posts of each street; (n_streets,), not rounded."""
    return np.bincount(town.areas["street"], per_1000 * town.areas["residents"] / 1000, town.n_streets)


def busiest_places(town: Town, crowd: np.ndarray, wanted: int, spacing_m: float) -> np.ndarray:
    """Up to `wanted` areas with the greatest crowd that are at least `spacing_m` apart; areas below 0 never."""
    chosen: list[int] = []
    for area in np.argsort(-crowd, kind="stable"):
        if len(chosen) == wanted or crowd[area] < 0:
            break
        x, y = town.areas["x_m"], town.areas["y_m"]
        if all(np.hypot(x[area] - x[c], y[area] - y[c]) >= spacing_m for c in chosen):
            chosen.append(int(area))
    return np.array(chosen, np.int32)


def _van_der_corput(n: int) -> float:
    """The n-th number of the base-2 sequence in [0, 1): spreads part-time posts evenly over days."""
    value, part = 0.0, 0.5
    while n:
        value += part * (n & 1)
        n, part = n >> 1, part / 2
    return value


def _add_unit(staff: Staff, kind: int, circle: int, number: int, base: int) -> None:
    unit = np.zeros(1, UNIT)
    unit["identity"] = (kind << 32) + ((max(circle, 0)) << 16) + number
    unit["kind"], unit["circle"], unit["number"], unit["base"], unit["area"] = kind, circle, number, base, base
    staff.units.add(unit)


def _add_station_cars(staff: Staff, per_station: int) -> None:
    for station, area in enumerate(staff.town.station_area):
        for number in range(per_station):
            _add_unit(staff, STATION_CAR, -1, station * 64 + number, int(area))


def _add_beats(staff: Staff, residents_each: float) -> None:
    """A pair on foot for each beat: policed areas of a station that lie together, with about equal residents."""
    areas = staff.town.areas
    policed = np.flatnonzero((areas["circle"] >= 0) & (areas["residents"] + areas["shops"] > 0))
    order = policed[np.lexsort((policed, areas["community"][policed], areas["station"][policed]))]
    people = areas["residents"][order].astype(float)
    beats = max(1, round(people.sum() / residents_each))
    beat = ((np.cumsum(people) - people / 2) * beats / max(1.0, people.sum())).astype(int).clip(0, beats - 1)
    staff.beat_start = np.searchsorted(beat, np.arange(beats + 1)).astype(np.int32)
    staff.beat_areas = order.astype(np.int32)
    for number in range(beats):
        if staff.beat_start[number] < staff.beat_start[number + 1]:
            _add_unit(staff, ON_FOOT, -1, number, int(order[staff.beat_start[number]]))


def _add_patrol_cars(staff: Staff, hours: np.ndarray) -> None:
    """As many cars in each circle as the ordered hours can ever put on duty at once."""
    for circle, base in enumerate(staff.town.circle_base):
        here = staff.town.areas["circle"] == circle
        most = int(np.ceil(hours[:, here].sum(axis=1).max() / SHIFT_H - 1e-9))
        units = staff.units.rows
        have = int(((units["kind"] == PATROL_CAR) & (units["circle"] == circle)).sum())
        for number in range(have, most):
            _add_unit(staff, PATROL_CAR, circle, number, int(base))
