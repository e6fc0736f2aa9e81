"""Intervals over runs cover what they say, and events put a floor under them."""

import math

import numpy as np
import pytest

from govsim.experiments.validation import pooling
from govsim.experiments.validation.measures.base import rate_ratio, share


def test_the_interval_of_a_mean_is_students():
    values = [np.array([x]) for x in (1.0, 2.0, 4.0, 7.0)]
    found = pooling.estimate(values, pooling.mean_of)
    half = 2.3533634 * np.std([1, 2, 4, 7], ddof=1) / 2  # t of three degrees of freedom at 95 %
    assert (found.value, found.low, found.high) == pytest.approx((3.5, 3.5 - half, 3.5 + half), rel=1e-5)


def test_nine_in_ten_intervals_of_a_ratio_cover_it():
    """Runs with a luck of their own: counts overdispersed between runs, eight runs a study."""
    luck, covered = np.random.default_rng(1), 0
    for _ in range(1500):
        rate = 0.3 * luck.gamma(25, 1 / 25, 8)
        size = luck.integers(50, 150, 8)
        parts = [np.array([luck.poisson(r * n), n]) for r, n in zip(rate, size, strict=True)]
        found = pooling.estimate(parts, pooling.ratio_of, pooling.noise_of_count(parts))
        covered += found.low <= 0.3 <= found.high
    assert covered / 1500 == pytest.approx(0.90, abs=0.03)


def test_runs_that_agree_by_chance_are_no_surer_than_their_events():
    measure = share(lambda run: (0, 0))
    found = measure.of([np.array([1.0, 10.0])] * 4)
    assert found.low < 0.05
    assert found.high > 0.15
    ratio = rate_ratio(lambda run: 0, "other").of([(np.array([10.0]), np.array([10.0]))] * 3)
    assert ratio.low < 0.95 < 1.05 < ratio.high


def test_one_run_has_a_value_and_no_interval():
    found = pooling.estimate([np.array([3.0])], pooling.mean_of)
    assert found.value == 3
    assert math.isnan(found.low)
    assert math.isnan(pooling.estimate([], pooling.mean_of).value)
