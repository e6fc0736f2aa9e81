"""The table a comparison ends with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from .study import Study
from .wording import interval, number, percent, verdict, whole

PLAIN_WIDTH = 132  # columns when the output is no terminal
WIDE = 120  # columns from which units are shown
SHORT = {
    "per 1,000 residents and year": "/1,000/year", "per 10,000 residents and year": "/10,000/year",
    "yuan per resident and year": "yuan/person/year", "% of resident-hours": "% of hours",
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
    table.add_column("", overflow="ellipsis", no_wrap=True)
    readings = [(i, ledger, study.row(arm, i.id, ledger)) for i in study.headlines() for ledger in i.ledgers]
    units = [SHORT.get(i.unit, i.unit) for i, _, _ in readings]
    columns = [units, *zip(*(_numbers(row) for _, _, row in readings), strict=True)]
    titles = [
        "unit",
        "reference",
        "arm",
        "difference",
        "95 % interval",
        "relative",
        f"n for ±{study.settings.precision:.0%}",
    ]
    shown = slice(0 if width >= WIDE else 1, None)
    for title, column in list(zip(titles, columns, strict=True))[shown]:
        widest = max(len(cell) for cell in (title, *column))
        table.add_column(title, justify="left" if title == "unit" else "right", no_wrap=True, min_width=widest)
    for k, (indicator, ledger, row) in enumerate(readings):
        style = STYLES[verdict(row["low95"], row["high95"])]
        cells = [column[k] for column in columns[shown]]
        table.add_row(f"{indicator.id} {indicator.name}, {ledger}", *cells, style=style)
    return table


def _numbers(row: dict[str, Any]) -> list[str]:
    return [
        number(row["reference_mean"]), number(row["mean"]), number(row["difference"], signed=True),
        interval(row["low95"], row["high95"]), percent(row["relative"]), whole(row["replications_needed"]),
    ]  # fmt: skip
