"""What a policy costs for each event it prevents, when that can be said at all."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from .indicators import TRUE
from .pairs import fieller, t_interval
from .study import Study

AVERTED = ("K1", "K17.rate", "K15.count")  # indicators whose numerators are the events


class Extra(NamedTuple):
    """Mean of paired differences with its 95 % interval, a year."""

    mean: float
    low: float
    high: float


class Averted(NamedTuple):
    """Events prevented a year with their 95 % interval, and yuan for each of them."""

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
    return Extra(float(apart.mean()), *t_interval(apart.to_numpy(float), 95))


def averted_by(study: Study, arm: str, indicator: str) -> Averted:
    """True events of an indicator that an arm prevents, and what each costs. Interval of the ratio: Fieller (1954)."""
    fewer = -_paired(study, arm, indicator)
    extra = _paired(study, arm, "X1").reindex(fewer.index)
    low, high = t_interval(fewer.to_numpy(float), 95)
    if not low > 0:
        return Averted(float(fewer.mean()), low, high, np.nan, np.nan, np.nan)
    limits = fieller(extra.to_numpy(float), fewer.to_numpy(float), 95)
    assert limits is not None  # bounded because the interval of `fewer` lies above 0
    return Averted(float(fewer.mean()), low, high, float(extra.mean() / fewer.mean()), *limits)


def _paired(study: Study, arm: str, indicator: str) -> pd.Series:
    """Differences of numerators between arm and reference by seed, a year."""
    counts = [_numerators(study, one, indicator) for one in (arm, study.reference)]
    return ((counts[0] - counts[1]) / study.settings.years).dropna().sort_index()


def _numerators(study: Study, arm: str, indicator: str) -> pd.Series:
    i = study.indicators
    rows = i[(i["arm"] == arm) & (i["indicator"] == indicator) & (i["ledger"] == TRUE)]
    return rows.set_index("seed")["numerator"]
