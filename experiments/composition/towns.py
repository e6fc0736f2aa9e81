"""Towns are made once and kept: on disk beside the compiled kernels, in memory for the runs of a process.

A kept town is named by the digest of the model's sources, its plan, its seed, and the versions of Python and NumPy, so
it can never be stale; a damaged or missing file only means that the town is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from govsim.simulation.calendar.seasons import in_seasons
from govsim.simulation.engine.compiled import source_digest
from govsim.simulation.engine.kept import cache_folder, sealed, unsealed
from govsim.simulation.synthesis import DistrictPlan, Synthesis, make_district

from ..districts.keeping import folder_of, land_of
from ..errors import refused_as_bad_input
from .families import checked
from .parts import part

FIRST_SEED = 1  # of the town by which a new plan is tried
KEPT = 4  # folders of towns of present and former sources that stay on disk


@lru_cache(maxsize=2)
def town_of(plan: str, seed: int) -> Synthesis:
    """The town of a plan (JSON) and a seed. Raises BadInput for a plan out of range."""
    wanted = checked("district", json.loads(plan), DistrictPlan)
    path = _path(plan, seed)
    kept = _read(path)
    if kept is not None:
        return kept
    given = land_of(folder_of(wanted.map.folder), wanted.map.digest) if wanted.map else None
    with refused_as_bad_input("district"):
        made = make_district(wanted, seed, given)
    _write(path, made)
    return made


@lru_cache(maxsize=2)
def town_in_seasons(plan: str, seed: int, calendar: str) -> Synthesis:
    """The same town, its timetable for every kind of day of a calendar (JSON). Raises BadInput."""
    town, days = town_of(plan, seed), part("calendar", json.loads(calendar))
    timetable, routine = in_seasons(town.timetable, town.people, town.households, days, seed)
    people = town.people.copy()
    people["routine"] = routine
    return replace(town, people=people, timetable=timetable)


def try_plan(plan: Mapping[str, Any], folder: Path) -> Synthesis:
    """The town of a plan that has no file yet, its maps in `folder`. Raises BadInput for one that cannot be made."""
    wanted = checked("district", plan, DistrictPlan)
    with refused_as_bad_input("district"):
        return make_district(wanted, FIRST_SEED, land_of(folder, wanted.map.digest) if wanted.map else None)


def _path(plan: str, seed: int) -> Path:
    named = json.dumps([seed, plan, np.__version__, sys.version_info[:2]])
    name = hashlib.blake2b(named.encode(), digest_size=12).hexdigest()
    return cache_folder() / f"towns-{source_digest()}" / f"{name}.pickle"


def _forget_old_ones(parent: Path) -> None:
    """Remove the towns of former sources but the newest few."""
    for folder in sorted(parent.glob("towns-*"), key=lambda folder: folder.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


def _read(path: Path) -> Synthesis | None:
    try:
        return pickle.loads(unsealed(path.read_bytes()))
    except OSError:  # there is none, or it is damaged
        return None


def _write(path: Path, town: Synthesis) -> None:
    """Keep a town; whatever goes wrong, it is only not kept. The file appears whole or not at all."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    try:
        if not path.parent.exists():
            _forget_old_ones(path.parents[1])
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(sealed(pickle.dumps(town, protocol=5)))
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
