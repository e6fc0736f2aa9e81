"""Statistics of events give back the laws of worlds that are known."""

import math

import numpy as np
import pytest

from govsim.experiments.validation.statistics import (
    clock,
    concentration,
    dispersion,
    journeys,
    repeats,
    survival,
    trend,
)
from govsim.experiments.validation.statistics.near_repeats import excess_pairs, knox
from tests.experiments.validation.worlds import gamma_poisson, hawkes


def luck(seed=1):
    return np.random.default_rng(seed)


# -- near repeats


@pytest.mark.parametrize(("branching", "expected"), [(0.0, -0.01), (0.1, 0.092), (0.2, 0.216)])
def test_excess_pairs_tell_how_many_events_each_brings_on(branching, expected):
    """Evidence 4.B: 2,000 events with branching 0, .1, .2 show -.01, .085, .20 before the correction by .925."""
    worlds = [excess_pairs(*hawkes(2000, branching, luck(seed)), luck(seed)).per_event for seed in range(16)]
    error = np.std(worlds, ddof=1) / math.sqrt(16)
    assert error < 0.02
    assert abs(np.mean(worlds) - expected) < 0.02 + 2 * error


def test_excess_pairs_do_not_depend_on_how_many_events_there_are_while_the_knox_ratio_does():
    few, many = ([excess_pairs(*hawkes(n, 0.2, luck(s)), luck(s)) for s in range(8)] for n in (500, 3000))
    assert np.mean([e.per_event for e in few]) == pytest.approx(np.mean([e.per_event for e in many]), abs=0.05)
    assert np.mean([e.ratio for e in few]) > 1.2 > np.mean([e.ratio for e in many])


def test_events_brought_on_within_days_leave_little_after_two_weeks():
    late = [excess_pairs(*hawkes(2000, 0.2, luck(s)), luck(s), lags=(14, 28)).per_event for s in range(8)]
    assert -0.04 < np.mean(late) < 0.06


def test_risk_that_lasts_is_no_near_repeat():
    """Places that differ for good make pairs, but as many at any lag: the permuted times have them too."""
    random = luck(3)
    spots = random.uniform(0, 2400, (40, 2))
    points, days = spots[random.integers(0, 40, 1500)], random.uniform(0, 365, 1500)
    assert abs(excess_pairs(points, days, random).per_event) < 0.25  # of some 40 pairs an event
    assert knox(points, days, [200], [14], random).ratio[0, 0] == pytest.approx(1, abs=0.03)


def test_pairs_are_counted_by_distance_and_lag_once():
    points = np.array([[0, 0], [0, 50], [0, 150], [5000, 0]], float)
    table = knox(points, np.array([0.0, 3.0, 20.0, 0.0]), [100, 200], [14, 28], luck(), 9)
    assert table.observed.tolist() == [[1, 1], [0, 1]]
    assert table.soon.tolist() == pytest.approx([3 / 6, 3 / 6])


def test_a_world_without_pairs_has_no_excess():
    assert knox(np.zeros((0, 2)), np.zeros(0), [200], [14], luck()).excess.tolist() == [[0]]
    assert math.isnan(excess_pairs(np.zeros((0, 2)), np.zeros(0), luck()).per_event)
    short = excess_pairs(np.zeros((3, 2)), np.arange(3.0), luck())
    assert math.isnan(short.per_event), "all pairs are as close in time as luck can make them"


# -- concentration and dispersion


def test_random_events_look_concentrated_when_they_are_fewer_than_places():
    """Evidence 4.C: 500 events at random on 3,000 segments, half of them on 7.0 %, a quarter on 2.9 %."""
    assert concentration.share_by_luck(500, 3000, 0.5, luck()) == pytest.approx(0.070, abs=0.002)
    assert concentration.share_by_luck(500, 3000, 0.25, luck()) == pytest.approx(0.029, abs=0.002)


@pytest.mark.parametrize(("k", "expected"), [(0.5, 0.155 / 1.43), (0.1, 0.034), (0.05, 0.019)])
def test_the_places_with_half_of_the_events_shrink_with_k(k, expected):
    """Evidence 4.C, row 2,000 events on 1,000 segments."""
    found = [concentration.share_of_places(gamma_poisson(1000, 2, k, luck(s)), 0.5) for s in range(40)]
    assert np.mean(found) == pytest.approx(expected, abs=0.004)


@pytest.mark.parametrize("k", [0.05, 0.2, 1.0, 5.0])
def test_both_fits_find_the_dispersion_of_a_gamma_poisson_world(k):
    counts = gamma_poisson(20_000, 3, k, luck(5))
    assert dispersion.nb_k_by_moments(counts) == pytest.approx(k, rel=0.1)
    assert dispersion.nb_k_by_likelihood(counts) == pytest.approx(k, rel=0.05)


def test_a_poisson_world_has_no_dispersion_to_speak_of():
    counts = luck(6).poisson(3, 20_000)
    assert dispersion.nb_k_by_likelihood(counts) > 50
    assert dispersion.nb_k_by_moments(counts) > 50
    assert dispersion.nb_k_by_likelihood(np.zeros(5)) != dispersion.nb_k_by_likelihood(np.zeros(5))


def test_excess_dispersion_is_the_squared_variation_of_the_daily_rate_whatever_the_level():
    for level in (2.0, 30.0):
        rates = level * luck(7).gamma(1 / 0.06, 0.06, 40_000)
        assert dispersion.excess_dispersion(luck(8).poisson(rates)) == pytest.approx(0.06, abs=0.01)


