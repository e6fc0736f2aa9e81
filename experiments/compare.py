"""Policies side by side, paired by seed. `govsim compare` or `python -m experiments.compare`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import hydra
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig

from . import store
from .arms import jobs_of
from .errors import CONFIGS, one_line_errors
from .jobs import Job, Outcome
from .paired import check_arms, check_folders, nothing_to_compare, run_all, split, together, write_failures
from .pairs import compare_arms
from .settings import CompareSettings, settings_of
from .study import Study
from .summary import print_summary
from .words import checked, without_policy_values

_policy_words: list[str] = []  # words about one policy; they belong to some arms only, so Hydra does not see them


def compare(settings: CompareSettings, jobs: Sequence[Job]) -> tuple[Study, list[Outcome]]:
    """Run what is not there yet, read everything, compare; the study and the runs that failed."""
    done, failed = split(run_all(jobs, settings))
    settings = _with_runs(settings, done, failed)
    done = [outcome for outcome in done if outcome.job.arm in settings.arms]
    indicators = together(done, "indicators")
    comparison = compare_arms(indicators, settings.arms, settings.precision)
    series, places, costs = (together(done, table) for table in ("series", "places", "costs"))
    failures = {o.job.name: o.reason for o in failed}
    return Study(settings, comparison, indicators, series, places, costs, failures, _command()), failed


def _with_runs(settings: CompareSettings, done: Sequence[Outcome], failed: Sequence[Outcome]) -> CompareSettings:
    """The settings with only those arms of which a run succeeded. Raises when nothing can be compared."""
    arms = tuple(arm for arm in settings.arms if any(o.job.arm == arm for o in done))
    if settings.arms[0] not in arms or len(arms) < 2:
        raise nothing_to_compare(failed, "the reference and another arm need a run that succeeds")
    return settings.model_copy(update={"arms": arms})


def write(study: Study, failed: Sequence[Outcome], out: Path) -> None:
    """The tables, the report, and the tracebacks of runs that failed."""
    from .report import report_html  # matplotlib is loaded only now

    store.write_text(out / "comparison.csv", study.comparison.to_csv(index=False))
    store.write_text(out / "indicators.csv", study.indicators.to_csv(index=False))
    write_failures(failed, out)
    store.write_text(out / "report.html", report_html(study))


def _command() -> str:
    return " ".join(["govsim compare", *sys.argv[1:], *_policy_words])


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="compare")
def _app(cfg: DictConfig) -> None:
    with one_line_errors():
        started = time.monotonic()
        settings = settings_of(cfg, CompareSettings)
        hydra_config = HydraConfig.get()
        jobs = jobs_of(settings, hydra_config.job.config_name or "compare", hydra_config.overrides.task, _policy_words)
        check_arms(jobs)
        check_folders(jobs, settings.overwrite)
        study, failed = compare(settings, jobs)
        write(study, failed, Path(settings.out))
        print_summary(study, Path(settings.out), time.monotonic() - started)
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
