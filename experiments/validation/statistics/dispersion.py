"""Counts that vary more than luck: over places, and over days (evidence F1, F13)."""

from __future__ import annotations

import math

import numpy as np
from scipy import optimize, special  # scipy.stats takes a second to load

LARGEST_K = 1e6  # from here on a negative binomial is a Poisson


def nb_k_by_moments(counts: np.ndarray) -> float:
    """Dispersion k of a negative binomial, m^2 / (v - m); infinite where the variance is no larger than the mean.

    `counts`: events by place, (n_places,), zeros included. Small k: few places have most of it.
    """
    mean, variance = float(np.mean(counts)), float(np.var(counts, ddof=1))
    return mean**2 / (variance - mean) if variance > mean else math.inf


def nb_k_by_likelihood(counts: np.ndarray) -> float:
    """The same by maximum likelihood, the mean being that of the counts; infinite where a Poisson does as well."""
    values, times = np.unique(np.asarray(counts, float), return_counts=True)
    mean = float(values @ times / times.sum())
    if mean == 0:
        return math.nan

    def loss(log_k: float) -> float:
        k = math.exp(log_k)
        terms = special.gammaln(values + k) - special.gammaln(k) + k * math.log(k / (k + mean))
        return -float(times @ (terms + values * math.log(mean / (k + mean))))

    found = optimize.minimize_scalar(loss, bounds=(math.log(1e-4), math.log(LARGEST_K)), method="bounded")
    k = math.exp(float(found.x))
    return math.inf if k > LARGEST_K / 10 else k


def fano(counts: np.ndarray) -> float:
    """Variance over mean of counts a day, (n_days,): 1 for a Poisson; NaN without events."""
    mean = float(np.mean(counts)) if len(counts) else 0.0
    return float(np.var(counts, ddof=1)) / mean if mean > 0 and len(counts) > 1 else math.nan


def excess_dispersion(counts: np.ndarray) -> float:
    """(Fano - 1) / mean of counts a day: the squared variation of the daily rate, whatever the level (C9)."""
    return (fano(counts) - 1) / float(np.mean(counts)) if len(counts) and np.mean(counts) > 0 else math.nan


def autocorrelation(counts: np.ndarray, lag: int) -> float:
    """Correlation of counts with those `lag` days later, around the mean of all; NaN where nothing varies."""
    if len(counts) <= lag + 1:
        return math.nan
    off = np.asarray(counts, float) - np.mean(counts)
    total = float(off @ off)
    return float(off[:-lag] @ off[lag:]) / total if total > 0 else math.nan
