"""Who is best and how sure that is; who gains; what moves next door. Closed forms and conservation."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from govsim.experiments.comparison.averted import acceptability, pairs_of
from govsim.experiments.comparison.groups import by_group
from govsim.experiments.comparison.ranking import MAIN, leaders, sign_of
from govsim.experiments.comparison.rings import RINGS, displacement_quotient, rings, rings_of
from govsim.experiments.indicators.surroundings import metres_to
from govsim.experiments.report.figures.maps import FALSE_SHARE, clear_places
from govsim.experiments.statistics.pairs import chance_lower, posterior_draws, t_interval
from tests.experiments.studies import fake_study, paired


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return fake_study(tmp_path_factory.mktemp("study"))


def test_chance_is_the_one_sided_t_test():
    values = np.random.default_rng(1).normal(-0.4, 1, 9)
    assert chance_lower(values) == pytest.approx(1 - stats.ttest_1samp(values, 0, alternative="less").pvalue)
    assert chance_lower(values) + chance_lower(-values) == pytest.approx(1)


@pytest.mark.parametrize(("values", "expected"), [([0, 0, 0], 0.5), ([-1, -1], 1.0), ([2, 2], 0.0)])
def test_chance_of_constants(values, expected):
    assert chance_lower(np.array(values, float)) == expected


def test_nothing_is_said_of_a_single_pair():
    assert np.isnan(chance_lower(np.array([1.0])))


def test_margins_of_the_draws_are_the_intervals():
    values = np.random.default_rng(2).normal([1, -2], [1, 3], (7, 2))
    draws = posterior_draws(values, draws=200_000)
    for k in (0, 1):
        low, high = t_interval(values[:, k], 90)
        assert np.quantile(draws[:, k], [0.05, 0.95]) == pytest.approx([low, high], abs=0.02 * (high - low))


def test_draws_keep_what_varies_together():
    values = np.random.default_rng(3).normal(size=(8, 1)) * np.array([1.0, -2.0])
    draws = posterior_draws(values, draws=1000)
    assert np.corrcoef(draws.T)[0, 1] == pytest.approx(-1, abs=1e-6)


def test_an_arm_leads_alone_when_it_is_better_by_more_than_matters(study):
    assert study.row("guards", "K1", "true")["verdict"] == "lower"
    assert leaders(study, "K1") == ["guards"]
    assert study.row("guards", "X1", "true")["verdict"] == "higher"
    assert leaders(study, "X1") == ["baseline"]


def test_arms_that_are_not_shown_to_differ_share_the_first_place(tmp_path):
    same = fake_study(tmp_path, prevented=0.0, replications=3)
    assert same.row("guards", "K1", "true")["difference"] == 0
    assert leaders(same, "K1") == ["baseline", "guards"]
    noisy = same.indicators.copy()
    guards = (noisy["arm"] == "guards") & (noisy["indicator"] == "K1") & (noisy["ledger"] == "true")
    noisy.loc[guards, "value"] -= np.array([0.0, 60.0, 0.0])  # better in some pairs, not in all
    assert leaders(dataclasses.replace(same, indicators=noisy), "K1") == ["guards", "baseline"]


def test_better_is_meant_as_governments_mean_it():
    assert {i: sign_of(i) for i in MAIN} == {"K1": -1, "K17.rate": -1, "K12": 1, "K29": 1, "X1": -1}


def test_worth_at_a_price_is_the_chance_of_a_positive_net_benefit(study):
    extra, averted = pairs_of(study, "guards", "K1")
    price = 900.0
    expected = chance_lower(-(price * averted - extra))
    assert acceptability(study, "guards", "K1", np.array([price]))[0] == pytest.approx(expected, abs=0.02)
    assert acceptability(study, "guards", "K1", np.array([0.0]))[0] == 0  # it costs more, and averts at no worth


def test_groups_add_up_to_the_district(study):
    """Streets and kinds of neighbourhood tile the district; locals, newcomers and enterprises are everybody."""
    found = by_group(study)
    thefts = found[(found["mapped"] == "thefts") & (found["arm"] == "guards")]
    expected = study.values("guards", "K1", "true").mean()
    for grouping in ("street", "ntype"):
        rows = thefts[thefts["grouping"] == grouping]
        people = study.areas.groupby(grouping)["residents"].sum().rename(index=str)
        assert (rows["mean"] * people[rows["group"]].to_numpy()).sum() / people.sum() == pytest.approx(expected)
    whom = thefts[thefts["grouping"] == "origin"].set_index("group")["mean"]
    n = study.areas[["residents", "newcomers"]].sum()
    people = {"locals": n["residents"] - n["newcomers"], "newcomers": n["newcomers"], "enterprises": 1000}
    assert sum(whom[g] * people[g] for g in people) / n["residents"] == pytest.approx(expected)


def test_the_difference_of_a_street_is_that_of_its_pairs(study):
    found = by_group(study)
    row = found[(found["grouping"] == "street") & (found["group"] == "0") & (found["mapped"] == "thefts")].iloc[0]
    counts = study.counts_by("street", "after").query("mapped == 'thefts' and street == 0")
    wide = counts.pivot(index="seed", columns="arm", values="count")
    apart = (wide["guards"] - wide["baseline"]) * 1000 / 400 / 0.2
    assert row["difference"] == pytest.approx(apart.mean())
    assert (row["low90"], row["high90"]) == pytest.approx(t_interval(apart.to_numpy(), 90, 1000 / 400 / 0.2))


def test_rings_go_by_distance():
    areas = pd.DataFrame({"area": range(6), "x_m": [0, 150, 300, 450, 600, 750], "y_m": 0.0})
    assert metres_to(areas, areas["area"].to_numpy() == 0).tolist() == [0, 150, 300, 450, 600, 750]
    assert np.isinf(metres_to(areas, np.zeros(6, bool))).all()
    assert rings_of(areas, np.array([0])).tolist() == ["treated", "near", "near", "far", "far", "beyond"]


def test_rings_hold_every_theft_once(study):
    found = rings(study, "guards")
    assert found is not None
    thefts = found[found["mapped"] == "thefts"]
    assert set(thefts["ring"]) <= set(RINGS)
    events = paired(study, "K1", column="numerator").mean() / 0.2
    assert thefts["difference"].sum() == pytest.approx(events)


def test_there_is_no_ring_around_a_whole_district(study, monkeypatch):
    for treated in (None, np.arange(len(study.areas)), np.zeros(0, int)):
        monkeypatch.setattr(type(study), "treated", lambda self, arm, treated=treated: treated)
        assert rings(study, "guards") is None


@pytest.mark.parametrize(("near", "expected"), [(100, 0.0), (150, -1.0), (125, -0.5), (75, 0.5)])
def test_displacement_quotient_says_what_share_moved_next_door(near, expected):
    """Treated falls from 100 to 50; beyond stays. Source of the measure: Bowers & Johnson (2003)."""
    found = pd.DataFrame({
        "ring": ["treated", "near", "beyond"], "mapped": "thefts", "reference_mean": [100.0, 100.0, 400.0],
        "mean": [50.0, near, 400.0],
    })  # fmt: skip
    assert displacement_quotient(found, "thefts") == pytest.approx(expected)


NO_COUNT = {n: pd.Series(np.full(n, np.nan)) for n in (5, 50, 200)}


def test_of_many_places_without_a_difference_few_are_marked():
    rng = np.random.default_rng(5)
    marked = [len(clear_places(pd.DataFrame(rng.normal(size=(8, 200))), NO_COUNT[200])) > 0 for _ in range(100)]
    assert np.mean(marked) < 2 * FALSE_SHARE  # where nothing differs at all, any mark is false


def test_places_that_differ_are_marked():
    rng = np.random.default_rng(6)
    apart = pd.DataFrame(rng.normal(size=(8, 50)))
    apart[7] -= 6
    assert 7 in clear_places(apart, NO_COUNT[50])
    assert clear_places(pd.DataFrame(np.zeros((8, 5))), NO_COUNT[5]) == frozenset()


def test_a_study_with_one_pair_says_nothing_for_sure(study):
    one = dataclasses.replace(study, indicators=study.indicators[study.indicators["seed"] == 1])
    assert leaders(one, "K1") == []
