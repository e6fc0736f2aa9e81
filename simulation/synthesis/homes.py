"""Homes: which household lives in which area, and what it has. Rows are sorted by area."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.numerics import exp_each
from ..engine.randomness import Draws
from ..entities.residents import HOUSEHOLD, OWNER, RENTER, RESIDENT
from ..town import INDUSTRIAL, SCHOOL, VILLAGE
from .chance import choose, normals, shuffled
from .families import Families, make_families, pyramid, take_collective
from .overlay import Overlay
from .plan import DistrictPlan

DORMITORY_TYPES = (SCHOOL, INDUSTRIAL)  # nobody lives in such areas but in rooms of dormitories


@dataclass(frozen=True)
class Homes:
    """Residents and households in their final rows."""

    people: np.ndarray  # (n_residents,) RESIDENT: household, home, age and sex are set
    households: np.ndarray  # (n_households,) HOUSEHOLD: area, first and size are set
    ntype: np.ndarray  # (n_households,) neighbourhood type
    is_family: np.ndarray  # (n_households,) bool, false for rooms of dormitories


def make_homes(plan: DistrictPlan, ntype: np.ndarray, overlay: Overlay, draws: Draws) -> Homes:
    """Build all households from the age pyramid and put each into an area. `ntype`: (n_areas,)."""
    stock = pyramid(plan)
    students, workers = take_collective(plan, stock)
    families = make_families(plan, stock, draws)
    area = np.repeat(np.arange(overlay.zone.size), overlay.families + overlay.rooms)
    is_family = ~np.isin(ntype[area], DORMITORY_TYPES)
    source = np.empty(area.size, np.int64)
    source[is_family] = _place_families(plan, families, ntype[area[is_family]], draws)
    if overlay.in_towns is not None:
        _match_streets(
            families.size, source, is_family & (ntype[area] != VILLAGE), overlay.street[area], overlay.in_towns
        )
    source[ntype[area] == SCHOOL] = families.size.size + np.arange(students.size.size)
    source[ntype[area] == INDUSTRIAL] = families.size.size + students.size.size + np.arange(workers.size.size)
    every = Families(
        *(np.concatenate([getattr(f, part) for f in (families, students, workers)]) for part in ("size", "sex", "age"))
    )
    return _tables(every, source, area, ntype, is_family)


def _tables(every: Families, source: np.ndarray, area: np.ndarray, ntype: np.ndarray, is_family: np.ndarray) -> Homes:
    size = every.size[source]
    first = np.cumsum(size) - size
    member = np.arange(int(size.sum())) + np.repeat(every.first[source] - first, size)
    households, people = np.zeros(size.size, HOUSEHOLD), np.zeros(member.size, RESIDENT)
    households["area"], households["first"], households["size"] = area, first, size
    people["household"] = np.repeat(np.arange(size.size), size)
    people["home"], people["age"], people["sex"] = np.repeat(area, size), every.age[member], every.sex[member]
    return Homes(people, households, ntype[area], is_family)


def _place_families(plan: DistrictPlan, families: Families, ntype: np.ndarray, draws: Draws) -> np.ndarray:
    """Family that lives in each home. `ntype`: (n_families,) types of the homes, sorted by area."""
    rural = ntype == VILLAGE
    order = shuffled(draws, "homes", families.size.size)
    in_village, in_town = order[: rural.sum()], order[rural.sum() :]
    if rural.any():
        _match_persons(families.size, in_village, in_town, plan.count(plan.rural_residents))
    out = np.empty(order.size, np.int64)
    out[rural] = in_village
    out[~rural] = _sorted_by_age(plan, families, in_town, ntype[~rural], draws)
    return out


def _match_persons(size: np.ndarray, inside: np.ndarray, outside: np.ndarray, wanted: int) -> None:
    """Exchange families between two groups, in place, until the first has the wanted number of persons."""
    for _ in range(64):
        missing = wanted - int(size[inside].sum())
        if missing == 0:
            return
        for small in range(1, int(size.max())):
            give, get = (small, small + 1) if missing > 0 else (small + 1, small)
            leave, come = np.flatnonzero(size[inside] == give), np.flatnonzero(size[outside] == get)
            n = min(abs(missing), leave.size, come.size)
            inside[leave[:n]], outside[come[:n]] = outside[come[:n]], inside[leave[:n]]
            if n == abs(missing):
                break


def _match_streets(size: np.ndarray, source: np.ndarray, in_town: np.ndarray, street: np.ndarray, wanted) -> None:
    """Exchange families between towns, in place, until each has its residents; what does not fit is the last one's."""
    for s in range(wanted.size - 1):
        here, beyond = (np.flatnonzero(in_town & mask) for mask in (street == s, street > s))
        inside, outside = source[here], source[beyond]
        if inside.size and outside.size:
            _match_persons(size, inside, outside, round(wanted[s]))
            source[here], source[beyond] = inside, outside


def _sorted_by_age(plan, families, chosen, ntype, draws) -> np.ndarray:
    """Older householders in the types where they live, younger ones in the others, loosely."""
    chance = plan.types.older_sd_years * normals(draws, "moving in", chosen.size)
    by_family = np.argsort(families.age[families.first[chosen]] + chance, kind="stable")
    by_home = np.argsort(
        plan.types.older_years.by_code[ntype] + plan.types.older_sd_years * normals(draws, "vacancies", ntype.size),
        kind="stable",
    )
    out = np.empty(chosen.size, np.int64)
    out[by_home] = chosen[by_family]
    return out


def furnish(plan: DistrictPlan, homes: Homes, newcomer: np.ndarray, draws: Draws) -> None:
    """Tenure, cars, e-bikes and goods. `newcomer`: (n_households,) bool, householder registered elsewhere."""
    t, households, family = plan.traits, homes.households, homes.is_family
    householder = homes.people["age"][households["first"]]
    weight = plan.types.renters.by_code[homes.ntype] * np.where(newcomer, t.newcomer_renter, 1.0)
    weight *= np.where(householder < 35, t.young_renter, 1.0)
    households["tenure"] = np.where(family, OWNER, RENTER)
    rows = np.flatnonzero(family)
    households["tenure"][rows[choose(draws, "renting", weight[rows], round(rows.size * t.renter_share))]] = RENTER
    working_age = (homes.people["age"] >= 20) & (homes.people["age"] < 65)
    adults = np.bincount(homes.people["household"], working_age, minlength=family.size)
    pair = np.where(adults[rows] >= 2, t.family_car, np.where(adults[rows] >= 1, 1.0, 0.1))
    households["car"][rows[choose(draws, "cars", pair, round(rows.size * t.car_share))]] = 1
    able = np.where(adults[rows] >= 1, 1.0, 0.25)
    households["ebike"][rows[choose(draws, "e-bikes", able, round(rows.size * t.ebike_share))]] = 1
    households["goods"] = exp_each(t.goods_log_sd * normals(draws, "goods", family.size))
