"""The jobs of a comparison, and what a worker does with one: one arm with one seed."""

from __future__ import annotations

import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..composition.arms import Arm
from ..composition.asked import Asked
from ..composition.parts import check_parts_of, plain_of
from ..composition.settings import GROUPS, ArmedSettings, RunSettings, settings_of
from ..errors import explain
from ..indicators.measure import Measured, measure
from . import store
from .pasts import Past, past_of
from .run import execute
from .store import run_folder


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


def jobs_of(arms: Sequence[Arm], settings: ArmedSettings, asked: Asked) -> list[Job]:
    """All jobs, seed by seed, so that whole pairs are there early."""
    configs = {arm.name: _config_of(arm, settings, asked) for arm in arms}
    return [_job(settings, arm.name, seed, configs[arm.name]) for seed in settings.seeds for arm in arms]


def _config_of(arm: Arm, settings: ArmedSettings, asked: Asked) -> dict:
    """The resolved configuration of an arm, as that of a run; its parts are checked."""
    plain = plain_of(asked.composed(arm.words))
    check_parts_of(plain)
    kept = {k: v for k, v in plain.items() if k in GROUPS or k in RunSettings.model_fields}
    return kept | {"years": settings.run_years}


def _job(settings: ArmedSettings, arm: str, seed: int, config: dict) -> Job:
    folder = run_folder(Path(settings.out), arm, seed).absolute()
    return Job(arm, seed, config | {"seed": seed, "out": str(folder)}, folder, settings.burn_in_h)


def together(jobs: Sequence[Job], workers: int) -> list[list[Job]]:
    """Jobs that share a past, in groups for workers to do; so many at least, where there are as many jobs."""
    groups: dict[str, list[Job]] = {}
    for job in jobs:
        groups.setdefault(past_of(job.config), []).append(job)
    pieces = max(1, -(-workers // max(1, len(groups))))
    return [part for group in groups.values() for i in range(pieces) if (part := group[i::pieces])]


def start_of(config: Mapping[str, Any]) -> date:
    """The date on which a run begins."""
    return date.fromisoformat(str(config["calendar"]["start_date"]))


def do_jobs(jobs: Sequence[Job]) -> list[Outcome]:
    """Jobs that share a past, each stored as soon as it is done."""
    past = Past([job.config for job in jobs if not store.holds(job.folder, job.config)])
    return [do_job(job, past) for job in jobs]


def do_job(job: Job, past: Past | None = None) -> Outcome:
    """Run the arm unless the very same run is there, then read it from its folder."""
    try:
        settings = settings_of(job.config, RunSettings)
        fresh = execute(job.config, settings, job.folder, progress=False, past=past, by_itself=False)
        tables = store.read_run(job.folder).tables
        return Outcome(
            job,
            measure(tables, job.burn_in_h, settings.ticks * settings.hours_per_tick, start_of(job.config)),
            fresh=fresh,
        )
    except Exception as error:  # a failed run must not take the others with it
        known = explain(error)
        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = known or f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        return Outcome(job, None, " ".join(reason.split()), "" if known else traceback.format_exc())
