"""Work, school and errands: who is employed where, who goes to which school, where people shop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.compiled import inner, kernel
from ..engine.randomness import Draws
from ..entities.residents import MALE
from ..timetable import group_by
from ..town import COMMERCIAL, COMPLEX, ENTERPRISE_KINDS, INDUSTRIAL, MARKET, OPEN, SCHOOL, SCHOOL_SITE, VILLAGE
from .chance import by_age, choose, uniforms
from .enterprises import Enterprises
from .plan import DistrictPlan
from .plan_people import Sector
from .routines import STANDINGS

S = {name: code for code, name in enumerate(STANDINGS)}
LEVELS = ((6, 12), (12, 15), (15, 18))  # ages of primary, junior and senior school
LEVEL_OF_SCHOOL = (0, 0, 1, 0, 2, 0, 1, 0, 1, 2)  # of every ten schools [assumption]
FEWEST_FOR_LEVELS = 5  # where there are fewer schools, each takes pupils of all ages
BALANCING_ROUNDS = 4  # after which sizes of employers differ from the wanted ones by about one percent


@dataclass(frozen=True)
class Occupations:
    """Everything that decides who does what where."""

    plan: DistrictPlan
    people: np.ndarray  # (n_residents,) RESIDENT: work, employer and third are set here
    areas: np.ndarray  # (n_areas,) AREA
    enterprises: Enterprises  # employees are counted here
    in_town: np.ndarray  # (n_areas,) bool, within towns and villages; open land there is a park
    draws: Draws

    def assign(self) -> np.ndarray:
        """Give everybody work, employer and third place; returns the standing of each, a row of STANDINGS."""
        people, rows = self.people, self.enterprises.rows
        people["work"], people["employer"] = people["home"], -1
        trips = Trips(self)
        standing = _standing_by_age(people, self.areas)
        sector = _sectors(self, _employed(self, standing))
        for number, (name, branch) in enumerate(self.plan.work.sectors.items()):
            _employ(self, name, branch, np.flatnonzero(sector == number), standing, trips)
        rows["employees"] = np.bincount(people["employer"][people["employer"] >= 0], minlength=rows.size)
        _send_to_school(self, standing, trips)
        people["third"] = _errands(self, trips)
        return standing


class Trips:
    """Trips from home, which set out from the middle of the home's base grid."""

    def __init__(self, city: Occupations) -> None:
        self.areas, self.draws = city.areas, city.draws
        self.origin = city.areas["grid"][city.people["home"]]
        here = np.flatnonzero(city.areas["residents"])
        weight, grid = city.areas["residents"][here].astype(float), city.areas["grid"][here]
        total = np.bincount(grid, weight)
        self.x, self.y = (np.bincount(grid, weight * city.areas[c][here]) / total for c in ("x_m", "y_m"))

    def go(
        self,
        step: str,
        rows: np.ndarray,
        places: np.ndarray,
        wanted: np.ndarray,
        half_m: float,
        power: int,
        rounds: int,
    ) -> np.ndarray:
        """Index of the place (an area) to which each resident of `rows` goes, by size and distance."""
        if rows.size == 0:
            return np.zeros(0, np.int64)
        x, y = self.areas["x_m"][places], self.areas["y_m"][places]
        u = uniforms(self.draws, step, rows.size)
        return gravity(self.origin[rows], u, self.x, self.y, x, y, np.maximum(wanted, 1e-9), half_m, power, rounds)


def _standing_by_age(people: np.ndarray, areas: np.ndarray) -> np.ndarray:
    """What residents are who turn out to have no work."""
    age = people["age"]
    standing = np.full(people.size, S["at_home"], np.uint8)
    standing[age < 25] = S["youth"]
    standing[age < 18] = S["pupil"]
    standing[age < 6] = S["infant"]
    standing[(age >= 60) | ((age >= 50) & (people["sex"] != MALE))] = S["retired"]
    standing[areas["ntype"][people["home"]] == SCHOOL] = S["student"]
    return standing


