"""Neighbourhood types of the squares of a town: shops in the centre, old housing by the plants, new at the edges."""

from __future__ import annotations

import numpy as np

from .. import town
from ..engine.randomness import Draws
from .chance import apportion, shuffled, smooth_noise
from .growth import distance_to, spaced
from .lattice import Lattice
from .plan import DistrictPlan
from .plan_parts import PerNtype
from .settlement import Settlement

SHARE_ROUNDS = 6  # of correcting the numbers of squares of each type
CODE = {name: code for code, name in enumerate(PerNtype.model_fields, start=1)}


def housing_areas(plan: DistrictPlan, settlement: Settlement) -> np.ndarray:
    """Squares that each type of urban housing needs, not yet whole numbers; (11,) by code."""
    share, per_area = plan.types.share_of_households.by_code, plan.types.households_per_area.by_code
    return settlement.urban_families * share / np.maximum(per_area, 1.0)


def campus_areas(plan: DistrictPlan, settlement: Settlement) -> int:
    """Squares of the campus with the dormitories of students."""
    return int(np.ceil(settlement.student_rooms / plan.households.student_rooms_per_area))


def schools(plan: DistrictPlan) -> int:
    """Schools of the district; at least one."""
    return max(1, round(plan.work.per_1000.school * plan.population / 1000))


def fabric_size(plan: DistrictPlan, settlement: Settlement) -> float:
    """Squares of all towns together: housing, schools, campus and parks."""
    built = float(housing_areas(plan, settlement).sum()) + schools(plan) + campus_areas(plan, settlement)
    return built / (1.0 - plan.types.park_share)


def choose_types(plan, lattice, settlement, street, industry, ntype, draws, homes) -> np.ndarray:
    """Write the types of all squares of towns into `ntype`; returns the squares of the campus, bool.

    `street`: street of each square, -1 outside towns. `industry`: bool, squares of plants and of the complex's belt.
    `homes`: squares that stay for homes, one in each grid where grids are given.
    """
    squares = np.flatnonzero(street >= 0)
    others = np.setdiff1d(squares, homes)
    if settlement.student_rooms and not others.size:
        raise ValueError("no grid has an area to spare for dormitories; make area_side_m smaller")
    campus = _campus(lattice, others, campus_areas(plan, settlement), draws)
    ntype[campus] = town.SCHOOL
    left = others[ntype[others] == 0]
    other = _spread_out(lattice, street, left, settlement, schools(plan), "schools", draws)
    ntype[other] = town.SCHOOL
    left = left[ntype[left] == 0]
    parks = _spread_out(lattice, street, left, settlement, int(plan.types.park_share * squares.size), "parks", draws)
    ntype[parks] = town.OPEN
    left = squares[ntype[squares] == 0]
    _assign(plan, lattice, settlement, street, industry, left, ntype, draws)
    is_campus = np.zeros(ntype.size, bool)
    is_campus[campus] = True
    return is_campus


def _campus(lattice: Lattice, squares: np.ndarray, count: int, draws: Draws) -> np.ndarray:
    """A compact group of squares around a random one."""
    if count == 0:
        return squares[:0]
    centre = squares[shuffled(draws, "campus", squares.size)[0]]
    away = (lattice.x[squares] - lattice.x[centre]) ** 2 + (lattice.y[squares] - lattice.y[centre]) ** 2
    return squares[np.argsort(away, kind="stable")[:count]]


def _spread_out(lattice, street, squares, settlement, count, what, draws) -> np.ndarray:
    """`count` squares scattered over the towns, but never so many that a town has fewer squares than grids."""
    spare = np.bincount(street[squares], minlength=len(settlement.streets)) - settlement.urban_grids
    order = squares[shuffled(draws, what, squares.size)]
    order = order[spare[street[order]] > 0]
    count = min(count, int(np.maximum(spare, 0).sum()), order.size)
    if count <= 0:
        return squares[:0]
    return order[spaced(lattice.x[order], lattice.y[order], count, 20 * lattice.side_m)]


def _assign(plan, lattice, settlement, street, industry, squares, ntype, draws) -> None:
    """Types of housing choose their squares one after the other, each those that draw it most.

    A street has its residents, so a type that fills a street is denser there than planned; the numbers of squares
    are corrected until the types have their shares of all households.
    """
    score = _scores(plan, lattice, settlement, industry, squares, draws)
    codes = np.array(list(score))
    share = plan.types.share_of_households.by_code
    need = housing_areas(plan, settlement)
    grids = settlement.urban_grids.astype(float)
    chosen = np.zeros(squares.size, np.uint8)
    for _ in range(SHARE_ROUNDS):
        quota = apportion(need[codes], squares.size)
        chosen[:] = 0
        for code, number in zip(codes.tolist(), quota.tolist(), strict=True):
            wish = np.where(chosen == 0, score[code], -np.inf)
            chosen[np.argsort(-wish, kind="stable")[:number]] = code
        weight = plan.types.households_per_area.by_code[chosen]
        in_street = np.bincount(street[squares], weight, minlength=grids.size)
        held = weight * (grids / np.maximum(in_street, 1.0))[street[squares]]
        got = np.bincount(chosen, held, minlength=need.size) / np.cumsum(held)[-1]
        need = need * np.where(got > 0, np.clip(share / np.maximum(got, 1e-9), 0.5, 2.0), 1.0)
    ntype[squares] = chosen


def _scores(plan, lattice, settlement, industry, squares, draws) -> dict[int, np.ndarray]:
    """How much each square draws each type of housing, in order of who chooses first."""
    x, y = lattice.x[squares], lattice.y[squares]
    half = plan.types.pull_m * min(1.0, np.sqrt(plan.scale))
    by_avenue = _closeness(_to_avenues(lattice, settlement, x, y), plan.types.avenue_m)
    by_plant = _closeness(distance_to(x, y, lattice.x[industry], lattice.y[industry]), half)
    old = np.array([lattice.at(*plan.types.old_town)])
    by_old_town = _closeness(distance_to(x, y, old[:, 0], old[:, 1]), 2 * half)
    return {
        CODE[name]: pull.industry * by_plant
        + pull.avenue * by_avenue
        + pull.old_town * by_old_town
        + pull.chance * smooth_noise(draws, f"housing {name}", x, y, plan.types.patch_m)
        for name, pull in plan.types.pull.items()
    }


def _to_avenues(lattice: Lattice, settlement: Settlement, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Metres to the avenues that link each town's centre with the nearest one east of it on its side of the river."""
    away = np.full(x.size, np.inf)
    centres = np.array([lattice.at(s.x, s.y) for s in settlement.streets])[settlement.urban_grids > 0]
    north = np.array([lattice.north[lattice.square(*centre)] for centre in centres])
    for centre, bank in zip(centres, north, strict=True):
        east = centres[(north == bank) & (centres[:, 0] > centre[0])]
        end = east[np.argmin(((east - centre) ** 2).sum(axis=1))] if east.size else centre
        away = np.minimum(away, _to_segment(x, y, centre, end))
    return away


def _to_segment(x: np.ndarray, y: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    dx, dy = end - start
    length2 = max(dx * dx + dy * dy, 1.0)
    t = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / length2, 0.0, 1.0)
    return np.sqrt((x - start[0] - t * dx) ** 2 + (y - start[1] - t * dy) ** 2)


def _closeness(metres: np.ndarray, half_m: float) -> np.ndarray:
    """1 at the place, one half at `half_m`."""
    return 1.0 / (1.0 + metres / half_m)
