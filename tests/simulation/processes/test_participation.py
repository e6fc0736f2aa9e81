"""Who knows, who has felt a benefit, who takes part: fixed points, thresholds, and the paradox A28."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.observation.survey import Survey
from tests.lab import process, square_run, synthetic_run

PLAIN = ("process.participation.tie_reach=0", "process.participation.visit_reach=0",
         "process.participation.benefit_of_ties=0")  # fmt: skip


@pytest.mark.parametrize("publicity", [0.0, 0.5, 1.0])
def test_knowledge_tends_to_where_what_is_heard_makes_up_for_what_is_forgotten(publicity):
    """a = (1 - f) a + (1 - (1 - f) a) h has the fixed point h / (1 - (1 - f)(1 - h))."""
    words = (f"levers.neighbourhood.publicity={publicity}", "process.participation.media_per_month=0.5")
    aware = square_run(720, *PLAIN, *words, "scenario.grievances=0").people["aware"]
    h, f = 0.5 * publicity, 0.1
    assert aware == pytest.approx(h / (1 - (1 - f) * (1 - h)), abs=0.07)


def test_knowledge_grows_with_publicity_walks_councils_and_ties():
    base = square_run(120, *PLAIN).people["aware"].mean()
    for words in (
        ("levers.neighbourhood.publicity=0.9",),
        ("process.participation.visit_reach=5",),
        ("levers.neighbourhood.councils=1",),
        ("process.participation.tie_reach=0.5",),
    ):
        assert square_run(120, *PLAIN, *words).people["aware"].mean() > base + 0.01


def test_what_is_prevented_unseen_earns_no_thanks():
    """Without matters there is nothing to be mended and nobody feels a benefit; with more of them more do."""
    none, some, many = (square_run(120, f"scenario.matters={m}").people["benefit"].mean() for m in (0, 10, 60))
    assert none == 0 < some < many


def test_more_who_take_part_tell_more_and_thresholds_are_persons_own():
    shy, usual, keen = (square_run(60, f"process.participation.threshold={t}") for t in (5, 0.36, -5))
    assert shy.conditions["active"].max() == 0
    assert keen.people["active"].all()
    assert 0 < usual.people["active"].mean() < 1
    assert shy.conditions["tips"].max() == 0 < usual.conditions["tips"].mean() < keen.conditions["tips"].mean()
    assert (keen.people["active"] >= usual.people["active"]).all()


def test_party_members_need_less():
    people = synthetic_run(60, "process.participation.party_share=0.3").people
    grown = people[people["age"] >= 18]
    assert grown["active"][grown["party"] == 1].mean() > grown["active"][grown["party"] == 0].mean() + 0.1


def test_those_who_take_little_part_are_less_satisfied_where_contact_is_low():
    """The paradox of non-participation with dissatisfaction (A28, V12) comes out of thresholds on trust and benefit."""
    district = synthetic_run(360, "scenario.matters=5")
    people = district.people
    n = np.bincount(people["home"])
    big = n >= 30
    active, trust, benefit = (
        np.bincount(people["home"], people[c], n.size)[big] / n[big] for c in ("active", "trust", "benefit")
    )
    satisfied = 0.45 * trust + 0.1 * benefit
    assert np.corrcoef(active, satisfied)[0, 1] > 0.3
    grown = people[people["age"] >= 16]
    mine = 0.45 * grown["trust"] + 0.1 * grown["benefit"]
    assert mine[grown["active"] == 0].mean() < mine[grown["active"] == 1].mean()


def test_legal_publicity_informs_and_is_forgotten():
    rule = process("participation")
    assert square_run(2, "levers.neighbourhood.legal_publicity=0").conditions["lawful"].max() == 0
    low, high = (square_run(60, f"levers.neighbourhood.legal_publicity={x}").conditions["lawful"][0] for x in (0.1, 1))
    assert high == pytest.approx(rule.lasting_legal(np.array([1.0]))[0])
    assert low < high


def test_lawful_ways_are_taken_more_and_fists_less_by_those_who_know_them():
    busy = ("scenario.grievances=30",)
    ignorant, informed = (square_run(90, *busy, f"levers.neighbourhood.legal_publicity={x}").disputes for x in (0, 1))
    assert len(informed.clashes) < len(ignorant.clashes)
    known = [np.isfinite(d.rows["reported_h"]).mean() for d in (ignorant, informed)]
    assert known[1] > known[0]


def test_integration_passes_on_what_one_service_knows():
    half, whole = (square_run(2, f"levers.neighbourhood.integration={x}").conditions["passed"] for x in (0, 1))
    assert half == pytest.approx(0.5)
    assert whole == pytest.approx(1)


def test_the_survey_has_a_ceiling_and_some_say_yes_who_do_not_take_part():
    survey = Survey(
        every_days=90, sample=600, minimum_age=16, positive_at=0.55, positive_spread=0.08, safety_in_satisfaction=0.45,
        benefit_in_satisfaction=0.1, aware_at=0.5, says_yes=0.2,
    )  # fmt: skip
    assert survey.positive("safety", np.array([0.8])) > 0.95
    assert survey.positive("participation", np.array([0.0, 1.0])).tolist() == [0.2, 1.0]
    assert survey.positive("awareness", np.array([0.5])) == pytest.approx(0.5)


def test_all_three_kinds_of_actors_are_asked():
    words = ("levers.neighbourhood.councils=1", "levers.cogovernance.contracts=1", "levers.cogovernance.organisation=1",
             "survey.every_days=30")  # fmt: skip
    waves = square_run(30, *words).tables()["survey"].to_pandas()
    district = waves[waves["street"] == -1].set_index(["actor", "item"])
    assert district.loc[("enterprises", "participation"), "latent"] == 1
    assert district.loc[("organisations", "awareness"), "n"] == 36
    assert set(district.loc["residents"].index) == {"safety", "trust", "satisfaction", "awareness", "participation"}
