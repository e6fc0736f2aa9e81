"""What no file gives: streets, seeds of towns, sites of plants and names, made inside the boundary and called so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import ndimage
from scipy.cluster import vq

from .geo.squares import Lattice
from .headers import MEANS
from .units import Unit, is_village, kind_of_street

MOST_SITES, MOST_OF_PART = 3, 0.1  # [assumption] plants: sites, and their share of the squares of a street or grid
GRIDS_PER_COMMUNITY = 5  # [derived] 478 grids in 106 communities and villages of Xigu


def clusters(lattice: Lattice, count: int) -> np.ndarray:
    """Squares of a boundary shared among `count` compact parts, west to east; int32, -1 outside."""
    rows = np.flatnonzero(lattice.inside)
    points = np.column_stack([lattice.x[rows], lattice.y[rows]])
    count = min(count, rows.size)
    start = points[np.linspace(0, rows.size - 1, count).astype(int)]  # evenly from the south to the north
    _, label = vq.kmeans2(points, start, minit="matrix")
    used = np.unique(label)
    middle = np.array([points[label == one, 0].mean() for one in used])
    rank = np.empty(int(label.max()) + 1, np.int32)
    rank[used[np.argsort(middle, kind="stable")]] = np.arange(used.size)
    out = np.full(lattice.inside.size, -1, np.int32)
    out[rows] = rank[label]
    return out


def innermost(lattice: Lattice, mask: np.ndarray) -> int:
    """The square of a mask that is farthest from its edge."""
    flat = np.pad(mask.reshape(lattice.rows, lattice.columns), 1)
    deep: Any = ndimage.distance_transform_edt(flat)
    return int(np.argmax(np.where(mask, deep[1:-1, 1:-1].ravel(), -1.0)))


def share_of_map(lattice: Lattice, square: int) -> tuple[float, float]:
    """Place of a square in shares of the map's width and height."""
    column, row = square % lattice.columns, square // lattice.columns
    return round((column + 0.5) / lattice.columns, 5), round((row + 0.5) / lattice.rows, 5)


def sites(lattice: Lattice, part: np.ndarray, prior: Mapping[str, Any], population: int) -> list[dict[str, float]]:
    """Sites of plants in the widest parts, away from their middles; areas for this population."""
    squares = sum(site["areas"] for site in prior["sites"][1:])  # the first one of the prior is its dominant complex
    wanted = squares * population / prior["reference_residents"]
    size = np.bincount(part[part >= 0])
    widest = np.argsort(-size, kind="stable")[:MOST_SITES]
    out = []
    for number in widest:
        mask = part == number
        middle, own = innermost(lattice, mask), np.flatnonzero(mask)
        away = np.hypot(lattice.x[own] - lattice.x[middle], lattice.y[own] - lattice.y[middle])
        x, y = share_of_map(lattice, int(own[np.argsort(away, kind="stable")[int(0.8 * own.size)]]))
        areas = round(max(1.0, min(wanted / widest.size, MOST_OF_PART * own.size)), 1)
        out.append({"x": x, "y": y, "areas": areas, "stretch": 2.0})
    return out


def made_streets(count: int) -> list[Unit]:
    """Streets without a name."""
    return [Unit(f"Street {n}", kind="subdistrict") for n in range(1, count + 1)]


def street_node(
    unit: Unit, lattice: Lattice, square: int, residents: float, communities: Sequence[Unit], grids: float
) -> dict[str, Any]:
    """A street of the plan. Without communities of its own it has made ones for so many `grids`."""
    x, y = share_of_map(lattice, square)
    towns = [one.name for one in communities if not is_village(one)]
    villages = [one.name for one in communities if is_village(one)]
    if not communities:
        number = max(1, round(grids / GRIDS_PER_COMMUNITY))
        towns = [made_community(unit.name, n) for n in range(1, number + 1)]
    number = unit.name.removeprefix("Street ")
    chinese = MEANS["made_street"].format(n=number) if unit.name == f"Street {number}" and not unit.row else unit.name
    return {
        "name": unit.name, "name_zh": chinese, "kind": kind_of_street(unit), "x": x, "y": y,
        "urban_residents": round(residents, 1) if towns else 0, "communities": towns, "villages": villages,
        "tableland": False,
    }  # fmt: skip


def made_community(street: str, number: int) -> str:
    """Name of a community that no list names."""
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in street)
    return MEANS["made_community"].format(street=street, n=number) if is_chinese else f"{street} {number}"
