"""A bundle of policies against the sum of its parts. `govsim factorial`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import hydra
import pandas as pd
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig

from .. import files
from ..comparison.factorial import Factorial
from ..composition.arms import policy_arm, refuse_stray
from ..composition.settings import FactorialSettings, settings_of
from ..config_folders import CONFIGS
from ..report.terminal.factorial import print_factorial
from ..running import store
from ..running.jobs import Job, Outcome, jobs_of_arms
from ..running.paired import check_arms, check_folders, nothing_to_compare, run_all, split, together, write_failures
from ..statistics.interactions import BASELINE, arms_of, interactions
from .application import one_line_errors
from .command_line import checked, without_policy_values

_policy_words: list[str] = []  # words about one policy; they belong to some arms only, so Hydra does not see them


def factorial(settings: FactorialSettings, jobs: Sequence[Job]) -> tuple[Factorial, list[Outcome]]:
    """Run what is not there yet, read everything, contrast; what was found and the runs that failed."""
    done, failed = split(run_all(jobs, settings))
    needed = {BASELINE, *settings.arms, arms_of(settings.arms)[-1]}
    if not needed <= {outcome.job.arm for outcome in done}:
        raise nothing_to_compare(failed, "the baseline, every part and the bundle need a run that succeeds")
    indicators = together(done, "indicators")
    failures = {o.job.name: o.reason for o in failed}
    found = interactions(settings.arms, indicators)
    return Factorial(settings, found.query("n > 0"), indicators, failures, _command()), failed


def write(found: Factorial, failed: Sequence[Outcome], example: Path, out: Path) -> None:
    """The tables, the report, and the tracebacks of runs that failed. `example`: the folder of one run."""
    from ..report.factorial import factorial_html  # matplotlib is loaded only now

    tables: dict[str, pd.DataFrame] = {"factorial": found.terms, "indicators": found.indicators}
    for name, table in tables.items():
        files.write_text(out / f"{name}.csv", table.to_csv(index=False))
    write_failures(failed, out)
    files.write_text(out / "report.html", factorial_html(found, store.read_run(example)))


def _command() -> str:
    return " ".join(["govsim factorial", *sys.argv[1:], *_policy_words])


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="factorial")
def _app(cfg: DictConfig) -> None:
    with one_line_errors():
        started = time.monotonic()
        settings = settings_of(cfg, FactorialSettings)
        hydra_config = HydraConfig.get()
        words = hydra_config.overrides.task
        refuse_stray(settings.arms, words, _policy_words)
        arms = [policy_arm(name, _policy_words) for name in arms_of(settings.arms)]
        jobs = jobs_of_arms(arms, settings, hydra_config.job.config_name or "factorial", words)
        check_arms(jobs)
        check_folders(jobs, settings.overwrite)
        found, failed = factorial(settings, jobs)
        example = next(job for job in jobs if job.name not in found.failures)
        write(found, failed, example.folder, Path(settings.out))
        print_factorial(found, Path(settings.out), time.monotonic() - started)
        if failed:
            raise SystemExit(1)


def main() -> None:
    """Contrast the bundle of a configuration with its parts."""
    with one_line_errors():
        words, _policy_words[:] = without_policy_values(checked(sys.argv[1:]))
        sys.argv[1:] = words
        _app()


if __name__ == "__main__":
    main()
