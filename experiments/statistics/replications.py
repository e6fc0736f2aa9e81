"""How many runs: replications for a width or an effect, with and without common random numbers; when to stop."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas and scipy say too little about their types)

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special

from .pairs import error_of, step_of

CONFIDENCE, SIGNIFICANCE = 0.95, 0.05
MOST = 1_000_000


class Spread(NamedTuple):
    """What a pilot says about the difference of two arms in one indicator."""

    reference: float  # mean of the reference
    difference: float
    sd_paired: float  # of differences with the same seeds
    sd_apart: float  # of differences with seeds of their own
    correlation: float  # of the two arms over seeds
    n: int


def spread(reference: pd.Series, arm: pd.Series) -> Spread:
    """From values by seed; the two have the same seeds."""
    a, b = reference.to_numpy(float), arm.loc[reference.index].to_numpy(float)
    apart = math.sqrt(a.var(ddof=1) + b.var(ddof=1))
    together = np.corrcoef(a, b)[0, 1] if a.std() > 0 and b.std() > 0 else math.nan
    paired = error_of(b - a, step_of(a, b)) * math.sqrt(a.size)
    return Spread(a.mean(), (b - a).mean(), paired, max(apart, paired), float(together), a.size)


def half_width(sd: float, n: int) -> float:
    """Half of the 95 % interval of a mean of n independent values."""
    return float(special.stdtrit(n - 1, 0.5 + CONFIDENCE / 2) * sd / math.sqrt(n)) if n > 1 else math.inf


def power(effect: float, sd: float, n: int) -> float:
    """Chance that a two-sided t test at 5 % finds a difference of this size in n independent differences."""
    if n < 2:
        return 0.0
    if sd == 0:
        return 1.0 if effect else SIGNIFICANCE
    edge, shift = special.stdtrit(n - 1, 1 - SIGNIFICANCE / 2), abs(effect) / sd * math.sqrt(n)
    missed, other_way = special.nctdtr(n - 1, shift, edge), special.nctdtr(n - 1, shift, -edge)  # NaN where all but 0
    return float(1 - np.nan_to_num(missed) + np.nan_to_num(other_way))


def runs_for_width(sd: float, width: float) -> int | None:
    """Fewest replications whose interval is expected to be at most +- width; None beyond a million."""
    return _fewest(lambda n: half_width(sd, n) <= width)


def runs_for_effect(effect: float, sd: float, wanted: float) -> int | None:
    """Fewest replications that find the effect with the wanted power; None beyond a million."""
    return _fewest(lambda n: power(effect, sd, n) >= wanted)


def _fewest(enough: Callable[[int], bool]) -> int | None:
    """The smallest n from 2 on; `enough` does not go back from true to false."""
    low, high = 1, 2
    while not enough(high):
        low, high = high, 2 * high
        if high > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
