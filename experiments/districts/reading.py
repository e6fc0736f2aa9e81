"""From the files of a district to squares with units and people: everything read, checked, and where needed made."""

# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ..config_folders import CONFIGS
from ..errors import BadInput, nearest
from ..given_files import mapping_of
from .faults import Findings
from .geo.datums import local_crs, named_crs, to_local
from .geo.layers import AREAL, geo, moved, read_layer
from .geo.shifts import tell_shifts
from .geo.squares import KM2, OVERLAPS, Lattice, lattice_over, tell_gaps, tell_overlaps, units_on
from .margins import Margin, read_margins
from .people import People, people_of
from .sketch import clusters, made_streets
from .staff import read_staff
from .units import Unit, Units, is_village, match, missing_of, read_units

FILES = ("boundary", "streets", "communities", "grids", "people", "staff")
MAPS = ("boundary", "streets", "communities", "grids")
WORDS = (*FILES, "crs", *(f"{name}_crs" for name in MAPS), "overlaps", "population", "area_side_m", "title", "title_zh")
LEAST_AREAS, MOST_AREAS = 30, 40_000
SIDE_M = (25.0, 1000.0)
PRIOR = CONFIGS / "district" / "_base.yaml"
GIVEN, LISTED, MADE = "map", "list", "made"  # whence a level's borders come


@dataclass
class District:
    """A district as read; `street` and `grid` are (n_squares,), -1 outside the boundary or where not known."""

    words: Mapping[str, str]
    found: Findings
    crs: str  # of the plane
    boundary: Any  # in metres of the plane
    lattice: Lattice
    streets: list[Unit]
    street: np.ndarray
    communities: dict[str, list[Unit]]  # by name of their street; those of a list
    grids: list[Unit]
    grid: np.ndarray
    people: People
    margins: list[Margin]
    staff: dict[tuple[str, str], float]
    origin: dict[str, str]  # by level: map, list or made
    shapes: dict[str, list[Any]] = field(default_factory=dict)  # by level, in metres of the plane

    @property
    def area_km2(self) -> float:
        """Inside the boundary."""
        return self.boundary.area * KM2


def read_district(words: Mapping[str, str], found: Findings, listed: Path) -> District:
    """Read all files that the words name. Raises BadInput; the list of all faults is written as `listed`."""
    _check_words(words)
    prior = mapping_of(PRIOR)
    side = _number(words, "area_side_m", float(prior["area_side_m"]), *SIDE_M)
    layer = read_layer(words["boundary"], _crs(words, "boundary"), AREAL, found)
    _, shapely = geo()
    world = shapely.union_all(layer.shapes)
    if len(layer) > 1:
        found.remark(layer.path, f"has {len(layer)} shapes; they are taken together", "nothing to do, if all are meant")
    crs = local_crs(world.centroid.x, world.centroid.y)
    boundary = moved(np.array([world], object), to_local(crs))[0]
    lattice = lattice_over(boundary, side)
    _check_size(boundary, lattice, side, layer.path)
    units = {
        level: read_units(level.removesuffix("s") if level != "communities" else "community", words[level],
                          _crs(words, level), found)
        for level in ("streets", "communities", "grids") if level in words
    }  # fmt: skip
    placed = {
        level: _placed(level, one, world, boundary, lattice, crs, words, found)
        for level, one in units.items()
        if one.has_borders and level != "communities"
    }
    found.stop_at_faults(listed)
    streets, origin = _streets(units, words, lattice, prior, found)
    names = {"street": [u.name for u in streets], "community": [u.name for u in _of(units, "communities")],
             "grid": [u.name for u in _of(units, "grids")]}  # fmt: skip
    margins = read_margins(Path(words["people"]), names, found) if "people" in words else []
    said = int(_number(words, "population", 0, 100, 2_000_000)) or None
    file = Path(words["people"]).name if "people" in words else ""
    people = people_of(margins, said, boundary.area * KM2, prior, file)
    street = placed.get("streets", np.full(lattice.inside.size, -1, np.int32))
    if origin["streets"] == MADE and "grids" not in placed:
        streets = made_streets(max(1, round(people.population / prior["street_residents"])))
    grid = placed.get("grids", np.full(lattice.inside.size, -1, np.int32))
    grids = _with_streets(_of(units, "grids"), streets, grid, street, units, found) if "grids" in placed else []
    communities = _communities(units, streets, found)
    staff = read_staff(Path(words["staff"]), found) if "staff" in words else {}
    found.stop_at_faults(listed)
    origin |= {"communities": LISTED if "communities" in units else MADE, "grids": GIVEN if grids else MADE}
    shapes = {level: _local(one, crs) for level, one in units.items() if one.has_borders}
    return District(words, found, crs, boundary, lattice, streets, street, communities, grids, grid, people, margins,
                    staff, origin, shapes)  # fmt: skip


def _check_words(words: Mapping[str, str]) -> None:
    for word in words:
        if word not in WORDS:
            raise BadInput(f"district new: there is no {word!r}; {nearest(word, WORDS)}")
    if "boundary" not in words:
        raise BadInput("district new needs the boundary: boundary=FILE, a GeoJSON, GeoPackage, Shapefile or KML")
    if words.get("overlaps", OVERLAPS[0]) not in OVERLAPS:
        raise BadInput(f"overlaps is {words['overlaps']!r}; {nearest(words['overlaps'], OVERLAPS)}")


