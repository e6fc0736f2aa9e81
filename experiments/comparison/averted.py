"""What a policy costs for each event it prevents, when that can be said at all."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..indicators import TRUE
from ..statistics.pairs import NOT_COUNTED, fieller, posterior_draws, t_interval
from .study import Study

AVERTED = ("K1", "K17.rate", "K15.count")  # indicators whose numerators are the events
LEVEL = 90  # of the intervals, per cent


class Extra(NamedTuple):
    """Mean of paired differences with its 90 % interval, a year."""

    mean: float
    low: float
    high: float


class Averted(NamedTuple):
    """Events prevented a year with their 90 % interval, and yuan for each of them."""

    mean: float
    low: float
    high: float
    cost: float
    cost_low: float
    cost_high: float

    @property
    def is_defined(self) -> bool:
        """Whether a cost per averted event can be given: clearly more than none were averted."""
        return self.low > 0


def extra_cost(study: Study, arm: str) -> Extra:
    """Yuan a year that the arm costs more than the reference."""
    apart = _paired(study, arm, "X1")
    return Extra(float(apart.mean()), *t_interval(apart.to_numpy(float), LEVEL))


def averted_by(study: Study, arm: str, indicator: str) -> Averted:
    """True events of an indicator that an arm prevents, and what each costs. Interval of the ratio: Fieller (1954)."""
    fewer = -_paired(study, arm, indicator)
    extra = _paired(study, arm, "X1").reindex(fewer.index)
    one = 1 / study.settings.years
    low, high = t_interval(fewer.to_numpy(float), LEVEL, one)
    if not low > 0:
        return Averted(float(fewer.mean()), low, high, np.nan, np.nan, np.nan)
    limits = fieller(extra.to_numpy(float), fewer.to_numpy(float), LEVEL, one)
    assert limits is not None  # bounded because the interval of `fewer` lies above 0
    return Averted(float(fewer.mean()), low, high, float(extra.mean() / fewer.mean()), *limits)


def a_year(study: Study, arm: str, indicator: str) -> float:
    """True events of an indicator in a year under an arm, mean of its runs."""
    return float(_numerators(study, arm, indicator).mean() / study.settings.years)


def pairs_of(study: Study, arm: str, indicator: str) -> tuple[np.ndarray, np.ndarray]:
    """Extra cost (yuan a year) and events averted (a year) of each pair of runs, both (n_pairs,)."""
    fewer = -_paired(study, arm, indicator)
    return _paired(study, arm, "X1").reindex(fewer.index).to_numpy(float), fewer.to_numpy(float)


def draws_of(extra: np.ndarray, averted: np.ndarray, years: float) -> tuple[np.ndarray, np.ndarray]:
    """Draws of the two expected values together; empty below two pairs. See pairs.posterior_draws."""
    if extra.size < 2:
        return np.zeros(0), np.zeros(0)
    draws = posterior_draws(np.column_stack([extra, averted]), (NOT_COUNTED, 1 / years))
    return draws[:, 0], draws[:, 1]


def acceptability(study: Study, arm: str, indicator: str, worth: np.ndarray) -> np.ndarray:
    """Probability that the expected events averted, at so many yuan each, are worth the extra cost; as `worth`."""
    extra, averted = draws_of(*pairs_of(study, arm, indicator), study.settings.years)
    if not extra.size:
        return np.full(worth.shape, np.nan)
    return (worth[:, None] * averted > extra).mean(axis=1)


def worth_until(study: Study, indicator: str) -> float:
    """Upper end of the axis of an acceptability curve, yuan: twice what the dearest defined averted event costs."""
    costs = [found.cost for arm in study.arms if (found := averted_by(study, arm, indicator)).is_defined]
    return 2 * max([cost for cost in costs if cost > 0], default=50_000.0)


def _paired(study: Study, arm: str, indicator: str) -> pd.Series:
    """Differences of numerators between arm and reference by seed, a year."""
    counts = [_numerators(study, one, indicator) for one in (arm, study.reference)]
    return ((counts[0] - counts[1]) / study.settings.years).dropna().sort_index()


def _numerators(study: Study, arm: str, indicator: str) -> pd.Series:
    i = study.indicators
    rows = i[(i["arm"] == arm) & (i["indicator"] == indicator) & (i["ledger"] == TRUE)]
    return rows.set_index("seed")["numerator"]
