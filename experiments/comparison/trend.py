"""Whether the reference itself rises or falls in the time measured: then a level says little about next year."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportIndexIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from govsim.simulation.engine.clock import DAYS_PER_YEAR

from ..indicators import TRUE
from ..statistics.pairs import compared
from ..statistics.verdict import MATTERS, Verdict, verdict
from .study import Study

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
    """The second half of the measured periods against the first, seed by seed; None with fewer than two periods.

    The middle period of an odd number is in neither half. Halves of counts are random counts as arms are, so the
    interval is that of `pairs.compared`. The model has no seasons that could be taken for a trend.
    """
    s = study.series
    rows = s[(s["arm"] == study.reference) & (s["counted"] == counted) & (s["ledger"] == TRUE) & (s["from_day"] >= 0)]
    by_period = rows.pivot(index="seed", columns="from_day", values="count").sort_index(axis=1)
    half = len(by_period.columns) // 2
    if not half:
        return None
    first, last = (part.sum(axis=1).to_numpy(float) for part in (by_period.iloc[:, :half], by_period.iloc[:, -half:]))
    row = compared(last, first, study.aims, per_event=1.0)
    if not row["reference_mean"]:
        return None
    apart_years = (len(by_period.columns) - half) * int(rows["days"].iloc[0]) / DAYS_PER_YEAR
    yearly, low, high = (row[key] / row["reference_mean"] / apart_years for key in ("difference", "low90", "high90"))
    return Trend(counted, yearly, low, high, verdict(low, high, study.aims.smallest))
