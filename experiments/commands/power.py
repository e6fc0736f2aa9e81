"""How many runs. `govsim power`."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says too little about its types)

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import hydra
import pandas as pd
from omegaconf import DictConfig
from rich.console import Console
from rich.table import Table

from .. import files
from ..composition.settings import PowerSettings, settings_of
from ..config_folders import CONFIGS
from ..errors import BadInput
from ..statistics.replications import Spread, half_width, runs_for_effect, runs_for_width, spread
from ..sweeps.store import check_indicators, designed
from . import sweep
from .application import one_line_errors


def spreads(settings: PowerSettings, folder: Path) -> dict[str, Spread]:
    """What the runs of a store say about the difference of the two arms, by indicator. Raises BadInput."""
    rows, (reference, arm) = designed(folder), settings.arms
    found = {}
    for indicator in settings.indicators:
        by_arm = rows.pivot_table(index="seed", columns="arm", values=indicator, dropna=False)
        by_arm = by_arm.reindex(columns=[reference, arm]).dropna()
        if len(by_arm) < 2:
            raise BadInput(f"{indicator} has a value in fewer than two pairs of runs; take longer runs (years=...)")
        found[indicator] = spread(by_arm[reference], by_arm[arm])  # pyright: ignore[reportArgumentType]
    return found


def table_of(found: dict[str, Spread], settings: PowerSettings) -> pd.DataFrame:
    """One row an indicator: what the pilot found and what is needed."""
    rows = []
    for indicator, s in found.items():
        effect, width = settings.effect * abs(s.reference), settings.precision * abs(s.reference)
        rows.append(
            {
                "indicator": indicator, "pilot_pairs": s.n, "reference_mean": s.reference, "difference": s.difference,
                "half_width_95": half_width(s.sd_paired, s.n), "correlation": s.correlation, "effect": effect,
                "runs_for_effect_paired": runs_for_effect(effect, s.sd_paired, settings.power),
                "runs_for_effect_apart": runs_for_effect(effect, s.sd_apart, settings.power),
                "width": width, "runs_for_width_paired": runs_for_width(s.sd_paired, width),
                "runs_for_width_apart": runs_for_width(s.sd_apart, width),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def next_replications(table: pd.DataFrame, done: int, most: int) -> int:
    """How many replications to have next: those the widest indicator seems to need, at most twice as many as now."""
    lacking = table[table["half_width_95"] > table["width"]]
    if lacking.empty:
        return done
    needed = lacking["runs_for_width_paired"].fillna(math.inf).max()
    return int(min(most, 2 * done, max(done + 1, needed)))


def pilot(cfg: DictConfig, settings: PowerSettings, config_name: str, words: Sequence[str]) -> pd.DataFrame:
    """Run the pilot, and go on until it is precise when that is asked for."""
    while True:
        kept = sweep.carry_out(sweep.plan_of(cfg, settings, config_name, words), cfg, settings)
        table = table_of(spreads(settings, kept.folder), settings)
        more = next_replications(table, settings.replications, settings.most)
        if not settings.until_precise or more <= settings.replications:
            return table
        settings = settings.model_copy(update={"replications": more})


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


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="power")
def _app(cfg: DictConfig) -> None:
    with one_line_errors():
        settings = settings_of(cfg, PowerSettings)
        check_indicators(settings.indicators)
        if len(settings.arms) != 2:
            raise BadInput("govsim power compares two arms: arms=[baseline,more_patrol]")
        table = pilot(cfg, settings, *sweep.asked_of_hydra())
        files.write_text(Path(settings.out) / "power.csv", table.to_csv(index=False))
        print_table(table, settings)
        print(f"Table: {Path(settings.out) / 'power.csv'}")


def main() -> None:
    """Say how many replications a configuration needs."""
    sweep.start(_app)


if __name__ == "__main__":
    main()
