"""How many homes, grids, communities and villages each street gets, before anything has a place on the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.randomness import Draws
from .chance import apportion, uniforms
from .plan import DistrictPlan
from .plan_land import Street


@dataclass(frozen=True)
class Settlement:
    """Who has to be housed where. Arrays of communities are (n_communities,), sorted by street, villages last."""

    streets: tuple[Street, ...]
    community_names: tuple[str, ...]
    is_village: np.ndarray
    community_street: np.ndarray
    community_grids: np.ndarray
    urban_families: int
    rural_families: int
    student_rooms: int
    worker_rooms: int

    @property
    def urban_grids(self) -> np.ndarray:
        """Base grids of the towns; (n_streets,)."""
        town = ~self.is_village
        return np.bincount(self.community_street[town], self.community_grids[town], minlength=len(self.streets)).astype(
            np.int64
        )


def settle(plan: DistrictPlan, draws: Draws) -> Settlement:
    """Share homes and base grids among streets, communities and villages."""
    streets = plan.streets[: max(1, min(len(plan.streets), int(plan.population / plan.street_residents + 0.5)))]
    families = plan.count(plan.households.family)
    rural = _rural_families(plan, streets, families)
    students, workers = (rooms_for(plan, n) for n in collective_persons(plan))
    weight = np.array([street.urban_residents for street in streets])
    urban_grids = max(1, round((families - rural + students + workers) / plan.grids.urban.norm))
    everywhere = (weight > 0).astype(int) if plan.map else np.zeros(weight.size, int)  # on a real map none is left out
    grids = everywhere + apportion(weight, max(0, urban_grids - int(everywhere.sum())))
    rural_grids = 0 if rural == 0 else max(1, round(rural / plan.grids.rural.norm))
    if plan.map:
        rural_grids = max(rural_grids, _villages(streets))
        if families - rural < grids.sum() or rural < rural_grids:
            raise ValueError(
                f"{families} households are too few for {len(streets)} streets and {_villages(streets)} villages; "
                "raise the population, or take units out"
            )
    villages = _village_grids(streets, rural_grids, draws)
    units = [
        (name, rural_unit, s, number)
        for s, street in enumerate(streets)
        for rural_unit, members in ((False, _communities(plan, street, int(grids[s]), draws)), (True, villages[s]))
        for name, number in members
    ]
    names, kinds, street_of, grids_of = zip(*units, strict=True)
    return Settlement(
        streets=streets,
        community_names=names,
        is_village=np.array(kinds),
        community_street=np.array(street_of, np.int32),
        community_grids=np.array(grids_of),
        urban_families=families - rural,
        rural_families=rural,
        student_rooms=students,
        worker_rooms=workers,
    )


def collective_persons(plan: DistrictPlan) -> tuple[int, int]:
    """Residents of dormitories: students, workers."""
    persons = plan.count(plan.households.collective)
    students = int(persons * plan.households.student_share + 0.5)
    return students, persons - students


def rooms_for(plan: DistrictPlan, persons: int) -> int:
    """Rooms of dormitories for so many persons."""
    return -(-persons // plan.households.room)


def _rural_families(plan: DistrictPlan, streets: tuple[Street, ...], families: int) -> int:
    """Families in villages; a district too small for a village grid has none."""
    in_families = plan.population - sum(collective_persons(plan))
    rural = round(plan.count(plan.rural_residents) * families / in_families)
    if plan.map:
        return max(rural, _villages(streets))
    if rural < plan.grids.rural.least:
        return 0
    if not any(street.villages for street in streets):
        raise ValueError("district.rural_residents is above 0 but no street has villages; name some or set it to 0")
    return rural


def _villages(streets: tuple[Street, ...]) -> int:
    return sum(len(street.villages) for street in streets)


def _communities(plan: DistrictPlan, street: Street, grids: int, draws: Draws) -> list[tuple[str, int]]:
    """(name, grids) of the urban communities of a street; more are founded where the named ones are too few."""
    count = max(min(len(street.communities), grids), -(-grids // plan.grids.most_per_community))
    if count == 0:
        return []
    founded = [f"{street.name_zh}新{n + 1}" for n in range(count - len(street.communities))]
    weight = 0.5 + uniforms(draws, f"communities of {street.name}", count)
    number = 1 + apportion(weight, grids - count, np.full(count, plan.grids.most_per_community - 1))
    return list(zip([*street.communities, *founded][:count], number.tolist(), strict=True))


def _village_grids(streets: tuple[Street, ...], grids: int, draws: Draws) -> list[list[tuple[str, int]]]:
    """(name, grids) of the villages of every street; some are left out where there are fewer grids than villages."""
    every = [(s, name) for s, street in enumerate(streets) for name in street.villages]
    kept = len(every) if grids >= len(every) else grids
    chosen = [every[i * len(every) // kept] for i in range(kept)]
    extra = apportion(0.5 + uniforms(draws, "villages", kept), grids - kept) if kept else np.zeros(0, int)
    out: list[list[tuple[str, int]]] = [[] for _ in streets]
    for (s, name), more in zip(chosen, extra.tolist(), strict=True):
        out[s].append((name, 1 + more))
    return out
