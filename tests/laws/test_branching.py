"""A district that branches off is what a run from the start would have become, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.experiments.composition.build import policies
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


def test_a_change_of_days_that_are_over_is_refused():
    past = trunk()
    with pytest.raises(ValueError, match="more_patrol would change days before day 20"):
        past.branch(policies(composed("policy_start_day=19", *ARMS["patrol"])))
    acted = run_days(square(*LIVELY, *START, *ARMS["patrol"]), PARTS + 1)
    with pytest.raises(ValueError, match="more_patrol would change days before day 21"):
        acted.branch({})
    past.step()  # the first hour of the day is over
    with pytest.raises(ValueError, match="before day 21"):
        past.branch(policies(composed(*START, *ARMS["patrol"])))


def dated(**policy: tuple[str, int, int | None]):
    """Policies by name: name of the file, first day, first day without it."""
    made = {
        name: policies(composed(f"policy={file}", "policy_ramp_days=0"))[file] for name, (file, *_) in policy.items()
    }
    return {
        name: made[name].model_copy(update={"start_day": start, "end_day": end})
        for name, (_, start, end) in policy.items()
    }


def test_policies_changed_in_a_running_district_give_the_run_from_the_start():
    """Each change is a dated policy: whoever runs the dated policies from the start gets the same district."""
    live = district_of(square_parts(*LIVELY))
    run_days(live, 10).run_for(5)  # orders given in the morning hold from midnight on
    live.govern(dated(cars=("more_patrol", 11, None)))
    run_days(live, 10)
    live.govern(dated(cars=("more_patrol", 11, None), grids=("double_grid", 21, None)))
    run_days(live, 10)
    last = dated(cars=("more_patrol", 11, 31), grids=("double_grid", 21, None), spots=("hotspot_patrol", 31, None))
    live.govern(last)
    live.run_for(24 * 60 - live.clock.tick)
    again = district_of(square_parts(*LIVELY))
    again.govern(last)
    assert differing(run_days(again, 60).tables(), live.tables()) == []
    plain = run_days(district_of(square_parts(*LIVELY)), 60)
    assert differing(plain.tables(), live.tables()) != []


def test_orders_that_cannot_be_given_change_nothing():
    live = run_days(district_of(square_parts(*LIVELY)), 3)
    live.govern(dated(cars=("more_patrol", 3, None)))
    before = live.policies
    with pytest.raises(ValueError, match="both set"):
        live.govern(dated(cars=("more_patrol", 3, None), a=("hotspot_patrol", 4, None), b=("hotspot_patrol", 5, None)))
    assert live.policies is before
    assert list(live.named_policies) == ["cars"]