def _employed(city: Occupations, standing: np.ndarray) -> np.ndarray:
    """Rows of employed residents."""
    work, age = city.plan.work, city.people["age"].astype(np.int64)
    weight = np.where(city.people["sex"] == MALE, by_age(work.profile, age, 1), by_age(work.profile, age, 2))
    weight[np.isin(standing, [S["pupil"], S["student"], S["infant"]])] = 0.0
    able = np.flatnonzero(weight > 0)
    count = round(work.employed_share * int((age >= 15).sum()))
    return able[choose(city.draws, "employed", weight[able], count)]


def _sectors(city: Occupations, employed: np.ndarray) -> np.ndarray:
    """Sector of each resident, -1 for none. Sectors choose one after the other, the last takes all who are left."""
    sectors = city.plan.work.sectors
    persons = np.array([sector.persons for sector in sectors.values()])
    count = np.round(persons / persons.sum() * employed.size).astype(np.int64)
    out = np.full(city.people.size, -1, np.int8)
    left = employed
    for number, (name, branch) in enumerate(sectors.items()):
        wanted = left.size if number == len(sectors) - 1 else int(count[number])
        rows = left[choose(city.draws, f"sector {name}", _sector_weight(city, branch, left), wanted)]
        out[rows] = number
        left = left[out[left] < 0]
    return out


def _sector_weight(city: Occupations, branch: Sector, rows: np.ndarray) -> np.ndarray:
    """Farmers come from villages, workers of plants above all from enterprise housing and dormitories."""
    home_type = city.areas["ntype"][city.people["home"][rows]]
    if not branch.kinds:
        return (home_type == VILLAGE).astype(float)
    if ENTERPRISE_KINDS[COMPLEX] in branch.kinds:
        return city.plan.types.plant_workers.by_code[home_type]
    return np.ones(rows.size)


def _employ(city: Occupations, name: str, branch: Sector, rows, standing, trips: Trips) -> None:
    """Give the workers of a sector their employers, or send them out of the district."""
    if not branch.kinds:
        standing[rows] = S["farmer"]
        return
    people, work = city.people, city.plan.work
    kinds = [ENTERPRISE_KINDS.index(kind) for kind in branch.kinds]
    firms = np.flatnonzero(np.isin(city.enterprises.rows["kind"], kinds))
    in_dormitory = city.areas["ntype"][people["home"][rows]] == INDUSTRIAL
    away = (uniforms(city.draws, f"away {name}", rows.size) < branch.away_share) & ~in_dormitory
    standing[rows] = S["away"]
    rows = rows[~away]
    if firms.size == 0 or rows.size == 0:
        return
    wanted, gates = _wanted(city, firms, rows.size), city.enterprises.rows["area"][firms]
    chosen = firms[trips.go(name, rows, gates, wanted, work.commute_m, work.commute_power, BALANCING_ROUNDS)]
    people["employer"][rows] = chosen
    people["work"][rows] = _work_areas(city.enterprises, chosen, uniforms(city.draws, f"floor {name}", rows.size))
    standing[rows] = S[ENTERPRISE_KINDS[0]] + city.enterprises.rows["kind"][chosen]


def _wanted(city: Occupations, firms: np.ndarray, workers: int) -> np.ndarray:
    """Employees wanted by each enterprise; the complex comes first, the others share the rest by size."""
    is_complex = city.enterprises.rows["kind"][firms] == COMPLEX
    complex_size = min(city.plan.count(city.plan.industry.complex_employees), 0.9 * workers)
    wanted = np.where(is_complex, complex_size, 0.0)
    if is_complex.all():
        return wanted
    size = np.where(is_complex, 0.0, city.enterprises.size[firms])
    return wanted + size / np.cumsum(size)[-1] * (workers - np.cumsum(wanted)[-1])


