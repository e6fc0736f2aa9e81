"""The engine of a sweep: groups of runs go to the workers of a Dask cluster, results go to the store as they come."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from filelock import Timeout

from ..errors import BadInput
from ..locks import locked
from ..running.cluster import Cluster, client_of
from ..running.progress import Progress
from .plan import PlannedRun, together
from .store import SweepStore
from .work import DONE, FAILED, Result, as_work, do_task

if TYPE_CHECKING:
    from dask.distributed import Client

ABSORB_S, ABSORB_RUNS = 10.0, 500  # how often finished runs are taken into the datasets
AHEAD = 3  # groups a worker has waiting, so that it never waits for the parent
MOST_TOGETHER = 16  # runs of a group: more would leave other workers without work


class ClusterLost(Exception):
    """The scheduler or all of its workers are gone."""


@dataclass
class Tally:
    """What a command did."""

    planned: int = 0
    there: int = 0  # runs that were finished before
    done: int = 0
    failed: int = 0
    seconds: float = 0.0
    days: float = 0.0  # simulated
    days_alone: float = 0.0  # would have been simulated without sharing of pasts
    reasons: dict[str, int] = field(default_factory=dict)  # of failures

    def count(self, result: Result) -> None:
        """Take a result into account."""
        self.done += result.status == DONE
        self.failed += result.status == FAILED
        self.days += result.days
        self.days_alone += result.days_alone
        if result.reason:
            self.reasons[result.reason] = self.reasons.get(result.reason, 0) + 1


class Pause:
    """Tells when it is time to take finished runs into the datasets."""

    def __init__(self) -> None:
        self.since, self.runs = time.monotonic(), 0

    def is_due(self, more: int) -> bool:
        """Whether it is time, now that so many more runs are finished."""
        self.runs += more
        if self.runs < ABSORB_RUNS and time.monotonic() - self.since < ABSORB_S:
            return False
        self.since, self.runs = time.monotonic(), 0
        return True


def run_all(runs: Sequence[PlannedRun], store: SweepStore, cluster: Cluster, quiet: bool = False) -> Tally:
    """Do every run that is not finished. Raises BadInput when the cluster is lost, OSError; finished runs are kept."""
    started, known = time.monotonic(), store.finished()
    due = [run for run in runs if run.run_id not in known]
    tally = Tally(planned=len(runs), there=len(runs) - len(due))
    if not due:
        return tally
    tasks, pause = list(together(due, MOST_TOGETHER)), Pause()
    with _sharing(tasks, store), Progress(len(runs), tally.there, quiet=quiet) as progress:
        try:
            for results in _results(tasks, store, cluster):
                for result, run in results:
                    store.put(result, run)
                    tally.count(result)
                    progress.note(failure=result.reason)
                if pause.is_due(len(results)):
                    store.absorb()
        except ClusterLost as error:
            there = len(store.finished())
            raise BadInput(
                f"{error}; {there} runs are finished and kept, the same command goes on from there"
            ) from error
        finally:
            store.absorb()
    tally.seconds = time.monotonic() - started
    return tally


@contextmanager
def _sharing(tasks: list[list[PlannedRun]], store: SweepStore) -> Iterator[None]:
    """A second command on the same store does its tasks in another order, so that the two share the work."""
    with ExitStack() as held:
        try:
            held.enter_context(locked(store.folder / ".first.lock", 0))
        except Timeout:
            random.shuffle(tasks)
        yield


type Pairs = list[tuple[Result, PlannedRun]]


def _results(tasks: Sequence[list[PlannedRun]], store: SweepStore, cluster: Cluster) -> Iterator[Pairs]:
    if cluster.in_process:
        for task in tasks:
            if here := _still_due(task, store):
                yield _paired(do_task([as_work(run, store.keep) for run in here]), here)
        return
    with client_of(cluster, len(tasks)) as client:
        try:
            yield from _from_workers(iter(tasks), store, client)
        except OSError as error:  # Dask's for a connection that broke; the store's are raised elsewhere
            raise ClusterLost("the scheduler is gone") from error


def _from_workers(tasks: Iterator[list[PlannedRun]], store: SweepStore, client: Client) -> Iterator[Pairs]:
    from dask.distributed import as_completed

    running: dict[object, list[PlannedRun]] = {}
    arriving = as_completed([])

    def submit() -> None:
        threads: Mapping[str, int] = client.nthreads()  # pyright: ignore[reportAssignmentType]
        wanted = max(4, AHEAD * sum(threads.values()))
        for task in itertools.islice(tasks, max(0, wanted - len(running))):
            if here := _still_due(task, store):
                future = client.submit(do_task, [as_work(run, store.keep) for run in here], pure=False, retries=0)
                running[future.key] = here
                arriving.add(future)

    submit()
    for future in arriving:
        here = running.pop(future.key)
        lost = future.exception() if not future.cancelled() else CancelledError()
        if isinstance(lost, CancelledError) or future.status in ("cancelled", "lost"):
            raise ClusterLost("the scheduler is gone")
        if lost:
            reason = f"its worker was lost more than once: {type(lost).__name__}"
            yield [(Result(run.run_id, FAILED, reason=reason), run) for run in here]
        else:
            yield _paired(future.result(), here)
        future.release()
        submit()


def _still_due(task: list[PlannedRun], store: SweepStore) -> list[PlannedRun]:
    """Runs that no other command has finished meanwhile."""
    return [run for run in task if not store.has(run.run_id)]


def _paired(results: Sequence[Result], runs: Sequence[PlannedRun]) -> Pairs:
    return list(zip(results, runs, strict=True))
