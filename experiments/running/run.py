"""One run: build the district, step it, store what it hands over."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np

from govsim.simulation import District
from govsim.simulation.engine.clock import HOURS_PER_DAY
from govsim.simulation.policies import EnterpriseCodefence

from ..composition.parts import Config, plain_of
from ..composition.settings import RunSettings
from ..errors import refused_as_bad_input
from . import store
from .pasts import Past
from .places import alone
from .progress import Progress

QUIET_SECONDS = 2.0  # shorter runs show no progress line


def execute(
    config: Config, settings: RunSettings, folder: Path, progress: bool, past: Past | None = None,
    by_itself: bool = True,
) -> bool:  # fmt: skip
    """Run a configuration into a folder; False when the very same result was there already.

    `past`: that of several runs, from which this one goes on; `by_itself`: it is no run of a comparison, whose folders
    have been looked at, and which another command may be doing as well. Raises BadInput.
    """
    plain = plain_of(config)
    if store.prepare(folder, plain, settings.overwrite, say=by_itself):
        return False
    with alone(folder) if by_itself else nullcontext():
        before = store.state_of(folder)
        started = time.monotonic()
        with refused_as_bad_input("the configuration"):
            district = (past or Past([])).begin(plain)
        _step(district, settings.ticks, progress)
        seconds = round(time.monotonic() - started, 2)
        store.write_run(folder, district.tables(), plain, _facts(plain, district, settings, seconds), before)
    return True


def _facts(plain: Mapping[str, Any], district: District, settings: RunSettings, wall_seconds: float) -> dict[str, Any]:
    """What the manifest says besides the configuration."""
    town = district.town
    return {
        "wall_seconds": wall_seconds, "ticks": settings.ticks,
        "town": {"name": town.name, "geography": town.geography, "river_m": town.river.tolist(),
                 "is_mapped": plain["district"].get("map") is not None, "treated": _treated(district)},
    }  # fmt: skip


def _treated(district: District) -> list[int] | None:
    """Areas in which a policy acts; None where one acts everywhere. A joint defence acts around enterprises."""
    ground = district.town.areas["enterprise"] >= 0
    where = [ground if isinstance(policy, EnterpriseCodefence) else on for policy, on in district.policies]
    anywhere = np.any(where, axis=0) if where else np.zeros(ground.size, bool)
    return None if anywhere.all() else np.flatnonzero(anywhere).tolist()


def _step(district: District, ticks: int, progress: bool) -> None:
    """Run day by day; a bar once it takes longer than a moment."""
    day = max(1, round(HOURS_PER_DAY / district.clock.hours_per_tick))
    with Progress(ticks / day, unit="days", quiet=not progress, delay_s=QUIET_SECONDS) as bar:
        for first in range(district.clock.tick, ticks, day):
            n = min(day, ticks - first)
            district.run_for(n)
            bar.note(n / day)
