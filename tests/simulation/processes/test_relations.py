"""Quarrels have a past: some come back, hotter each time; people have adversaries; much at stake goes to court."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.entities.disputes import BILATERAL, DORMANT, LUMPED
from govsim.simulation.entities.records import BY_110, BY_COURT
from tests.lab import process, square_run

DAYS = 300
LIVELY = ("scenario.grievances=30",)
DAMAGE = 5


@pytest.fixture(scope="module")
def town():
    return square_run(DAYS, *LIVELY)


def former_of(cases: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The round before of each row; some other row where there is none."""
    order = np.argsort(cases["id"])
    return cases[order[np.minimum(np.searchsorted(cases["id"][order], rows["relapse_of"]), cases.size - 1)]]


def test_as_many_come_back_of_those_who_gave_in_as_is_said(town):
    cases, share = town.disputes.rows, process("escalation").comes_back_share
    gave_in = cases[cases["outcome"] == LUMPED]
    back = np.isin(gave_in["id"], cases["relapse_of"]) | (gave_in["state"] == DORMANT)
    assert abs(back.mean() - share) < 4 * (share * (1 - share) / gave_in.size) ** 0.5
    talked = cases[cases["outcome"] == BILATERAL]
    assert not np.isin(talked["id"], cases["relapse_of"]).any(), "who settled it between them has no more of it"


def test_each_round_is_hotter_than_all_before_and_between_the_same_two(town):
    cases = town.disputes.rows
    again = cases[cases["relapse_of"] >= 0]
    before = former_of(cases, again)
    swallowed = before["outcome"] == LUMPED
    assert swallowed.sum() > 100
    for name in ("starter", "other", "type", "area", "stake"):
        assert np.array_equal(again[name], before[name])
    assert (again["opened_h"] >= before["closed_h"]).all()
    assert (again["peak"][swallowed] > before["peak"][swallowed]).all()
    assert np.array_equal(again["relapse_of"], before["id"])
    assert np.array_equal(again["generation"], before["generation"] + 1)


def test_nobody_gives_in_for_a_while_only_where_it_never_comes_back():
    cases = square_run(120, *LIVELY, "process.escalation.comes_back_share=0").disputes.rows
    swallowed = cases["id"][cases["outcome"] == LUMPED]
    assert swallowed.size > 100
    assert not np.isin(swallowed, cases["relapse_of"]).any()


def adversaries(share: float) -> tuple[int, int]:
    """Starters with several quarrels of one type, and how many of them had them all with one party."""
    cases = square_run(120, "scenario.grievances=60", f"process.disputing.usual_party_share={share}").disputes.rows
    cases = cases[(cases["generation"] == 0) & (cases["type"] == 1)]  # neighbours
    starters = [cases["other"][cases["starter"] == who] for who in np.unique(cases["starter"])]
    several = [others for others in starters if others.size > 1]
    return len(several), sum(np.unique(others).size == 1 for others in several)


def test_with_a_usual_adversary_all_quarrels_of_a_kind_are_with_one_party():
    several, with_one = adversaries(1.0)
    assert with_one == several > 50
    several, with_one = adversaries(0.0)
    assert with_one < 0.2 * several


def test_what_goes_to_court_has_more_at_stake_and_is_agreed_on_less(town):
    cases = town.disputes.rows
    first = cases[cases["generation"] == 0]
    assert abs(first["stake"].mean()) < 4 / first.size**0.5
    assert first["stake"].std() == pytest.approx(1, abs=0.05)
    court, police = (cases["stake"][cases["channel"] == channel] for channel in (BY_COURT, BY_110))
    assert court.mean() > police.mean() + 0.8
    level = square_run(DAYS, *LIVELY, "process.reporting.stake_to_court=0").disputes.rows
    court = level["stake"][(level["channel"] == BY_COURT) & (level["generation"] == 0)]
    assert abs(court.mean()) < 4 / court.size**0.5


def test_the_books_call_a_quarrel_an_old_one_only_where_they_have_the_former(town):
    cases, docket = town.disputes.rows, town.records.docket.rows
    rows = cases[docket["case"]]
    known = (rows["relapse_of"] >= 0) & (former_of(cases, rows)["recorded"] == 1)
    assert np.array_equal(docket["broke_out_before"] == 1, known)
    assert 0 < known.sum() < (rows["generation"] > 0).sum(), "some come back whom nobody knew"
