"""Shapes on the squares of the model: which unit has each square, and what overlaps, gaps and loose ends there are."""

# pyright: reportMissingImports=false

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import ndimage

from ..faults import Findings
from .layers import geo

OVERLAPS = ("smaller", "first", "refuse")  # who gets what several units claim
SLIVER_M2, TOLD = 100.0, 5  # overlaps and gaps up to this come of drawing; pairs that are told
KM2 = 1e-6


@dataclass(frozen=True)
class Lattice:
    """Squares over the bounding box of a boundary, in metres of a local plane; row by row from the south-west."""

    west_m: float
    south_m: float
    side_m: float
    columns: int
    rows: int
    inside: np.ndarray  # (n_squares,) bool

    @property
    def x(self) -> np.ndarray:
        """Centres, metres of the plane; (n_squares,)."""
        return self.west_m + (np.arange(self.inside.size) % self.columns + 0.5) * self.side_m

    @property
    def y(self) -> np.ndarray:
        """Centres, metres of the plane; (n_squares,)."""
        return self.south_m + (np.arange(self.inside.size) // self.columns + 0.5) * self.side_m

    def square(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Square of each point, -1 outside the box."""
        i, j = ((at - start) // self.side_m for at, start in ((x, self.west_m), (y, self.south_m)))
        good = (i >= 0) & (i < self.columns) & (j >= 0) & (j < self.rows)
        return np.where(good, j * self.columns + i, -1).astype(np.int64)


def lattice_over(boundary: Any, side_m: float) -> Lattice:
    """The squares of a boundary (in metres): those whose centre lies inside."""
    _, shapely = geo()
    west, south, east, north = boundary.bounds
    columns, rows = (max(1, int(np.ceil(length / side_m))) for length in (east - west, north - south))
    bare = Lattice(west, south, side_m, columns, rows, np.zeros(columns * rows, bool))
    shapely.prepare(boundary)
    return Lattice(west, south, side_m, columns, rows, shapely.contains_xy(boundary, bare.x, bare.y))


def units_on(lattice: Lattice, shapes: list[Any], overlaps: str, file: Path, level: str, found: Findings) -> np.ndarray:
    """Unit of each square, -1 outside the boundary; int32, (n_squares,). A unit without a square is a fault."""
    _, shapely = geo()
    squares = np.flatnonzero(lattice.inside)
    points = shapely.points(lattice.x[squares], lattice.y[squares])
    point, shape = shapely.STRtree(points).query(np.array(shapes, object), predicate="contains")[::-1]
    rank = np.argsort(shapely.area(shapes), kind="stable") if overlaps == "smaller" else np.arange(len(shapes))
    place = np.empty(rank.size, np.int64)
    place[rank] = np.arange(rank.size)
    order = np.lexsort((place[shape], point))
    first = order[np.unique(point[order], return_index=True)[1]]
    unit = np.full(lattice.inside.size, -1, np.int32)
    unit[squares[point[first]]] = shape[first]
    if not (unit >= 0).any():
        found.fault(file, f"no {level} lies inside the boundary", "look at the coordinate systems: streets_crs=, crs=")
        return unit
    unit = _nearest(lattice, unit)
    _give_each_a_square(lattice, unit, shapes, file, level, found)
    return unit


def _nearest(lattice: Lattice, unit: np.ndarray) -> np.ndarray:
    """Squares in gaps go to the nearest unit."""
    flat = unit.reshape(lattice.rows, lattice.columns)
    at: Any = ndimage.distance_transform_edt(flat < 0, return_distances=False, return_indices=True)
    return np.where(lattice.inside, flat[at[0], at[1]].ravel(), -1).astype(np.int32)


def _give_each_a_square(lattice: Lattice, unit: np.ndarray, shapes: list[Any], file: Path, level: str, found) -> None:
    """Units too small to hold a centre get the nearest square that its unit can spare."""
    squares = np.flatnonzero(lattice.inside)
    for number in np.setdiff1d(np.arange(len(shapes)), unit[squares]):
        middle = shapes[number].representative_point()
        away = np.hypot(lattice.x[squares] - middle.x, lattice.y[squares] - middle.y)
        spare = np.bincount(unit[squares], minlength=len(shapes))[unit[squares]] > 1
        near = squares[spare][np.argsort(away[spare], kind="stable")[:1]]
        if near.size and np.hypot(lattice.x[near[0]] - middle.x, lattice.y[near[0]] - middle.y) < 2 * lattice.side_m:
            unit[near] = number
        else:
            todo = "say a smaller area_side_m, join it with another, or take it out if it lies outside the boundary"
            found.fault(file, f"this {level} has no area of {lattice.side_m:g} m of its own", todo, number + 1)


def tell_overlaps(shapes: list[Any], names: list[str], overlaps: str, file: Path, found: Findings) -> None:
    """What several units claim: the pairs with their area; a fault where they are refused."""
    _, shapely = geo()
    every = np.array(shapes, object)
    a, b = shapely.STRtree(every).query(every, predicate="intersects")
    a, b = a[a < b], b[a < b]
    area = shapely.area(shapely.intersection(every[a], every[b])) if a.size else np.zeros(0)
    wide = np.flatnonzero(area > SLIVER_M2)
    if wide.size == 0:
        return
    total, say = area[wide].sum() * KM2, found.fault if overlaps == "refuse" else found.remark
    rule = {"smaller": "the smaller one", "first": "the one that comes first", "refuse": "nobody"}[overlaps]
    todo = f"{rule} has it; draw the borders anew, or say overlaps=smaller or overlaps=first"
    say(file, f"{wide.size} pairs of units overlap, {total:.3f} km2 in all", todo)
    for pair in wide[np.argsort(-area[wide], kind="stable")[:TOLD]]:
        one, other = names[a[pair]], names[b[pair]]
        say(file, f"{one} and {other} overlap in {area[pair] * KM2:.3f} km2", todo, int(b[pair]) + 1)


def tell_gaps(boundary: Any, shapes: list[Any], file: Path, found: Findings) -> None:
    """What no unit covers, and what lies outside the boundary, with the area."""
    _, shapely = geo()
    cover = shapely.union_all(np.array(shapes, object))
    missing, beyond = (one.area * KM2 for one in (boundary.difference(cover), cover.difference(boundary)))
    whole = boundary.area * KM2
    if missing > 1e-3 * whole:
        share = 100 * missing / whole
        found.remark(
            file, f"{missing:.2f} km2 inside the boundary ({share:.1f} %) are in no unit", "the nearest has it"
        )
    if beyond > 1e-3 * whole:
        found.remark(file, f"{beyond:.2f} km2 of the units lie outside the boundary", "they are cut off")
