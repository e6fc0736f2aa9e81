"""Times until something happens, some of which nobody saw the end of: Kaplan and Meier (1958)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Curve(NamedTuple):
    """`times`: when something happened, ascending; `survival`: share left right after, (n,) each."""

    times: np.ndarray
    survival: np.ndarray

    def happened_by(self, time: float) -> float:
        """Share to which it has happened by a time."""
        passed = int(np.searchsorted(self.times, time, "right"))
        return 1 - float(self.survival[passed - 1]) if passed else 0.0

    def quantile(self, share: float) -> float:
        """Time by which it has happened to a share; NaN where the curve ends before."""
        there = np.flatnonzero(self.survival <= 1 - share + 1e-12)
        return float(self.times[there[0]]) if there.size else float("nan")


def kaplan_meier(durations: np.ndarray, seen: np.ndarray) -> Curve:
    """The curve of durations, (n,), of which `seen`, bool, ended while somebody looked; the others were going on."""
    times, ended = np.unique(durations[seen], return_counts=True)
    if not times.size:
        return Curve(np.zeros(0), np.zeros(0))
    at_risk = durations.size - np.searchsorted(np.sort(durations), times, "left")
    return Curve(times, np.cumprod(1 - ended / at_risk))
