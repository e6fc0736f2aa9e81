"""Paired differences and intervals, against hand numbers, scipy and runs whose effect is known."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from govsim.experiments.indicators import REGISTRY, TRUE, Window, compute
from govsim.experiments.statistics.pairs import Aims, compare_arms, fieller, replications_needed, t_interval
from tests.experiments.fake import FakeRun

AIMS = Aims(0.1, 0.03)


def rows(arm, values, indicator="K1", ledger="true"):
    return pd.DataFrame({
        "arm": arm, "seed": range(1, len(values) + 1), "indicator": indicator, "ledger": ledger, "value": values,
    })  # fmt: skip


def test_difference_and_interval_equal_hand_numbers():
    # differences -1, -2, -3: mean -2, standard deviation 1; t(0.975, 2) = 0.95 / sqrt(2 * 0.975 * 0.025)
    indicators = pd.concat([rows("a", [10.0, 20.0, 30.0]), rows("b", [9.0, 18.0, 27.0])])
    row = compare_arms(indicators, ["a", "b"], AIMS).iloc[0]
    half = 0.95 / np.sqrt(2 * 0.975 * 0.025) / np.sqrt(3)
    assert (row["difference"], row["reference_mean"], row["mean"], row["n"]) == (-2.0, 20.0, 18.0, 3)
    assert row["low95"] == pytest.approx(-2 - half, abs=1e-12)
    assert row["high95"] == pytest.approx(-2 + half, abs=1e-12)
    assert row["relative"] == pytest.approx(-0.1)
    assert row["correlation"] == pytest.approx(1.0)


@pytest.mark.parametrize("level", [95, 90, 50])
def test_interval_equals_scipy(level):
    values = np.array([0.3, -1.2, 2.5, 0.9, 0.1])
    expected = stats.ttest_1samp(values, 0).confidence_interval(level / 100)
    assert t_interval(values, level) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_pairs_are_matched_by_seed_and_not_by_position():
    one, other = rows("a", [1.0, 2.0, 3.0]), rows("b", [1.5, 2.5, 3.5])
    shuffled = pd.concat([one, other.sample(frac=1, random_state=3)])
    row = compare_arms(shuffled, ["a", "b"], AIMS).iloc[0]
    assert row["difference"] == 0.5
    assert row["low95"] == row["high95"] == 0.5


def test_a_missing_value_takes_its_pair_with_it():
    row = compare_arms(pd.concat([rows("a", [1.0, np.nan, 3.0]), rows("b", [2.0, 9.0, 5.0])]), ["a", "b"], AIMS).iloc[0]
    assert (row["n"], row["difference"], row["reference_mean"]) == (2, 1.5, 2.0)


def test_one_pair_has_a_difference_and_no_interval():
    row = compare_arms(pd.concat([rows("a", [1.0]), rows("b", [2.0])]), ["a", "b"], AIMS).iloc[0]
    assert row["difference"] == 1.0
    assert np.isnan([row["low95"], row["high95"], row["replications_needed"], row["correlation"]]).all()


def test_replications_needed_are_the_fewest_that_suffice():
    differences = np.array([1.0, 3.0, 2.0, 6.0, 4.0])
    n, spread = int(replications_needed(differences, 0.5)), differences.std(ddof=1)
    halves = [stats.t.ppf(0.975, k - 1) * spread / np.sqrt(k) for k in (n - 1, n)]
    assert halves[0] > 0.5 >= halves[1]


def test_identical_arms_need_two_replications_and_hopeless_ones_infinitely_many():
    assert replications_needed(np.zeros(5), 1.0) == 2
    assert replications_needed(np.array([-1.0, 1.0, 0.0]), 1e-9) == np.inf
    assert np.isnan(replications_needed(np.array([1.0, 2.0]), 0.0))


def test_ratio_at_a_fieller_limit_is_just_not_refuted():
    """At each limit r the paired t statistic of numerator - r * denominator is exactly the critical value."""
    rng = np.random.default_rng(5)
    cost, averted = rng.normal(50, 8, 12), rng.normal(6, 2, 12)
    for limit in fieller(cost, averted, 95):
        statistic = stats.ttest_1samp(cost - limit * averted, 0).statistic
        assert abs(statistic) == pytest.approx(stats.t.ppf(0.975, 11), rel=1e-9)


def test_ratio_has_no_interval_when_its_denominator_may_be_zero():
    assert fieller(np.array([1.0, 2.0, 3.0]), np.array([-1.0, 0.5, 1.0]), 95) is None


def paired_interval(first_seed, prevented, pairs=8):
    """The 95 % interval for the thefts that a policy of known effect prevents, over `pairs` fake runs."""
    values = []
    for seed in range(first_seed, first_seed + pairs):
        both = [FakeRun(seed, share, days=20, policy_day=0).tables() for share in (0.0, prevented)]
        rates = [compute_k1(tables, 20 * 24) for tables in both]
        values.append(rates[1] - rates[0])
    return t_interval(np.array(values), 95)


def compute_k1(tables, end_h):
    return REGISTRY["K1"].read(Window(tables, 0, end_h), TRUE).value


@pytest.mark.slow
def test_intervals_cover_the_true_effect_as_often_as_they_say():
    """95 % intervals of 100 studies: with true coverage 0.95, fewer than 88 hits has chance 0.0003."""
    prevented = 0.3
    expected_rate = 1000 * 5 * np.exp(0.2**2 / 2) * 365 / 800  # thefts a day; mean of the log-normal; 800 residents
    truth = -prevented * expected_rate
    hits = sum(low <= truth <= high for low, high in (paired_interval(1000 * k, prevented) for k in range(100)))
    assert 88 <= hits <= 100, f"{hits} of 100 intervals covered the truth"


def test_a_policy_without_effect_gives_equal_arms():
    assert paired_interval(1, 0.0) == (0.0, 0.0)


def test_indicators_come_in_every_ledger_once():
    found = compute(FakeRun(1).tables(), 0, 24 * 60)
    assert not found.duplicated(["indicator", "ledger"]).any()
    assert list(found.columns) == ["indicator", "ledger", "value", "numerator", "denominator", "n", "per_event"]
