"""Whether the reference itself rises or falls in the time measured: then a level says little about next year."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportIndexIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..indicators import TRUE
from ..statistics.verdict import MATTERS, Verdict
from .months import change, counts_by_month
from .study import Study

MONTHS_PER_YEAR = 12
FOLLOWED = ("thefts", "clashes")  # what a brief speaks of


class Trend(NamedTuple):
    """How much the true events of a kind change in a year under the reference, shares, with the 90 % interval."""

    counted: str
    yearly: float
    low: float
    high: float
    verdict: Verdict


def trends(study: Study, followed: Sequence[str] = FOLLOWED) -> list[Trend]:
    """The trends that matter: those that change the level within a year by more than the smallest difference."""
    found = [trend for counted in followed if (trend := trend_of(study, counted))]
    return [trend for trend in found if trend.verdict in MATTERS]


def trend_of(study: Study, counted: str) -> Trend | None:
    """The last year of measured months against the one before, seed by seed; None with less than two years.

    Years have the same seasons, so that none is taken for a trend. Counts of years are random counts as arms are: the
    interval is that of `pairs.compared`.
    """
    counts = counts_by_month(study, study.reference, counted, TRUE)
    if len(counts.columns) < 2 * MONTHS_PER_YEAR:
        return None
    last, before = (
        counts.iloc[:, part].sum(axis=1)
        for part in (slice(-MONTHS_PER_YEAR, None), slice(-2 * MONTHS_PER_YEAR, -MONTHS_PER_YEAR))
    )
    found = change(study, last, before)
    return Trend(counted, *found) if found else None
