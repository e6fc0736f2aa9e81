"""What `make bench` measures, each measure in a fresh process that may use one core."""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from omegaconf import OmegaConf

from govsim.simulation import District
from govsim.simulation.engine.clock import HOURS_PER_DAY
from govsim.simulation.synthesis import DistrictPlan, make_district

from ..composition.build import build
from ..composition.parts import composed

LIVELY = (
    "district=synthetic", "district.population=2000", "offenders.offenders_per_1000=40",
    "offenders.searches_per_year=60", "scenario.grievances=8",
)  # fmt: skip  # a little town in which every kernel is called within LIVELY_DAYS
LIVELY_DAYS = 60
ONE_CORE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")

Figures = dict[str, Any]
Words = Sequence[str]


class Timed:
    """A process of the morning that notes how long its steps take; in everything else it is that process."""

    def __init__(self, process: Any) -> None:
        self.process, self.seconds = process, 0.0

    def step(self, *arguments: Any) -> Any:
        """One step, timed."""
        return self.timed(self.process.step, *arguments)

    def timed(self, do: Callable[..., Any], *arguments: Any) -> Any:
        """A call, timed."""
        start = time.process_time()
        out = do(*arguments)
        self.seconds += time.process_time() - start
        return out

    def __getattr__(self, name: str) -> Any:
        return getattr(self.process, name)


def seconds_of(work: Callable[[], object]) -> Figures:
    """Wall and processor seconds of some work."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}


def peak_mb() -> float:
    """Most memory this process has had so far, MB."""
    unit = 1024**2 if sys.platform == "darwin" else 1024  # bytes there, KB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def load_kernels() -> None:
    """Run a little town long enough that nothing is left to compile or to load."""
    build(composed(LIVELY)).run_for(LIVELY_DAYS * HOURS_PER_DAY)


def with_timers(district: District) -> Mapping[str, Timed]:
    """Put a timer on every process of the morning, and one on the hours, in which the others act."""
    timed = {name: Timed(process) for name, process in vars(district.processes).items() if hasattr(process, "step")}
    district.processes = dataclasses.replace(district.processes, **timed)
    hours, kernel = Timed(district.hours), district.hours.kernel
    district.hours.kernel = lambda *arguments: hours.timed(kernel, *arguments)
    return timed | {"hours": hours}


def measure_kernels(words: Words, days: int) -> Figures:
    """The little town, with whatever has to be compiled for it."""
    return seconds_of(load_kernels)


def measure_first_tick(words: Words, days: int) -> Figures:
    """One tick from nothing: processor seconds of the whole process, its imports included."""
    build(composed(words)).run_for(1)
    return {"cpu_s": time.process_time()}


def measure_town(words: Words, days: int) -> Figures:
    """Making the town, without the copy kept on disk."""
    load_kernels()
    cfg = composed(words)
    plan = DistrictPlan.model_validate_json(json.dumps(OmegaConf.to_container(cfg.district, resolve=True)))
    return seconds_of(lambda: make_district(plan, int(cfg.district_seed))) | {"peak_mb": peak_mb()}


def measure_run(words: Words, days: int) -> Figures:
    """Some days, after compilation."""
    load_kernels()
    district = build(composed(words))
    figures = seconds_of(lambda: district.run_for(days * HOURS_PER_DAY))
    return figures | {"peak_mb": peak_mb(), "residents": district.people.size}


def measure_shares(words: Words, days: int) -> Figures:
    """Processor seconds of some days, by process; timers on, so the sum is not the cost of a run."""
    load_kernels()
    district = build(composed(words))
    timed = with_timers(district)
    everything = seconds_of(lambda: district.run_for(days * HOURS_PER_DAY))["cpu_s"]
    shares = {name: t.seconds for name, t in timed.items()}
    return shares | {"everything else": everything - sum(shares.values())}


def measure_twin(words: Words, days: int) -> Figures:
    """Processor seconds of a district, and what theft, disputing and escalation cost in plain Mesa on top of them."""
    from tests.oracles.twin import with_twin

    load_kernels()
    cfg = composed(words)
    fast, slow = build(cfg), with_twin(build(cfg), float(cfg.scenario.grievances), float(cfg.scenario.offending))

    def step_by_step() -> None:
        for _ in range(days * HOURS_PER_DAY):
            slow.step()

    fast_s = seconds_of(lambda: fast.run_for(days * HOURS_PER_DAY))["cpu_s"]
    slow_s = seconds_of(step_by_step)["cpu_s"] - fast_s
    ids = [d.tables()["events"]["event_id"] for d in (fast, slow)]
    return {
        "residents": slow.people.size, "fast_s": fast_s, "slow_s": slow_s,
        "events": len(ids[0]), "same_events": ids[0].equals(ids[1]),
    }  # fmt: skip


MEASURES: Mapping[str, Callable[[Words, int], Figures]] = {
    "kernels": measure_kernels, "first tick": measure_first_tick, "town": measure_town,
    "run": measure_run, "shares": measure_shares, "twin": measure_twin,
}  # fmt: skip


def in_fresh_process(measure: str, words: Words = (), days: int = 0, cache: str | None = None) -> Figures:
    """The figures of one measure, and `whole_s`, the wall seconds of its process from start to end.

    `cache`: folder for compiled code and towns, else the user's.
    """
    environment = os.environ | ONE_CORE | ({"GOVSIM_CACHE_DIR": cache} if cache else {})
    command = [sys.executable, "-m", "govsim.experiments.benchmarks.timing", json.dumps([measure, words, days])]
    start = time.perf_counter()
    done = subprocess.run(
        command, env=environment, cwd=Path(__file__).resolve().parents[2], stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1]) | {"whole_s": time.perf_counter() - start}


if __name__ == "__main__":
    asked, its_words, its_days = json.loads(sys.argv[1])
    print(json.dumps(MEASURES[asked](its_words, its_days)))
