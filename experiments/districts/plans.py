"""The plan of a district that was read, and its file: every number with the file it comes from, or [prior]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import yaml

from ..given_files import mapping_of
from .geo.datums import to_local
from .reading import GIVEN, LISTED, PRIOR, District, parts_of, rural
from .sketch import innermost, sites, street_node
from .staff import served
from .units import Unit, is_village

LEVELS = ("streets", "communities", "grids")
PER_VILLAGE = 250 * 2.4  # [S89] 250 households, one grid; [census 2020] 2.4 persons a household


def plan_of(name: str, read: District) -> dict[str, Any]:
    """What the plan of this district says besides the prior."""
    prior, people = mapping_of(PRIOR), read.people
    parts = parts_of(read)
    site_parts = read.grid if read.grids else parts
    own: dict[str, Any] = {
        "name": read.words.get("title", name), "geography": geography_of(read), "street_residents": 1,
        "area_side_m": read.lattice.side_m, "streets": _streets(read, parts, prior),
    }  # fmt: skip
    for path, value in people.values.items():
        _put(own, path, value)
    own["rural_residents"] = _rural(read)
    if own["rural_residents"] != people.values["rural_residents"]:
        people.sources["rural_residents"] = "no villages are listed" if not _villages(read) else "grids of villages"
    if given := served(read.staff, people.population):
        own["grids"] = given
    own["industry"] = {
        "complex_employees": 0,
        "sites": sites(read.lattice, site_parts, _xigu() | {"reference_residents": prior["reference_residents"]},
                       people.population),
    }  # fmt: skip
    return own


def _xigu() -> dict[str, Any]:
    return dict(mapping_of(PRIOR.with_name("xigu.yaml"))["industry"])


def _put(plan: dict[str, Any], path: str, value: Any) -> None:
    *above, last = path.split(".")
    for key in above:
        plan = plan.setdefault(key, {})
    plan[last] = value


def _villages(read: District) -> int:
    listed = sum(is_village(unit) for units in read.communities.values() for unit in units)
    return sum(map(rural, read.grids)) if read.grids else listed


def _rural(read: District) -> int:
    """Residents of villages: as given, but none without villages."""
    if not _villages(read):
        return 0
    if not read.grids:
        return int(read.people.values["rural_residents"])
    weight = np.array(weights_of_grids(read))
    return round(read.people.population * weight[[rural(unit) for unit in read.grids]].sum() / weight.sum())


def weights_of_grids(read: District) -> list[float]:
    """Share of homes of each grid: by its own residents, else those of its community or street in equal parts."""
    residents = read.people.residents
    within = {
        level: Counter(getattr(g, at) for g in read.grids)
        for level, at in (("community", "parent"), ("street", "street"))
    }
    out = []
    for unit in read.grids:
        known = residents.get("grid", {}).get(unit.name)
        for level, name in (("community", unit.parent), ("street", unit.street)):
            if known is None and name in residents.get(level, {}):
                known = residents[level][name] / within[level][name]
        out.append(known)
    told = [value for value in out if value]
    usual = sum(told) / len(told) if told else 1.0
    return [float(value or usual * (0.01 if value == 0 else 1)) for value in out]


def _streets(read: District, parts: np.ndarray, prior: Mapping[str, Any]) -> list[dict[str, Any]]:
    weight = urban_weights(read)
    grids = read.people.values["households.family"] / prior["grids"]["urban"]["norm"]
    out = []
    for n, unit in enumerate(read.streets):
        mask = parts == n
        square = innermost(read.lattice, mask) if mask.any() else int(np.flatnonzero(read.lattice.inside)[0])
        square = _seat(read, unit, square)
        own = grids * weight[n] / max(sum(weight), 1e-9)
        out.append(street_node(unit, read.lattice, square, weight[n], read.communities.get(unit.name, []), own))
    return out


def _seat(read: District, unit: Unit, usual: int) -> int:
    """Square of a street's seat where a list says it, else the usual one; a seat outside the boundary is told."""
    if unit.seat is None or read.origin["streets"] != LISTED:
        return usual
    x, y = to_local(read.crs)(np.array([unit.seat]))[0]
    square = int(read.lattice.square(np.array([x]), np.array([y]))[0])
    if square >= 0 and read.lattice.inside[square]:
        return square
    todo = "look at its place and its coordinate system; another place is taken"
    read.found.remark(read.words["streets"], f"{unit.name} lies outside the boundary", todo, unit.row)
    return usual


