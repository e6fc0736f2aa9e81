"""Units of a district: streets, communities and grids, from maps with names or from lists without shapes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ..given_tables import read_table
from .faults import Findings
from .geo.datums import WORLD, to_world
from .geo.layers import AREAL, Layer, is_map, read_layer
from .headers import MEANS, column_of, find

NO_LONGER, IN_FORCE = set(MEANS["no_longer"]), set(MEANS["in_force"])
SAYS_IN_FORCE = re.compile(MEANS["lists_in_force"], re.IGNORECASE)
BARE_END = re.compile(f"({'|'.join(MEANS['bare_ends'])})$")


@dataclass(frozen=True)
class Unit:
    """A street, community or grid."""

    name: str
    parent: str = ""  # name of the street of a community, of the community of a grid
    street: str = ""  # of a grid
    kind: str = ""
    code: str = ""
    row: int = 0
    seat: tuple[float, float] | None = None  # degrees of WGS84, where a list says them


@dataclass(frozen=True)
class Units:
    """Units of one level from one file, with their shapes if it is a map."""

    level: str
    path: Path
    units: list[Unit]
    layer: Layer | None = None
    shapes: list = field(default_factory=list)

    @property
    def has_borders(self) -> bool:
        """Whether the file is a map."""
        return self.layer is not None


def read_units(level: str, word: str, crs: str, found: Findings) -> Units:
    """Units of a level, in the order of the file. Raises BadInput; faults and remarks go to `found`."""
    path = Path(word.partition("#")[0])
    if is_map(path):
        layer = read_layer(word, crs, AREAL, found)
        columns, rows = layer.columns, layer.rows
    else:
        layer, table = None, read_table(path).rows
        columns = {str(name): [str(cell) for cell in table[name]] for name in table}
        rows = [int(row) for row in table.index]
    kept = _in_force(columns, rows, path, found)
    units = [_unit(level, columns, i, rows[i], crs, path, found) for i in kept]
    named = [(i, unit) for i, unit in zip(kept, units, strict=True) if unit.name]
    _tell_doubles(level, [unit for _, unit in named], path, layer is not None, found)
    shapes = [layer.shapes[i] for i, _ in named] if layer else []
    return Units(level, path, [unit for _, unit in named], layer, shapes)


def _unit(level: str, columns: dict[str, list[str]], i: int, row: int, crs: str, path: Path, found: Findings) -> Unit:
    def cell(what: str) -> str:
        header = column_of(what, level, columns)
        return columns[header][i].strip() if header else ""

    name = short_name(cell("name"))
    if not name:
        name = cell("code")
        if not name:
            found.fault(
                path, f"a {level} without a name", "write its name", row, column_of("name", level, columns) or ""
            )
        else:
            found.remark(path, f"a {level} without a name is called by its code {name}", "write its name", row)
    kind, seat = cell("kind") or cell("name"), _seat(columns, i, row, crs, path, found)
    return Unit(name, short_name(cell("parent")), short_name(cell("street")), kind, cell("code"), row, seat)


def _seat(columns, i: int, row: int, crs: str, path: Path, found: Findings) -> tuple[float, float] | None:
    """Where a unit of a list is: its columns of longitude and latitude, if it has them."""
    headers = [find(columns, MEANS[axis]) for axis in ("longitude", "latitude")]
    if not all(headers) or not all(columns[header][i].strip() for header in headers):
        return None
    try:
        point = np.array([[float(columns[header][i]) for header in headers]])
    except ValueError:
        found.fault(path, "its place is no number", "write degrees, such as 103.62 and 36.10", row, headers[0])
        return None
    east, north = to_world(crs or WORLD)(point)[0]
    return float(east), float(north)


def short_name(name: str) -> str:
    """A name without the words for its committee, as registers add them."""
    name = " ".join(name.split())
    return next((name[: -len(end)] for end in MEANS["committees"] if name.endswith(end) and len(name) > len(end)), name)


def is_village(unit: Unit) -> bool:
    """Whether a community is a village (行政村)."""
    kind = unit.kind.lower()
    is_town = any(word in kind for word in MEANS["town_words"])
    return not is_town and any(word in kind for word in MEANS["village_words"])


def kind_of_street(unit: Unit) -> str:
    """Street, town or township by the end of its kind or name."""
    kinds = MEANS["kinds_of_street"].items()
    return next((kind for end, kind in kinds if unit.kind.endswith(end) or unit.name.endswith(end)), "subdistrict")


def _in_force(columns: dict[str, list[str]], rows: Sequence[int], path: Path, found: Findings) -> list[int]:
    """Rows of units that are still there, by a column that says so."""
    every = list(range(len(rows)))
    for header, values in columns.items():
        said = {value.strip().lower() for value in values}
        if SAYS_IN_FORCE.search(header) and said <= NO_LONGER | IN_FORCE and said & NO_LONGER:
            gone = [i for i in every if values[i].strip().lower() in NO_LONGER]
            for i in gone:
                name = next(iter(v[i] for h, v in columns.items() if column_of("name", "", {h: v})), "")
                found.remark(
                    path, f"{name} is no longer in force; left out", "delete it, or change it", rows[i], header
                )
            return [i for i in every if i not in gone]
    return every


def _tell_doubles(level: str, units: Iterable[Unit], path: Path, has_borders: bool, found: Findings) -> None:
    units = list(units)
    number = Counter((unit.parent, unit.name, is_village(unit)) for unit in units)
    seen: set[tuple[str, str, bool]] = set()
    for unit in units:
        key = (unit.parent, unit.name, is_village(unit))
        if number[key] > 1 and key in seen:
            found.fault(path, f"the {level} {unit.name} is there twice", "join its parts, or name them apart", unit.row)
        seen.add(key)


def missing_of(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Names that are not among the known ones, in order and once."""
    known = set(known)
    return list(dict.fromkeys(name for name in names if name and name not in known))


def match(name: str, known: Iterable[str]) -> str:
    """The known name that a name means: the same, or but for its kind at the end; else empty."""
    known = list(known)
    if name in known:
        return name
    bare = {_bare(one): one for one in known}
    return bare.get(_bare(name), "")


def _bare(name: str) -> str:
    return BARE_END.sub("", short_name(name).lower()).strip()
