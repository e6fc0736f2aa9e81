"""Which arm is best, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..indicators import REGISTRY
from ..statistics.pairs import compared
from .study import Study

# What arms are ranked by, all of them truth: thefts, clashes, settled for good, felt safety, cost.
MAIN = ("K1", "K17.rate", "K12", "K29", "X1")
LEDGER = "true"
OUTCOMES = {
    "theft": "K1",
    "clash": "K17.rate",
    "durable resolution": "K12",
}  # what every system and bundle is held against


def sign_of(indicator: str) -> int:
    """-1 where governments want less of it, +1 where they want more."""
    return 1 if REGISTRY[indicator].better == "higher" else -1


def p_better(row: Mapping[str, float], indicator: str) -> float:
    """Probability that an arm is better than the reference, from a row of the comparison."""
    return row["p_lower"] if sign_of(indicator) < 0 else 1 - row["p_lower"]


def is_better(row: Mapping[str, Any], indicator: str) -> bool:
    """Whether an arm is better than what a row compares it with, by more than matters."""
    return row["verdict"] == ("higher" if sign_of(indicator) > 0 else "lower")


def leaders(study: Study, indicator: str) -> list[str]:
    """The arm with the best mean, and those from which it is not shown to differ by as much as matters; best first.

    Among them no arm is the best. Empty below two pairs.
    """
    values = {arm: study.values(arm, indicator, LEDGER) for arm in study.settings.arms}
    order = sorted(values, key=lambda arm: -sign_of(indicator) * values[arm].mean())
    best, found = order[0], []
    for arm in order:
        pair = pd.concat([values[best], values[arm]], axis=1).dropna().to_numpy(float)
        row = compared(pair[:, 0], pair[:, 1], study.aims, indicator, study.per_event(best, indicator, LEDGER))
        if row["n"] < 2:
            return []
        if arm == best or not is_better(row, indicator):
            found.append(arm)
    return found