def _crs(words: Mapping[str, str], name: str) -> str:
    word = words.get(f"{name}_crs", words.get("crs", ""))
    if not word:
        return ""
    try:
        return named_crs(word)
    except ValueError as error:
        raise BadInput(f"crs is {word!r}; write gcj02, bd09, wgs84 or a number such as EPSG:4490") from error


def _number(words: Mapping[str, str], name: str, usual: float, low: float, high: float) -> float:
    try:
        value = float(words.get(name, usual))
    except ValueError:
        value = float("nan")
    if name in words and not low <= value <= high:
        raise BadInput(f"{name} is {words[name]!r}; write a number from {low:g} to {high:,.0f}")
    return value


def _check_size(boundary: Any, lattice: Lattice, side: float, path: Path) -> None:
    areas = int(lattice.inside.sum())
    if not LEAST_AREAS <= areas <= MOST_AREAS:
        fitting = side * (areas / (LEAST_AREAS * 2 if areas < LEAST_AREAS else MOST_AREAS * 0.9)) ** 0.5
        raise BadInput(
            f"{path} encloses {boundary.area * KM2:,.2f} km2, {areas:,} areas of {side:g} m; {LEAST_AREAS} to "
            f"{MOST_AREAS:,} can be used: say area_side_m={max(fitting, 1):.0f}, or look at its coordinate system"
        )


def _of(units: Mapping[str, Units], level: str) -> list[Unit]:
    return units[level].units if level in units else []


def _local(one: Units, crs: str) -> list[Any]:
    return list(moved(np.array(one.shapes, object), to_local(crs)))


def _placed(level, one: Units, world, boundary, lattice, crs, words, found) -> np.ndarray:
    """Unit of each square, once shifts, overlaps and gaps are told."""
    tell_shifts(world, np.array(one.shapes, object), level, one.path, found)
    shapes, overlaps = _local(one, crs), words.get("overlaps", OVERLAPS[0])
    tell_overlaps(shapes, [unit.name for unit in one.units], overlaps, one.path, found)
    tell_gaps(boundary, shapes, one.path, found)
    return units_on(lattice, shapes, overlaps, one.path, one.level, found)


def _streets(units, words, lattice, prior, found) -> tuple[list[Unit], dict[str, str]]:
    """(streets, whence): from their file, else from the columns of grids or communities, else none yet."""
    if "streets" in units:
        return units["streets"].units, {"streets": GIVEN if units["streets"].has_borders else LISTED}
    named = [u.street or u.parent for u in _of(units, "grids")] + [u.parent for u in _of(units, "communities")]
    by_community = {u.name: u.parent for u in _of(units, "communities")}
    names = list(dict.fromkeys(by_community.get(name, name) for name in named if name))
    if "communities" in units or any(u.street for u in _of(units, "grids")):
        return [Unit(name, row=1) for name in names], {"streets": LISTED}
    return made_streets(1), {"streets": MADE}


def _communities(units, streets: list[Unit], found: Findings) -> dict[str, list[Unit]]:
    """Communities of a list by the name of their street; the two lists are held against each other."""
    by_street: dict[str, list[Unit]] = {street.name: [] for street in streets}
    every = _of(units, "communities")
    path = units["communities"].path if every else Path()
    for unit in every:
        street = match(unit.parent, by_street) or (streets[0].name if len(streets) == 1 else "")
        if street:
            by_street[street].append(unit)
        else:
            found.fault(path, f"{unit.name} is in {unit.parent or 'no street'}, which is not in the list of streets",
                        "take both lists of one year", unit.row)  # fmt: skip
    for name in (
        missing_of(by_street, [match(u.parent, by_street) for u in every]) if every and len(streets) > 1 else []
    ):
        found.remark(path, f"{name} has no community in this list; they are made", "take both lists of one year")
    return by_street


def _with_streets(grids: list[Unit], streets: list[Unit], grid, street, units, found: Findings) -> list[Unit]:
    """Grids with the names of their street and community, by their columns or by where they lie."""
    names, by_community = [unit.name for unit in streets], {u.name: u for u in _of(units, "communities")}
    out = []
    for number, unit in enumerate(grids):
        community = match(unit.parent, by_community) if by_community else unit.parent
        wanted = by_community[community].parent if community in by_community else unit.street
        own = match(wanted, names)
        if not own:
            together = [
                n for n, other in enumerate(grids) if n == number or (unit.parent and other.parent == unit.parent)
            ]
            inside = street[np.isin(grid, together)]  # a community is in one street, that of most of its ground
            inside = inside[inside >= 0]
            own = names[int(np.bincount(inside).argmax())] if inside.size else names[0] if len(names) == 1 else ""
        if not own:
            found.fault(units["grids"].path, f"grid {unit.name} is in no known street", "add a column street, or a map "
                        "of streets", unit.row)  # fmt: skip
        kind = by_community[community].kind if community in by_community else unit.kind
        out.append(Unit(unit.name, community or unit.parent, own, kind, unit.code, unit.row))
    return out


def rural(unit: Unit) -> bool:
    """Whether a grid is one of a village."""
    return is_village(unit) or is_village(Unit(unit.name, kind=unit.parent))


def parts_of(district: District) -> np.ndarray:
    """Streets of squares, or clusters that stand for streets without borders; int32, -1 outside."""
    if (district.street >= 0).any():
        return district.street
    if district.grids:
        number = {unit.name: n for n, unit in enumerate(district.streets)}
        of_grid = np.array([number[unit.street] for unit in district.grids], np.int32)
        return np.where(district.grid >= 0, of_grid[np.maximum(district.grid, 0)], -1)
    return clusters(district.lattice, len(district.streets))
