"""Occasions are Poisson processes in continuous time that know nothing of ticks or of one another."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from govsim.simulation.engine.clock import HOURS_PER_YEAR, Clock
from govsim.simulation.engine.occasions import WINDOW_DAYS, Occasions
from govsim.simulation.engine.randomness import Draws

KEY = Draws(1).key("theft")
DAYS = 3 * WINDOW_DAYS + 2


def points(per_year: np.ndarray, days: int = DAYS, hours_per_tick: float = 1.0) -> np.ndarray:
    clock, occasions, parts = Clock(hours_per_tick), Occasions(KEY, per_year), []
    while clock.day < days:
        parts.append(occasions.due(clock).copy())
        assert ((parts[-1]["time_h"] >= clock.start_h) & (parts[-1]["time_h"] < clock.end_h)).all()
        clock.advance()
    return np.concatenate(parts)


def test_gaps_are_exponential():
    all_points = points(np.full(2000, 365.0))
    gaps = np.concatenate([np.diff(all_points["time_h"][all_points["who"] == who]) for who in range(2000)])
    first = all_points["time_h"][np.unique(all_points["who"], return_index=True)[1]]
    assert stats.kstest(first[first < 200] / 24, stats.truncexpon(b=200 / 24).cdf).pvalue > 1e-4
    assert gaps.size > 40_000  # all but the last of everybody: censoring shortens the mean gap by a twentieth
    assert 24 * 0.90 < gaps.mean() < 24


def test_counts_are_poisson():
    rate_per_day = 0.7
    counts = np.bincount(points(np.full(5000, 365 * rate_per_day))["who"], minlength=5000)
    mean, n = rate_per_day * DAYS, counts.size
    assert abs(counts.mean() - mean) < 4 * (mean / n) ** 0.5
    assert abs(counts.var() / counts.mean() - 1) < 4 * (2 / n) ** 0.5  # index of dispersion


@pytest.mark.parametrize("hours_per_tick", [0.5, 2, 24])
def test_the_tick_changes_no_point(hours_per_tick):
    rates = np.linspace(0, 2000, 300)
    assert np.array_equal(points(rates), points(rates, hours_per_tick=hours_per_tick))


def test_no_point_is_lost_or_doubled_at_the_edge_of_a_window():
    found = points(np.full(50, 40.0 * 365))
    for who in range(50):
        assert np.array_equal(found["number"][found["who"] == who], np.arange((found["who"] == who).sum()))
    assert (np.diff(found["time_h"]) >= 0).all()


def test_a_day_is_the_sum_of_its_ticks():
    clock, by_tick, by_day = Clock(2), Occasions(KEY, np.full(40, 900.0)), Occasions(KEY, np.full(40, 900.0))
    today = by_day.due_today(clock).copy()
    ticks = []
    for _ in range(12):
        ticks.append(by_tick.due(clock).copy())
        clock.advance()
    assert today.size > 20
    assert np.array_equal(today, np.concatenate(ticks))


def test_a_rate_of_zero_never_comes():
    assert set(points(np.array([0.0, 5000.0, 0.0]))["who"].tolist()) == {1}


def test_nobody_else_changes_the_points_of_one():
    rates = np.full(30, 400.0)
    alone = np.where(np.arange(30) == 17, 400.0, 0.0)
    together = points(rates)
    assert np.array_equal(points(alone), together[together["who"] == 17])


def test_twice_the_rate_is_the_same_process_in_half_the_time():
    slow, fast = points(np.full(10, HOURS_PER_YEAR / 100), 28), points(np.full(10, HOURS_PER_YEAR / 50), 14)
    assert slow.size == fast.size > 0
    order = np.argsort(slow["time_h"] / 2, kind="stable")
    assert np.allclose(slow["time_h"][order] / 2, fast["time_h"], rtol=1e-12)
