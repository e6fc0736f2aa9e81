"""The shape of a stream of records: how many, of which type, when and where, of a run as of real records.

A stream is what one office writes: thefts by when they happened or by when they were filed, disputes registered, calls
to 110 about either, tickets. `thefts.rate`, `thefts.type.burglary`, `thefts.hours.0`, `thefts.weekday.6`, and of one
type `thefts:burglary.rate`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from govsim.simulation.engine.clock import DAYS_PER_WEEK, HOURS_PER_DAY
from govsim.simulation.observation.schema import DISPUTE_TYPES, THEFT_TYPES

from ...indicators.rows import Rows
from .. import pooling
from ..replicate import Replicate
from ..statistics import near_repeats
from .base import Measure, Part

SLICES, SLICE_H, MONTHS = 6, 4, 12  # of the day; of the year
NEAR_M = 1500.0  # pairs further apart say more of the size of a district than of its places
UNTYPED = {"theft": THEFT_TYPES, "dispute": DISPUTE_TYPES}  # words of records whose type is not said


@dataclass(frozen=True)
class Stream:
    """Events of one kind as one office has them. `time`: the column of when; `types`: of its events."""

    kind: str  # of events, "matter" for tickets
    time: str
    types: tuple[str, ...]
    of: Callable[[Replicate], Rows]


def _thefts(run: Replicate) -> Rows:
    return run.recorded_thefts


def _filed(kind: str) -> Callable[[Replicate], Rows]:
    return lambda run: run.window.filed(kind)


def _calls(kind: str) -> Callable[[Replicate], Rows]:
    def rows(run: Replicate) -> Rows:
        calls = run.window.began("call")
        return calls[calls["recorded"] & calls["subtype"].isin((*UNTYPED[kind], kind))]

    return rows


ALL = {
    "thefts": Stream("theft", "time_h", THEFT_TYPES, _thefts),
    "thefts_filed": Stream("theft", "reported_h", THEFT_TYPES, _filed("theft")),
    "theft_calls": Stream("call", "time_h", THEFT_TYPES, _calls("theft")),
    "disputes": Stream("dispute", "reported_h", DISPUTE_TYPES, _filed("dispute")),
    "dispute_calls": Stream("call", "time_h", DISPUTE_TYPES, _calls("dispute")),
    "tickets": Stream("matter", "reported_h", (), lambda run: run.window.tickets),
}


def _only(stream: Stream, one: str) -> Stream:
    """The events of one type, for records that hold no other."""

    def rows(run: Replicate) -> Rows:
        found = stream.of(run)
        return found[found["subtype"] == one]

    return Stream(stream.kind, stream.time, (one,), rows)


STREAMS = ALL | {f"{name}:{one}": _only(stream, one) for name, stream in ALL.items() for one in stream.types}


def hours_of_day(stream: Stream, run: Replicate) -> np.ndarray:
    """Hours of the day of a stream's events, (n,)."""
    return stream.of(run)[stream.time] % HOURS_PER_DAY