def urban_weights(read: District) -> list[float]:
    """Urban residents of each street: as given less its villages, else by its communities, else the same everywhere."""
    known, total = read.people.residents.get("street", {}), read.people.population
    villages = {name: sum(map(is_village, units)) for name, units in read.communities.items()}
    per_village = _rural(read) / max(1, sum(villages.values())) if sum(villages.values()) else 0.0
    urban = {name: len(units) - villages[name] for name, units in read.communities.items()}
    every, listed = len(read.streets), sum(urban.values())
    usual = (total - sum(known.values())) / max(1, every - len(known)) if known else total / every
    out = []
    for unit in read.streets:
        by_count = total * urban[unit.name] / listed if listed else usual
        if listed and not urban[unit.name] and villages[unit.name]:
            by_count = 0.0
        elif listed and not urban[unit.name]:
            by_count = total / every
        given = known.get(unit.name)
        left = None if given is None else max(given - per_village * villages[unit.name], 0.02 * given)
        out.append(by_count if left is None else left)
    return out


def geography_of(read: District) -> str:
    """How true the map is, in one sentence that the catalogue of phrases has in Chinese."""
    given = [level for level in LEVELS if read.origin[level] == GIVEN]
    made = [level for level in LEVELS if read.origin[level] != GIVEN]
    borders = f"borders of {', '.join(given)} from maps" if given else "no other borders from maps"
    return (
        f"Real boundary ({read.area_km2:.1f} km2), {borders}. Synthetic: {', '.join([*made, 'homes and plants'])}; "
        "no dot stands for a real address."
    )


def yaml_of_plan(name: str, own: Mapping[str, Any], read: District) -> str:
    """The file of a district."""
    lines = [
        f"# {own['name']}: made by `govsim district new {name}`; `govsim district check {name}` says from what.",
        "# In brackets: the file a number comes from, or the prior: what Xigu District had in the census of 2020,",
        "# in proportion. What is not here is in _base.",
        "defaults: [_base, _self_]",
        "",
    ]
    sources = read.people.sources
    for key, value in own.items():
        lines += _lines(key, value, key, sources, _origin(key, read))
    return "\n".join([*lines, ""])


def _origin(key: str, read: District) -> str:
    if key == "streets":
        whence = {GIVEN: "map", LISTED: "list"}.get(read.origin["streets"], "made")
        return f"{whence}; places are shares of the map, urban_residents are weights"
    return {
        "industry": "prior: plants of Xigu without its complex, places synthetic",
        "map": "checked maps beside this file",
        "grids": "staff", "area_side_m": "m",
        "street_residents": "every street is kept", "rural_residents": "residents of villages",
    }.get(key, "")  # fmt: skip


def _lines(key: str, value: Any, path: str, sources: Mapping[str, str], note: str, deep: int = 0) -> Iterator[str]:
    blank, source = "  " * deep, sources.get(path, "")
    told = f"  # [{source}]" if source else f"  # [{note}]" if note else ""
    if isinstance(value, Mapping):
        yield f"{blank}{key}:{told}"
        for name, one in value.items():
            yield from _lines(str(name), one, f"{path}.{name}", sources, "", deep + 1)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        yield f"{blank}{key}:{told}"
        yield from (f"{blank}  - {_flow(one)}" for one in value)
    else:
        yield f"{blank}{key}: {_flow(value)}{told}"


def _flow(value: Any) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1_000_000)
    return text.removesuffix("\n").removesuffix("...").strip()
