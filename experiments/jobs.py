"""What one worker of a comparison does: one arm with one seed."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from omegaconf import OmegaConf

from . import store
from .errors import explain
from .measure import Measured, measure
from .run import execute
from .settings import RunSettings, settings_of


@dataclass(frozen=True)
class Job:
    """One run of one arm."""

    arm: str
    seed: int
    config: dict  # resolved, plain
    folder: Path
    burn_in_h: float

    @property
    def name(self) -> str:
        """What a message calls it."""
        return f"{self.arm}, seed {self.seed}"


@dataclass(frozen=True)
class Outcome:
    """What came of a job: its small tables, or why there are none."""

    job: Job
    measured: Measured | None
    reason: str = ""  # one line
    details: str = ""  # traceback of a bug; empty for bad input
    fresh: bool = False  # it was run now; False when it had been there already


def do_job(job: Job) -> Outcome:
    """Run the arm unless the very same run is there, then read it from its folder."""
    try:
        cfg = OmegaConf.create(job.config)
        settings = settings_of(cfg, RunSettings)
        fresh = execute(cfg, settings, job.folder, progress=False)
        tables = store.read_run(job.folder).tables
        return Outcome(job, measure(tables, job.burn_in_h, settings.ticks * settings.hours_per_tick), fresh=fresh)
    except Exception as error:  # a failed run must not take the others with it
        known = explain(error)
        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = known or f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        return Outcome(job, None, " ".join(reason.split()), "" if known else traceback.format_exc())
