"""No interval says more than its pairs can: coverage, verdicts and words over thousands of studies with known truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
import yaml
from scipy import stats

from govsim.experiments.config_folders import CONFIGS
from govsim.experiments.statistics.pairs import (
    USUAL,
    VERDICT_LEVEL,
    Aims,
    chance_lower,
    compared,
    error_of,
    fieller,
    posterior_draws,
    replications_to_decide,
    step_of,
    t_interval,
)
from govsim.experiments.statistics.verdict import FEW_PAIRS, SURE, sureness, verdict

STUDIES = 4_000
AIMS = Aims(0.1, 0.03)


def test_what_is_usual_is_what_the_configuration_says():
    said = [
        yaml.safe_load((CONFIGS / f"{name}.yaml").read_text("utf-8")) for name in ("compare", "ablate", "factorial")
    ]
    assert {(one["precision"], one["smallest"]) for one in said} == {USUAL}


def pairs_of(kind: str, mean: float, effect: float, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts of STUDIES studies of n pairs: an arm whose mean is (1 + effect) times that of the reference."""
    rng = np.random.default_rng([sum(map(ord, kind)), round(mean * 10), round(100 * effect) % 1000, n])
    shape = (STUDIES, n)
    if kind == "poisson, own luck":
        return rng.poisson(mean * (1 + effect), shape), rng.poisson(mean, shape)
    if kind == "poisson, common luck":  # nine events in ten happen in both arms
        common = 0.9 * mean * min(1, 1 + effect)
        both = rng.poisson(common, shape)
        return both + rng.poisson(mean * (1 + effect) - common, shape), both + rng.poisson(mean - common, shape)
    years = rng.gamma(10, 0.1, shape)  # good and bad years, the same for both arms or each its own
    other = years if kind == "negative binomial, common years" else rng.gamma(10, 0.1, shape)
    return rng.poisson(mean * (1 + effect) * other), rng.poisson(mean * years)


KINDS = (
    "poisson, own luck", "poisson, common luck", "negative binomial, common years", "negative binomial, own years",
)  # fmt: skip


@pytest.mark.parametrize("effect", [0.0, -0.1, -0.5, 0.3])
@pytest.mark.parametrize("mean", [0.2, 1.0, 5.0, 30.0, 300.0])
@pytest.mark.parametrize("kind", KINDS)
def test_intervals_of_counts_cover_the_truth_and_no_false_certainty_is_said(kind, mean, effect):
    for n in (2, 3, 4, 5, 8, 15, 30):
        arm, base = pairs_of(kind, mean, effect, n)
        apart, truth = (arm - base).astype(float), mean * effect
        centre = apart.mean(axis=1)
        error = error_of(apart, 1.0)
        for level in (50, 90):
            half = stats.t.ppf(0.5 + level / 200, n - 1) * error + 0.5 / n
            assert t_interval(apart[0], level, 1.0) == pytest.approx((centre[0] - half[0], centre[0] + half[0]))
            covered = float((np.abs(centre - truth) <= half + 1e-9).mean())
            noise = 3 * math.sqrt(level / 100 * (1 - level / 100) / STUDIES)
            assert covered >= level / 100 - 0.02 - noise, (n, level, covered)
        lower = stats.t.cdf(-centre / error, n - 1)
        certain, wrong_way = SURE[0][0], (truth >= 0, truth <= 0)
        said = [(lower >= certain) & wrong_way[0], (1 - lower >= certain) & wrong_way[1]]
        said = said if n >= FEW_PAIRS else [np.zeros(1)]
        assert np.mean(np.sum(said, axis=0)) <= 0.01 + 3 * math.sqrt(0.01 / STUDIES), n


@pytest.mark.parametrize("n", [2, 4, 10])
def test_a_random_count_never_has_an_interval_of_width_nil(n):
    """Two more in every pair, or the same in every pair: once told as +9.8 % (+0.1 to +0.1), virtually certain."""
    base = np.arange(10.0, 10 + n)
    for more in (0.0, 2.0):
        found = compared(base + more, base, AIMS, "K1", 1.0)
        assert found["low90"] < found["difference"] < found["high90"]
        assert 0 < found["p_lower"] < 1
    assert sureness(1 - found["p_lower"], n) == "likely" or n >= FEW_PAIRS
    draws = posterior_draws(np.column_stack([np.zeros(n), np.full(n, 2.0)]), [1.0, 1.0])
    assert (draws.std(axis=0) > 0).all()


