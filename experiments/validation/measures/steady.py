"""Whether anything moves when nobody changes anything: slopes of all headline indicators."""

from __future__ import annotations

import numpy as np

from ...indicators import REGISTRY, Indicator
from ..replicate import Replicate
from ..statistics.trend import slope_per_year
from .base import Measure, mean

HEADLINES = [(i, ledger) for i in REGISTRY.values() if i.headline for ledger in i.ledgers]


def _slope(indicator: Indicator, ledger: str) -> Measure:
    """Slope of the yearly values, share of their mean a year."""

    def each(run: Replicate) -> float:
        values = np.array([indicator.read(year, ledger).value for year in run.years])
        return slope_per_year(values, np.arange(values.size))

    return mean(each)


def _from_first_year(run: Replicate) -> float:
    """Thefts of the window a year against those of the first year of the run, minus 1."""
    if run.first_year is None:
        return float("nan")
    first = len(run.first_year.began("theft"))
    return len(run.thefts) / run.window.years / first - 1 if first else float("nan")


MEASURES = {
    **{f"slope.{i.id}/{ledger}": _slope(i, ledger) for i, ledger in HEADLINES},
    "steady.since_first_year": mean(_from_first_year),
}
