"""A bundle and its parts, on data whose main effects and interactions are known."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.comparison.factorial import Factorial
from govsim.experiments.composition.settings import FactorialSettings
from govsim.experiments.errors import BadInput
from govsim.experiments.indicators import REGISTRY
from govsim.experiments.report.terminal.factorial import print_factorial
from govsim.experiments.statistics.interactions import (
    BETTER,
    BEYOND,
    NO_CLEAR,
    NONE,
    OPEN_LESS,
    OPEN_MORE,
    PAIR,
    PART,
    SUM,
    WHOLE,
    WORSE,
    arms_of,
    interactions,
    remark,
    terms_of,
)
from govsim.experiments.statistics.pairs import Aims

AIMS = Aims(0.1, 0.03)
PARTS = ("elders", "mediation", "patrol")
MAIN = {"elders": -1.0, "mediation": -2.0, "patrol": -0.5}
TWO_WAY = {frozenset(("elders", "mediation")): -1.5}
THREE_WAY = 0.25


def known(arm: str) -> float:
    """What an arm is made to do."""
    parts = [] if arm == "baseline" else arm.split("+")
    pairs = sum(TWO_WAY.get(frozenset(pair), 0.0) for pair in combinations(parts, 2))
    return sum(MAIN[part] for part in parts) + pairs + (THREE_WAY if len(parts) == 3 else 0.0)


def readings(parts=PARTS, noise=0.02, seeds=12, arms=None):
    """K1 (true) of every arm and seed: luck that arms share, what is known, and noise of each arm."""
    rng = np.random.default_rng(4)
    rows = []
    for seed in range(seeds):
        luck = 10 + 3 * rng.standard_normal()
        for arm in arms or arms_of(parts):
            rows.append((arm, seed, "K1", "true", luck + known(arm) + noise * rng.standard_normal()))
    return pd.DataFrame(rows, columns=["arm", "seed", "indicator", "ledger", "value"])


@pytest.fixture(scope="module")
def found():
    return interactions(PARTS, readings(), AIMS).set_index(["kind", "term"])


def test_the_arms_are_baseline_parts_pairs_and_all():
    assert arms_of(PARTS) == ["baseline", "elders", "mediation", "patrol", "elders+mediation", "elders+patrol",
                              "mediation+patrol", "elders+mediation+patrol"]  # fmt: skip
    assert arms_of(("a", "b")) == ["baseline", "a", "b", "a+b"]
    assert len(arms_of(tuple("abcdef"))) == 1 + 6 + 15 + 1


KNOWN = {
    (PART, "elders"): -1.0, (PART, "mediation"): -2.0, (PART, "patrol"): -0.5,
    (SUM, "elders and mediation and patrol"): -3.5, (WHOLE, "elders+mediation+patrol"): -4.75,
    (BEYOND, "elders+mediation+patrol"): -1.25, (PAIR, "elders × mediation"): -1.5, (PAIR, "elders × patrol"): 0.0,
    (PAIR, "mediation × patrol"): 0.0,
}  # fmt: skip


def test_every_contrast_is_there_once(found):
    assert set(found.index) == set(KNOWN)
    assert found.index.is_unique


@pytest.mark.parametrize("term", KNOWN, ids=" ".join)
def test_known_contrasts_are_found(found, term):
    row = found.loc[term]
    assert row["low95"] <= KNOWN[term] <= row["high95"]
    assert row["difference"] == pytest.approx(KNOWN[term], abs=0.05)
    assert row["n"] == 12


def test_the_bundle_is_the_sum_and_what_is_left(found):
    whole, total, rest = (found.xs(kind, level="kind")["difference"].iloc[0] for kind in (WHOLE, SUM, BEYOND))
    assert whole == pytest.approx(total + rest)


def test_pairing_takes_out_the_luck_that_arms_share(found):
    assert (found["high95"] - found["low95"] < 0.2).all()  # luck alone has a standard deviation of 3


def test_complementarity_is_read_in_the_direction_that_is_wanted(found):
    assert found.loc[(BEYOND, "elders+mediation+patrol"), "remark"] == BETTER  # fewer thefts than the parts promise
    assert found.loc[(PAIR, "elders × mediation"), "remark"] == BETTER
    assert found.loc[(PAIR, "elders × patrol"), "remark"] == NONE  # noise of .02 where .3 would matter
    assert (found.xs(PART, level="kind")["remark"] == "").all()


@pytest.mark.parametrize(
    ("finding", "better", "said"),
    [("lower", "lower", BETTER), ("higher", "lower", WORSE), ("higher", "higher", BETTER), ("lower", "higher", WORSE),
     ("higher", "ambiguous", OPEN_MORE), ("lower", "ambiguous", OPEN_LESS), ("alike", "lower", NONE),
     ("open", "lower", NO_CLEAR), ("unknown", "lower", "")],
)  # fmt: skip
def test_remarks(finding, better, said):
    assert remark(finding, better) == said


def test_parts_that_only_add_up_leave_exactly_nothing():
    parts = ("elders", "patrol")
    row = interactions(parts, readings(parts, noise=0.0), AIMS).set_index("kind").loc[BEYOND]
    assert row["difference"] == pytest.approx(0, abs=1e-12)
    assert row["low95"] <= 0 <= row["high95"]


def test_the_interval_covers_the_truth_as_often_as_it_says():
    covered = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        rows = [(arm, s, "K1", "true", known(arm) + rng.standard_normal()) for s in range(8) for arm in arms_of(PARTS)]
        table = pd.DataFrame(rows, columns=["arm", "seed", "indicator", "ledger", "value"])
        row = interactions(PARTS, table, AIMS).set_index("kind").loc[BEYOND]
        covered.append(row["low95"] <= -1.25 <= row["high95"])
    assert 0.90 <= np.mean(covered) <= 0.99


def test_weights_of_every_contrast_add_up_to_nothing():
    assert all(sum(term.weights.values()) == 0 for term in terms_of(PARTS))


def test_a_seed_without_a_value_is_left_out_of_its_contrasts_only():
    table = readings()
    gone = (table["arm"] == "elders+patrol") & (table["seed"] == 3)
    found = interactions(PARTS, table[~gone], AIMS).set_index(["kind", "term"])
    assert found.loc[(PAIR, "elders × patrol"), "n"] == 11
    assert found.loc[(BEYOND, "elders+mediation+patrol"), "n"] == 12


@pytest.mark.parametrize(
    ("parts", "hint"), [(("a", "a+b"), "a is in more than one part"), (("baseline", "a"), "leave it out")]
)
def test_parts_that_overlap_are_refused(parts, hint):
    with pytest.raises(BadInput, match=hint):
        arms_of(parts)


def factorial() -> Factorial:
    settings = FactorialSettings(
        seed=1, district_seed=1, years=0.2, hours_per_tick=1, policy_start_day=20, policy_ramp_days=0, out="x",
        overwrite=False, arms=PARTS, replications=12, first_seed=1, burn_in_days=20, workers=None, scheduler=None,
        precision=0.1, smallest=0.03, language="en",
    )  # fmt: skip
    return Factorial(settings, interactions(PARTS, readings(), AIMS), readings())


def test_the_printed_table_has_every_contrast_in_order(tmp_path, capsys):
    print_factorial(factorial(), tmp_path, 1.0)
    text = capsys.readouterr().out
    places = [text.index(name) for name in (WHOLE, SUM, BEYOND, PAIR)]
    assert places == sorted(places)
    assert REGISTRY["K1"].name in text
    assert BETTER in text


def test_the_figure_is_drawn_from_the_contrasts():
    from govsim.experiments.language import words_of
    from govsim.experiments.report.factorial import forest

    picture = forest(factorial(), words_of("en")["factorial"])
    assert picture.startswith("<svg")
    assert "elders × mediation" in picture
