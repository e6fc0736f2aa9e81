"""The table a comparison ends with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from .indicators import Indicator
from .study import Study
from .wording import interval, number, percent, verdict, whole

PLAIN_WIDTH = 148  # columns when the output is no terminal
NEEDED_WIDTH = {"unit": 140, "arm": 116, "relative": 104}  # columns of the terminal from which these are shown
SHORT = {
    "per 1,000 residents and year": "/1,000/year", "per 10,000 residents and year": "/10,000/year",
    "yuan per resident and year": "yuan/head/year", "% of resident-hours": "% of hours",
}  # fmt: skip
STYLES = {"lower": "cyan", "higher": "yellow", "unclear": "dim", "same": "dim", "unknown": "dim"}


def print_summary(study: Study, out: Path, seconds: float) -> None:
    """Print one table an arm, then where everything is."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PLAIN_WIDTH)
    for arm in study.arms:
        console.print(_table(study, arm, console.width))
    if study.failures:
        console.print(f"{len(study.failures)} runs failed; see {out / 'failures.txt'}", style="red", soft_wrap=True)
    console.print(f"{len(study.settings.seeds)} replications an arm in {seconds:.0f} s. Folder: {out}", soft_wrap=True)
    console.print(f"Report: {(out / 'report.html').absolute()}", soft_wrap=True)


def _table(study: Study, arm: str, width: int) -> Table:
    n = int(study.comparison.loc[study.comparison["arm"] == arm, "n"].max())
    title = f"{arm} against {study.reference}, {n} pairs of runs"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    readings = [(i, ledger, study.row(arm, i.id, ledger)) for i in study.headlines() for ledger in i.ledgers]
    rows = [_cells(indicator, row, study.settings.precision) for indicator, _, row in readings]
    shown = [name for name in rows[0] if width >= NEEDED_WIDTH.get(name, 0)]
    table.add_column("", overflow="ellipsis", no_wrap=True)
    for name in shown:
        widest = max(len(text) for text in (name, *(cells[name] for cells in rows)))
        table.add_column(name, justify="left" if name == "unit" else "right", no_wrap=True, min_width=widest)
    for (indicator, ledger, row), cells in zip(readings, rows, strict=True):
        style = STYLES[verdict(row["low95"], row["high95"])]
        table.add_row(f"{indicator.id} {indicator.name}, {ledger}", *(cells[name] for name in shown), style=style)
    return table


def _cells(indicator: Indicator, row: dict[str, Any], precision: float) -> dict[str, str]:
    """Texts by title of their column."""
    return {
        "unit": SHORT.get(indicator.unit, indicator.unit),
        "reference": number(row["reference_mean"]),
        "arm": number(row["mean"]),
        "difference": number(row["difference"], signed=True),
        "95 % interval": interval(row["low95"], row["high95"]),
        "relative": percent(row["relative"]),
        f"n for ±{precision:.0%}": whole(row["replications_needed"]),
    }
