"""Tiny towns made by hand, for tests that want to see every number."""

from __future__ import annotations

import numpy as np

from govsim.simulation.entities.residents import HOUSEHOLD, N_TIES, RESIDENT
from govsim.simulation.timetable import THIRD, WORK, Timetable
from govsim.simulation.town import AREA, COMMERCIAL, ENTERPRISE, OLD_COMPOUND, Town

AREA_SIDE_M = 150.0


def square_town(
    side: int = 6, households_each: int = 20, size: int = 2
) -> tuple[Town, np.ndarray, np.ndarray, Timetable]:
    """`side` x `side` areas, each with equal households of equal size; the first area is a shop street with a firm."""
    n = side * side
    areas = np.zeros(n, AREA)
    areas["iy"], areas["ix"] = np.divmod(np.arange(n), side)
    areas["x_m"], areas["y_m"] = (areas["ix"] + 0.5) * AREA_SIDE_M, (areas["iy"] + 0.5) * AREA_SIDE_M
    areas["ntype"] = OLD_COMPOUND
    areas["ntype"][0] = COMMERCIAL
    areas["grid"], areas["street"] = np.arange(n) // 2, 0
    areas["community"] = np.arange(n) // side
    areas["households"], areas["residents"] = households_each, households_each * size
    areas["first_household"] = np.arange(n) * households_each
    areas["first_resident"] = np.arange(n) * households_each * size
    areas["shops"][0], areas["enterprise"], areas["property_company"] = 20, -1, -1
    areas["enterprise"][0] = 0
    areas["efficacy"], areas["attraction"] = 0.4, 1.0
    enterprises = np.zeros(1, ENTERPRISE)
    enterprises["employees"], enterprises["guards"], enterprises["goods"] = n, 2, 1
    n_grids = int(areas["grid"].max()) + 1
    town = Town(
        name="square", side_m=AREA_SIDE_M, areas=areas, neighbours=_around(side), enterprises=enterprises,
        grid_start=np.searchsorted(areas["grid"], np.arange(n_grids + 1)).astype(np.int32),
        grid_areas=np.arange(n, dtype=np.int32), station_area=np.zeros(1, np.int32), circle_base=np.zeros(1, np.int32),
        street_names=(("Square", "方城"),), street_kinds=("subdistrict",),
        community_names=tuple(f"row {i}" for i in range(side)), community_kinds=("community",) * side,
        community_street=np.zeros(side, np.int32), river=np.zeros((0, 2)), geography="a square made by hand",
    )  # fmt: skip
    households, people = _people(n, households_each, size)
    place = np.zeros((2, 168), np.uint8)
    for day in range(5):
        place[1, day * 24 + 9 : day * 24 + 18] = WORK
    place[:, 5 * 24 + 15 : 5 * 24 + 17] = THIRD
    return town, people, households, Timetable.of(people, place, ("home", "worker"), n)


def _around(side: int) -> np.ndarray:
    steps = [(dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy]
    out = np.full((side * side, 8), -1, np.int32)
    for a in range(side * side):
        y, x = divmod(a, side)
        for k, (dx, dy) in enumerate(steps):
            if 0 <= x + dx < side and 0 <= y + dy < side:
                out[a, k] = (y + dy) * side + x + dx
    return out


def _people(n_areas: int, households_each: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    households = np.zeros(n_areas * households_each, HOUSEHOLD)
    row = np.arange(households.size)
    households["area"], households["first"], households["size"] = row // households_each, row * size, size
    households["ebike"], households["car"], households["goods"] = row % 2, row % 3 == 0, 0.5 + row % 5 / 4
    people = np.zeros(households.size * size, RESIDENT)
    person = np.arange(people.size)
    people["household"], people["home"] = person // size, person // size // households_each
    people["work"] = np.where(person % 3 == 0, 0, people["home"])
    people["employer"], people["third"] = np.where(person % 3 == 0, 0, -1), 0
    people["ties"] = (person[:, None] + np.arange(1, N_TIES + 1)) % people.size
    people["routine"], people["age"], people["sex"] = person % 3 == 0, 20 + person % 50, person % 2
    people["temper"] = np.sin(person * 1.7) * 1.5
    people["legal"], people["trust"], people["safety"] = 0.5, 0.3 + person % 7 / 10, 0.8
    return households, people
