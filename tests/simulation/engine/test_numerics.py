"""The elementary functions agree with the library's to the stated error."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from govsim.simulation.engine.numerics import (
    exp,
    exp_each,
    exponential,
    log,
    log_each,
    normal_quantile,
    polynomial,
    sigmoid,
)

RELATIVE = 4e-16 + 2.3e-16  # the stated error, and half a unit in the last place of the library's
GRID = np.concatenate([np.linspace(-700, 700, 40_001), np.linspace(-1, 1, 20_001)])


def test_exp_is_right_to_the_stated_error():
    true = np.array([math.exp(x) for x in GRID])
    assert np.abs(exp_each(GRID) / true - 1).max() < RELATIVE


def test_log_is_right_to_the_stated_error():
    x = np.concatenate([np.exp(np.linspace(-690, 690, 30_001)), np.linspace(0.5, 2, 30_001)])
    x = x[np.abs(x - 1) > 1e-9]
    true = np.array([math.log(one) for one in x])
    assert np.abs(log_each(x) / true - 1).max() < RELATIVE


def test_exp_and_log_end_where_they_say():
    assert exp(-709.0) == 0.0
    assert exp(1e9) == exp(709.0) > 1e307
    assert log(0.0) == log(-1.0) == -1e308


def test_normal_quantile_is_right_to_the_stated_error():
    u = np.linspace(1e-9, 1 - 1e-9, 100_001)
    true = stats.norm.ppf(u)
    away = np.abs(true) > 1e-3
    assert np.abs(normal_quantile(u) / true - 1)[away].max() < 1.2e-9


def test_exponential_is_the_inverse_of_its_distribution():
    for u in (0.0, 0.1, 0.5, 0.999):
        assert math.isclose(1 - math.exp(-3.0 * exponential(u, 3.0)), u, abs_tol=1e-15)


def test_sigmoid_of_log_odds_is_the_probability():
    for p in (1e-6, 0.3, 0.5, 0.999):
        assert math.isclose(sigmoid(math.log(p / (1 - p))), p, rel_tol=1e-12)


def test_a_polynomial_begins_with_its_highest_power():
    assert polynomial(2.0, (3.0, -1.0, 0.5)) == 3.0 * 4.0 - 2.0 + 0.5
