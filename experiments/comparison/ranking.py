"""Which arm is best, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ..indicators import REGISTRY
from ..statistics.pairs import chance_lower, posterior_draws
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


def beats(study: Study, indicator: str) -> pd.DataFrame:
    """Probability that the arm of the row is better than that of the column; NaN on the diagonal."""
    arms = study.settings.arms
    table = pd.DataFrame(np.nan, index=list(arms), columns=list(arms))
    for one in arms:
        for other in arms:
            if one != other:
                apart = (study.values(one, indicator, LEDGER) - study.values(other, indicator, LEDGER)).dropna()
                table.loc[one, other] = _p_better(apart, indicator)
    return table


def _p_better(apart: pd.Series, indicator: str) -> float:
    return chance_lower(-sign_of(indicator) * apart.to_numpy(float))


def chances_of_being_best(study: Study, indicator: str) -> pd.Series:
    """Probability of each arm that its expected value is the best of all; see pairs.posterior_draws.

    Ties share. Seeds in which an arm has no value are left out; NaN below two seeds.
    """
    values = pd.DataFrame({arm: study.values(arm, indicator, LEDGER) for arm in study.settings.arms}).dropna()
    if len(values) < 2:
        return pd.Series(np.nan, index=list(study.settings.arms))
    apart = values.sub(values[study.reference], axis=0)
    means = sign_of(indicator) * posterior_draws(apart.to_numpy(float))
    best = np.isclose(means, means.max(axis=1, keepdims=True), rtol=1e-9, atol=1e-12)
    return pd.Series((best / best.sum(axis=1, keepdims=True)).mean(axis=0), index=values.columns)
