"""Work, school and errands: who is employed where, who goes to which school, where people shop."""

from __future__ import annotations

import numpy as np

from ..compiled import kernel
from ..entities.residents import MALE
from ..randomness import Draws
from ..timetable import group_by
from ..town import COMMERCIAL, COMPLEX, ENTERPRISE_KINDS, INDUSTRIAL, MARKET, OPEN, SCHOOL, SCHOOL_SITE, VILLAGE
from .chance import by_age, choose, uniforms
from .enterprises import Enterprises
from .plan import DistrictPlan, Sector
from .routines import STANDINGS

S = {name: code for code, name in enumerate(STANDINGS)}


def give_work(plan, people, areas, enterprises: Enterprises, in_town: np.ndarray, draws: Draws) -> np.ndarray:
    """Set work, employer and third place of everybody; returns the standing of each resident, a row of STANDINGS.

    `in_town`: (n_areas,) bool, areas of towns (open land there is a park).
    """
    people["work"], people["employer"] = people["home"], -1
    origins = _Origins(people, areas)
    standing = _standing_by_age(people, areas)
    employed = _employed(plan, people, standing, draws)
    sector = _sectors(plan, people, areas, employed, draws)
    for number, (name, branch) in enumerate(plan.work.sectors.items()):
        _employ(plan, name, branch, np.flatnonzero(sector == number), people, areas, enterprises, standing, origins, draws)
    _send_to_school(plan, people, enterprises, standing, origins, draws)
    employers = people["employer"][people["employer"] >= 0]
    enterprises.rows["employees"] += np.bincount(employers, minlength=enterprises.rows.size).astype(np.int32)
    people["third"] = _errands(plan, people, areas, enterprises, in_town, origins, draws)
    return standing


class _Origins:
    """Where people set out from: the middle of their base grid, which stands for its homes."""

    def __init__(self, people: np.ndarray, areas: np.ndarray) -> None:
        self.areas = areas
        self.of_person = areas["grid"][people["home"]]
        n = int(areas["grid"].max()) + 1
        here = np.flatnonzero(areas["residents"])
        weight, grid = areas["residents"][here].astype(float), areas["grid"][here]
        total = np.bincount(grid, weight, minlength=n)
        self.x, self.y = (np.bincount(grid, weight * areas[c][here], minlength=n) / total for c in ("x_m", "y_m"))


def _standing_by_age(people: np.ndarray, areas: np.ndarray) -> np.ndarray:
    age, home_type = people["age"], areas["ntype"][people["home"]]
    standing = np.full(people.size, S["at_home"], np.uint8)
    standing[age < 25] = S["youth"]
    standing[age < 18] = S["pupil"]
    standing[age < 6] = S["infant"]
    standing[(age >= 60) | ((age >= 50) & (people["sex"] != MALE))] = S["retired"]
    standing[home_type == SCHOOL] = S["student"]
    return standing


def _employed(plan, people, standing, draws) -> np.ndarray:
    """Rows of employed residents; everybody in a factory's dormitory is one of them."""
    age = people["age"].astype(np.int64)
    weight = np.where(people["sex"] == MALE, by_age(plan.work.profile, age, 1), by_age(plan.work.profile, age, 2))
    weight[(standing == S["pupil"]) | (standing == S["student"]) | (standing == S["infant"])] = 0.0
    count = round(plan.work.employed_share * int((age >= 15).sum()))
    able = np.flatnonzero(weight > 0)
    return able[choose(draws, "employed", weight[able], count)]


def _sectors(plan, people, areas, employed, draws) -> np.ndarray:
    """Sector of each resident, -1 for none: farmers from villages, workers' dormitories to the plants, others drawn."""
    sectors = plan.work.sectors
    persons = np.array([sector.persons for sector in sectors.values()])
    count = np.round(persons / persons.sum() * employed.size).astype(np.int64)
    out = np.full(people.size, -1, np.int8)
    home_type = areas["ntype"][people["home"]]
    left = employed
    for number, (name, branch) in enumerate(sectors.items()):
        weight = np.ones(left.size)
        if not branch.kinds:
            weight = np.where(home_type[left] == VILLAGE, 1.0, 0.0)
        elif ENTERPRISE_KINDS[COMPLEX] in branch.kinds:
            weight = plan.types.plant_workers.by_code[home_type[left]]
        elif number == len(sectors) - 1:
            count[number] = left.size
        rows = left[choose(draws, f"sector {name}", weight, int(count[number]))]
        out[rows] = number
        left = left[out[left] < 0]
    return out


def _employ(plan, name, branch: Sector, rows, people, areas, enterprises, standing, origins, draws) -> None:
    """Give the workers of a sector their employers, or send them out of the district."""
    kinds = [ENTERPRISE_KINDS.index(kind) for kind in branch.kinds]
    firms = np.flatnonzero(np.isin(enterprises.rows["kind"], kinds))
    if not kinds:
        standing[rows] = S["farmer"]
        return
    lives_at_plant = areas["ntype"][people["home"][rows]] == INDUSTRIAL
    away = (uniforms(draws, f"away {name}", rows.size) < branch.away_share) & ~lives_at_plant
    standing[rows] = S["away"]
    rows = rows[~away]
    if firms.size == 0 or rows.size == 0:
        return
    wanted = _wanted(plan, enterprises, firms, rows.size)
    chosen = firms[_go(origins, rows, enterprises.rows["area"][firms], wanted, plan.work.commute_m, plan.work.commute_power, 4, name, draws)]
    people["employer"][rows] = chosen
    people["work"][rows] = _work_areas(enterprises, chosen, uniforms(draws, f"shop floor {name}", rows.size))
    standing[rows] = S["complex"] + enterprises.rows["kind"][chosen]


