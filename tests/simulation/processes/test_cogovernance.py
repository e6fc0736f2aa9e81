"""Enterprises and the locality: what is promised, kept and paid for."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab import many_thieves, run_days, same_rows, square, square_run, thefts_table

DEAL = ("levers.cogovernance.contracts=1", "levers.cogovernance.guards_out=0.5", "levers.cogovernance.radius_m=160",
        "levers.cogovernance.organisation=1")  # fmt: skip
BUSY = many_thieves(100, 300)
DAYS = 60


def test_guard_hours_are_conserved_and_paid_by_the_enterprise():
    """The square town has one enterprise of 2 guards in its corner: half of them walk in the areas around."""
    district = run_days(square(*DEAL), 10)
    outside = district.conditions["outside_guard"]
    assert np.flatnonzero(outside).tolist() == [1, 6]  # within 160 m of area 0 on a lattice of 150 m
    assert 24 * outside.sum() == pytest.approx(0.5 * 2 * 24)
    assert district.conditions["inside_guard"][0] == 0.5
    assert (district.conditions["inside_guard"][1:] == 1).all()
    costs = district.tables()["costs"].to_pandas()
    guards = costs[costs["item"] == "enterprise guards outside"]
    assert guards["quantity"].sum() == pytest.approx(10 * 24)
    assert set(guards["payer"]) == {"enterprise"}


@pytest.mark.parametrize("radius_m", [0, 160, 10_000])
def test_a_wider_ring_spreads_the_same_hours(radius_m):
    district = run_days(square(*DEAL, f"levers.cogovernance.radius_m={radius_m}"), 2)
    hours = 24 * district.conditions["outside_guard"].sum()
    assert hours == pytest.approx(0.0 if radius_m == 0 else 24.0)


def test_contracts_lapse_without_organisation_unless_the_switch_is_off():
    def kept(organisation: float, lapse: float) -> float:
        words = (
            *DEAL[:-1],
            f"levers.cogovernance.organisation={organisation}",
            f"process.cogovernance.lapse_share={lapse}",
        )
        return np.mean([square_run(1, *words, f"seed={seed}").partners.rows["kept"].mean() for seed in range(1, 61)])

    assert kept(1, 0.5) == kept(0, 0) == 1
    assert abs(kept(0, 0.5) - 0.5) < 3 * 0.5 / 60**0.5


def test_a_joint_meeting_sends_guards_where_thefts_were_recorded():
    words = (*DEAL, *BUSY, "levers.cogovernance.radius_m=10000", "process.theft.outside_guard_weight=0")
    even, led = (
        square_run(40, *words, f"levers.cogovernance.consultation={c}").conditions["outside_guard"] for c in (0, 1)
    )
    assert even[1:] == pytest.approx(even[1])
    problems = square_run(40, *words).partners.problems  # as of the meeting on day 28
    assert np.corrcoef(led[1:], problems[1:])[0, 1] > 0.9


def test_guards_outside_prevent_thefts_there_and_allow_some_inside():
    strong = ("process.theft.outside_guard_weight=6", "process.theft.enterprise_guard_weight=3", *BUSY)
    before, after = (square_run(DAYS, *strong, *words).thefts.rows for words in ((), DEAL))
    there = lambda t: np.isin(t["area"], (1, 6)).sum()  # noqa: E731
    inside = lambda t: (t["type"] == 4).sum()  # noqa: E731
    assert there(before) >= 5
    assert there(after) < there(before)
    assert inside(after) > inside(before)


@pytest.mark.parametrize(
    ("common", "condition"), [("resources", "camera"), ("premises", "settling"), ("events", "efficacy")]
)
def test_each_common_moves_one_condition_of_the_places_around(common, condition):
    plain, shared = (run_days(square(*DEAL, f"levers.cogovernance.{common}={s}"), 40).conditions for s in (0, 1))
    for name in plain.dtype.names:
        moved = np.flatnonzero(plain[name] != shared[name]).tolist()
        assert moved == ([1, 6] if name in (condition, f"{condition}_aim") else [])
    assert (shared[condition][[1, 6]] > plain[condition][[1, 6]]).all()


def test_commons_without_contracts_reach_nobody():
    words = tuple(
        f"levers.cogovernance.{common}=1"
        for common in ("organisation", "consultation", "resources", "events", "premises")
    )
    assert same_rows(thefts_table(square_run(DAYS, *BUSY, *words)), thefts_table(square_run(DAYS, *BUSY)))
