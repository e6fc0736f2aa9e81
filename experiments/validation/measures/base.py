"""What a measure is: what one run adds, and what all runs say together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import pooling
from ..pooling import Estimate, estimate
from ..replicate import Replicate

BASELINE = "baseline"
Part = Any  # what one run adds: an array or a tuple of arrays
Pooled = Callable[[Sequence[Part]], float]


def _no_floor(_: Sequence[Part]) -> float:
    return 0.0


@dataclass(frozen=True)
class Measure:
    """A number of the model. `arms`: the ways of governing that it compares, by seed; then a part is a tuple."""

    each: Callable[[Replicate], Part]
    pooled: Pooled
    floor: Callable[[Sequence[Part]], float] = _no_floor
    arms: tuple[str, ...] = (BASELINE,)
    ends: tuple[float, float] = (-math.inf, math.inf)  # values that there are; an interval reaches no further

    def of(self, parts: Sequence[Part]) -> Estimate:
        """Value and interval of the parts of all runs."""
        value, low, high, n = estimate(parts, self.pooled, self.floor(parts) if parts else 0.0)
        if math.isnan(low):
            return Estimate(value, low, high, n)
        return Estimate(value, max(low, self.ends[0]), min(high, self.ends[1]), n)


def mean(each: Callable[[Replicate], float]) -> Measure:
    """The mean over runs of a number each."""
    return Measure(lambda run: np.array([each(run)]), pooling.mean_of)


def share(each: Callable[[Replicate], tuple[float, float]]) -> Measure:
    """How many of how many, over all runs."""
    return Measure(lambda run: np.array(each(run), float), pooling.ratio_of, pooling.noise_of_share, ends=(0.0, 1.0))


def ratio(each: Callable[[Replicate], tuple[float, float]]) -> Measure:
    """A sum over a sum, over all runs."""
    return Measure(lambda run: np.array(each(run), float), pooling.ratio_of)


def median(each: Callable[[Replicate], np.ndarray]) -> Measure:
    """The median over the events of all runs."""
    return Measure(each, lambda parts: float(np.median(np.concatenate(parts))) if np.size(parts[0]) else math.nan)


def rate_ratio(each: Callable[[Replicate], float], arm: str, against: str = BASELINE) -> Measure:
    """Events under one way of governing over those under another, runs paired by seed."""

    def pooled(parts: Sequence[Part]) -> float:
        top, bottom = (sum(float(part[k][0]) for part in parts) for k in (1, 0))
        return top / bottom if bottom else math.nan

    def floor(parts: Sequence[Part]) -> float:
        """Pairs that are equal by chance do not make it certain: one event more may have been missed."""
        top, bottom = (sum(float(part[k][0]) for part in parts) for k in (1, 0))
        apart = sum(abs(float(part[1][0]) - float(part[0][0])) for part in parts)
        return math.sqrt(apart + 1) / bottom if bottom and top else 0.0

    return Measure(lambda run: np.array([each(run)]), pooled, floor, (against, arm))