def _wanted(plan, enterprises, firms, workers: int) -> np.ndarray:
    """Employees wanted by each enterprise; the complex first, the others by their sizes."""
    kind, size = enterprises.rows["kind"][firms], enterprises.size[firms]
    is_complex = kind == COMPLEX
    wanted = np.where(is_complex, min(plan.count(plan.industry.complex_employees), 0.9 * workers), 0.0)
    if is_complex.all():
        return wanted
    rest = np.where(is_complex, 0.0, size)
    return wanted + rest / np.cumsum(rest)[-1] * (workers - np.cumsum(wanted)[-1])


def _work_areas(enterprises: Enterprises, chosen: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Area of work: any of the areas the employer owns, or its door."""
    owned = np.flatnonzero(enterprises.owner >= 0)
    start, order = group_by(enterprises.owner[owned], enterprises.rows.size)
    number = start[chosen + 1] - start[chosen]
    ground = owned[order[np.minimum(start[chosen] + (u * number).astype(np.int64), owned.size - 1)]]
    return np.where(number > 0, ground, enterprises.rows["area"][chosen])


def _send_to_school(plan, people, enterprises, standing, origins, draws) -> None:
    """Pupils go to a near school of their level, students to their campus; both count as the school's people."""
    schools = np.flatnonzero(enterprises.rows["kind"] == SCHOOL_SITE)
    student = np.flatnonzero(standing == S["student"])
    np.add.at(enterprises.rows["employees"], enterprises.owner[people["home"][student]], 1)
    campus = np.unique(enterprises.owner[people["home"][student]])
    general = np.setdiff1d(schools, campus) if campus.size < schools.size else schools
    for level, (low, high) in enumerate(LEVELS):
        rows = np.flatnonzero((standing == S["pupil"]) & (people["age"] >= low) & (people["age"] < high))
        own = general[_has_level(general.size, level)]
        place = enterprises.rows["area"][own]
        seats = np.ones(own.size)
        chosen = own[_go(origins, rows, place, seats, plan.work.school_m, plan.work.local_power, 2, f"school {level}", draws)]
        people["work"][rows] = enterprises.rows["area"][chosen]
        np.add.at(enterprises.rows["employees"], chosen, 1)


LEVELS = ((6, 12), (12, 15), (15, 18))  # primary, junior and senior school
LEVEL_OF_SCHOOL = (0, 0, 1, 0, 2, 0, 1, 0, 1, 2)  # of every ten schools, [assumption]
FEWEST_FOR_LEVELS = 5  # where there are fewer schools, each takes pupils of all ages


def _has_level(n_schools: int, level: int) -> np.ndarray:
    if n_schools < FEWEST_FOR_LEVELS:
        return np.ones(n_schools, bool)
    return np.array([LEVEL_OF_SCHOOL[i % 10] == level for i in range(n_schools)])


def _errands(plan, people, areas, enterprises, in_town, origins, draws) -> np.ndarray:
    """Habitual market, shopping street or park of everybody; (n_residents,) areas."""
    pull = np.where(np.isin(areas["ntype"], (COMMERCIAL, VILLAGE)), areas["shops"], 0.0)
    pull += np.where((areas["ntype"] == OPEN) & in_town, plan.work.park_pull, 0.0)
    markets = enterprises.rows["area"][enterprises.rows["kind"] == MARKET]
    pull[markets] += plan.work.market_pull
    places = np.flatnonzero(pull > 0)
    if places.size == 0:
        return people["home"].copy()
    everybody = np.arange(people.size)
    return places[_go(origins, everybody, places, pull[places], plan.work.errand_m, plan.work.local_power, 0, "errands", draws)]


def _go(origins: _Origins, rows, places, wanted, half_m, power, rounds, step, draws) -> np.ndarray:
    """Index of the place each resident of `rows` goes to, by size and distance."""
    if rows.size == 0:
        return np.zeros(0, np.int64)
    xy = origins.areas[places]
    return gravity(
        origins.of_person[rows], uniforms(draws, step, rows.size), origins.x, origins.y, xy["x_m"], xy["y_m"],
        np.maximum(wanted, 1e-9), half_m, power, rounds,
    )


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
    pull, scale = wanted.copy(), origin.size / wanted.sum()
    for _ in range(rounds):
        expected = np.zeros(dx.size)
        for o in range(ox.size):
            total = 0.0
            for d in range(dx.size):
                total += pull[d] * reach[o, d]
            for d in range(dx.size):
                expected[d] += trips[o] * pull[d] * reach[o, d] / total
        pull *= wanted * scale / np.maximum(expected, 1e-12)
    for o in range(ox.size):
        total = 0.0
        for d in range(dx.size):
            total += pull[d] * reach[o, d]
            reach[o, d] = total
    out = np.empty(origin.size, np.int64)
    for i in range(origin.size):
        row = reach[origin[i]]
        out[i] = min(np.searchsorted(row, u[i] * row[-1], side="right"), dx.size - 1)
    return out
