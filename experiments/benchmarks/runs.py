"""How fast it is: `make bench`, or `python -m govsim.experiments.benchmarks.runs [--quick]`.

Years are timed after compilation, in processor time and wall time: on a busy machine only the first means
anything. Every figure comes from a process of its own (timing.py).
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from govsim.simulation.engine.clock import DAYS_PER_YEAR, HOURS_PER_DAY

from .timing import Figures, in_fresh_process

SIZES = ("small", "xigu")
QUICK_DAYS = 30
TWIN, TWIN_DAYS = ("district=synthetic", "district.population=1000"), 10


def measure_size(size: str, days: int) -> Figures:
    """Figures of one district; its town is kept on disk from the first process on."""
    words = [f"district={size}"]
    town, run = in_fresh_process("town", words), in_fresh_process("run", words, days)
    start = in_fresh_process("first tick", words)
    year = {name: run[name] * DAYS_PER_YEAR / days for name in ("cpu_s", "wall_s")}
    return {"residents": run["residents"], "town_s": town["cpu_s"], "start": start,
            "peak_mb": max(town["peak_mb"], run["peak_mb"]), "year": year}  # fmt: skip


def size_table(rows: Sequence[Figures], days: int) -> Table:
    """One line a district; a start is everything up to the end of the first tick, with compiled code and town kept."""
    table = Table(title=f"One core, hourly ticks; a year from {days} days", title_justify="left")
    for heading in (
        "residents", "town made, s", "year, processor s", "year, wall s", "start, processor s", "start, wall s",
        "peak MB",
    ):  # fmt: skip
        table.add_column(heading, justify="right")
    for r in rows:
        table.add_row(
            f"{r['residents']:,}", f"{r['town_s']:.2f}", f"{r['year']['cpu_s']:.2f}", f"{r['year']['wall_s']:.2f}",
            f"{r['start']['cpu_s']:.2f}", f"{r['start']['whole_s']:.2f}", f"{r['peak_mb']:.0f}",
        )  # fmt: skip
    return table


def share_table(shares: Mapping[str, Figures]) -> Table:
    """Share of time by process, one column a district."""
    table = Table(title="Where the time goes, % of processor time", title_justify="left")
    table.add_column("process")
    for size in shares:
        table.add_column(size, justify="right")
    for process in (name for name in next(iter(shares.values())) if name != "whole_s"):
        table.add_row(process, *(f"{100 * s[process] / (sum(s.values()) - s['whole_s']):.1f}" for s in shares.values()))
    return table


def growth(rows: Sequence[Figures]) -> float:
    """Exponent k in cost ~ residents^k from the smallest to the largest district; 1 is linear."""
    cost = rows[-1]["year"]["cpu_s"] / rows[0]["year"]["cpu_s"]
    return math.log(cost) / math.log(rows[-1]["residents"] / rows[0]["residents"])


def against_plain_mesa(twin: Figures, largest: Figures) -> str:
    """The ratio in words. Three rules of the twin are set against the whole of this model, so it is a lower bound."""
    slow_ns = 1e9 * twin["slow_s"] / (twin["residents"] * TWIN_DAYS * HOURS_PER_DAY)
    fast_ns = 1e9 * largest["year"]["cpu_s"] / (largest["residents"] * DAYS_PER_YEAR * HOURS_PER_DAY)
    equal = "the same events" if twin["same_events"] else "NOT THE SAME EVENTS"
    return (
        f"Plain Mesa: {slow_ns:,.0f} ns a resident-hour (theft and disputes only; {twin['residents']:,} residents, "
        f"{TWIN_DAYS} days, {twin['events']} events, {equal} as here)\n"
        f"This model: {fast_ns:.2f} ns a resident-hour (everything; {largest['residents']:,} residents), "
        f"{slow_ns / fast_ns:,.0f} times faster\n"
        f"The whole model on those {twin['residents']:,}: {twin['slow_s'] / twin['fast_s']:,.0f} times faster"
    )


def compile_seconds() -> float:
    """What a first start costs more than a second: everything compiled into an empty folder."""
    with tempfile.TemporaryDirectory(prefix="govsim-bench-") as folder:
        cold, warm = (in_fresh_process("kernels", cache=folder)["whole_s"] for _ in range(2))
    return cold - warm


def main() -> None:
    """Take all figures and print them."""
    parser = argparse.ArgumentParser(prog="python -m govsim.experiments.benchmarks.runs", description="How fast it is.")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_DAYS} days instead of a year; no compilation")
    quick, console = parser.parse_args().quick, Console()
    days = QUICK_DAYS if quick else DAYS_PER_YEAR
    with console.status("measuring; a first start compiles"):
        in_fresh_process("kernels")
        rows = [measure_size(size, days) for size in SIZES]
        console.print(size_table(rows, days))
        console.print(f"Cost of a year grows as residents to the power {growth(rows):.2f} (1 is linear)\n")
        console.print(share_table({size: in_fresh_process("shares", [f"district={size}"], days) for size in SIZES}))
        console.print(against_plain_mesa(in_fresh_process("twin", TWIN, TWIN_DAYS), rows[-1]), highlight=False)
        if not quick:
            console.print(f"First start with new sources: {compile_seconds():.0f} s more, to compile", highlight=False)


if __name__ == "__main__":
    main()
