"""Events that come soon after and close to one another: Knox tables and excess pairs an event (evidence 4.B, 4.E)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.spatial import KDTree

SAME_PLACE_M = 1.0  # points no further apart are one place
NEAR_M, SOON_DAYS = 200.0, 14.0  # of the calibration target
PERMUTATIONS = 99


class Knox(NamedTuple):
    """Pairs of events by distance and lag, and what luck alone would make of the same places and times.

    `observed`, `expected`: pairs, (n_distances, n_lags); `soon`: share of all pairs of events in each class of lag,
    (n_lags,); `above`: share of permutations with as many pairs or more, (n_distances, n_lags); `events`: how many.
    """

    observed: np.ndarray
    expected: np.ndarray
    soon: np.ndarray
    above: np.ndarray
    events: int

    @property
    def ratio(self) -> np.ndarray:
        """Observed over expected; NaN where nothing is expected."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.expected > 0, self.observed / self.expected, np.nan)

    @property
    def excess(self) -> np.ndarray:
        """Pairs an event beyond what luck makes, (n_distances, n_lags): (O - mean permuted) / (N (1 - p)).

        The permuted times contain the excess pairs themselves; the division by 1 - p, p the share of all pairs in the
        class of lag, takes that out (evidence 4.B). NaN where the window is no longer than the class.
        """
        left = np.where(self.soon < 1, 1 - self.soon, np.nan)
        return (self.observed - self.expected) / (max(self.events, 1) * left)


def knox(
    points: np.ndarray, days: np.ndarray, metres: Sequence[float], lags: Sequence[float], luck: np.random.Generator,
    permutations: int = PERMUTATIONS,
) -> Knox:  # fmt: skip
    """Knox's table (1964) with permuted times; classes as in the R package NearRepeat when times are whole days.

    `points`: (n, 2), metres; `days`: (n,); `metres`, `lags`: upper ends of the classes, ascending; a pair belongs to
    the first class whose end is not below it. Pairs further apart in space or time than the last end are left out.
    Use a window without a jump: a shift of events from one part of town to another looks like contagion.
    """
    places, ends = np.asarray(metres, float), np.asarray(lags, float)
    if len(points) < 2:
        none = np.zeros((places.size, ends.size))
        return Knox(none, none.copy(), np.zeros(ends.size), np.ones_like(none), len(points))
    first, second = KDTree(points).query_pairs(places[-1], output_type="ndarray").T
    apart = np.hypot(*(points[first] - points[second]).T)
    ring = np.searchsorted(places, apart - 1e-9)
    size = (places.size, ends.size)

    def table(when: np.ndarray) -> np.ndarray:
        lag = np.searchsorted(ends, np.abs(when[first] - when[second]) - 1e-9)
        inside = lag < ends.size
        return np.bincount(ring[inside] * ends.size + lag[inside], minlength=size[0] * size[1]).reshape(size)

    observed = table(days)
    drawn = np.array([table(luck.permutation(days)) for _ in range(permutations)])
    above = (1 + (drawn >= observed).sum(axis=0)) / (1 + permutations)
    return Knox(observed.astype(float), drawn.mean(axis=0), _shares_of_lags(days, ends), above, len(points))


def _shares_of_lags(days: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Share of all pairs of events, wherever they are, in each class of lag, (n_lags,)."""
    when = np.sort(days)
    index = np.arange(when.size)
    within = [float((np.searchsorted(when, when + end + 1e-9, "right") - index - 1).sum()) for end in ends]
    return np.diff([0.0, *within]) / (when.size * (when.size - 1) / 2)


class Excess(NamedTuple):
    """Excess near-repeat pairs of one window. `pairs`: of all events together, after the correction."""

    pairs: float
    events: int
    ratio: float  # Knox ratio: observed over expected pairs

    @property
    def per_event(self) -> float:
        """Excess pairs an event; NaN without events."""
        return self.pairs / self.events if self.events else float("nan")


def excess_pairs(
    points: np.ndarray, days: np.ndarray, luck: np.random.Generator, metres: float = NEAR_M,
    lags: tuple[float, float] = (0.0, SOON_DAYS), permutations: int = PERMUTATIONS,
) -> Excess:  # fmt: skip
    """Excess pairs at most `metres` apart with a lag in (lags[0], lags[1]] days; from 0 on the lag 0 belongs to it.

    A Poisson world gives 0, one in which each event brings on n others nearby within two weeks about n, a little less
    before the correction and more where those bring on others in turn (evidence 4.B).
    """
    low, high = lags
    table = knox(points, days, [metres], [high] if low <= 0 else [low, high], luck, permutations)
    return Excess(float(table.excess[0, -1]) * table.events, table.events, float(table.ratio[0, -1]))
