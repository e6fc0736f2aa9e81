"""The table a comparison ends with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from .indicators import Indicator
from .study import Study
from .wording import interval, number, percent, verdict, whole

PLAIN_WIDTH = 132  # columns when the output is no terminal
SHORT = {
    "per 1,000 residents and year": "/1,000/year", "per 10,000 residents and year": "/10,000/year",
    "yuan per resident and year": "yuan/person/year", "% of resident-hours": "% of hours",
    "0..100 (recorded: % positive, has a ceiling)": "0..100",
}  # fmt: skip
STYLES = {"lower": "cyan", "higher": "yellow", "unclear": "dim", "same": "dim", "unknown": "dim"}


def print_summary(study: Study, out: Path, seconds: float) -> None:
    """Print one table an arm, then where everything is."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PLAIN_WIDTH)
    for arm in study.arms:
        console.print(_table(study, arm))
    if study.failures:
        console.print(f"{len(study.failures)} runs failed; see {out / 'failures.txt'}", style="red", soft_wrap=True)
    console.print(f"{len(study.settings.seeds)} replications an arm in {seconds:.0f} s. Folder: {out}", soft_wrap=True)
    console.print(f"Report: {(out / 'report.html').absolute()}", soft_wrap=True)


def _table(study: Study, arm: str) -> Table:
    n = int(study.comparison.loc[study.comparison["arm"] == arm, "n"].max())
    table = Table(title=f"{arm} against {study.reference}, {n} pairs of runs", title_justify="left")
    for column in ("indicator", "ledger", "unit"):
        table.add_column(column, no_wrap=True)
    half = f"{study.settings.precision:.0%}"
    for column in (study.reference, arm, "difference", "95 % interval", "relative", f"runs for ±{half}"):
        table.add_column(column, justify="right", no_wrap=True)
    for indicator in study.headlines():
        for ledger in indicator.ledgers:
            row = study.row(arm, indicator.id, ledger)
            table.add_row(*_cells(indicator, ledger, row), style=STYLES[verdict(row["low95"], row["high95"])])
    return table


def _cells(indicator: Indicator, ledger: str, row: pd.Series) -> list[str]:
    return [
        f"{indicator.id} {indicator.name}", ledger, SHORT.get(indicator.unit, indicator.unit), number(row["reference_mean"]), number(row["mean"]),
        number(row["difference"], signed=True), interval(row["low95"], row["high95"]), percent(row["relative"]),
        whole(row["replications_needed"]),
    ]  # fmt: skip
