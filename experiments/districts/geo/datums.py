"""Coordinate systems: those with a number by PROJ, and the two of Chinese web maps that PROJ does not have.

GCJ-02 is the datum that Chinese law asks of public maps, BD-09 that of one vendor on top of it. Their arithmetic
is published only as code; this is the form in common use (eviltransform, prcoords, geocoordinates agree within
centimetres). Going back to WGS84 is iterated until the way forth is met within a millimetre.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

SHIFTED = ("gcj02", "bd09")
WORLD = "EPSG:4326"
KRASOVSKY_M, ECCENTRICITY2 = 6378245.0, 0.00669342162296594323  # ellipsoid of GCJ-02
CHINA = (72.004, 137.8347, 0.8293, 55.8271)  # degrees west, east, south, north; outside nothing is shifted
BD_TURN = np.pi * 3000 / 180
ROUNDS = 8  # of going back; the shift changes by less than 1 % over its own length, so 4 would do
Points = np.ndarray  # (n, 2) float64


def to_world(crs: str) -> Callable[[Points], Points]:
    """The way from a coordinate system to WGS84 degrees (east, north). Raises ValueError for an unknown one."""
    if crs in SHIFTED:
        return gcj02_to_wgs84 if crs == "gcj02" else lambda points: gcj02_to_wgs84(bd09_to_gcj02(points))
    return _transform(crs, WORLD)


def local_crs(east: float, north: float) -> str:
    """An equal-area plane around a point, in metres: areas are right, lengths within 0.01 % over 100 km."""
    return f"+proj=laea +lat_0={north:.6f} +lon_0={east:.6f} +datum=WGS84 +units=m +no_defs"


def to_local(crs: str) -> Callable[[Points], Points]:
    """The way from WGS84 degrees to a plane of `local_crs`."""
    return _transform(WORLD, crs)


def named_crs(word: str) -> str:
    """A coordinate system as written on a command line: gcj02, bd09, EPSG:4490. Raises ValueError."""
    plain = re.sub(r"[\s_-]", "", word.lower())
    if plain in SHIFTED or plain in ("wgs84", "cgcs2000"):
        return {"wgs84": WORLD, "cgcs2000": "EPSG:4490"}.get(plain, plain)
    if not re.fullmatch(r"epsg:\d{4,6}", plain):
        raise ValueError(word)
    _crs(plain.upper())
    return plain.upper()


def is_geographic(crs: str) -> bool:
    """Whether coordinates are degrees."""
    return crs in SHIFTED or _crs(crs).is_geographic


def gcj02_to_wgs84(points: Points) -> Points:
    """Degrees of GCJ-02 to degrees of WGS84, within a millimetre of the way forth."""
    found = points - (wgs84_to_gcj02(points) - points)
    for _ in range(ROUNDS):
        found = found + (points - wgs84_to_gcj02(found))
    return found


def wgs84_to_gcj02(points: Points) -> Points:
    """Degrees of WGS84 to degrees of GCJ-02."""
    east, north = points[:, 0], points[:, 1]
    x, y = east - 105.0, north - 35.0
    wave = 20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north_m += (wave + 20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north_m += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y / 30 * np.pi)) * 2 / 3
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east_m += (wave + 20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east_m += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    latitude = np.radians(north)
    magic = 1 - ECCENTRICITY2 * np.sin(latitude) ** 2
    d_north = np.degrees(north_m / (KRASOVSKY_M * (1 - ECCENTRICITY2) / magic**1.5))
    d_east = np.degrees(east_m / (KRASOVSKY_M / np.sqrt(magic) * np.cos(latitude)))
    west, far_east, south, far_north = CHINA
    moved = (east >= west) & (east <= far_east) & (north >= south) & (north <= far_north)
    return points + np.column_stack([d_east, d_north]) * moved[:, None]


def bd09_to_gcj02(points: Points) -> Points:
    """Degrees of BD-09 to degrees of GCJ-02; the published inverse, refined like that of GCJ-02."""
    found = points - [0.0065, 0.006]
    for _ in range(ROUNDS):
        found = found + (points - gcj02_to_bd09(found))
    return found


def gcj02_to_bd09(points: Points) -> Points:
    """Degrees of GCJ-02 to degrees of BD-09."""
    x, y = points[:, 0], points[:, 1]
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * BD_TURN)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * BD_TURN)
    return np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])


def _crs(name: str) -> Any:
    import pyproj
    from pyproj.exceptions import CRSError

    try:
        return pyproj.CRS.from_user_input(name)
    except CRSError as error:
        raise ValueError(name) from error


def _transform(start: str, end: str) -> Callable[[Points], Points]:
    import pyproj
    from pyproj.exceptions import ProjError

    try:
        way = pyproj.Transformer.from_crs(_crs(start), _crs(end), always_xy=True)
    except ProjError as error:
        raise ValueError(start) from error
    return lambda points: np.column_stack(way.transform(points[:, 0], points[:, 1]))
