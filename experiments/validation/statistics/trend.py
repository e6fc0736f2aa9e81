"""Whether something that should stand still moves."""

from __future__ import annotations

import numpy as np


def slope_per_year(values: np.ndarray, years: np.ndarray) -> float:
    """Least squares slope of values, (n,), on years, (n,), as a share of the mean of the values; NaN without one."""
    there = ~np.isnan(values)
    y, t = np.asarray(values, float)[there], np.asarray(years, float)[there]
    if y.size < 2 or np.ptp(t) == 0 or y.mean() == 0:
        return float("nan")
    off = t - t.mean()
    return float((off @ y) / (off @ off) / abs(y.mean()))


def slope_on_log(values: np.ndarray, of: np.ndarray) -> float:
    """Least squares slope of values, (n,), on the natural logarithm of something, (n,) above 0; NaN without any."""
    there = of > 0
    y, x = np.asarray(values, float)[there], np.log(of[there])
    if y.size < 3 or np.ptp(x) == 0:
        return float("nan")
    off = x - x.mean()
    return float((off @ y) / (off @ off))
