"""Whether one map lies shifted against another, as maps of GCJ-02 or BD-09 do against those of WGS84."""

# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ..faults import Findings
from .datums import bd09_to_gcj02, gcj02_to_wgs84
from .layers import geo, moved

LEAST_SHARE, BETTER = 0.002, 0.5  # of the area that fits nowhere; what is left of it once the shift is taken back
WAYS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "gcj02": gcj02_to_wgs84,
    "bd09": lambda points: gcj02_to_wgs84(bd09_to_gcj02(points)),
}


def tell_shifts(boundary: Any, shapes: np.ndarray, word: str, file: Path, found: Findings) -> None:
    """A remark where a boundary and the units of a map (both in WGS84 degrees) fit better with one of them moved."""
    _, shapely = geo()
    cover = shapely.union_all(shapes)
    apart = _apart(boundary, cover)
    if apart < LEAST_SHARE * boundary.area:
        return
    tried = [(crs, which) for crs in WAYS for which in ("boundary", word)]
    left = [
        _apart(_moved(boundary, crs), cover) if which == "boundary" else _apart(boundary, _moved(cover, crs))
        for crs, which in tried
    ]
    crs, which = tried[int(np.argmin(left))]
    if min(left) < BETTER * apart:
        metres = _shift_m(boundary, crs)
        what = f"lies about {metres:.0f} m off the boundary; {which} fits if its file is in {crs}"
        found.remark(file, what, f"if so, say {which}_crs={crs}")


def _moved(shape: Any, crs: str) -> Any:
    return moved(np.array([shape], object), WAYS[crs])[0]


def _apart(one: Any, other: Any) -> float:
    """Area of what only one of two shapes covers, in square degrees."""
    return float(one.symmetric_difference(other).area)


def _shift_m(shape: Any, crs: str) -> float:
    middle = np.array([[shape.centroid.x, shape.centroid.y]])
    east, north = (WAYS[crs](middle) - middle)[0]
    return float(np.hypot(east * 111_320 * np.cos(np.radians(middle[0, 1])), north * 110_950))
