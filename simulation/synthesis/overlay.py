"""The administrative overlay: communities and base grids, how many households live where, circles and stations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.compiled import kernel
from ..engine.randomness import Draws
from ..town import INDUSTRIAL, OPEN, SCHOOL
from .chance import apportion, uniforms
from .division import divide
from .given import GivenLand, families_in
from .growth import distance_to, flood
from .land import Land
from .lattice import Lattice
from .plan import DistrictPlan
from .plan_land import GridNorm
from .settlement import Settlement

LEAST_IN_FAMILIES = 0.05  # of a street's residents, however many live in dormitories


@dataclass(frozen=True)
class Overlay:
    """Who administers each area and how many homes it has; arrays are (n_areas,) unless said otherwise."""

    zone: np.ndarray  # base grid in whose zone the area lies, also where nobody lives
    community: np.ndarray
    street: np.ndarray
    families: np.ndarray  # family households
    rooms: np.ndarray  # rooms of dormitories
    n_grids: int
    in_towns: np.ndarray | None = None  # (n_streets,) residents of families that each town should have, if known

    @property
    def grid(self) -> np.ndarray:
        """Base grid, -1 where nobody lives."""
        return np.where(self.families + self.rooms > 0, self.zone, -1)


def draw_overlay(
    plan: DistrictPlan,
    lattice: Lattice,
    land: Land,
    settlement: Settlement,
    draws: Draws,
    given: GivenLand | None = None,
) -> Overlay:
    """Divide towns and villages into communities and base grids, and give every grid its households."""
    x, y = lattice.x[land.square], lattice.y[land.square]
    rooms = _student_rooms(settlement, land)
    weight = _housing_weight(plan, settlement, land, rooms, draws)
    if given and given.grids:
        zone, community_of_zone = flood(given.grid[land.square], land.neighbours), given.grids.community
        wanted = families_in(given.grids, settlement)
    else:
        zone, community_of_zone = _zones(settlement, land, weight, x, y)
        if given:
            zone = flood(zone, _within(land.neighbours, lattice.part[land.square]))
        zone = flood(zone, land.neighbours)
        wanted = None
    rooms += _worker_rooms(plan, settlement, land, x, y)
    families = _families(plan, settlement, land, weight, rooms, zone, community_of_zone, wanted)
    community = community_of_zone[zone]
    street, n_zones = settlement.community_street[community], community_of_zone.size
    in_towns = _in_towns(plan, settlement, rooms, street) if given and not given.grids else None
    return Overlay(zone, community, street, families, rooms, n_zones, in_towns)


def _within(neighbours: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Neighbours in the same part of the map, -1 for the others; like neighbours."""
    return np.where((neighbours >= 0) & (part[neighbours] == part[:, None]), neighbours, -1)


def _student_rooms(settlement: Settlement, land: Land) -> np.ndarray:
    rooms = np.zeros(land.n_areas, np.int64)
    rooms[land.college] = apportion(np.ones(int(land.college.sum())), settlement.student_rooms)
    return rooms


