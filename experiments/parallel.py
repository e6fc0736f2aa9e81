"""Many jobs over processes: a local Dask cluster, or one whose address is given."""

from __future__ import annotations

import logging
import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from dask.distributed import Client, LocalCluster, as_completed

from .errors import BadInput
from .jobs import Job, Outcome

CONNECT_SECONDS = 20


def run_jobs(
    do: Callable[[Job], Outcome], jobs: Sequence[Job], workers: int | None, scheduler: str | None,
    when_done: Callable[[Outcome], None],
) -> list[Outcome]:  # fmt: skip
    """Outcomes in the order of the jobs, whoever finishes first.

    `workers`: processes of one thread, None for one a core. `scheduler`: address of a running Dask scheduler whose
    workers have this program and see the same folders; None for a cluster of our own.
    """
    with _client(workers, scheduler, len(jobs)) as client:
        futures = {client.submit(do, job, pure=False, retries=0): i for i, job in enumerate(jobs)}
        outcomes: dict[int, Outcome] = {}
        for future in as_completed(futures):
            i = futures[future]
            lost = future.exception()
            outcomes[i] = Outcome(jobs[i], None, f"its worker was lost: {lost}") if lost else future.result()
            when_done(outcomes[i])
            future.release()
    return [outcomes[i] for i in range(len(jobs))]


@contextmanager
def _client(workers: int | None, scheduler: str | None, n_jobs: int) -> Iterator[Client]:
    if scheduler:
        try:
            client = Client(scheduler, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            raise BadInput(f"scheduler={scheduler}: no Dask scheduler answers there ({error})") from error
        with client:
            yield client
        return
    count = min(workers or _cores(), n_jobs)
    with tempfile.TemporaryDirectory(prefix="govsim-dask-") as scratch, _deaf_to_ctrl_c():
        cluster = LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, memory_limit=0,
            dashboard_address=None,  # pyright: ignore[reportArgumentType]
            local_directory=scratch, silence_logs=logging.CRITICAL,
        )  # fmt: skip
        with cluster, Client(cluster) as client, _hearing_ctrl_c():
            yield client


def _cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Ctrl-C is for the parent: workers started inside do not hear it, the parent stops them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _hearing_ctrl_c() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
