"""The runs of a validation: today's rule with many seeds, a few policies beside it, and what each run shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..composition.arms import Arm
from ..composition.asked import Asked
from ..composition.settings import RunSettings, ValidateSettings, settings_of
from ..running.cluster import Cluster, client_of
from ..running.jobs import Job, Outcome, jobs_of, start_of
from ..running.paired import carry_out, nothing_to_compare, reasons
from ..running.store import read_run
from .judging import Judged, judged
from .measures import BASELINE, MEASURES, Part, parts_of
from .patterns import patterns_of
from .pooling import Estimate
from .replicate import Replicate
from .targets import read_targets


@dataclass(frozen=True)
class Reading:
    """What one run shows. `patterns`: of the baseline only."""

    arm: str
    seed: int
    parts: Mapping[str, Part]
    patterns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Validation:
    """All that a report needs."""

    settings: ValidateSettings
    verdicts: Sequence[Judged]
    patterns: Sequence[Mapping[str, Any]]  # a run of the baseline each
    failures: Mapping[str, str]
    command: str
    example: Path  # folder of any run


def validate(asked: Asked) -> Validation:
    """Run what is not there yet, read everything, judge. Raises BadInput."""
    settings = settings_of(asked.cfg, ValidateSettings)
    targets = read_targets(Path(settings.targets)) if settings.targets else read_targets()
    names = {part.measure for target in targets for part in target.parts if part.measure}
    done, failed = carry_out(_jobs(settings, asked, _arms_needed(names)), settings)
    if not any(outcome.job.arm == BASELINE for outcome in done):
        raise nothing_to_compare(failed, "a run of the baseline must succeed")
    readings = read_all(
        read_one, [outcome.job for outcome in done], sorted(names), Cluster(settings.workers, settings.scheduler)
    )
    patterns = [reading.patterns for reading in readings if reading.arm == BASELINE]
    verdicts = judged(targets, estimates_of(readings, names))
    return Validation(settings, verdicts, patterns, reasons(failed), asked.line, _example(done))


def _arms_needed(names: set[str]) -> set[str]:
    return {BASELINE}.union(*(MEASURES[name].arms for name in names))


def _jobs(settings: ValidateSettings, asked: Asked, needed: set[str]) -> list[Job]:
    few = settings.model_copy(update={"replications": min(settings.replications, settings.intervention_replications)})
    arms = [Arm(name, tuple(words)) for name, words in settings.arms.items() if name in needed]
    others = jobs_of(arms, few, asked) if settings.interventions else []
    return [*jobs_of([Arm(BASELINE, ())], settings, asked), *others]


def _example(done: Sequence[Outcome]) -> Path:
    return next(outcome.job.folder for outcome in done if outcome.job.arm == BASELINE)


def read_all[R](
    read: Callable[[Job, Sequence[str]], R], jobs: Sequence[Job], names: Sequence[str], at: Cluster
) -> list[R]:
    """What every run shows, read by as many processes as run."""
    if at.in_process:
        return [read(job, names) for job in jobs]
    with client_of(at, len(jobs)) as client:
        return client.gather([client.submit(read, job, names, pure=False) for job in jobs])  # type: ignore[return-value]


def run_of(job: Job) -> Replicate:
    """A stored run as measures read it."""
    settings = settings_of(job.config, RunSettings)
    end_h = settings.ticks * settings.hours_per_tick
    return Replicate(read_run(job.folder).tables, job.burn_in_h, end_h, job.seed, start_of(job.config))


def read_one(job: Job, names: Sequence[str]) -> Reading:
    """What one stored run shows."""
    run = run_of(job)
    patterns = patterns_of(run) if job.arm == BASELINE else {}
    return Reading(job.arm, job.seed, parts_of(run, job.arm, names), patterns)


def estimates_of(readings: Sequence[Reading], names: set[str]) -> dict[str, Estimate]:
    """What all runs say of each measure; those of policies from the seeds that all their arms have."""
    found = {}
    for name in names:
        measure = MEASURES[name]
        by_seed = [{r.seed: r.parts[name] for r in readings if r.arm == arm} for arm in measure.arms]
        seeds = sorted(set.intersection(*(set(one) for one in by_seed)))
        single = len(measure.arms) == 1
        parts = [by_seed[0][seed] if single else tuple(one[seed] for one in by_seed) for seed in seeds]
        if parts:
            found[name] = measure.of(parts)
    return found
