"""Land use: plants, towns and villages grow on the lattice; what matters of it becomes the areas of the town."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.compiled import kernel
from ..engine.randomness import Draws
from ..town import INDUSTRIAL, OPEN, VILLAGE
from .chance import shuffled
from .given import GivenLand, seeds_in
from .growth import components, distance_to, grow, neighbours_of, spaced
from .lattice import Lattice
from .neighbourhoods import choose_types, fabric_size
from .plan import DistrictPlan
from .settlement import Settlement

TOO_SMALL = (
    "the land has no room for {what}: {got} of {wanted} areas found. Enlarge valley.extent_km or the floors, or raise "
    "types.households_per_area in configs/district; on a map of one's own, make area_side_m smaller"
)


@dataclass(frozen=True)
class Land:
    """The areas of the town, row by row from the south-west; arrays are (n_areas,)."""

    square: np.ndarray  # number on the lattice
    ntype: np.ndarray
    neighbours: np.ndarray  # (n_areas, 8)
    street: np.ndarray  # street whose town was built here, -1 outside towns
    village: np.ndarray  # community number of the village built here, -1 outside villages
    site: np.ndarray  # site of industry, 0 is the complex, -1 for none
    college: np.ndarray  # bool, campus with dormitories

    @property
    def n_areas(self) -> int:
        """Number of areas."""
        return self.square.size


def use_land(
    plan: DistrictPlan, lattice: Lattice, settlement: Settlement, draws: Draws, given: GivenLand | None = None
) -> Land:  # fmt: skip
    """Build on the lattice: first plants, then towns, then villages, then the open land around them."""
    site = _grow_sites(plan, lattice)
    belt = _in_belt(plan, lattice, site == 0)
    free = ~lattice.water & (site < 0) & ~belt
    homes = np.zeros(0, np.int64)
    if given and given.grids:
        homes = seeds_in(lattice, given, free)
        street, village = _grow_in_grids(plan, lattice, settlement, given, homes, free)
    else:
        street = _grow_towns(plan, lattice, settlement, free)
        village = _grow_villages(plan, lattice, settlement, free & (street < 0), street, draws)
    ntype = np.zeros(site.size, np.uint8)
    ntype[site >= 0], ntype[village >= 0] = INDUSTRIAL, VILLAGE
    college = choose_types(plan, lattice, settlement, street, (site >= 0) | belt, ntype, draws, homes)
    if given:
        ntype[given.inside & (ntype == 0)] = OPEN
    else:
        _add_open_land(plan, lattice, ntype, (site < 0) & ~free & ~lattice.water)
    _connect(lattice, ntype)
    square = np.flatnonzero(ntype)
    ix, iy = square % lattice.columns, square // lattice.columns
    around = neighbours_of(ix, iy, lattice.columns, lattice.rows)
    return Land(square, ntype[square], around, street[square], village[square], site[square], college[square])


def _grow_sites(plan: DistrictPlan, lattice: Lattice) -> np.ndarray:
    """Site of industry on each square, -1 for none."""
    dry = ~lattice.water
    sites = [s for n, s in enumerate(plan.industry.sites) if n == 0 or round(s.areas * plan.scale) > 0]
    seeds = np.array([_seed(lattice, *lattice.at(s.x, s.y), dry & (lattice.slope_m == 0)) for s in sites])
    _, first_there = np.unique(seeds, return_index=True)  # in a small valley two sites may be one
    sites, seeds = [sites[n] for n in np.sort(first_there)], seeds[np.sort(first_there)]
    quota = np.array([max(1, round(s.areas * plan.scale)) for s in sites])
    stretch = np.array([s.stretch for s in sites])
    cost = lattice.slope_m * plan.valley.slope_cost
    return _grow(lattice, seeds, quota, np.ones_like(quota), stretch, dry, cost, "industry")


def _in_belt(plan: DistrictPlan, lattice: Lattice, complex_: np.ndarray) -> np.ndarray:
    """Squares too near to the complex for housing; narrower in a district smaller than the reference."""
    if not plan.industry.has_complex:
        return np.zeros(complex_.size, bool)
    width = plan.industry.belt_m * min(1.0, np.sqrt(plan.scale))
    return distance_to(lattice.x, lattice.y, lattice.x[complex_], lattice.y[complex_]) < width


def _grow_towns(plan: DistrictPlan, lattice: Lattice, settlement: Settlement, free: np.ndarray) -> np.ndarray:
    """Street whose town covers each square, -1 for none."""
    grids = settlement.urban_grids
    has_town = np.flatnonzero(grids)
    quota = np.ceil(fabric_size(plan, settlement) * grids[has_town] / grids.sum()).astype(np.int64)
    quota = np.maximum(quota, grids[has_town] + 1)
    seeds = _street_seeds(lattice, settlement, free)[has_town]
    if plan.map:  # villages need the rest of a street that has borders
        room = np.bincount(lattice.part[free], minlength=int(lattice.part.max()) + 1)[lattice.part[seeds]]
        rest = np.bincount(
            settlement.community_street, settlement.is_village * settlement.community_grids, len(settlement.streets)
        )
        quota = np.minimum(quota, np.maximum(room - 2 * rest[has_town].astype(np.int64), grids[has_town] + 1))
    cost = lattice.slope_m * plan.valley.slope_cost
    owner = _grow(lattice, seeds, quota, grids[has_town] + 1, np.ones(quota.size), free, cost, "towns")
    return np.where(owner >= 0, has_town[np.maximum(owner, 0)], -1)


def _grow_villages(plan, lattice, settlement, free, street, draws) -> np.ndarray:
    """Community number of the village on each square, -1 for none."""
    villages = np.flatnonzero(settlement.is_village)
    if villages.size == 0:
        return np.full(free.size, -1)
    grids = settlement.community_grids[villages]
    per_area = plan.types.households_per_area.village
    quota = np.maximum(np.round(grids * plan.grids.rural.norm / per_area).astype(np.int64), grids)
    free = free if plan.map else free & _in_wide_land(lattice, free, 2 * int(quota.sum()))
    seeds = np.concatenate(
        [
            _village_seeds(plan, lattice, settlement, s, free, street, draws)
            for s in range(len(settlement.streets))
            if (settlement.is_village & (settlement.community_street == s)).any()
        ]
    )
    if seeds.size < villages.size:
        raise ValueError(TOO_SMALL.format(what="villages", got=seeds.size, wanted=villages.size))
    cost = lattice.slope_m * 0.5 * plan.valley.slope_cost
    owner = _grow(lattice, seeds, quota, grids, np.full(quota.size, 1.4), free, cost, "villages")
    return np.where(owner >= 0, villages[np.maximum(owner, 0)], -1)


def _grow_in_grids(plan, lattice, settlement, given, seeds, free) -> tuple[np.ndarray, np.ndarray]:
    """(street of the town, community of the village) on each square, -1 for none: a settlement in every grid."""
    grids = given.grids
    rural = settlement.is_village[grids.community]
    share = grids.households / np.maximum(np.bincount(rural, grids.households, 2), 1e-9)[rural.astype(int)]
    wanted = np.where(
        rural,
        settlement.rural_families * share / plan.types.households_per_area.village,
        fabric_size(plan, settlement) * share,
    )
    quota, least = (
        np.ceil(wanted).astype(np.int64) + 1,
        np.ones(rural.size, np.int64),
    )  # one for homes, another for all else
    grid = _grow(lattice, seeds, quota, least, np.ones(rural.size), free, np.zeros(free.size), "base grids")
    community = np.where(grid >= 0, grids.community[np.maximum(grid, 0)], -1)
    in_village = (community >= 0) & settlement.is_village[np.maximum(community, 0)]
    street = np.where((community >= 0) & ~in_village, settlement.community_street[np.maximum(community, 0)], -1)
    return street, np.where(in_village, community, -1)


def _in_wide_land(lattice: Lattice, free: np.ndarray, least: int) -> np.ndarray:
    """Squares of connected free land of at least so many squares, or of the widest there is."""
    label = components(free, _lattice_neighbours(lattice))
    size = np.bincount(label[label >= 0])
    return (label >= 0) & (size[np.maximum(label, 0)] >= min(least, size.max()))


def _lattice_neighbours(lattice: Lattice) -> np.ndarray:
    number = np.arange(lattice.columns * lattice.rows)
    return neighbours_of(number % lattice.columns, number // lattice.columns, lattice.columns, lattice.rows)


def _village_seeds(plan, lattice, settlement, s, free, street, draws) -> np.ndarray:
    """Seeds of the villages of one street, well apart from one another and from the towns."""
    count = int((settlement.is_village & (settlement.community_street == s)).sum())
    centres = _street_seeds(lattice, settlement, ~lattice.water)
    x, y = lattice.x, lattice.y
    own = np.sqrt((x - x[centres[s]]) ** 2 + (y - y[centres[s]]) ** 2)
    other = np.delete(centres, s)
    reach = plan.valley.village_reach_m * np.sqrt(plan.scale)
    good = free & (lattice.part == lattice.part[centres[s]])
    good = good if plan.map or good.sum() >= 20 * count else free
    near = good & (own < reach) & (lattice.slope_m <= plan.valley.village_slope_m)
    squares = np.flatnonzero(near)
    beyond = own[squares] < distance_to(x[squares], y[squares], x[other], y[other])
    beyond &= distance_to(x[squares], y[squares], x[street >= 0], y[street >= 0]) > 2 * lattice.side_m
    squares = squares[beyond]
    if squares.size < 4 * count:
        squares = np.flatnonzero(good)[np.argsort(own[good], kind="stable")[: 20 * count]]
    order = squares[shuffled(draws, f"villages of street {s}", squares.size)]
    return order[spaced(x[order], y[order], count, reach)]


def _street_seeds(lattice: Lattice, settlement: Settlement, free: np.ndarray) -> np.ndarray:
    return np.array([_seed(lattice, *lattice.at(s.x, s.y), free) for s in settlement.streets])


def _seed(lattice: Lattice, x_m: float, y_m: float, free: np.ndarray) -> int:
    """The free square nearest to a point, in the same part of the map."""
    good = np.flatnonzero(free & (lattice.part == lattice.part[lattice.square(x_m, y_m)]))
    if good.size == 0:
        good = np.flatnonzero(free)
    return int(good[np.argmin((lattice.x[good] - x_m) ** 2 + (lattice.y[good] - y_m) ** 2)])


def _grow(lattice, seeds, quota, least, stretch, free, cost, what) -> np.ndarray:
    """Pieces grown from seeds; an error when one stays below its least number of squares."""
    reach = np.sqrt(quota.astype(float)) * lattice.side_m
    owner = grow(
        seeds.astype(np.int64), quota, reach, stretch, free, lattice.part, lattice.x, lattice.y, cost, lattice.columns
    )
    got = np.bincount(owner[owner >= 0], minlength=quota.size)
    if (got < np.maximum(1, least)).any():
        raise ValueError(TOO_SMALL.format(what=what, got=int(got.sum()), wanted=int(quota.sum())))
    return owner


def _add_open_land(plan: DistrictPlan, lattice: Lattice, ntype: np.ndarray, belt: np.ndarray) -> None:
    """A fringe around everything built, the belt of the complex, both banks of the river and the bridges."""
    built = ntype > 0
    for _ in range(plan.valley.fringe):
        built = _spread(built, lattice)
    bank = _spread(lattice.water, lattice)
    ntype[(built | bank | belt) & ~lattice.water & (ntype == 0)] = OPEN
    for place in plan.valley.bridges:
        column = min(int(place * lattice.columns), lattice.columns - 1)
        on_bridge = lattice.water & (np.arange(ntype.size) % lattice.columns == column)
        ntype[on_bridge] = OPEN


def _spread(mask: np.ndarray, lattice: Lattice) -> np.ndarray:
    """A mask and the eight squares around each of its squares."""
    grid = np.pad(mask.reshape(lattice.rows, lattice.columns), 1)
    rows, columns = lattice.rows, lattice.columns
    out = np.zeros((rows, columns), bool)
    for j in range(3):
        for i in range(3):
            out |= grid[j : j + rows, i : i + columns]
    return out.ravel()


def _connect(lattice: Lattice, ntype: np.ndarray) -> None:
    """Lay roads of open land until every area can be reached from every other."""
    around = _lattice_neighbours(lattice)
    while True:
        label = components(ntype > 0, around)
        size = np.bincount(label[label >= 0])
        if size.size == 1:
            return
        piece = np.flatnonzero(label == np.argmin(size))
        rest = np.flatnonzero((label >= 0) & (label != np.argmin(size)))
        a, b = _nearest_pair(lattice.x[piece], lattice.y[piece], lattice.x[rest], lattice.y[rest])
        road = _line(int(piece[a]), int(rest[b]), lattice.columns)
        ntype[road[ntype[road] == 0]] = OPEN


@kernel
def _nearest_pair(x, y, to_x, to_y):
    best, a, b = np.inf, 0, 0
    for i in range(x.size):
        for j in range(to_x.size):
            d = (x[i] - to_x[j]) ** 2 + (y[i] - to_y[j]) ** 2
            if d < best:
                best, a, b = d, i, j
    return a, b


def _line(start: int, end: int, columns: int) -> np.ndarray:
    """Squares on a straight line between two squares, touching one another."""
    i0, j0, i1, j1 = start % columns, start // columns, end % columns, end // columns
    steps = max(abs(i1 - i0), abs(j1 - j0), 1)
    t = np.arange(steps + 1)
    i = (2 * (i0 * (steps - t) + i1 * t) + steps) // (2 * steps)
    j = (2 * (j0 * (steps - t) + j1 * t) + steps) // (2 * steps)
    return j * columns + i
