"""The land before anybody settles: a lattice of squares, the river, flat land and slopes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.randomness import Draws
from .chance import smooth_noise
from .plan import DistrictPlan


@dataclass(frozen=True)
class Lattice:
    """All squares of the map, numbered row by row from the south-western corner; arrays are (n_squares,)."""

    columns: int
    rows: int
    side_m: float
    x: np.ndarray  # centres, metres
    y: np.ndarray
    water: np.ndarray  # bool
    north: np.ndarray  # bool, north of the river
    part: np.ndarray  # int64, part of the map that no town or village leaves: a bank, or a unit whose borders are given
    slope_m: np.ndarray  # metres from flat land, 0 on it
    river: np.ndarray  # (columns + 1, 2) metres

    @property
    def width_m(self) -> float:
        """East to west."""
        return self.columns * self.side_m

    @property
    def height_m(self) -> float:
        """North to south."""
        return self.rows * self.side_m

    def at(self, x_share: float, y_share: float) -> tuple[float, float]:
        """Metres of a place given in shares of the map."""
        return x_share * self.width_m, y_share * self.height_m

    def square(self, x_m: float, y_m: float) -> int:
        """Number of the square that contains a point; the nearest one for points outside."""
        i = min(max(int(x_m // self.side_m), 0), self.columns - 1)
        j = min(max(int(y_m // self.side_m), 0), self.rows - 1)
        return j * self.columns + i


def make_lattice(plan: DistrictPlan, draws: Draws) -> Lattice:
    """The valley of a plan, scaled so that it keeps its density when the population differs from the reference."""
    valley, side = plan.valley, plan.area_side_m
    size = [
        max(km * np.sqrt(plan.scale), least) * 1000
        for km, least in zip(valley.extent_km, valley.least_extent_km, strict=True)
    ]
    columns, rows = (int(np.ceil(metres / side)) for metres in size)
    number = np.arange(columns * rows)
    x, y = (number % columns + 0.5) * side, (number // columns + 0.5) * side
    height = rows * side
    share = x / (columns * side)
    river_y = curve(valley.river, share) * height
    wander = valley.roughness_m * smooth_noise(draws, "slopes", x, y, 6 * side)
    south = river_y - curve(valley.south_floor, share) * height
    north = river_y + curve(valley.north_floor, share) * height
    slope = np.maximum(south - y, y - north) + wander
    for street in plan.streets:
        if street.tableland:
            from_centre = np.sqrt((x - street.x * columns * side) ** 2 + (y - street.y * height) ** 2)
            slope = np.minimum(slope, from_centre - valley.tableland_m * np.sqrt(plan.scale) + wander)
    edges = np.linspace(0.0, 1.0, columns + 1)
    course = np.column_stack([edges * columns * side, curve(valley.river, edges) * height])
    water = np.abs(y - river_y) < valley.river_width_m / 2
    north = y > river_y
    return Lattice(columns, rows, side, x, y, water, north, north.astype(np.int64), np.maximum(slope, 0.0), course)


def curve(points: tuple[tuple[float, float], ...], at: np.ndarray) -> np.ndarray:
    """A smooth line through points (place, value), evaluated at places; cubic Hermite with Catmull-Rom slopes."""
    px, py = np.array(points).T
    slope = np.empty(px.size)
    slope[1:-1] = (py[2:] - py[:-2]) / (px[2:] - px[:-2])
    slope[0], slope[-1] = (py[1] - py[0]) / (px[1] - px[0]), (py[-1] - py[-2]) / (px[-1] - px[-2])
    k = np.clip(np.searchsorted(px, at, side="right") - 1, 0, px.size - 2)
    step = px[k + 1] - px[k]
    t = np.clip((at - px[k]) / step, 0.0, 1.0)
    t2, t3 = t * t, t * t * t
    return (
        (2 * t3 - 3 * t2 + 1) * py[k]
        + (t3 - 2 * t2 + t) * step * slope[k]
        + (3 * t2 - 2 * t3) * py[k + 1]
        + (t3 - t2) * step * slope[k + 1]
    )