def test_counting_noise_is_that_of_the_events_by_which_pairs_differ():
    """Four pairs of +2 are at least eight events: a Poisson count whose error is its root, and one may be missing."""
    assert error_of(np.full(4, 2.0), 1.0) == pytest.approx(math.sqrt(9) / 4)
    assert error_of(np.full(4, 0.2), 0.1) == pytest.approx(0.1 * math.sqrt(9) / 4)  # whatever the unit
    scattered = np.array([-30.0, 10.0, 55.0, -20.0])
    assert error_of(scattered, 1.0) == scattered.std(ddof=1) / 2  # the sample says more than counting alone
    assert error_of(np.full(4, 2.0)) == 0  # no count: what a policy costs is the same in every pair


def test_limits_of_a_ratio_go_with_the_interval_of_its_denominator():
    cost, averted = np.array([10.0, 12.0, 11.0, 9.0]), np.full(4, 5.0)
    limits = fieller(cost, averted, 90, 1.0)
    assert limits is not None
    assert limits[1] - limits[0] > np.ptp(fieller(cost, averted, 90))
    assert fieller(cost, np.full(4, 0.5), 90, 1.0) is None  # too few averted to say what each costs


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(-9, -4, "lower"), (4, 9, "higher"), (-2, 2, "alike"), (-3, 3, "alike"), (-9, -2, "open"), (-9, 9, "open"),
     (1, 2, "alike"), (2, 4, "open"), (math.nan, math.nan, "unknown")],
)  # fmt: skip
def test_three_verdicts_by_one_rule(low, high, said):
    assert verdict(low, high, 3) == said


def test_where_every_unit_matters_only_nothing_is_alike():
    assert [verdict(*ends, 0) for ends in ((0, 0), (1, 2), (-2, -1), (-1, 1))] == ["alike", "higher", "lower", "open"]
    assert compared(np.array([5.0, 5.0]), np.array([4.0, 4.0]), AIMS, "X1.public")["verdict"] == "higher"
    assert compared(np.array([101.0, 101.0]), np.array([100.0, 100.0]), AIMS, "K29")["verdict"] == "alike"


def test_so_many_pairs_as_are_asked_for_decide():
    rng = np.random.default_rng(4)
    pilot = rng.normal(-5.0, 10.0, 12)
    n = int(replications_to_decide(pilot, 3.0))

    def like_the_pilot(pairs: int) -> np.ndarray:
        """More pairs, of the same mean and standard deviation."""
        more = np.resize(pilot, pairs)
        return (more - more.mean()) * pilot.std(ddof=1) / more.std(ddof=1) + pilot.mean()

    decided = "lower" if pilot.mean() < -3 else "alike"
    assert verdict(*t_interval(like_the_pilot(n), VERDICT_LEVEL), 3.0) == decided
    assert verdict(*t_interval(like_the_pilot(n - 1), VERDICT_LEVEL), 3.0) == "open"
    assert math.isinf(replications_to_decide(np.array([-3.0, -2.0, -4.0]), 3.0))  # it is just as large as matters


def test_few_pairs_are_never_more_than_likely():
    assert {sureness(p, FEW_PAIRS - 1) for p in (0.7, 0.92, 0.97, 0.9999)} == {"likely"}
    said = [sureness(p, FEW_PAIRS) for p in (0.5, 0.7, 0.92, 0.97, 0.991, 0.996)]
    assert said == ["open", "likely", "very", "extremely", "extremely", "certain"]
    assert sureness(math.nan, 30) == "unknown"


def test_the_step_of_counts_is_found_and_that_of_other_numbers_is_not():
    rng = np.random.default_rng(3)
    counts = rng.poisson(30, 12)
    for one in (1.0, 0.05, 1000 / 20_000 / 1.7):
        assert step_of(one * counts[:6], one * counts[6:]) == pytest.approx(one)
    assert math.isnan(step_of(rng.normal(50, 3, 10)))
    assert step_of(np.full(3, 5.0), np.full(3, 5.0)) == 5.0  # never narrower than it could be
    assert math.isnan(step_of(np.zeros(3)))
    assert chance_lower(np.full(3, -5.0), 5.0) < 1
