"""Runs of arms that share seeds: checked before anything starts, run with a bar, their tables put together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from .. import files
from ..composition.settings import ArmedSettings
from ..errors import BadInput, refused_as_bad_input
from . import store
from .cluster import Cluster, run_jobs
from .jobs import Job, Outcome
from .progress import Progress


def check_arms(jobs: Sequence[Job]) -> None:
    """Refuse, before anything runs, policies that the town cannot have or that contradict each other."""
    from ..composition.build import check_policies  # compiled code is loaded only now

    for job in {job.arm: job for job in jobs}.values():
        with refused_as_bad_input(f"arm {job.arm}"):
            check_policies(job.config)


def check_folders(jobs: Sequence[Job], overwrite: bool) -> None:
    """Refuse, before anything runs, folders that cannot be written or hold other results. Raises BadInput."""
    there = [job for job in jobs if job.folder.exists()]
    for job in [*there, *[job for job in jobs if job not in there][:1]]:
        store.prepare(job.folder, job.config, overwrite)


def run_all(jobs: Sequence[Job], settings: ArmedSettings) -> list[Outcome]:
    """All outcomes in order, with a bar that shows the time left; no process is started where all are there already."""
    all_there = all(store.holds(job.folder, job.config) for job in jobs)
    cluster = Cluster(0 if all_there else settings.workers, settings.scheduler)
    with Progress(len(jobs)) as bar:

        def note(outcome: Outcome) -> None:
            bar.note(failure="" if outcome.measured is not None else f"{outcome.job.name}: {outcome.reason}")

        return run_jobs(jobs, cluster, note)


def carry_out(jobs: Sequence[Job], settings: ArmedSettings) -> tuple[list[Outcome], list[Outcome]]:
    """Check all jobs, run what is not there yet; those that succeeded, those that failed, whose tracebacks are kept.

    Raises BadInput, before anything runs, for arms the town cannot have and folders that hold other results.
    """
    check_arms(jobs)
    check_folders(jobs, settings.overwrite)
    done, failed = split(run_all(jobs, settings))
    write_failures(failed, Path(settings.out))
    return done, failed


def reasons(failed: Sequence[Outcome]) -> dict[str, str]:
    """Why each run failed, by its name."""
    return {outcome.job.name: outcome.reason for outcome in failed}


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
