"""Numbers of replications against theory and against simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_1samp

from govsim.experiments.statistics.replications import half_width, power, runs_for_effect, runs_for_width, spread


def test_half_the_width_of_an_interval_is_that_of_the_textbook():
    assert half_width(10.0, 25) == pytest.approx(2.0639 * 10 / 5, rel=1e-4)  # t, 24 degrees of freedom


def test_power_is_the_share_of_samples_in_which_the_test_finds_the_effect():
    rng = np.random.default_rng(1)
    found = ttest_1samp(rng.normal(0.6, 1, (20_000, 12)), 0, axis=1).pvalue < 0.05
    assert power(0.6, 1.0, 12) == pytest.approx(found.mean(), abs=0.012)
    assert power(0.0, 1.0, 12) == pytest.approx(0.05)


def test_thirty_four_pairs_find_half_a_standard_deviation():
    """Cohen 1988: d = .5, two-sided 5 %, power .8, one sample: 34."""
    assert runs_for_effect(0.5, 1.0, 0.8) == 34


@pytest.mark.parametrize(("effect", "sd"), [(0.1, 1.0), (1.0, 1.0), (3.0, 0.5)])
def test_the_number_is_the_smallest_that_is_enough(effect, sd):
    n = runs_for_effect(effect, sd, 0.9)
    assert power(effect, sd, n) >= 0.9
    assert n == 2 or power(effect, sd, n - 1) < 0.9
    m = runs_for_width(sd, effect)
    assert half_width(sd, m) <= effect
    assert m == 2 or half_width(sd, m - 1) > effect


def test_what_would_take_over_a_million_is_said_to():
    assert runs_for_effect(1e-6, 1.0, 0.8) is None
    assert runs_for_width(1.0, 0.0) is None


def test_without_spread_two_are_enough():
    assert runs_for_effect(0.1, 0.0, 0.8) == runs_for_width(0.0, 0.1) == 2


def test_the_same_luck_takes_correlated_noise_out():
    rng = np.random.default_rng(1)
    luck, own = rng.normal(0, 3, 2000), rng.normal(0, 1, (2, 2000))
    found = spread(pd.Series(10 + luck + own[0]), pd.Series(9 + luck + own[1]))
    assert found.difference == pytest.approx(-1, abs=0.1)
    assert found.sd_paired == pytest.approx(2**0.5, rel=0.05)
    assert found.sd_apart == pytest.approx(20**0.5, rel=0.05)
    assert found.correlation == pytest.approx(0.9, abs=0.02)
