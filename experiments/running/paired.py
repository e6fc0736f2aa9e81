"""Runs of arms that share seeds: checked before anything starts, run with a bar, their tables put together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from omegaconf import OmegaConf
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from .. import files
from ..composition.settings import PairedSettings
from ..errors import BadInput, refused_as_bad_input
from . import store
from .cluster import run_jobs
from .jobs import Job, Outcome, do_job


def check_arms(jobs: Sequence[Job]) -> None:
    """Refuse, before anything runs, policies that the town cannot have or that contradict each other."""
    from ..composition.build import check_policies  # compiled code is loaded only now

    for job in {job.arm: job for job in jobs}.values():
        with refused_as_bad_input(f"arm {job.arm}"):
            check_policies(OmegaConf.create(job.config))


def check_folders(jobs: Sequence[Job], overwrite: bool) -> None:
    """Refuse, before anything runs, folders that cannot be written or hold other results. Raises BadInput."""
    there = [job for job in jobs if job.folder.exists()]
    for job in [*there, *[job for job in jobs if job not in there][:1]]:
        store.prepare(job.folder, OmegaConf.create(job.config), overwrite)


def run_all(jobs: Sequence[Job], settings: PairedSettings) -> list[Outcome]:
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


def split(outcomes: Sequence[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    """Those that succeeded, those that failed."""
    return [o for o in outcomes if o.measured is not None], [o for o in outcomes if o.measured is None]


def nothing_to_compare(failed: Sequence[Outcome], needed: str) -> Exception:
    """The error to raise when too many runs failed; a bug keeps its traceback."""
    why = f"{failed[0].job.name}: {failed[0].reason}"
    if failed[0].details:
        return RuntimeError(f"{why}\n{failed[0].details}")
    return BadInput(f"nothing can be compared: {needed}. {why}")


def write_failures(failed: Sequence[Outcome], out: Path) -> None:
    """The tracebacks of runs that failed, or no file."""
    if failed:
        files.write_text(out / "failures.txt", "\n".join(f"{o.job.name}: {o.reason}\n{o.details}" for o in failed))
    else:
        (out / "failures.txt").unlink(missing_ok=True)


def together(done: Sequence[Outcome], table: str) -> pd.DataFrame:
    """One small table of all runs, with the columns arm and seed in front."""
    parts = [getattr(o.measured, table).assign(arm=o.job.arm, seed=o.job.seed) for o in done]
    rows = pd.concat(parts, ignore_index=True)
    order = ["arm", "seed", *[c for c in rows.columns if c not in ("arm", "seed")]]
    return rows.reindex(columns=order)
