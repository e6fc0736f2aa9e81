"""Which numbers matter. `govsim sensitivity`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from .. import files
from ..composition.asked import Asked
from ..report.terminal.sweep import print_tally
from ..sweeps.sensitivity import INDICES, Sensitivity, sensitivity
from .application import start


def print_effects(found: Sensitivity) -> None:
    """What was found, as tables."""
    console = Console()
    table = Table(title="Influence on the mean of an indicator, 95 % intervals", title_justify="left")
    for heading in ("indicator", "factor", "Morris mu*", "first order", "total"):
        table.add_column(heading, justify="left" if heading in ("indicator", "factor") else "right")
    both = found.morris.merge(known_shares(found.sobol), on=["indicator", "factor"], how="left", sort=False)
    for indicator, rows in both.groupby("indicator", sort=False):
        for row in rows.sort_values("mu_star", ascending=False).to_dict("records"):
            table.add_row(
                str(indicator), str(row["factor"]), _with(row, "mu_star", "mu_star_conf", ".3g"),
                _share(row, "S1"), _share(row, "ST"),
            )  # fmt: skip
        table.add_section()
    console.print(table)
    if lacking := needed(found.sobol):
        console.print(f"Too few points for shares of variance: samples={lacking:.0f} would do.", highlight=False)
    for row in found.variance.to_dict("records"):
        console.print(f"{row['indicator']} ({row['stage']}), variance of single runs: {_parts(row)}", highlight=False)


def needed(sobol: pd.DataFrame) -> float:
    """Base points that would do for every index; 0 where there are enough."""
    return float(np.nan_to_num(sobol["needed"], posinf=np.nan).max(initial=0))


def _parts(row: dict[str, Any]) -> str:
    parts = {what: row[what] for what in ("factors", "shared luck", "own luck")}
    if any(pd.isna(share) for share in parts.values()):
        return "not to be told apart: with one seed, or all runs alike, there is none"
    return ", ".join(f"{what} {100 * share:.0f} %" for what, share in parts.items())


def _share(row: dict[str, Any], index: str) -> str:
    """A share of variance, where it is known."""
    return "too few points" if pd.notna(row["needed"]) else _with(row, index, f"{index}_conf", ".2f")


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
    shares = bars(known_shares(found.sobol), "ST", "ST_conf", "Shares of variance (Sobol indices)", "S1", "S1_conf")
    files.write_text(out / "morris.svg", screening)
    files.write_text(out / "sobol.svg", shares)
    print_effects(found)
    print(f"Tables and figures: {out}")


def known_shares(sobol: pd.DataFrame) -> pd.DataFrame:
    """Indices within their ends; those whose intervals say next to nothing are missing."""
    known = sobol.copy()
    known[["S1", "ST"]] = known[["S1", "ST"]].clip(0, 1)
    known.loc[known["needed"].notna(), list(INDICES)] = np.nan
    return known


def main() -> None:
    """Screen the factors of a configuration, then explain the variance."""
    start("sensitivity", _sensitivity)
