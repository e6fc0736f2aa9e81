"""Small map files of every kind, written by the tests: a town of four streets around a point in Lanzhou."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio.raw
import pyproj
import shapely

from govsim.experiments.districts.geo.datums import gcj02_to_bd09, local_crs, to_local, wgs84_to_gcj02

EAST, NORTH = 103.62, 36.1
PLANE = local_crs(EAST, NORTH)
SIDE_M = 2400.0  # of the boundary
NAMES = ("东街道", "西街道", "南镇", "北街道")


def boundary() -> shapely.Polygon:
    """A square, in metres of PLANE."""
    return shapely.box(0, 0, SIDE_M, SIDE_M)


def quarters() -> list[shapely.Polygon]:
    """Four streets that fill it."""
    half = SIDE_M / 2
    return [shapely.box(x, y, x + half, y + half) for x, y in ((half, 0), (0, 0), (0, half), (half, half))]


def to_crs(shapes: list, crs: str = "EPSG:4326") -> np.ndarray:
    """Shapes of PLANE in another system, gcj02 and bd09 too."""
    if crs in ("gcj02", "bd09"):
        turned = shapely.transform(to_crs(shapes), wgs84_to_gcj02)
        return turned if crs == "gcj02" else shapely.transform(turned, gcj02_to_bd09)
    way = pyproj.Transformer.from_crs(PLANE, crs, always_xy=True)
    return shapely.transform(np.array(shapes, object), lambda p: np.column_stack(way.transform(p[:, 0], p[:, 1])))


def write_map(path: Path, shapes: list, columns: dict[str, list] | None = None, crs="EPSG:4326", encoding="") -> Path:
    """A map of shapes of PLANE; gcj02 and bd09 are written as the degrees they pretend to be."""
    columns = columns or {"name": [f"unit {n}" for n in range(len(shapes))]}
    turned = to_crs(shapes, crs)
    told: dict = {"encoding": encoding} if encoding else {}
    told |= {"driver": "KML"} if path.suffix == ".kml" else {}
    pyogrio.raw.write(
        path, shapely.to_wkb(turned), [np.array(values, object) for values in columns.values()], list(columns),
        geometry_type=turned[0].geom_type, crs="EPSG:4326" if crs in ("gcj02", "bd09") else crs, **told,
    )  # fmt: skip
    return path


def metres_apart(one: np.ndarray, other: np.ndarray) -> float:
    """Greatest distance between any point of one row of shapes and the other, both in degrees."""
    way = to_local(PLANE)
    a, b = (shapely.transform(shapes, way) for shapes in (one, other))
    return float(shapely.hausdorff_distance(a, b).max())
