"""What a factorial found, and the table it ends with."""

# pyright: reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from ...comparison.factorial import Factorial
from ...indicators import REGISTRY
from ...language.numbers import interval, number, percent
from ...statistics.interactions import BETTER, PAIR, WORSE
from .comparison import PLAIN_WIDTH

STYLES = {BETTER: "green", WORSE: "bold red"}


def print_factorial(found: Factorial, out: Path, seconds: float) -> None:
    """Print one table an outcome: parts, bundle, sum, what is left, and two-way interactions."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PLAIN_WIDTH)
    for indicator, ledger in found.readings():
        if rows := found.rows(indicator, ledger):
            console.print(_table(rows, indicator, ledger))
    if found.failures:
        console.print(f"{len(found.failures)} runs failed; see {out / 'failures.txt'}", style="red", soft_wrap=True)
    runs = len(found.settings.seeds)
    console.print(f"{runs} replications an arm in {seconds:.0f} s. Folder: {out}", soft_wrap=True)
    console.print(f"Report: {(out / 'report.html').absolute()}", soft_wrap=True)


def _table(rows: list[dict[str, Any]], indicator: str, ledger: str) -> Table:
    about = REGISTRY[indicator]
    title = f"{about.id} {about.name}, {ledger}, {about.unit}; baseline {number(rows[0]['reference_mean'])}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("", no_wrap=True, overflow="ellipsis", max_width=60)
    for name in ("difference", "90 % interval", "% of baseline"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in rows:
        base = row["reference_mean"]
        share = percent(row["difference"] / base) if base else "–"
        table.add_row(
            row["kind"], row["term"], number(row["difference"], signed=True), interval(row["low90"], row["high90"]),
            share, row["remark"], style=STYLES.get(row["remark"], "dim" if row["kind"] == PAIR else None),
        )  # fmt: skip
    return table
