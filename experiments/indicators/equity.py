"""Who is worst off, and whether a problem only moved (X2, X3)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from functools import partial

import numpy as np

from .base import BOTH, Indicator, Reading, Window
from .rows import Rows
from .theft import PER_1000

OUTCOMES = {
    "K1": ("thefts", "盗窃"),
    "K15": ("criminal cases out of disputes", "民转刑"),
    "K17": ("physical clashes", "肢体冲突"),
}


def gini(values: np.ndarray, weights: np.ndarray) -> float:
    """Gini coefficient of values weighted by population: 0 all equal; NaN when all are 0. Both (n,)."""
    part = weights / weights.sum()
    mean = part @ values
    apart = np.abs(values[:, None] - values[None, :])
    return float(part @ apart @ part / (2 * mean)) if mean else np.nan


def displacement_quotient(
    target: tuple[float, float], buffer: tuple[float, float], control: tuple[float, float]
) -> float:
    """Weighted displacement quotient (X3) of counts (before, after) in target, buffer and control areas.

    Above 0: benefits spread to the buffer; below 0: the problem moved; below -1: more moved than was prevented.
    NaN when the target did not change against the control. Source: Bowers & Johnson (2003).
    """
    (a0, a1), (b0, b1), (c0, c1) = target, buffer, control
    if not c0 or not c1 or a1 / c1 == a0 / c0:
        return float("nan")
    return (b1 / c1 - b0 / c0) / (a1 / c1 - a0 / c0)


def _rows(window: Window, ledger: str, outcome: str) -> Rows:
    if outcome == "K1":
        return window.of("theft", ledger)
    clashes = window.of("clash", ledger)
    return clashes if outcome == "K17" else clashes[clashes["outcome"] == "criminal"].first_of_each("cause")


def _gini(window: Window, ledger: str, outcome: str) -> Reading:
    rates, residents = window.street_rates(_rows(window, ledger, outcome))
    return Reading(gini(rates, residents), np.nan, np.nan, rates.size)


def _worst(window: Window, ledger: str, outcome: str) -> Reading:
    rates, _ = window.street_rates(_rows(window, ledger, outcome))
    return Reading(float(rates.max()) if rates.size else np.nan, np.nan, np.nan, rates.size)


INDICATORS = tuple(
    indicator
    for outcome, (name, zh) in OUTCOMES.items()
    for indicator in (
        Indicator(
            f"X2.{outcome}.gini", f"Inequality between streets: {name}", f"街道间基尼系数（{zh}）", "Gini, 0..1",
            "Gini coefficient of the rates of streets and towns, weighted by residents", "none", "lower", BOTH,
            partial(_gini, outcome=outcome),
        ),
        Indicator(
            f"X2.{outcome}.worst", f"Worst street: {name}", f"发案最高街道（{zh}）", PER_1000,
            "highest rate among streets and towns", "none", "lower", BOTH, partial(_worst, outcome=outcome),
        ),
    )
)  # fmt: skip
