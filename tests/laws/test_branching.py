"""A district that branches off is what a run from the start would have become, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.build import policies
from tests.lab import LIVELY, composed, differing, district_of, run_days, square, square_parts

ARMS = {
    "baseline": ("policy=baseline",),
    "patrol": ("policy=more_patrol", "policy_ramp_days=3"),
    "everything": ("policy=full_xigu", "policy_ramp_days=10"),
    "later": ("policy=[crackdown,hotspot_patrol]", "policy.crackdown.start_day=35"),
}
DAYS, PARTS = 60, 20
START = (f"policy_start_day={PARTS}",)


def trunk():
    """A square town that lived to the day on which policies start."""
    return run_days(district_of(square_parts(*LIVELY)), PARTS)


@pytest.mark.parametrize("arm", ["baseline", *(pytest.param(a, marks=pytest.mark.slow) for a in list(ARMS)[1:])])
def test_a_branch_is_the_run_from_the_start(arm):
    whole = run_days(square(*LIVELY, *START, *ARMS[arm]), DAYS)
    branch = run_days(trunk().branch(policies(composed(*START, *ARMS[arm]))), DAYS - PARTS)
    assert len(whole.disputes) > 50
    assert differing(whole.tables(), branch.tables()) == []


def test_branches_do_not_touch_the_trunk_nor_one_another():
    past = trunk()
    for arm in ("everything", "patrol"):
        run_days(past.branch(policies(composed(*START, *ARMS[arm]))), 10)
    undisturbed = run_days(district_of(square_parts(*LIVELY)), DAYS)
    assert differing(undisturbed.tables(), run_days(past, DAYS - PARTS).tables()) == []


def test_what_is_shared_is_never_written():
    past = trunk()
    before = {name: np.copy(getattr(past.town, name)) for name in ("neighbours", "enterprises", "community_street")}
    homes, crowd = past.households.copy(), past.timetable.crowd.copy()
    run_days(past.branch(policies(composed(*START, *ARMS["everything"]))), 40)
    assert all(np.array_equal(getattr(past.town, name), value) for name, value in before.items())
    assert np.array_equal(past.households, homes)
    assert np.array_equal(past.timetable.crowd, crowd)


def test_a_policy_that_would_have_acted_before_is_refused():
    past = trunk()
    with pytest.raises(ValueError, match="starts on day 19"):
        past.branch(policies(composed("policy_start_day=19", *ARMS["patrol"])))
    acted = run_days(square(*LIVELY, *START, *ARMS["patrol"]), PARTS + 1)
    with pytest.raises(ValueError, match="starts on day 20"):
        acted.branch({})
    past.step()  # the first hour of the day is over
    with pytest.raises(ValueError, match="parts on day 21"):
        past.branch(policies(composed(*START, *ARMS["patrol"])))
