"""A district that was read, written: parquet for runs, shapes for pictures, notes for people, and its YAML."""

# pyright: reportMissingImports=false

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govsim.simulation.synthesis import Synthesis

from ..config_folders import CONFIGS, OWN
from ..errors import BadInput
from ..files import digest_of, with_digest, write_text
from ..given_files import mapping_of
from .faults import Findings
from .geo.layers import geo
from .keeping import COMMUNITIES, GRIDS, GROUP, SQUARES, digest_of_maps, folder_of, write_table
from .plans import geography_of, plan_of, weights_of_grids, yaml_of_plan
from .reading import FILES, PRIOR, District, parts_of, read_district, rural
from .sketch import made_community
from .staff import levers_of, yaml_of_levers

NAME = re.compile(r"(?=.{1,60}$)[^\W\dA-Z][^\WA-Z]*")  # as policies: small letters of any script, digits and _
OUTLINES, NOTES = "outlines.parquet", "notes.json"
Check = Callable[[Mapping[str, Any], Path], Synthesis]  # (plan, folder of its maps) -> town; raises BadInput


def new_district(name: str, words: Mapping[str, str], check: Check) -> tuple[Path, District]:
    """Read, check and write a district. Raises BadInput, and then only the list of faults is written."""
    path, baseline = OWN / GROUP / f"{name}.yaml", OWN / "levers" / f"{name}.yaml"
    if not NAME.fullmatch(name):
        raise BadInput(
            f"district new: {name!r} cannot be a name; write small letters, digits and _, such as my_district"
        )
    if path.exists() or (CONFIGS / GROUP / f"{name}.yaml").exists():
        raise BadInput(f"district new: there is a district {name!r} already; choose another name, or delete {path}")
    if "staff" in words and baseline.exists():
        raise BadInput(f"district new: there are levers {name!r} already; choose another name, or delete {baseline}")
    listed = OWN / GROUP / f"{name}_faults.csv"
    read = read_district(words, Findings(), listed)
    folder, unfinished = folder_of(name), folder_of(f".{name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True)
        _write_maps(read, unfinished)
        own = plan_of(name, read) | {"map": {"folder": name, "digest": digest_of_maps(unfinished)}}
        made = check(whole_plan(own), unfinished)
        notes = with_digest(json.loads(json.dumps(notes_of(read))))
        (unfinished / NOTES).write_text(json.dumps(notes, ensure_ascii=False, indent=1), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    if levers := levers_of(read.staff, made):
        write_text(baseline, yaml_of_levers(name, levers, Path(words["staff"]).name))
    write_text(path, yaml_of_plan(name, own, read))
    listed.unlink(missing_ok=True)
    return path, read


def whole_plan(own: Mapping[str, Any]) -> dict[str, Any]:
    """The plan of a district: its own numbers over those of the prior."""
    return _merged({key: value for key, value in mapping_of(PRIOR).items() if key != "defaults"}, own)


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(under)
    for key, value in over.items():
        below = out.get(key)
        out[key] = _merged(below, value) if isinstance(value, Mapping) and isinstance(below, Mapping) else value
    return out


def _write_maps(read: District, folder: Path) -> None:
    inside, lattice = np.flatnonzero(read.lattice.inside), read.lattice
    squares = pd.DataFrame({
        "ix": (inside % lattice.columns).astype(np.int32), "iy": (inside // lattice.columns).astype(np.int32),
        "street": read.street[inside], "grid": read.grid[inside],
    })  # fmt: skip
    about = {"columns": lattice.columns, "rows": lattice.rows, "side_m": lattice.side_m, "crs": read.crs,
             "west_m": lattice.west_m, "south_m": lattice.south_m}  # fmt: skip
    write_table(folder / SQUARES, squares, about)
    if read.grids:
        for file, table in _tables_of_grids(read).items():
            write_table(folder / file, table)
    _, shapely = geo()
    shapes = [("boundary", "", read.boundary)]
    shapes += [(level, "", shape) for level, every in read.shapes.items() for shape in every]
    outline = [(level, name, shapely.to_wkb(shape)) for level, name, shape in shapes]
    write_table(folder / OUTLINES, pd.DataFrame(outline, columns=["level", "name", "shape"]), about)


def _tables_of_grids(read: District) -> dict[str, pd.DataFrame]:
    """Communities sorted by street, villages last, and grids with their community and weight."""
    number = {unit.name: n for n, unit in enumerate(read.streets)}
    keys = [(number[g.street], rural(g), g.parent or made_community(g.street, 1)) for g in read.grids]
    order = sorted(dict.fromkeys(keys), key=lambda key: key[:2])
    row = {key: n for n, key in enumerate(order)}
    community = pd.DataFrame(
        [(name, street, rural) for street, rural, name in order], columns=["name", "street", "is_village"]
    )
    grids = pd.DataFrame({
        "name": [unit.name for unit in read.grids], "community": np.array([row[key] for key in keys], np.int32),
        "households": weights_of_grids(read),
    })  # fmt: skip
    return {COMMUNITIES: community.astype({"street": np.int32}), GRIDS: grids}


def notes_of(read: District) -> dict[str, Any]:
    """What was read, from which files, and how it fits."""
    parts = parts_of(read)
    return {
        "sources": {word: _source(Path(read.words[word].partition("#")[0])) for word in FILES if word in read.words},
        "words": dict(read.words), "origin": read.origin, "area_km2": read.area_km2, "crs": read.crs,
        "areas": int(read.lattice.inside.sum()), "streets": len(read.streets), "grids": len(read.grids),
        "geography": geography_of(read), "numbers": read.people.sources,
        "margins": [asdict(one) for one in read.margins], "fit": read.people.fit,
        "km2_of_streets": (np.bincount(parts[parts >= 0]) * (read.lattice.side_m / 1000) ** 2).tolist(),
        "remarks": [asdict(one) for one in read.found.remarks],
    }  # fmt: skip


def _source(path: Path) -> dict[str, str]:
    return {"file": path.name, "digest": digest_of(path.read_bytes())}
