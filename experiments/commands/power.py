"""How many runs. `govsim power`."""

# pyright: reportArgumentType=false
# (pandas says too little about its types)

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from .. import files
from ..composition.asked import Asked
from ..composition.settings import PowerSettings
from ..report.terminal.sweep import print_tally
from ..sweeps.power import power
from .application import start


def print_table(table: pd.DataFrame, settings: PowerSettings) -> None:
    """What is needed, in a table and in words."""
    console = Console()
    shown = Table(title=f"Replications for {settings.arms[1]} against {settings.arms[0]}", title_justify="left")
    for heading in (
        "indicator", "mean", "difference, pilot", "correlation",
        f"effect of {100 * settings.effect:g} %: same luck", "own luck",
        f"width of ±{100 * settings.precision:g} %: same luck", "own luck",
    ):  # fmt: skip
        shown.add_column(heading, justify="left" if heading == "indicator" else "right")
    for row in table.to_dict("records"):
        shown.add_row(
            str(row["indicator"]), f"{row['reference_mean']:.3g}",
            f"{row['difference']:+.3g} ± {row['half_width_95']:.2g}", f"{row['correlation']:.2f}",
            *(_count(row[k]) for k in ("runs_for_effect_paired", "runs_for_effect_apart", "runs_for_width_paired",
                                       "runs_for_width_apart")),
        )  # fmt: skip
    console.print(shown)
    console.print(
        f"Power {settings.power:g}, two-sided test at 5 %. A pilot of {int(table['pilot_pairs'].min())} pairs knows "
        "a standard deviation only roughly: take a third more than it says."
    )


def _count(n: float | None) -> str:
    return "over a million" if n is None or pd.isna(n) else f"{int(n):,}"


def _power(asked: Asked) -> None:
    table, settings = power(asked, print_tally)
    path = Path(settings.out) / "power.csv"
    files.write_csv(path, table.to_csv(index=False))
    print_table(table, settings)
    print(f"Table: {path}")


def main() -> None:
    """Say how many replications a configuration needs."""
    start("power", _power)
