"""How fast sweeps are: `make bench-sweep`, or `python -m govsim.experiments.benchmarks.sweeps`.

Overhead is what a run in a sweep takes beyond the bare simulation of it (build and step), in processor time of the
worker, and what the parent spends on it. Measuring the indicators is shown apart. All parts are taken from the same
runs: two runs of the same seed differ by more than the overhead.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from govsim.simulation import District

from ..composition.build import build
from ..composition.parts import composed, plain_of
from ..running.cluster import Cluster, kept_up
from ..running.pasts import Past
from ..sweeps import work
from ..sweeps.engine import run_all
from ..sweeps.plan import Base, PlannedRun
from ..sweeps.store import SweepStore
from ..sweeps.work import Work, do_task


def parts(words: list[str], runs: int) -> dict[str, float]:
    """Processor seconds a run: bare simulation, indicators, all that a worker does, and the store."""
    config = plain_of(composed(words))
    build(config).run_for(24)  # compiled code, the town
    spent: dict[str, float] = dict.fromkeys(("bare", "indicators", "worker", "store"), 0.0)
    base = Base("baseline", config, {}, 0.0)
    with tempfile.TemporaryDirectory() as folder, _spans(spent):
        store = SweepStore(Path(folder) / "s", {}, ("daily",))
        store.open()
        for seed in range(1, runs + 1):
            results = _timed(spent, "worker", do_task)([Work(f"{seed:024x}", config | {"seed": seed}, 0.0, ("daily",))])
            _timed(spent, "store", store.put)(results[0], PlannedRun(f"{seed:024x}", base, {}, seed))
        _timed(spent, "store", store.absorb)()
    return {name: value / runs for name, value in spent.items()}


@contextmanager
def _spans(spent: dict[str, float]) -> Iterator[None]:
    """Time what a worker does while the block lasts: build and step are the bare run, tables are for the indicators."""
    parts = {(Past, "begin"): "bare", (District, "run_for"): "bare", (District, "tables"): "indicators",
             (work, "read_all"): "indicators"}  # fmt: skip
    before = {place: getattr(*place) for place in parts}
    for (owner, name), part in parts.items():
        setattr(owner, name, _timed(spent, part, before[owner, name]))
    try:
        yield
    finally:
        for (owner, name), do in before.items():
            setattr(owner, name, do)


def _timed[**P, R](spent: dict[str, float], part: str, do: Callable[P, R]) -> Callable[P, R]:
    """A function that also adds the processor seconds it takes to a part."""

    def timed(*args: P.args, **kwargs: P.kwargs) -> R:
        started = time.process_time()
        try:
            return do(*args, **kwargs)
        finally:
            spent[part] += time.process_time() - started

    return timed


def whole(words: list[str], runs: int, workers: int) -> tuple[float, float]:
    """Runs an hour over some processes, and processor seconds of the parent a run; a first batch warms them up."""
    base = Base("baseline", plain_of(composed(words)), {}, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        with kept_up(Cluster(workers)) as cluster:
            store = SweepStore(Path(folder) / "s", {}, ("daily",))
            store.open()
            planned = [PlannedRun(f"{seed:024x}", base, {}, seed) for seed in range(runs + workers)]
            run_all(planned[:workers], store, cluster, quiet=True)
            wall, processor = time.monotonic(), time.process_time()
            run_all(planned[workers:], store, cluster, quiet=True)
            wall, processor = time.monotonic() - wall, time.process_time() - processor
    return 3600 * runs / wall, processor / runs


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="govsim bench-sweep", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="a tenth of the time")
    given = parser.parse_args()
    console, part = Console(), 10 if given.quick else 1
    table = Table(title=f"One year; processor milliseconds a run, runs an hour on {given.workers} processes",
                  title_justify="left")  # fmt: skip
    for heading in ("district", "bare run", "indicators", "rest", "store", "parent", "overhead", "runs/h"):
        table.add_column(heading, justify="right")
    for size, runs in (("small", 40), ("xigu", 10)):
        words = [f"district={size}", f"years={1 / part}"]
        spent = parts(words, max(2, runs // 4))
        rate, parent = whole(words, runs, given.workers)
        rest = spent["worker"] - spent["bare"] - spent["indicators"]
        overhead = max(0.0, rest) + parent
        cells = (spent["bare"], spent["indicators"], rest, spent["store"], parent)
        table.add_row(
            size, *(f"{1000 * c:,.0f}" for c in cells),
            f"{1000 * overhead:.0f} ms, {100 * overhead / spent['bare']:.1f} %", f"{rate:,.0f}",
        )  # fmt: skip
    console.print(table)


if __name__ == "__main__":
    main()
