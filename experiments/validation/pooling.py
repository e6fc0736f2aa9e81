"""A number that several runs say together, and how sure it is: a jackknife over runs.

Runs are independent, events within one are not. So one run is left out at a time, whatever the statistic (Miller 1974),
and the interval is Student's. It is never narrower than what the number of events alone allows (`floor`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy import special  # of scipy.stats, which takes a second to load, nothing else is needed

LEVEL = 90  # of intervals, per cent: that of every answer of the product (docs/decisions/0015)


class Estimate(NamedTuple):
    """A value with its 90 % interval; NaN where there is none. `n`: runs that say something."""

    value: float
    low: float
    high: float
    n: int


def estimate(parts: Sequence[Any], pooled: Callable[[Sequence[Any]], float], floor: float = 0.0) -> Estimate:
    """What the parts, one a run, say together. `floor`: standard error at least."""
    n, value = len(parts), _of(pooled, parts)
    if n < 2 or not math.isfinite(value):
        return Estimate(value, math.nan, math.nan, n)
    without = np.array([_of(pooled, [*parts[:i], *parts[i + 1 :]]) for i in range(n)])
    if not np.isfinite(without).all():
        return Estimate(value, math.nan, math.nan, n)
    error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    half = float(special.stdtrit(n - 1, 0.5 + LEVEL / 200)) * max(error, floor)
    return Estimate(value, value - half, value + half, n)


def _of(pooled: Callable[[Sequence[Any]], float], parts: Sequence[Any]) -> float:
    return float(pooled(parts)) if parts else math.nan


def mean_of(parts: Sequence[np.ndarray]) -> float:
    """Mean over runs of a number each, those without one left out."""
    values = np.array([float(np.ravel(part)[0]) for part in parts])
    return float(np.nanmean(values)) if (~np.isnan(values)).any() else math.nan


def ratio_of(parts: Sequence[np.ndarray]) -> float:
    """Sum of numerators over sum of denominators; each part is (numerator, denominator)."""
    top, bottom = np.sum(parts, axis=0)
    return float(top / bottom) if bottom else math.nan


def noise_of_count(parts: Sequence[np.ndarray]) -> float:
    """Standard error at least of a rate of events: that of a Poisson number, one more may have been missed."""
    top, bottom = np.sum(parts, axis=0)
    return math.sqrt(top + 1) / bottom if bottom else 0.0


def noise_of_share(parts: Sequence[np.ndarray]) -> float:
    """Standard error at least of a share: that of a binomial number with one more of each (Agresti & Coull 1998)."""
    good, of = np.sum(parts, axis=0)
    p = (good + 1) / (of + 2)
    return math.sqrt(p * (1 - p) / (of + 2)) if of else 0.0
