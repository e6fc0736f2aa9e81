"""Workers as jobs of Slurm, watched: what the queue refuses is told at once, and what it waits for every minute."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dask.distributed import Client, Status

from ..errors import BadInput, Remark

TELL_EVERY_S, LOOK_EVERY_S, ANSWER_S = 60.0, 0.5, 10.0
SUBMIT, LIST = "sbatch", "squeue"


@contextmanager
def slurm_client(options: Mapping[str, Any]) -> Iterator[Client]:
    """A client whose workers are jobs; the first has begun. Raises BadInput where there is no Slurm or it refuses."""
    queue, refusals = slurm_cluster(options)
    with queue, Client(queue) as client:
        _wait_for_a_worker(client, refusals)
        done = threading.Event()
        watching = threading.Thread(target=_watch, args=(client, refusals, done), daemon=True)
        watching.start()
        try:
            yield client
        finally:
            done.set()
            watching.join()


def slurm_cluster(options: Mapping[str, Any]) -> tuple[Any, list[str]]:
    """The cluster, and a list that will have what the queue says when it refuses a job. Raises BadInput."""
    try:
        from dask_jobqueue.slurm import SLURMCluster, SLURMJob
    except ImportError as error:
        raise BadInput("cluster=slurm needs dask-jobqueue; install govsim[research]") from error
    if shutil.which(SUBMIT) is None:
        raise BadInput(f"cluster=slurm: there is no {SUBMIT} on this machine; start the command on one that has it")
    given, refusals = dict(options), list[str]()
    jobs, memory = given.pop("jobs"), given.get("memory")
    if not isinstance(memory, str):
        raise BadInput(f"cluster.memory is {memory!r}; it needs a unit: cluster.memory=16GB")

    class Watched(SLURMJob):
        """A job; when it is refused, what was said is kept."""

        async def _submit_job(self, script_filename: str) -> Any:
            try:
                return await super()._submit_job(script_filename)
            except (RuntimeError, OSError) as error:
                refusals.append(_said_by_the_queue(str(error)))
                self.status = Status.failed  # else Dask takes it for one that is about to come, and cannot be closed
                raise

    class Queue(SLURMCluster):
        """Jobs that are watched."""

        job_cls = Watched

    try:
        queue = Queue(**given)
    except (TypeError, ValueError) as error:
        raise BadInput(f"cluster=slurm: {error}") from error
    queue.adapt(minimum_jobs=jobs, maximum_jobs=jobs)  # a job that ends is replaced
    return queue, refusals


def _wait_for_a_worker(client: Client, refusals: list[str]) -> None:
    told = time.monotonic()
    while not client.nthreads():
        if refusals:
            raise BadInput(f"cluster=slurm: the queue refuses the job: {refusals[0]}")
        if time.monotonic() - told >= TELL_EVERY_S:
            told = time.monotonic()
            warnings.warn(f"no worker yet; the queue says: {_waiting()}", Remark, 2)
        time.sleep(LOOK_EVERY_S)


def _watch(client: Client, refusals: list[str], done: threading.Event) -> None:
    """Say every minute that there is no worker any more, and why the queue takes no other, until all is done."""
    while not done.wait(TELL_EVERY_S):
        if not client.nthreads():
            why = f"it refuses a job: {refusals[-1]}" if refusals else _waiting()
            warnings.warn(f"no worker any more; the queue says: {why}", Remark, 2)
        refusals.clear()


def _waiting() -> str:
    """What the queue says of one's own jobs, in one line."""
    words = [LIST, "--me", "--noheader", "--format=%T (%r)"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=ANSWER_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return f"nothing ({LIST} gives no answer)"
    states = done.stdout.split("\n")
    counted = {state: states.count(state) for state in states if state}
    return ", ".join(f"{n} {state}" for state, n in counted.items()) or "it has no job of yours"


def _said_by_the_queue(text: str) -> str:
    """The words of sbatch in what dask-jobqueue makes of them, in one line."""
    said = text.rpartition("stderr:")[2] if "stderr:" in text else text
    return " ".join(said.split()) or "it gives no reason"
