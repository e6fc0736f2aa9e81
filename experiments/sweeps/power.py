"""How many runs an experiment needs, from a pilot."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says too little about its types)

from __future__ import annotations

import math

import pandas as pd

from ..composition.asked import Asked
from ..composition.settings import PowerSettings, settings_of
from ..errors import BadInput
from ..statistics.replications import Spread, half_width, runs_for_effect, runs_for_width, spread
from .experiment import Tell, carry_out, plan_of
from .store import check_indicators


def spreads(settings: PowerSettings, rows: pd.DataFrame) -> dict[str, Spread]:
    """What the runs of a design say about the difference of the two arms, by indicator. Raises BadInput."""
    reference, arm = settings.arms
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


def power(asked: Asked, tell: Tell | None = None) -> tuple[pd.DataFrame, PowerSettings]:
    """Run the pilot, and go on until it is precise when that is asked for; see table_of. Raises BadInput."""
    settings = settings_of(asked.cfg, PowerSettings)
    check_indicators(settings.indicators)
    if len(settings.arms) != 2:
        raise BadInput("govsim power compares two arms: arms=[baseline,more_patrol]")
    while True:
        kept, _ = carry_out(plan_of(asked, settings), asked, settings, tell)
        table = table_of(spreads(settings, kept.designed()), settings)
        more = next_replications(table, settings.replications, settings.most)
        if not settings.until_precise or more <= settings.replications:
            return table, settings
        settings = settings.model_copy(update={"replications": more})
