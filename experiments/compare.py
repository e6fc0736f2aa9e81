"""Policies side by side, paired by seed. `govsim compare` or `python -m experiments.compare`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import hydra
import pandas as pd
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig, OmegaConf
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from . import store
from .arms import jobs_of
from .errors import CONFIGS, BadInput, one_line_errors, refused_as_bad_input
from .jobs import Job, Outcome, do_job
from .pairs import compare_arms
from .parallel import run_jobs
from .settings import CompareSettings, settings_of
from .study import Study
from .summary import print_summary
from .words import checked, without_policy_values

_policy_words: list[str] = []  # words about one policy; they belong to some arms only, so Hydra does not see them


def compare(settings: CompareSettings, jobs: Sequence[Job]) -> tuple[Study, list[Outcome]]:
    """Run what is not there yet, read everything, compare; the study and the runs that failed."""
    outcomes = _run_all(jobs, settings)
    failed = [outcome for outcome in outcomes if outcome.measured is None]
    done = [outcome for outcome in outcomes if outcome.measured is not None]
    settings = _with_runs(settings, done, failed)
    done = [outcome for outcome in done if outcome.job.arm in settings.arms]
    indicators = _together(done, "indicators")
    comparison = compare_arms(indicators, settings.arms, settings.precision)
    series, places, costs = (_together(done, table) for table in ("series", "places", "costs"))
    failures = {o.job.name: o.reason for o in failed}
    return Study(settings, comparison, indicators, series, places, costs, failures, _command()), failed


def _with_runs(settings: CompareSettings, done: Sequence[Outcome], failed: Sequence[Outcome]) -> CompareSettings:
    """The settings with only those arms of which a run succeeded. Raises when nothing can be compared."""
    arms = tuple(arm for arm in settings.arms if any(o.job.arm == arm for o in done))
    if settings.arms[0] not in arms or len(arms) < 2:
        why = f"{failed[0].job.name}: {failed[0].reason}"
        if failed[0].details:  # a bug keeps its traceback
            raise RuntimeError(f"{why}\n{failed[0].details}")
        raise BadInput(f"nothing can be compared: the reference and another arm need a run that succeeds. {why}")
    return settings.model_copy(update={"arms": arms})


def check_arms(jobs: Sequence[Job]) -> None:
    """Refuse, before anything runs, policies that the town cannot have or that contradict each other."""
    from .build import check_policies  # compiled code is loaded only now

    for job in {job.arm: job for job in jobs}.values():
        with refused_as_bad_input(f"arm {job.arm}"):
            check_policies(OmegaConf.create(job.config))


def check_folders(jobs: Sequence[Job], overwrite: bool) -> None:
    """Refuse, before anything runs, folders that cannot be written or hold other results. Raises BadInput."""
    there = [job for job in jobs if job.folder.exists()]
    for job in [*there, *[job for job in jobs if job not in there][:1]]:
        store.prepare(job.folder, OmegaConf.create(job.config), overwrite)


def _run_all(jobs: Sequence[Job], settings: CompareSettings) -> list[Outcome]:
    """All outcomes in order, with a bar that shows the time left."""
    columns = (
        TextColumn("runs"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task, said = bar.add_task("", total=len(jobs)), set()

        def note(outcome: Outcome) -> None:
            bar.advance(task)
            if outcome.measured is None and outcome.reason not in said:  # one cause often stops many runs
                said.add(outcome.reason)
                console.print(
                    f"failed: {outcome.job.name}: {outcome.reason}", style="red", highlight=False, soft_wrap=True
                )

        return run_jobs(do_job, jobs, settings.workers, settings.scheduler, note)


def _together(done: Sequence[Outcome], table: str) -> pd.DataFrame:
    """One small table of all runs, with the columns arm and seed in front."""
    parts = [getattr(o.measured, table).assign(arm=o.job.arm, seed=o.job.seed) for o in done]
    rows = pd.concat(parts, ignore_index=True)
    order = ["arm", "seed", *[c for c in rows.columns if c not in ("arm", "seed")]]
    return rows.reindex(columns=order)


def write(study: Study, failed: Sequence[Outcome], out: Path) -> None:
    """The tables, the report, and the tracebacks of runs that failed."""
    from .report import report_html  # matplotlib is loaded only now

    store.write_text(out / "comparison.csv", study.comparison.to_csv(index=False))
    store.write_text(out / "indicators.csv", study.indicators.to_csv(index=False))
    if failed:
        store.write_text(out / "failures.txt", "\n".join(f"{o.job.name}: {o.reason}\n{o.details}" for o in failed))
    else:
        (out / "failures.txt").unlink(missing_ok=True)
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
