"""Policies side by side, paired by seed: every run that is not there yet, then what they say together."""

from __future__ import annotations

from collections.abc import Sequence

from ..composition.arms import policy_arms
from ..composition.asked import Asked
from ..composition.settings import CompareSettings, settings_of
from ..running.jobs import Job, Outcome, jobs_of
from ..running.paired import carry_out, nothing_to_compare, reasons, together
from ..statistics.pairs import Aims, compare_arms
from .robustness import arms_of, settings_of_arms, values_of
from .study import Study


def compare(asked: Asked) -> Study:
    """Run what is not there yet, read everything, compare. Raises BadInput.

    With robust=true the arms run under other assumptions too, see robustness.py.
    """
    settings = settings_of(asked.cfg, CompareSettings)
    jobs = jobs_of(policy_arms(settings.arms, asked), settings, asked)
    moved = _moved_jobs(settings, asked)
    done, failed = carry_out([*jobs, *moved], settings)
    apart = {job.folder for job in moved}
    others = [outcome for outcome in done if outcome.job.folder in apart]
    return _study(settings, [o for o in done if o.job.folder not in apart], failed, others, jobs[0], asked.line)


def _study(
    settings: CompareSettings, done: Sequence[Outcome], failed: Sequence[Outcome], others: Sequence[Outcome], job: Job,
    line: str,
) -> Study:  # fmt: skip
    """What the runs say. `others`: those under other assumptions; `job`: one that has the configuration."""
    settings = _with_runs(settings, done, failed)
    done = [outcome for outcome in done if outcome.job.arm in settings.arms]
    indicators = together(done, "indicators")
    comparison = compare_arms(indicators, settings.arms, Aims.of(settings))
    tables = {table: together(done, table) for table in ("series", "places", "groups", "costs")}
    robust = values_of(others, settings_of_arms(settings), job.config) if others else None
    return Study(settings, comparison, indicators, **tables, robust=robust, failures=reasons(failed), command=line)


def _with_runs(settings: CompareSettings, done: Sequence[Outcome], failed: Sequence[Outcome]) -> CompareSettings:
    """The settings with only those arms of which a run succeeded. Raises when nothing can be compared."""
    arms = tuple(arm for arm in settings.arms if any(o.job.arm == arm for o in done))
    if settings.arms[0] not in arms or len(arms) < 2:
        raise nothing_to_compare(failed, "the reference and another arm need a run that succeeds")
    return settings.model_copy(update={"arms": arms})


def _moved_jobs(settings: CompareSettings, asked: Asked) -> list[Job]:
    """The runs under other assumptions."""
    if not settings.robust:
        return []
    arms = {arm.name: arm for arm in policy_arms(settings.arms, asked)}
    fewer = settings.model_copy(update={"replications": settings.robust_replications})
    return jobs_of(arms_of(settings_of_arms(settings), arms), fewer, asked)
