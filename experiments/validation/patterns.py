"""What figures show of each pattern: small arrays a run, put together over runs where they are drawn."""

from __future__ import annotations

from typing import Any

import numpy as np

from govsim.simulation.engine.clock import DAYS_PER_WEEK
from govsim.simulation.observation.schema import CHANNELS, THEFT_TYPES

from ..indicators.rows import Rows
from .measures import disputes, theft
from .replicate import Replicate
from .statistics import concentration, journeys, near_repeats

METRES, LAGS = (1.0, 200.0, 400.0, 600.0, 1000.0), (1.0, 7.0, 14.0, 28.0, 56.0)
GRID = np.linspace(0, 1, 201)  # shares of places or offenders at which curves are read
MONTHS = 12
FUNNEL = ("all", "third_party", "recorded", "heard", "agreed", "held")


def patterns_of(run: Replicate) -> dict[str, Any]:
    """Everything that is drawn of one run, by name of the figure."""
    return {
        "near": _near(run), "concentration": _concentration(run), "repeats": theft.burglary_gaps(run),
        "hours": np.array([_by_hour(theft.hours_of(run.thefts, kind)) for kind in THEFT_TYPES]),
        "journeys": journeys.by_ring(theft.road_km(run)), "offenders": _offenders(run), "funnel": _funnel(run),
        "handling": _handling(run), "days": _days(run),
    }  # fmt: skip


def _near(run: Replicate) -> np.ndarray:
    """Excess pairs, observed and expected pairs by distance and lag, and the number of events, summed over years."""
    total = np.zeros((4, len(METRES), len(LAGS)))
    for k, year in enumerate(run.years):
        table = near_repeats.knox(*theft.where_and_when(run, year), METRES, LAGS, run.luck(k))
        events = np.full(table.observed.shape, float(table.events))
        total += [table.excess * table.events, table.observed, table.expected, events]
    return total


def _concentration(run: Replicate) -> np.ndarray:
    """Share of recorded thefts in the places with most, at each share of places; the same by luck, (2, n)."""
    counts = run.by_area(run.recorded_thefts)
    by_luck = concentration.by_luck(int(counts.sum()), counts.size, run.luck(), draws=9)
    return np.array([_curve(counts), np.mean([_curve(one) for one in by_luck], axis=0)])


def _curve(counts: np.ndarray) -> np.ndarray:
    return np.array([concentration.share_in_top(counts, share) for share in GRID])


def _offenders(run: Replicate) -> np.ndarray:
    """Share of thefts of the offenders with most, at each share of the active; the same with labels at random."""
    curves = []
    for k, year in enumerate(run.years):
        counts = theft.offences_by_offender(year)
        if not counts.size:
            continue
        labels = run.luck(k).integers(0, counts.size, int(counts.sum()))
        at_random = np.unique(labels, return_counts=True)[1].astype(float)
        curves.append([_curve(counts), _curve(at_random)])
    return np.mean(curves, axis=0) if curves else np.full((2, GRID.size), np.nan)


def _by_hour(hours: np.ndarray) -> np.ndarray:
    return np.histogram(hours, np.arange(25))[0].astype(float)


def _funnel(run: Replicate) -> np.ndarray:
    """Disputes that came so far, (6,) in the order of FUNNEL; of those followed for long enough."""
    rows = disputes.followed(run)
    heard = rows["hearings"] > 0
    agreed = heard & (rows["outcome"] == "mediated")
    settled, again = disputes.settled_and_relapsed(run)
    mediated = settled["outcome"] == "mediated"
    lasting = 1 - float(again[mediated].mean()) if mediated.any() else float("nan")
    reached = [len(rows), disputes.third_party(rows).sum(), rows["recorded"].sum(), heard.sum(), agreed.sum()]
    return np.array([*map(float, reached), agreed.sum() * lasting])


def _handling(run: Replicate) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Hours from registration to the end and whether it was seen: disputes by channel, and tickets."""
    filed = run.window.filed("dispute")
    of_channel = {name: filed[filed["channel"] == name] for name in CHANNELS[1:]}
    spans = {name: _span(run, rows) for name, rows in of_channel.items()}
    return spans | {"tickets": _span(run, run.window.tickets[~run.window.tickets["trivial"]])}


def _span(run: Replicate, rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    closed = rows["closed_h"] < run.end_h
    until = np.where(closed, rows["closed_h"], run.end_h)
    return np.maximum(until - rows["reported_h"], 0.01), closed


def _days(run: Replicate) -> dict[str, np.ndarray]:
    """Thefts and disputes by day, and a day by day of the week and by month of the calendar."""
    found = {}
    weekdays, months = [day.weekday() for day in run.dates], [day.month - 1 for day in run.dates]
    for name, kind in (("thefts", "theft"), ("disputes", "dispute")):
        a_day = found[f"{name}_a_day"] = run.by_day(run.window.began(kind))
        found[f"{name}_by_weekday"] = _a_day_by(weekdays, a_day, DAYS_PER_WEEK)
        found[f"{name}_by_month"] = _a_day_by(months, a_day, MONTHS)
    return found


def _a_day_by(number: list[int], a_day: np.ndarray, n: int) -> np.ndarray:
    """Mean events a day of days with the same number, (n,); 0 where there is none."""
    return np.bincount(number, a_day, n) / np.maximum(np.bincount(number, minlength=n), 1)
