"""Policies side by side, paired by seed. `govsim compare`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import hydra
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig

from ..comparison.robustness import arms_of, settings_of_arms, values_of
from ..comparison.study import Study
from ..composition.arms import policy_arm
from ..composition.settings import CompareSettings, settings_of
from ..config_folders import CONFIGS
from ..report.terminal.comparison import print_summary
from ..running.jobs import Job, Outcome, jobs_of, jobs_of_arms
from ..running.paired import check_arms, check_folders, nothing_to_compare, run_all, split, together, write_failures
from ..statistics.pairs import compare_arms
from .application import one_line_errors
from .command_line import checked, without_policy_values

_policy_words: list[str] = []  # words about one policy; they belong to some arms only, so Hydra does not see them


def compare(settings: CompareSettings, jobs: Sequence[Job], moved: Sequence[Job]) -> tuple[Study, list[Outcome]]:
    """Run what is not there yet, read everything, compare; the study and the runs that failed.

    `moved`: the runs under other assumptions, see robust.py; none without robust=true.
    """
    done, failed = split(run_all([*jobs, *moved], settings))
    apart = {job.folder for job in moved}
    others = [outcome for outcome in done if outcome.job.folder in apart]
    done = [outcome for outcome in done if outcome.job.folder not in apart]
    settings = _with_runs(settings, done, failed)
    done = [outcome for outcome in done if outcome.job.arm in settings.arms]
    indicators = together(done, "indicators")
    comparison = compare_arms(indicators, settings.arms, settings.precision)
    tables = {table: together(done, table) for table in ("series", "places", "groups", "costs")}
    robust = values_of(others, settings_of_arms(settings), jobs[0].config) if others else None
    failures = {o.job.name: o.reason for o in failed}
    study = Study(settings, comparison, indicators, **tables, robust=robust, failures=failures, command=_command())
    return study, failed


def _with_runs(settings: CompareSettings, done: Sequence[Outcome], failed: Sequence[Outcome]) -> CompareSettings:
    """The settings with only those arms of which a run succeeded. Raises when nothing can be compared."""
    arms = tuple(arm for arm in settings.arms if any(o.job.arm == arm for o in done))
    if settings.arms[0] not in arms or len(arms) < 2:
        raise nothing_to_compare(failed, "the reference and another arm need a run that succeeds")
    return settings.model_copy(update={"arms": arms})


def write(study: Study, failed: Sequence[Outcome], out: Path) -> list[str]:
    """The report, its tables, and the tracebacks of runs that failed; remarks to print."""
    from ..report import write_report  # matplotlib is loaded only now

    write_failures(failed, out)
    return write_report(study, out)


def _moved_jobs(settings: CompareSettings, config_name: str, words: Sequence[str]) -> list[Job]:
    """The runs under other assumptions."""
    if not settings.robust:
        return []
    arms = {arm: policy_arm(arm, _policy_words) for arm in settings.arms}
    fewer = settings.model_copy(update={"replications": settings.robust_replications})
    return jobs_of_arms(arms_of(settings_of_arms(settings), arms), fewer, config_name, words)


def _command() -> str:
    return " ".join(["govsim compare", *sys.argv[1:], *_policy_words])


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="compare")
def _app(cfg: DictConfig) -> None:
    with one_line_errors():
        started = time.monotonic()
        settings = settings_of(cfg, CompareSettings)
        hydra_config = HydraConfig.get()
        config, words = hydra_config.job.config_name or "compare", hydra_config.overrides.task
        jobs = jobs_of(settings, config, words, _policy_words)
        moved = _moved_jobs(settings, config, words)
        check_arms([*jobs, *moved])
        check_folders([*jobs, *moved], settings.overwrite)
        study, failed = compare(settings, jobs, moved)
        remarks = write(study, failed, Path(settings.out))
        print_summary(study, Path(settings.out), time.monotonic() - started, remarks)
        if failed:
            raise SystemExit(1)


def main() -> None:
    """Compare the arms of a configuration."""
    with one_line_errors():
        words, _policy_words[:] = without_policy_values(checked(sys.argv[1:]))
        sys.argv[1:] = words
        _app()


if __name__ == "__main__":
    main()
