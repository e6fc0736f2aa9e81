"""Shares, choices and noise come out as asked."""

import numpy as np
import pytest

from govsim.simulation.engine.randomness import Draws
from govsim.simulation.synthesis.chance import apportion, by_age, choose, smooth_noise


@pytest.mark.parametrize(
    ("weight", "total", "most", "expected"),
    [
        ([1, 1, 1], 4, None, [2, 1, 1]),  # the first of equals
        ([5, 3, 2], 10, None, [5, 3, 2]),
        ([0.46, 0.34, 0.2], 5, None, [2, 2, 1]),  # remainders 0.3, 0.7, 0
        ([10, 1, 1], 6, [2, 9, 9], [2, 2, 2]),  # what a limit refuses goes to the others
        ([1, 0, 0], 3, [1, 1, 1], [1, 1, 1]),  # weight 0 only when nobody else is left
        ([1593.0, 1542.0, 8655.0], 11790, None, [1593, 1542, 8655]),
        ([1, 2], 0, None, [0, 0]),
    ],
)
def test_apportioning_by_largest_remainders(weight, total, most, expected):
    assert apportion(np.array(weight), total, most).tolist() == expected


def test_apportioning_more_than_the_limits_is_refused():
    with pytest.raises(ValueError, match="cannot give out 5"):
        apportion(np.ones(2), 5, np.array([2, 2]))


def test_choosing_takes_exactly_so_many_and_follows_weights():
    weight = np.repeat([1.0, 3.0], 20_000)
    chosen = choose(Draws(1), "test", weight, 2_000)
    assert chosen.sum() == 2_000
    heavy = chosen[20_000:].sum()
    assert abs(heavy / 2_000 - 0.75) < 4 * np.sqrt(0.75 * 0.25 / 2_000) + 0.01  # without repetition: a little less
    assert choose(Draws(1), "test", np.array([0.0, 1.0, 1.0]), 2).tolist() == [False, True, True]
    assert choose(Draws(1), "test", weight, 0).sum() == 0


def test_tables_by_age_hold_from_each_age_on():
    table = ((18, 0.5), (30, 0.2))
    assert by_age(table, np.array([0, 17, 18, 29, 30, 90])).tolist() == [0, 0, 0.5, 0.5, 0.2, 0.2]


def test_noise_is_smooth_and_bounded():
    x = np.linspace(0, 9_999, 10_000)
    field = smooth_noise(Draws(1), "test", x, np.zeros(x.size), 500.0)
    assert np.abs(field).max() <= 1
    assert np.abs(np.diff(field)).max() < 2 * 1.5 / 500 * 1.01  # steepest slope of the easing curve
    assert field.std() > 0.2
