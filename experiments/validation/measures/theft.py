"""Where, when and by whom thefts are (C3 to C10, V5, V7, V8)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from govsim.simulation.engine.clock import HOURS_PER_DAY

from ...indicators import Window
from ...indicators.rows import Rows
from ..replicate import Replicate
from ..statistics import clock, concentration, dispersion, journeys, near_repeats, repeats
from .base import Measure, Part, mean, median, ratio, share

CIRCUITY = 1.2  # road over straight line in a town (Newell 1980); the tables have straight lines
FAR_KM, TOP_OFFENDERS, TOP_PLACES = 5.0, 0.10, 0.05
SOON_DAYS, LATE_DAYS, SAME_REPORT_DAYS = 30.0, 180.0, 2.0  # a gap below the last is one event written twice [F5]
SMALL = ("from_vehicle", "pocket_shop")  # the personal thefts of C10


def where_and_when(run: Replicate, window: Window) -> tuple[np.ndarray, np.ndarray]:
    """Recorded thefts of a window: centres of their areas, metres, (n, 2), and days, (n,)."""
    rows = window.began("theft")
    rows = rows[rows["recorded"]]
    return run.centres[rows["area"]], rows["time_h"] / HOURS_PER_DAY


def _excess(lags: tuple[float, float]) -> Measure:
    """Excess pairs an event; each year by itself, for the statistic depends on the length of the window."""

    def each(run: Replicate) -> np.ndarray:
        found = [
            near_repeats.excess_pairs(*where_and_when(run, year), run.luck(k), lags=lags)
            for k, year in enumerate(run.years)
        ]
        return np.sum([(one.pairs, one.events) for one in found], axis=0)

    return Measure(each, lambda parts: _over(parts, 0, 1))


def _over(parts: Sequence[Part], top: int, bottom: int) -> float:
    sums = np.sum(parts, axis=0)
    return float(sums[top] / sums[bottom]) if sums[bottom] else math.nan


def _late_to_early(run: Replicate) -> np.ndarray:
    early, late = (_excess(lags).each(run) for lags in ((0.0, 14.0), (14.0, 28.0)))
    return np.r_[early, late]


def _knox_three_weeks(run: Replicate) -> tuple[float, float]:
    tables = [
        near_repeats.knox(*where_and_when(run, year), [near_repeats.NEAR_M], [21.0], run.luck(k))
        for k, year in enumerate(run.years)
    ]
    return sum(float(t.observed.sum()) for t in tables), sum(float(t.expected.sum()) for t in tables)


def _counts(run: Replicate) -> np.ndarray:
    return run.by_area(run.recorded_thefts)


def _dispersion(parts: Sequence[Part]) -> float:
    return dispersion.nb_k_by_likelihood(np.sum(parts, axis=0))


def _above_luck(run: Replicate) -> float:
    counts = _counts(run)
    by_luck = concentration.by_luck(int(counts.sum()), counts.size, run.luck(), draws=19)
    null = np.mean([concentration.share_in_top(one, TOP_PLACES) for one in by_luck])
    return concentration.share_in_top(counts, TOP_PLACES) - float(null)


def burglary_gaps(run: Replicate) -> tuple[np.ndarray, np.ndarray]:
    """Days to the next burglary of the same victim, of residents, and whether there was one."""
    rows = run.thefts[(run.thefts["subtype"] == "burglary") & (run.thefts["person"] >= 0)]
    days = (rows["time_h"] - run.burn_in_h) / HOURS_PER_DAY
    return repeats.gaps(rows["person"], days, run.days, SAME_REPORT_DAYS)


def _soon(parts: Sequence[Part]) -> float:
    durations, seen = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    return repeats.share_of_repeats_within(durations, seen, SOON_DAYS, LATE_DAYS)


def _again(run: Replicate) -> tuple[float, float]:
    """Burglaries followed by another one of the same victim within 180 days, of those seen for so long."""
    durations, seen = burglary_gaps(run)
    long_enough = seen | (durations >= LATE_DAYS)
    return float((seen & (durations <= LATE_DAYS)).sum()), float(long_enough.sum())


def road_km(run: Replicate) -> np.ndarray:
    """Journeys from the offender's home to the scene, about as long as by road, km, (n,)."""
    return run.thefts["distance_m"] * CIRCUITY / 1000


def offences_by_offender(window: Window) -> np.ndarray:
    """Thefts of each offender who stole in a window, (n_active,)."""
    return np.unique(window.began("theft")["other"], return_counts=True)[1].astype(float)


def _top_offenders(run: Replicate) -> float:
    return float(np.mean([concentration.share_in_top(offences_by_offender(y), TOP_OFFENDERS) for y in run.years]))


def hours_of(rows: Rows, kind: str) -> np.ndarray:
    """Hours of the day of thefts of a type, (n,)."""
    return rows["time_h"][rows["subtype"] == kind] % HOURS_PER_DAY


def _direction(kind: str, which: str) -> Measure:
    def pooled(parts: Sequence[Part]) -> float:
        mean_h, length = clock.direction(np.concatenate(parts))
        return mean_h if which == "mean" else length

    return Measure(lambda run: hours_of(run.thefts, kind), pooled)


def _of_type(*kinds: str) -> Measure:
    """Share of recorded thefts that are of some types."""
    return share(lambda run: (run.recorded_thefts["subtype"].isin(kinds).sum(), len(run.recorded_thefts)))


def _reported(*kinds: str) -> Measure:
    def each(run: Replicate) -> tuple[float, float]:
        rows = run.thefts[run.thefts["subtype"].isin(kinds)]
        return float(rows["reported"].sum()), float(len(rows))

    return share(each)


MEASURES = {
    "theft.nb_k": Measure(_counts, _dispersion),
    "theft.excess_pairs": _excess((0.0, 14.0)),
    "theft.excess_pairs_late": Measure(
        _late_to_early, lambda parts: _over(parts, 2, 3) / _over(parts, 0, 1) if _over(parts, 0, 1) > 0 else math.nan
    ),
    "theft.knox_three_weeks": ratio(_knox_three_weeks),
    "theft.repeats_soon": Measure(burglary_gaps, _soon),
    "theft.repeats": share(_again),
    "theft.journey_median": median(road_km),
    "theft.journey_short": share(lambda run: (float((road_km(run) < FAR_KM).sum()), float(len(run.thefts)))),
    "theft.journey_decay": Measure(
        lambda run: journeys.by_ring(road_km(run)), lambda parts: journeys.decay_beyond_buffer(np.sum(parts, axis=0))
    ),
    "theft.top_offenders": mean(_top_offenders),
    "theft.excess_dispersion": mean(lambda run: dispersion.excess_dispersion(run.by_day(run.thefts))),
    "theft.day_to_day": mean(lambda run: dispersion.autocorrelation(run.by_day(run.thefts), 1)),
    "theft.reported_small": _reported(*SMALL),
    "theft.reported_vehicle": _reported("vehicle"),
    "theft.share_burglary": _of_type("burglary"),
    "theft.share_vehicle": _of_type("vehicle"),
    "theft.top_places": Measure(
        _counts, lambda parts: concentration.share_in_top(np.sum(parts, axis=0), TOP_PLACES)
    ),
    "theft.top_places_above_luck": mean(_above_luck),
    **{
        f"theft.{which}_hour.{kind}": _direction(kind, which)
        for kind in ("from_vehicle", "pocket_shop", "vehicle")
        for which in ("mean", "spread")
    },
}  # fmt: skip
