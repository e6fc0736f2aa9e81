"""Worlds whose laws are known: events at random, events that bring on others, places and people that differ."""

from __future__ import annotations

import numpy as np

SIDE_M, DAYS = 2400.0, 365.0  # as many pairs by luck as around 2,000 events have in evidence 4.B


def poisson(events: int, luck: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Points, (n, 2), and days, (n,), anywhere at any time."""
    return luck.uniform(0, SIDE_M, (events, 2)), luck.uniform(0, DAYS, events)


def hawkes(events: int, branching: float, luck: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """About so many events, of which each brings on `branching` others within 150 m after a week or so."""
    points, days = poisson(round(events * (1 - branching)), luck)
    born_points, born_days = points, days
    while born_days.size:
        of = np.repeat(np.arange(born_days.size), luck.poisson(branching, born_days.size))
        angle, far = luck.uniform(0, 2 * np.pi, of.size), 150 * np.sqrt(luck.uniform(0, 1, of.size))
        born_points = born_points[of] + np.c_[far * np.cos(angle), far * np.sin(angle)]
        born_days = born_days[of] + luck.exponential(7.0, of.size)
        inside = born_days < DAYS
        born_points, born_days = born_points[inside], born_days[inside]
        points, days = np.vstack([points, born_points]), np.r_[days, born_days]
    return points, days


def gamma_poisson(places: int, mean: float, k: float, luck: np.random.Generator) -> np.ndarray:
    """Counts of places whose rates are gamma with shape k: negative binomial with dispersion k."""
    return luck.poisson(luck.gamma(k, mean / k, places))
