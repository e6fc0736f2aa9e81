"""How fast it is: `make bench`, or `python -m experiments.bench [--quick]` in a checkout.

Every figure comes from a fresh process that may use one core. A year is timed after every kernel has been
loaded; wall and processor time are both shown, because on a busy machine only the second means anything.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from simulation import District

SIZES = ("small", "xigu")
DAYS_PER_YEAR, HOURS_PER_DAY = 365, 24
LIVELY = (
    "district=synthetic", "district.population=2000", "offenders.offenders_per_1000=40",
    "offenders.searches_per_year=60", "scenario.grievances=8",
)  # fmt: skip  # a little town in which every kernel is called within LIVELY_DAYS
LIVELY_DAYS = 60
TWIN = ("district=synthetic", "district.population=1000")
TWIN_RULES = ("theft", "disputing", "escalation")
ONE_CORE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")

Figures = dict[str, Any]


class Stopwatch:
    """Seconds of wall and of processor time within a `with` block."""

    def __enter__(self) -> Stopwatch:
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall_s, self.cpu_s = time.perf_counter() - self._wall, time.process_time() - self._cpu


class Timed:
    """A process of the schedule that notes how long its steps take; in everything else it is that process."""

    def __init__(self, process: Any) -> None:
        self.process, self.seconds = process, 0.0

    def step(self, *arguments: Any) -> Any:
        """One step, timed."""
        start = time.perf_counter()
        out = self.process.step(*arguments)
        self.seconds += time.perf_counter() - start
        return out

    def __getattr__(self, name: str) -> Any:
        return getattr(self.process, name)


# in a process of their own


def make(words: Sequence[str]) -> District:
    """The district of these overrides."""
    from hydra import compose, initialize_config_dir

    from .build import build
    from .errors import CONFIGS

    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        return build(compose("run", list(words)))


def with_timers(district: District) -> Mapping[str, Timed]:
    """Put a timer on every process of a district."""
    timed = {f.name: Timed(getattr(district.processes, f.name)) for f in dataclasses.fields(district.processes)}
    district.processes = dataclasses.replace(district.processes, **timed)
    return timed


def load_kernels() -> None:
    """Run a little town long enough that nothing is left to load or compile."""
    make(LIVELY).run_for(LIVELY_DAYS * HOURS_PER_DAY)


def measure_start(words: Sequence[str], days: int, started_s: float) -> Figures:
    """Seconds from the start of the process until the little town has lived its days."""
    load_kernels()
    return {"wall_s": time.time() - started_s}


def measure_year(words: Sequence[str], days: int, started_s: float) -> Figures:
    """Building, the way to the first tick, and days of a run."""
    import simulation  # noqa: F401  # its import is part of the start, not of building

    with Stopwatch() as build:
        district = make(words)
    district.run_for(1)
    first_tick_s = time.time() - started_s
    load_kernels()
    with Stopwatch() as run:
        district.run_for(days * HOURS_PER_DAY)
    unit = 1024**2 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KB elsewhere
    return {
        "residents": int(district.people.size), "build": vars(build), "first_tick_s": first_tick_s, "run": vars(run),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit,
    }  # fmt: skip


def measure_shares(words: Sequence[str], days: int, started_s: float) -> Figures:
    """Seconds by process, and of everything."""
    district = make(words)
    load_kernels()
    timed = with_timers(district)
    with Stopwatch() as run:
        district.run_for(days * HOURS_PER_DAY)
    return {name: t.seconds for name, t in timed.items()} | {"all": run.wall_s}


def measure_twin(words: Sequence[str], days: int, started_s: float) -> Figures:
    """Seconds of the three rules in production and in plain Mesa, on the same town and days."""
    from tests.oracles.plain_disputes import PlainDisputing, PlainEscalation
    from tests.oracles.plain_theft import PlainTheft
    from tests.oracles.plain_town import PlainTown

    load_kernels()
    fast, slow = make(words), make(words)
    plain, do = PlainTown(slow.town, slow.setting, slow.draws), slow.processes
    slow.processes = dataclasses.replace(
        do,
        theft=PlainTheft(do.theft, plain, slow.offenders, 1.0),
        disputing=PlainDisputing(do.disputing, plain, 1.0),
        escalation=PlainEscalation(do.escalation, plain),
    )  # pyright: ignore[reportArgumentType]
    figures: Figures = {"residents": int(slow.people.size), "hours": days * HOURS_PER_DAY}
    for name, district in (("fast", fast), ("slow", slow)):
        timed = with_timers(district)
        district.run_for(days * HOURS_PER_DAY)
        figures[name + "_s"] = sum(timed[rule].seconds for rule in TWIN_RULES)
    same = fast.tables()["events"].select(["event_id"]).equals(slow.tables()["events"].select(["event_id"]))
    return figures | {"events": len(fast.thefts) + len(fast.disputes), "same_events": same}


MEASURES: Mapping[str, Callable[[Sequence[str], int, float], Figures]] = {
    "start": measure_start, "year": measure_year, "shares": measure_shares, "twin": measure_twin,
}  # fmt: skip


# in the process that prints


def in_fresh_process(measure: str, words: Sequence[str] = (), days: int = 0, cache: str | None = None) -> Figures:
    """The figures of one measure, taken in a process of its own; `cache`: folder for compiled code."""
    request = json.dumps({"measure": measure, "words": words, "days": days, "started_s": time.time()})
    environment = os.environ | ONE_CORE | ({"GOVSIM_CACHE_DIR": cache} if cache else {})
    done = subprocess.run(
        [sys.executable, "-m", "experiments.bench", "--measure", request],
        env=environment, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def compile_seconds() -> float:
    """What a first start costs more than a second one: all kernels compiled into an empty folder."""
    with tempfile.TemporaryDirectory(prefix="govsim-bench-") as folder:
        cold, warm = (in_fresh_process("start", cache=folder)["wall_s"] for _ in range(2))
    return cold - warm


def size_table(rows: Sequence[Figures], days: int) -> Table:
    """One line a district."""
    scale = DAYS_PER_YEAR / days
    table = Table(title=f"One core, hourly ticks; a year from {days} days", title_justify="left")
    for heading in (
        "residents",
        "build s",
        "s a year, processor",
        "s a year, wall",
        "start to first tick s",
        "peak MB",
    ):
        table.add_column(heading, justify="right")
    for r in rows:
        table.add_row(
            f"{r['residents']:,}", f"{r['build']['wall_s']:.2f}", f"{r['run']['cpu_s'] * scale:.2f}",
            f"{r['run']['wall_s'] * scale:.2f}", f"{r['first_tick_s']:.2f}", f"{r['peak_mb']:.0f}",
        )  # fmt: skip
    return table


def share_table(shares: Mapping[str, Figures]) -> Table:
    """Share of time by process, one column a district."""
    table = Table(title="Where the time goes, % of wall time", title_justify="left")
    table.add_column("process")
    for name in shares:
        table.add_column(name, justify="right")
    columns = [s | {"everything else": 2 * s["all"] - sum(s.values())} for s in shares.values()]
    for process in (name for name in columns[0] if name != "all"):
        table.add_row(process, *(f"{100 * c[process] / c['all']:.1f}" for c in columns))
    return table


def growth(rows: Sequence[Figures]) -> float:
    """Exponent k in cost ~ residents^k between the smallest and the largest district; 1 is linear."""
    small, large = rows[0], rows[-1]
    cost = large["run"]["cpu_s"] / small["run"]["cpu_s"]
    return math.log(cost) / math.log(large["residents"] / small["residents"])


def twin_lines(twin: Figures, largest: Figures, days: int) -> str:
    """The ratio to plain Mesa, in words. The twin's three rules are set against all of the fast model."""
    slow_ns = 1e9 * twin["slow_s"] / twin["residents"] / twin["hours"]
    fast_ns = 1e9 * largest["run"]["cpu_s"] / largest["residents"] / (days * HOURS_PER_DAY)
    events = f"{twin['events']} thefts and disputes, {'the same' if twin['same_events'] else 'NOT THE SAME'} in both"
    return (
        f"Plain Mesa, theft and disputes only, {twin['residents']:,} residents, {twin['hours'] // 24} days "
        f"({events}): {slow_ns:,.0f} ns a resident-hour\n"
        f"This model, all processes, {largest['residents']:,} residents: {fast_ns:.2f} ns a resident-hour, "
        f"{slow_ns / fast_ns:,.0f} times faster\n"
        f"The same rules on the same {twin['residents']:,} residents: {twin['slow_s'] / twin['fast_s']:,.0f} times faster"
    )


def main() -> None:
    """Take all figures and print them."""
    parser = argparse.ArgumentParser(prog="python -m experiments.bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="30 days instead of a year, and no compilation")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        asked = json.loads(options.measure)
        print(json.dumps(MEASURES[asked.pop("measure")](**asked)))
        return
    days, console = (30 if options.quick else DAYS_PER_YEAR), Console()
    with console.status("filling the cache of compiled code"):
        in_fresh_process("start")
    with console.status("a year of each district"):
        rows = [in_fresh_process("year", [f"district={size}"], days) for size in SIZES]
    console.print(size_table(rows, days))
    console.print(f"Cost grows as residents to the power {growth(rows):.2f} (1 is linear)\n")
    with console.status("processes"):
        console.print(share_table({s: in_fresh_process("shares", [f"district={s}"], days) for s in SIZES}))
    with console.status("plain Mesa"):
        console.print(twin_lines(in_fresh_process("twin", TWIN, 10), rows[-1], days), highlight=False)
    if not options.quick:
        with console.status("compilation into an empty cache"):
            console.print(f"First start, once for each version of the sources: {compile_seconds():.0f} s to compile")


if __name__ == "__main__":
    main()