def _work_areas(enterprises: Enterprises, chosen: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Area of work: any of the areas the employer owns, or its door."""
    owned = np.flatnonzero(enterprises.owner >= 0)
    start, order = group_by(enterprises.owner[owned], enterprises.rows.size)
    number = start[chosen + 1] - start[chosen]
    ground = owned[order[np.minimum(start[chosen] + (u * number).astype(np.int64), owned.size - 1)]]
    return np.where(number > 0, ground, enterprises.rows["area"][chosen])


def _send_to_school(city: Occupations, standing: np.ndarray, trips: Trips) -> None:
    """Pupils go to a near school of their level, students live on their campus; schools count both as theirs."""
    people, rows = city.people, city.enterprises.rows
    own_school = city.enterprises.owner[people["home"][standing == S["student"]]]
    np.add.at(rows["employees"], own_school, 1)
    schools = np.setdiff1d(np.flatnonzero(rows["kind"] == SCHOOL_SITE), own_school)
    for level, (low, high) in enumerate(LEVELS):
        pupils = np.flatnonzero((standing == S["pupil"]) & (people["age"] >= low) & (people["age"] < high))
        near = schools[_has_level(schools.size, level)]
        gates, work = rows["area"][near], city.plan.work
        if near.size:
            chosen = trips.go(f"school {level}", pupils, gates, np.ones(near.size), work.school_m, work.local_power, 2)
            people["work"][pupils] = gates[chosen]
            np.add.at(rows["employees"], near[chosen], 1)


def _has_level(n_schools: int, level: int) -> np.ndarray:
    if n_schools < FEWEST_FOR_LEVELS:
        return np.ones(n_schools, bool)
    return np.array([LEVEL_OF_SCHOOL[i % 10] == level for i in range(n_schools)])


def _errands(city: Occupations, trips: Trips) -> np.ndarray:
    """Habitual market, shopping street or park of everybody; (n_residents,) areas."""
    areas, rows, work = city.areas, city.enterprises.rows, city.plan.work
    pull = np.where(np.isin(areas["ntype"], (COMMERCIAL, VILLAGE)), areas["shops"], 0.0)
    pull += np.where((areas["ntype"] == OPEN) & city.in_town, work.park_pull, 0.0)
    pull[rows["area"][rows["kind"] == MARKET]] += work.market_pull
    places = np.flatnonzero(pull > 0)
    if places.size == 0:
        return city.people["home"].copy()
    everybody = np.arange(city.people.size)
    return places[trips.go("errands", everybody, places, pull[places], work.errand_m, work.local_power, 0)]


@kernel
def gravity(origin, u, ox, oy, dx, dy, wanted, half_m, power, rounds):
    """Destination of each trip, by size over (1 + (distance / half_m)^2)^power.

    origin, u: (n_trips,). ox, oy: (n_origins,). dx, dy, wanted: (n_places,). After each of `rounds` the pull of a
    place is corrected by wanted over expected trips (Furness balancing), so that sizes come out as wanted.
    """
    trips = np.zeros(ox.size)
    for o in origin:
        trips[o] += 1.0
    reach = np.empty((ox.size, dx.size))
    for o in range(ox.size):
        for d in range(dx.size):
            far = ((ox[o] - dx[d]) ** 2 + (oy[o] - dy[d]) ** 2) / (half_m * half_m)
            reach[o, d] = 1.0
            for _ in range(power):
                reach[o, d] /= 1.0 + far
    pull, every = wanted.copy(), 0.0
    for d in range(dx.size):
        every += wanted[d]
    for _ in range(rounds):
        expected = np.zeros(dx.size)
        for o in range(ox.size):
            total = 0.0
            for d in range(dx.size):
                total += pull[d] * reach[o, d]
            for d in range(dx.size):
                expected[d] += trips[o] * pull[d] * reach[o, d] / total
        for d in range(dx.size):
            pull[d] *= wanted[d] * origin.size / (every * max(expected[d], 1e-12))
    for o in range(ox.size):
        total = 0.0
        for d in range(dx.size):
            total += pull[d] * reach[o, d]
            reach[o, d] = total
    out = np.empty(origin.size, np.int64)
    for i in range(origin.size):
        out[i] = _first_above(reach, origin[i], u[i] * reach[origin[i], dx.size - 1])
    return out


@inner
def _first_above(table, row, level):
    """First column of a rising row that is above a level; the last one if none is."""
    low, high = 0, table.shape[1] - 1
    while low < high:
        middle = (low + high) // 2
        if table[row, middle] > level:
            high = middle
        else:
            low = middle + 1
    return low