def _worker_rooms(plan: DistrictPlan, settlement: Settlement, land: Land, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Rooms in the dormitories of factories, in the industrial areas nearest to the towns."""
    rooms = np.zeros(land.n_areas, np.int64)
    if settlement.worker_rooms == 0:
        return rooms
    plants, homes = np.flatnonzero(land.ntype == INDUSTRIAL), (land.street >= 0) | (land.village >= 0)
    count = int(np.ceil(settlement.worker_rooms / plan.households.worker_rooms_per_area))
    away = distance_to(x[plants], y[plants], x[homes], y[homes])
    chosen = plants[np.argsort(away, kind="stable")[:count]]
    rooms[chosen] = apportion(np.ones(chosen.size), settlement.worker_rooms)
    return rooms


def _housing_weight(plan, settlement, land, rooms, draws) -> np.ndarray:
    """Households to be expected in each area before grids are drawn."""
    jitter = 1.0 + plan.types.spread * (2.0 * uniforms(draws, "density", land.n_areas) - 1.0)
    weight = plan.types.households_per_area.by_code[land.ntype] * jitter
    weight[np.isin(land.ntype, (SCHOOL, INDUSTRIAL, OPEN))] = 0.0
    return weight + rooms


def _zones(settlement: Settlement, land: Land, weight, x, y) -> tuple[np.ndarray, np.ndarray]:
    """(zone of each area, -1 outside towns and villages; community of each zone)."""
    zone, community_of_zone = np.full(land.n_areas, -1, np.int32), []
    for c, region in _communities(settlement, land, weight, x, y):
        parts = divide(region, np.ones(settlement.community_grids[c], np.int64), weight, x, y, land.neighbours)
        zone[region] = len(community_of_zone) + parts
        community_of_zone += [c] * int(settlement.community_grids[c])
    return zone, np.array(community_of_zone, np.int32)


def _communities(settlement: Settlement, land: Land, weight, x, y):
    """(community, its areas) of every community and village, in order."""
    for s in range(len(settlement.streets)):
        own = np.flatnonzero((settlement.community_street == s) & ~settlement.is_village)
        if own.size:
            region = np.flatnonzero(land.street == s)
            part = divide(region, settlement.community_grids[own], weight, x, y, land.neighbours)
            yield from ((int(c), region[part == i]) for i, c in enumerate(own))
        for c in np.flatnonzero((settlement.community_street == s) & settlement.is_village):
            yield int(c), np.flatnonzero(land.village == c)


def _families(plan, settlement, land, weight, rooms, zone, community_of_zone, given) -> np.ndarray:
    """Family households of each area; grids keep to the norm where that is possible at all.

    `given`: family households of each grid, if they are known.
    """
    homes = np.where(np.isin(land.ntype, (SCHOOL, INDUSTRIAL, OPEN)), 0.0, weight)
    if given is not None:
        return _spread_within(homes, zone, given)
    n_zones = community_of_zone.size
    by_zone, rooms_in = (np.bincount(zone, w, minlength=n_zones) for w in (homes, rooms))
    by_zone = _even_streets(by_zone, settlement.community_street[community_of_zone])
    rural = settlement.is_village[community_of_zone]
    if plan.map:
        street = settlement.community_street[community_of_zone]
        return _spread_within(homes, zone, _by_street(plan, settlement, by_zone, rooms_in, street, rural))
    wanted = np.zeros(n_zones, np.int64)
    for kind, norm, total in (
        (~rural, plan.grids.urban, settlement.urban_families),
        (rural, plan.grids.rural, settlement.rural_families),
    ):
        wanted[kind] = _within_norm(by_zone[kind], rooms_in[kind].astype(np.int64), norm, total)
    return _spread_within(homes, zone, wanted)


def _by_street(plan: DistrictPlan, settlement: Settlement, by_zone, rooms, street, rural) -> np.ndarray:
    """Family households of each grid, so that streets have the residents of the plan, those of dormitories counted."""
    homes = _in_towns(plan, settlement, rooms, street)
    own = by_zone / np.maximum(np.bincount(street, by_zone * ~rural, homes.size), 1e-9)[street]
    out = (by_zone > 0).astype(np.int64)  # nobody but students where a campus is the whole grid
    for kind, weight, total in (
        (~rural, own * homes[street], settlement.urban_families),
        (rural, by_zone, settlement.rural_families),
    ):
        out[kind] += apportion(weight[kind], total - int(out[kind].sum()))
    return out


def _in_towns(plan: DistrictPlan, settlement: Settlement, rooms, street) -> np.ndarray:
    """Residents of families in the town of each street; those of dormitories count, too. (n_streets,)."""
    residents = np.array([one.urban_residents for one in settlement.streets])
    residents = residents * ((plan.population - plan.count(plan.rural_residents)) / max(residents.sum(), 1e-9))
    dormitories = plan.households.room * np.bincount(street, rooms, residents.size)
    return np.maximum(residents - dormitories, LEAST_IN_FAMILIES * residents)


def _even_streets(weight: np.ndarray, street: np.ndarray) -> np.ndarray:
    """Weights of zones scaled so that a grid weighs the same on average in every street; so streets keep their size."""
    total, count = np.bincount(street, weight), np.bincount(street)
    return weight * (count / np.maximum(total, 1e-9))[street]


def _within_norm(weight: np.ndarray, rooms: np.ndarray, norm: GridNorm, total: int) -> np.ndarray:
    """Families of each grid: in proportion to weight, but households (rooms too) within the norm if they can be."""
    lowest = np.where(weight > 0, np.maximum(norm.least - rooms, 0), 0)
    highest = np.where(weight > 0, np.maximum(norm.most - rooms, 0), 0)
    if weight.size == 0 or not lowest.sum() <= total <= highest.sum():
        return apportion(weight, total)
    expected = weight * (total / np.cumsum(weight)[-1])
    return lowest + apportion(np.maximum(expected - lowest, 1e-3), total - int(lowest.sum()), highest - lowest)


def _spread_within(homes: np.ndarray, zone: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Households of each area, in proportion to `homes` within its zone and exact for every zone."""
    out = np.zeros(homes.size, np.int64)
    order = np.argsort(zone, kind="stable")
    edges = np.searchsorted(zone[order], np.arange(wanted.size + 1))
    for z in range(wanted.size):
        areas = order[edges[z] : edges[z + 1]]
        out[areas] = apportion(homes[areas], int(wanted[z]))
    return out


def walking_order(grid: np.ndarray, n_grids: int, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(grid_start, grid_areas): areas of each grid in the order of a walk that always goes to the nearest next."""
    lived_in = np.flatnonzero(grid >= 0)
    order = lived_in[np.argsort(grid[lived_in], kind="stable")].astype(np.int32)
    start = np.zeros(n_grids + 1, np.int32)
    np.cumsum(np.bincount(grid[lived_in], minlength=n_grids), out=start[1:])
    _walk(start, order, x, y)
    return start, order


@kernel
def _walk(start, order, x, y):
    for g in range(start.size - 1):
        for at in range(start[g] + 1, start[g + 1]):
            best, found = np.inf, at
            for k in range(at, start[g + 1]):
                d = (x[order[k]] - x[order[at - 1]]) ** 2 + (y[order[k]] - y[order[at - 1]]) ** 2
                if d < best:
                    best, found = d, k
            order[at], order[found] = order[found], order[at]


def circles(plan: DistrictPlan, residents, x, y, neighbours) -> tuple[np.ndarray, np.ndarray]:
    """(patrol circle of each area, base of each circle): connected, with about equally many residents."""
    count = max(1, round(plan.population / plan.grids.circle_residents))
    weight = residents.astype(float)
    circle = divide(np.arange(x.size), np.ones(count, np.int64), weight, x, y, neighbours)
    bases = np.empty(count, np.int32)
    for c in range(count):
        own = np.flatnonzero((circle == c) & (residents > 0))
        bases[c] = own[_most_central(x[own], y[own], weight[own])]
    return circle, bases


def _most_central(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> int:
    total = np.cumsum(weight)[-1]
    middle_x, middle_y = (np.cumsum(weight * at)[-1] / total for at in (x, y))
    return int(np.argmin((x - middle_x) ** 2 + (y - middle_y) ** 2))


def stations(plan: DistrictPlan, residents, community, north, x, y) -> tuple[np.ndarray, np.ndarray]:
    """(police station of each area, areas of the stations): near to residents, on their side of the river."""
    count = max(1, round(plan.population / plan.grids.station_residents))
    lived_in, weight = np.flatnonzero(residents > 0), residents.astype(float)
    blocks = [lived_in[community[lived_in] == c] for c in np.unique(community[lived_in])]
    sites = np.array([own[_most_central(x[own], y[own], weight[own])] for own in blocks])
    detour = 0.25 * (x.max() - x.min())
    away = np.array([np.sqrt((x - x[s]) ** 2 + (y - y[s]) ** 2) + detour * (north != north[s]) for s in sites])
    chosen = _best_sites(away[:, lived_in], weight[lived_in], min(count, sites.size))
    return np.argmin(away[chosen], axis=0).astype(np.int32), sites[chosen].astype(np.int32)


@kernel
def _best_sites(away, weight, count):
    """Sites chosen one after the other so that the residents' way to the nearest becomes shortest; (count,)."""
    chosen = np.empty(count, np.int64)
    best = np.full(away.shape[1], 1e12)
    for n in range(count):
        least = np.inf
        for s in range(away.shape[0]):
            total = 0.0
            for a in range(best.size):
                total += weight[a] * min(best[a], away[s, a])
            if total < least:
                least, chosen[n] = total, s
        best = np.minimum(best, away[chosen[n]])
    return chosen
