"""Which numbers matter. `govsim sensitivity`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from .. import files
from ..composition.asked import Asked
from ..report.terminal.sweep import print_tally
from ..sweeps.sensitivity import Sensitivity, sensitivity
from .application import start


def print_effects(found: Sensitivity) -> None:
    """What was found, as tables."""
    console = Console()
    table = Table(title="Influence on the mean of an indicator, 95 % intervals", title_justify="left")
    for heading in ("indicator", "factor", "Morris mu*", "first order", "total"):
        table.add_column(heading, justify="left" if heading in ("indicator", "factor") else "right")
    both = found.morris.merge(found.sobol, on=["indicator", "factor"], how="left", sort=False)
    for indicator, rows in both.groupby("indicator", sort=False):
        for row in rows.sort_values("mu_star", ascending=False).to_dict("records"):
            table.add_row(
                str(indicator), str(row["factor"]), _with(row, "mu_star", "mu_star_conf", ".3g"),
                _with(row, "S1", "S1_conf", ".2f"), _with(row, "ST", "ST_conf", ".2f"),
            )  # fmt: skip
        table.add_section()
    console.print(table)
    for row in found.variance.to_dict("records"):
        parts = ", ".join(f"{what} {100 * row[what]:.0f} %" for what in ("factors", "shared luck", "own luck"))
        console.print(f"{row['indicator']} ({row['stage']}), variance of single runs: {parts}", highlight=False)


def _with(row: dict[str, Any], value: str, half: str, form: str) -> str:
    if pd.isna(row[value]):
        return "–"
    return f"{row[value]:{form}} ± {row[half]:{form}}"


def _sensitivity(asked: Asked) -> None:
    found = sensitivity(asked, print_tally)
    from ..report.sensitivity import bars  # matplotlib is loaded only now
    from ..report.tables import write_tables

    out = Path(found.settings.out)
    write_tables({"morris": found.morris, "sobol": found.sobol, "variance": found.variance}, out)
    screening = bars(found.morris, "mu_star", "mu_star_conf", "Screening (Morris)")
    shares = bars(found.sobol, "ST", "ST_conf", "Shares of variance (Sobol indices)", "S1", "S1_conf")
    files.write_text(out / "morris.svg", screening)
    files.write_text(out / "sobol.svg", shares)
    print_effects(found)
    print(f"Tables and figures: {out}")


def main() -> None:
    """Screen the factors of a configuration, then explain the variance."""
    start("sensitivity", _sensitivity)
