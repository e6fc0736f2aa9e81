"""Land read from maps instead of imagined: squares inside a real boundary, and the units that administer them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .chance import apportion
from .lattice import Lattice
from .plan import DistrictPlan
from .settlement import Settlement, collective_persons, rooms_for


@dataclass(frozen=True)
class GivenGrids:
    """Base grids whose borders are known, and the communities they belong to, sorted by street, villages last."""

    community: np.ndarray  # (n_grids,) int32, community of each grid
    households: np.ndarray  # (n_grids,) weight: how family households are shared among grids
    community_names: tuple[str, ...]
    community_street: np.ndarray  # (n_communities,) int32, street of the plan
    is_village: np.ndarray  # (n_communities,) bool


@dataclass(frozen=True)
class GivenLand:
    """Squares of `area_side_m`, numbered row by row from the south-western corner of the map."""

    columns: int
    rows: int
    inside: np.ndarray  # (n_squares,) bool, inside the boundary
    street: np.ndarray  # (n_squares,) int32, street of the plan; -1 everywhere when no map says
    grid: np.ndarray  # (n_squares,) int32, base grid; -1 everywhere when no map says
    grids: GivenGrids | None  # none: they are made

    @property
    def part(self) -> np.ndarray:
        """Part of the map that settlements do not leave: a grid, or a street, or the whole; (n_squares,) int64."""
        return np.maximum(self.street if self.grids is None else self.grid, 0).astype(np.int64)


def lattice_of(plan: DistrictPlan, given: GivenLand) -> Lattice:
    """The squares of the map; those outside the boundary count as water. No river and no slopes are known."""
    number, side = np.arange(given.columns * given.rows), plan.area_side_m
    none = np.zeros(number.size)
    x, y = (number % given.columns + 0.5) * side, (number // given.columns + 0.5) * side
    north, river = none.astype(bool), np.zeros((0, 2))
    return Lattice(given.columns, given.rows, side, x, y, ~given.inside, north, given.part, none, river)


def settle_in(plan: DistrictPlan, grids: GivenGrids) -> Settlement:
    """Who has to be housed where, when communities and base grids are given."""
    families, n = plan.count(plan.households.family), grids.community.size
    rural_grids = grids.is_village[grids.community]
    rural = round(families * grids.households[rural_grids].sum() / grids.households.sum())
    rural = min(max(rural, int(rural_grids.sum())), families - int((~rural_grids).sum()))
    if rural < 0 or families < n:
        raise ValueError(f"{n} base grids are given for {families} households; every grid needs one at least")
    students, workers = (rooms_for(plan, persons) for persons in collective_persons(plan))
    return Settlement(
        streets=plan.streets,
        community_names=grids.community_names,
        is_village=grids.is_village,
        community_street=grids.community_street,
        community_grids=np.bincount(grids.community, minlength=len(grids.community_names)),
        urban_families=families - rural,
        rural_families=rural,
        student_rooms=students,
        worker_rooms=workers,
    )


def seeds_in(lattice: Lattice, given: GivenLand, free: np.ndarray) -> np.ndarray:
    """The free square of each grid that is nearest to the middle of its free squares; (n_grids,). Raises ValueError."""
    assert given.grids is not None
    rows = np.flatnonzero(free)
    grid, n = given.grid[rows], given.grids.community.size
    count = np.bincount(grid, minlength=n)
    if not count.all():
        raise ValueError(f"base grid {int(np.argmin(count))} has no free square of {lattice.side_m:g} m for homes")
    away = np.zeros(rows.size)
    for at in (lattice.x[rows], lattice.y[rows]):
        away += (at - (np.bincount(grid, at, n) / count)[grid]) ** 2
    order = np.lexsort((away, grid))
    return rows[order[np.searchsorted(grid[order], np.arange(n))]]


def families_in(grids: GivenGrids, settlement: Settlement) -> np.ndarray:
    """Family households of each grid: one, and the others as their weights say; (n_grids,)."""
    rural, out = grids.is_village[grids.community], np.ones(grids.community.size, np.int64)
    for kind, total in ((~rural, settlement.urban_families), (rural, settlement.rural_families)):
        if kind.any():
            out[kind] += apportion(grids.households[kind], total - int(kind.sum()))
    return out
