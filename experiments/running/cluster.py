"""Many jobs over processes: a local Dask cluster, one whose address is given, or jobs of Slurm."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..errors import BadInput
from .jobs import Job, Outcome, do_job, do_jobs, together
from .processes import FORKED, processes
from .queue import slurm_client
from .store import is_complete

if TYPE_CHECKING:
    from dask.distributed import Client, LocalCluster  # loaded when there is work for them: it takes a second

CONNECT_SECONDS = 20
START_ATTEMPTS = 3
# What Dask watches all the time costs more than handing over a run of a second.
QUIET = {
    "distributed.worker.profile.enabled": False, "distributed.admin.system-monitor.interval": "10s",
    "distributed.scheduler.active-memory-manager.start": False, "distributed.scheduler.work-stealing": False,
    "distributed.admin.tick.interval": "2s", "distributed.admin.tick.cycle": "10s",
}  # fmt: skip


@dataclass(frozen=True)
class Cluster:
    """Where runs are done: here (`workers=0`), in processes of this machine, or by a Dask scheduler or queue.

    `workers`: processes of one thread, None for one a core. `scheduler`: address of a running Dask scheduler whose
    workers have this program. `slurm`: options of dask_jobqueue.SLURMCluster and the number of `jobs`.
    """

    workers: int | None = None
    scheduler: str | None = None
    slurm: Mapping[str, Any] | None = None
    dashboard: bool = False
    client: Client | None = None  # of a cluster that is up already

    @property
    def in_process(self) -> bool:
        """Whether runs are done one after the other in this process."""
        return self.workers == 0 and self.scheduler is None and self.slurm is None


def run_jobs(jobs: Sequence[Job], cluster: Cluster, when_done: Callable[[Outcome], None]) -> list[Outcome]:
    """Outcomes in the order of the jobs, whoever finishes first; jobs that share a past go to one worker.

    The workers of a scheduler given by address must see the same folders.
    """
    if cluster.in_process:
        by_name = {o.job.name: _told(o, when_done) for group in together(jobs, 1) for o in do_jobs(group)}
        return [by_name[job.name] for job in jobs]
    from dask.distributed import as_completed

    with client_of(cluster, len(jobs)) as client:
        groups = together(jobs, sum(client.nthreads().values()))  # pyright: ignore[reportAttributeAccessIssue]
        futures = {client.submit(do_jobs, group, pure=False, retries=0): group for group in groups}
        outcomes: dict[str, Outcome] = {}
        for future in as_completed(futures):
            lost = future.exception()
            found = [_lost(job, lost) for job in futures[future]] if lost else future.result()
            outcomes |= {outcome.job.name: _told(outcome, when_done) for outcome in found}
            future.release()
    return [outcomes[job.name] for job in jobs]


def _lost(job: Job, error: BaseException) -> Outcome:
    """What is left of a job whose worker is gone: its result, if that was stored before."""
    return do_job(job) if is_complete(job.folder) else Outcome(job, None, f"its worker was lost: {error}")


def _told(outcome: Outcome, when_done: Callable[[Outcome], None]) -> Outcome:
    when_done(outcome)
    return outcome


@contextmanager
def client_of(cluster: Cluster, n_tasks: int) -> Iterator[Client]:
    """A client of a cluster that is up for as long as the block lasts. Raises BadInput when none answers."""
    from dask.distributed import Client

    _hush()
    if cluster.client is not None:
        yield cluster.client
    elif cluster.scheduler:
        try:
            client = Client(cluster.scheduler, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            raise BadInput(f"scheduler={cluster.scheduler}: no Dask scheduler answers there ({error})") from error
        with client:
            yield client
    elif cluster.slurm is not None:
        with slurm_client(cluster.slurm) as client:
            yield client
    else:
        with _own_cluster(min(cluster.workers or _cores(), n_tasks), cluster.dashboard) as client:
            yield client


def _hush() -> None:
    """Dask writes tracebacks about connections that broke; what they mean is said in one line elsewhere."""
    for name in [*logging.root.manager.loggerDict, "asyncio"]:
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def kept_up(cluster: Cluster) -> Iterator[Cluster]:
    """A cluster that stays up for many rounds of work."""
    if cluster.in_process:
        yield cluster
        return
    with client_of(cluster, cluster.workers or _cores()) as client:
        yield replace(cluster, client=client)


@contextmanager
def _own_cluster(count: int, dashboard: bool) -> Iterator[Client]:
    from dask.distributed import Client

    from ..composition.build import compiled  # what is compiled is loaded only now

    compiled()  # here, where the line that says so is seen
    with tempfile.TemporaryDirectory(prefix="govsim-dask-") as scratch, _deaf_to_ctrl_c():
        with _script_left_alone(), _started(count, scratch) as cluster, Client(cluster) as client, _hearing_ctrl_c():
            if dashboard and find_spec("bokeh"):
                print(f"Dask's dashboard: {client.dashboard_link}", file=sys.stderr)
            yield client


@contextmanager
def _script_left_alone() -> Iterator[None]:
    """Keep new processes from running the script that called, which would start processes in turn.

    Nothing of it is needed there: what workers do and what they are given has modules of its own.
    """
    main = sys.modules["__main__"].__dict__
    kept = {name: main.pop(name) for name in ("__file__",) if name in main and main.get("__spec__") is None}
    try:
        yield
    finally:
        main.update(kept)


def _started(count: int, scratch: str) -> LocalCluster:
    """Processes that are up. One that dies while it starts makes Dask give up; then they are started anew."""
    from dask import config
    from dask.distributed import LocalCluster
    from distributed.utils import get_mp_context

    config.set(QUIET)
    if FORKED:
        config.set({"distributed.worker.multiprocessing-method": "forkserver"})
        get_mp_context()  # the first time it is asked it sets a list of its own of what to load
        processes("distributed.worker")
    for attempt in range(START_ATTEMPTS):
        try:
            return LocalCluster(
                n_workers=count, threads_per_worker=1, processes=True, memory_limit=0,
                dashboard_address=":0",  # any port that is free
                local_directory=scratch, silence_logs=logging.CRITICAL,
                env=dict(os.environ),  # as it is now, not as it was when the first process was forked from
            )  # fmt: skip
        except RuntimeError as error:
            if attempt == START_ATTEMPTS - 1:
                raise BadInput(f"the {count} worker processes could not be started: {error}; try fewer") from error
    raise AssertionError


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