def test_days_that_hang_together_correlate_and_others_do_not():
    shocks = luck(9).normal(size=20_000)
    days = np.convolve(shocks, [1, 1])[1:-1]  # each day shares half with the next
    assert dispersion.autocorrelation(days, 1) == pytest.approx(0.5, abs=0.02)
    assert dispersion.autocorrelation(days, 2) == pytest.approx(0, abs=0.02)
    assert math.isnan(dispersion.autocorrelation(np.ones(5), 1))


def test_gini_is_nothing_among_equals_and_nearly_one_where_one_has_all():
    assert concentration.gini(np.ones(50)) == pytest.approx(0)
    assert concentration.gini(np.r_[np.zeros(99), 1.0]) == pytest.approx(0.99)
    exponential = luck(2).exponential(1, 200_000)
    assert concentration.gini(exponential) == pytest.approx(0.5, abs=0.005)


# -- people


def test_labels_at_random_give_offenders_what_luck_gives_them():
    """Events with offenders drawn at random: the top tenth has what a zero-truncated Poisson gives it."""
    who = luck(4).integers(0, 1000, 20_000)
    top = concentration.share_in_top(np.unique(who, return_counts=True)[1].astype(float), 0.1)
    poisson_counts = np.sort(luck(5).poisson(20, 1_000_000))[::-1]
    assert top == pytest.approx(poisson_counts[:100_000].sum() / poisson_counts.sum(), abs=0.004)


def test_a_top_tenth_of_fifteen_people_is_one_and_a_half():
    counts = np.r_[10.0, 6.0, np.ones(13)]
    assert concentration.share_in_top(counts, 0.1) == pytest.approx((10 + 3) / 29)


# -- repeats and waiting


def test_repeats_at_a_constant_rate_come_as_late_as_they_may():
    """Uniform in time: of the repeats within 180 days 1/6 within 30 (evidence F5: .16)."""
    random = luck(11)
    whose, days = random.integers(0, 30_000, 6000), random.uniform(0, 730, 6000)
    share = repeats.share_of_repeats_within(*repeats.gaps(whose, days, 730), 30, 180)
    assert share == pytest.approx(30 / 180, abs=0.04)


def test_a_boost_after_an_event_brings_repeats_forward():
    random = luck(12)
    whose, days = np.arange(3000), random.uniform(0, 365, 3000)
    again = random.uniform(size=3000) < 0.2
    later = days[again] + random.exponential(20, again.sum())
    whose, days = np.r_[whose, whose[again]], np.r_[days, later]
    share = repeats.share_of_repeats_within(*repeats.gaps(whose, days, 730), 30, 180)
    assert share == pytest.approx(1 - math.exp(-30 / 20), abs=0.06)


def test_gaps_are_to_the_next_event_of_the_same_and_end_with_the_window():
    whose, days = np.array([1, 2, 1, 1]), np.array([10.0, 20.0, 40.0, 41.0])
    durations, seen = repeats.gaps(whose, days, 100)
    assert sorted(zip(durations.tolist(), seen.tolist(), strict=True)) == [(1.0, True), (30.0, True), (59.0, False),
                                                                         (80.0, False)]  # fmt: skip
    assert sorted(repeats.gaps(whose, days, 100, shortest=2)[0].tolist()) == [30.0, 59.0, 60.0, 80.0]


def test_kaplan_and_meier_see_through_what_was_cut_off():
    random = luck(13)
    true, cut = random.exponential(10, 20_000), random.uniform(0, 30, 20_000)
    curve = survival.kaplan_meier(np.minimum(true, cut), true <= cut)
    assert curve.quantile(0.5) == pytest.approx(10 * math.log(2), rel=0.03)
    assert curve.happened_by(5) == pytest.approx(1 - math.exp(-0.5), abs=0.01)
    assert math.isnan(survival.kaplan_meier(np.ones(3), np.zeros(3, bool)).quantile(0.5))


# -- journeys, hours, trends


def test_journeys_of_a_negative_exponential_fall_at_its_rate():
    km = luck(14).exponential(2.0, 50_000)
    assert journeys.decay_beyond_buffer(journeys.by_ring(km)) == pytest.approx(-0.5, abs=0.02)
    assert journeys.log_sd(np.exp(luck(15).normal(0, 0.8, 20_000))) == pytest.approx(0.8, abs=0.01)


def test_hours_around_midnight_have_their_mean_at_midnight():
    mean, length = clock.direction(np.array([23.0, 1.0, 23.5, 0.5]))
    assert abs(clock.hours_apart(mean, 0)) < 1e-9
    assert length > 0.95
    assert clock.direction(np.arange(24.0))[1] == pytest.approx(0, abs=1e-12)
    assert clock.hours_apart(1, 23) == 2


def test_a_slope_is_a_share_of_the_mean_a_year():
    years = np.arange(5.0)
    assert trend.slope_per_year(100 - 10 * (years - 2), years) == pytest.approx(-0.1)
    assert trend.slope_per_year(np.array([5.0, np.nan, 5.0]), np.arange(3.0)) == 0
    assert trend.slope_on_log(3 - 2 * np.log(np.array([1.0, 2, 4, 8])), np.array([1.0, 2, 4, 8])) == pytest.approx(-2)
