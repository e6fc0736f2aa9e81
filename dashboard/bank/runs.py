"""A bank of runs for lessons and the classroom: a few processes, every result kept, the same run never done twice.

What a run is, is its resolved configuration, what is counted in it, and the model's code; its result lies under the
digest of these in a folder, so a stopped dashboard goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from govsim.experiments.errors import BadInput
from govsim.experiments.files import json_of, with_digest, write_text
from govsim.experiments.running.processes import processes

from ..process import begin

BREAKS = 3  # how often a run whose process died is tried


@dataclass(frozen=True)
class Run:
    """One run: words of the configuration, its seed, and what is counted after the burn-in."""

    words: tuple[str, ...]
    seed: int
    burn_in_days: int
    days: int
    counted: str  # JSON of name: what is counted, see counting.py

    @property
    def all_words(self) -> list[str]:
        """Words that compose its configuration; policies act in full from the end of the burn-in on."""
        dated = [f"policy_start_day={self.burn_in_days}", "policy_ramp_days=0", f"seed={self.seed}"]
        return [*dated, *self.words]


class Bank:
    """Runs by what they are. Use it from any thread."""

    def __init__(self, folder: Path, workers: int | None = None) -> None:
        """`workers`: processes; None leaves one core to the pages."""
        self.folder = folder
        self.workers = workers or max(1, (os.cpu_count() or 2) - 1)
        self._pool: ProcessPoolExecutor | None = None
        self._known: dict[Run, Future] = {}
        self._lock = threading.Lock()

    def ask(self, run: Run) -> Future:
        """The result of a run, sooner or later: a mapping of what was counted. Asked again, it is the same."""
        with self._lock:
            there = self._known.get(run)
            if there is None or (there.done() and there.exception() is not None):
                there = self._known[run] = Future()
                self._submit(run, there, 0)
            return there

    def also(self, do: Any, *given: Any) -> Future:
        """Something else done in one of the processes, such as a case followed through two arms; nothing is kept."""
        with self._lock:
            return self._processes().submit(do, *given)

    def _submit(self, run: Run, promise: Future, breaks: int) -> None:
        future = self._processes().submit(done, run, str(self.folder))
        future.add_done_callback(lambda one: self._hand_over(one, run, promise, breaks))

    def _hand_over(self, future: Future, run: Run, promise: Future, breaks: int) -> None:
        if future.cancelled():
            promise.cancel()
        elif isinstance(future.exception(), BrokenProcessPool) and breaks < BREAKS:
            with self._lock:
                self._pool = None
                self._submit(run, promise, breaks + 1)
        elif error := future.exception():
            promise.set_exception(error)
        else:
            promise.set_result(future.result())

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.workers, processes("govsim.dashboard.live.worker"), initializer=begin)
        return self._pool

    def end(self) -> None:
        """Give up what is not done."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                for process in list((getattr(self._pool, "_processes", None) or {}).values()):
                    process.terminate()
            self._pool = None


def done(run: Run, folder: str) -> dict[str, float]:
    """What was counted in a run, from the folder if it is there. For a process; raises what the run raises."""
    from govsim.experiments.composition.build import build
    from govsim.experiments.composition.parts import composed, plain_of
    from govsim.simulation.engine.clock import HOURS_PER_DAY

    from .counting import count

    config = plain_of(composed(run.all_words))
    path = Path(folder) / f"{_digest(run, config)}.json"
    if (there := _kept(path)) is not None:
        return there
    district = build(config)
    ticks_per_day = district.clock.ticks_per_day
    district.run_for((run.burn_in_days + run.days) * ticks_per_day)
    from_h, to_h = run.burn_in_days * HOURS_PER_DAY, (run.burn_in_days + run.days) * HOURS_PER_DAY
    counted = count(district.tables(), json.loads(run.counted), from_h, to_h)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, json.dumps(with_digest(counted)))
    return counted


def _kept(path: Path) -> dict[str, float] | None:
    """What was counted, from a file; None where there is none, or it is damaged: the run is done again."""
    try:
        return json_of(path, "")
    except (OSError, BadInput):
        return None


def _digest(run: Run, config: Mapping[str, Any]) -> str:
    from govsim.experiments.composition.own_code import own_code
    from govsim.experiments.running.store import NOT_IDENTITY
    from govsim.experiments.sweeps.plan import code_digest

    counting = (Path(__file__).parent / "counting.py").read_bytes()
    model = {key: value for key, value in config.items() if key not in NOT_IDENTITY}
    what = [code_digest(), own_code(config), run.counted, run.burn_in_days, run.days, model]
    named = json.dumps(what, sort_keys=True, default=str)
    return hashlib.blake2b(named.encode() + counting, digest_size=12).hexdigest()


@dataclass
class Batch:
    """Several runs wanted together."""

    futures: dict[Any, Future] = field(default_factory=dict)

    @property
    def finished(self) -> int:
        """How many are done, well or badly."""
        return sum(future.done() for future in self.futures.values())

    @property
    def all_done(self) -> bool:
        """Whether nothing is under way any more."""
        return self.finished == len(self.futures)

    @property
    def trouble(self) -> str:
        """Why one of them failed, one line; empty when none did."""
        from govsim.experiments.errors import explain

        errors = [future.exception() for future in self.futures.values() if future.done() and not future.cancelled()]
        first = next((error for error in errors if error is not None), None)
        return "" if first is None else explain(first) or f"{type(first).__name__}: {first}"