def weekdays(stream: Stream, run: Replicate) -> np.ndarray:
    """Days of the week of a stream's events, 0 for Monday, (n,)."""
    return ((stream.of(run)[stream.time] // HOURS_PER_DAY + run.start.weekday()) % DAYS_PER_WEEK).astype(int)


def months(stream: Stream, run: Replicate) -> np.ndarray:
    """Months of the calendar of a stream's events, 0 for January, (n,)."""
    return month_of(stream.of(run)[stream.time] / HOURS_PER_DAY, run)


def month_of(days: np.ndarray, run: Replicate) -> np.ndarray:
    """Months of the calendar of days since the start, 0 for January, (n,)."""
    dates = np.datetime64(run.start, "D") + np.floor(days).astype("timedelta64[D]")
    return dates.astype("datetime64[M]").astype(int) % MONTHS


def rate(stream: Stream) -> Measure:
    """Events per 1,000 residents and year."""

    def each(run: Replicate) -> np.ndarray:
        return np.array([len(stream.of(run)), run.window.residents / 1000 * run.window.years])

    return Measure(each, pooling.ratio_of, pooling.noise_of_count, ends=(0.0, math.inf))


def month_index(parts: Sequence[Part]) -> float:
    """Events a day of one month against those of all days, 100 for as many: events and days, of it and of all."""
    events, days, all_events, all_days = np.sum(parts, axis=0)
    return float(100 * events / days / (all_events / all_days)) if days and all_events else math.nan


def noise_of_month(parts: Sequence[Part]) -> float:
    """Standard error at least of a month's index: that of its number of events."""
    events, days, all_events, all_days = np.sum(parts, axis=0)
    return 100 * math.sqrt(events + 1) / days / (all_events / all_days) if days and all_events else 0.0


def percent(each: Callable[[Replicate], tuple[float, float]]) -> Measure:
    """How many of a hundred, over all runs."""
    return Measure(
        lambda run: np.array(each(run), float), lambda parts: 100 * pooling.ratio_of(parts),
        lambda parts: 100 * pooling.noise_of_share(parts), ends=(0.0, 100.0),
    )  # fmt: skip


def _month(stream: Stream, which: int) -> Measure:
    def each(run: Replicate) -> np.ndarray:
        found = months(stream, run)
        days = month_of(np.arange(run.burn_in_h / HOURS_PER_DAY, run.end_h / HOURS_PER_DAY), run)
        return np.array([(found == which).sum(), (days == which).sum(), found.size, days.size], float)

    return Measure(each, month_index, noise_of_month, ends=(0.0, math.inf))


def counts_by_area(stream: Stream, run: Replicate) -> np.ndarray:
    """Events of each area, (n_areas,)."""
    rows = stream.of(run)
    return run.by_area(rows[rows["area"] >= 0])


def pairs_near(counts: np.ndarray, centres: np.ndarray) -> tuple[float, float]:
    """Pairs of events in the same area, and pairs whose areas are at most 1.5 km apart. `centres`: (n_areas, 2)."""
    hit = counts > 0
    if not hit.any():
        return 0.0, 0.0
    tree, weights = KDTree(centres[hit]), counts[hit]
    near = tree.count_neighbors(tree, NEAR_M, weights=weights)  # both ways, and each event with itself
    return float((weights * (weights - 1) / 2).sum()), float((near - weights.sum()) / 2)


def _concentration(stream: Stream) -> Measure:
    """Of pairs of events within 1.5 km, how many share an area, %: depends on no number of events or empty places."""
    return Measure(
        lambda run: np.array(pairs_near(counts_by_area(stream, run), run.centres)),
        lambda parts: 100 * pooling.ratio_of(parts), ends=(0.0, 100.0),
    )  # fmt: skip


def excess_of(stream: Stream, run: Replicate) -> np.ndarray:
    """Excess near-repeat pairs, and events; each year by itself."""
    totals = np.zeros(2)
    for k, (low, high) in enumerate((year.from_h, year.to_h) for year in run.years):
        rows = stream.of(run)
        within = (rows[stream.time] >= low) & (rows[stream.time] < high)
        area, when = rows["area"][within], rows[stream.time][within] / HOURS_PER_DAY
        known = area >= 0
        found = near_repeats.excess_pairs(run.centres[area[known]], when[known], run.luck(k))
        totals += found.pairs, found.events
    return totals


def measures_of(stream: Stream) -> dict[str, Measure]:
    """All measures of a stream, by the end of their names."""

    def type_of(one: str) -> Measure:
        def each(run: Replicate) -> tuple[float, float]:
            kinds = stream.of(run)["subtype"]
            return float((kinds == one).sum()), float(kinds.isin(stream.types).sum())

        return percent(each)

    def among(values: Callable[[Stream, Replicate], np.ndarray], low: float, high: float) -> Measure:
        def each(run: Replicate) -> tuple[float, float]:
            found = values(stream, run)
            return float(((found >= low) & (found < high)).sum()), float(found.size)

        return percent(each)

    return {
        "rate": rate(stream),
        **{f"type.{one}": type_of(one) for one in stream.types},
        **{f"hours.{i}": among(hours_of_day, i * SLICE_H, (i + 1) * SLICE_H) for i in range(SLICES)},
        **{f"weekday.{i}": among(weekdays, i, i + 1) for i in range(DAYS_PER_WEEK)},
        **{f"month.{i}": _month(stream, i) for i in range(MONTHS)},
        "concentration": _concentration(stream),
        "near_repeats": Measure(lambda run: excess_of(stream, run), pooling.ratio_of),
    }


MEASURES = {
    f"{name}.{end}": measure for name, stream in STREAMS.items() for end, measure in measures_of(stream).items()
}
