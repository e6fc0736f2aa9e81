"""Two arms with the same luck: what differs between them comes from the orders alone."""

from __future__ import annotations

import pytest

from govsim.experiments.errors import BadInput
from tests.dashboard.rooms import go, pair
from tests.lab import differing


def test_arms_without_orders_are_one_and_the_same():
    one = go(pair(), 24 * 30)
    assert len(one.districts["a"].thefts) > 10
    assert differing(*(district.tables() for district in one.districts.values())) == []


def test_an_order_acts_from_the_next_midnight_on_and_not_before():
    one = go(pair(), 24 * 3 + 5)
    one.order("b", "more_patrol", {"multiplier": 5})
    go(one, 18)
    assert differing(*(district.tables() for district in one.districts.values())) == []
    a, b = one.districts.values()
    assert a.levers.same_as(b.levers)
    go(one, 2)
    assert not a.levers.same_as(b.levers)


def test_from_the_start_again_everything_is_as_it_was():
    one = go(pair(), 24 * 4)
    one.order("b", "double_grid", {"multiplier": 4})
    go(one, 24 * 20)
    before = {arm: district.tables() for arm, district in one.districts.items()}
    one.restart()
    assert one.clock.tick == 0
    go(one, 24 * 24)
    assert all(differing(before[arm], district.tables()) == [] for arm, district in one.districts.items())


def test_an_order_after_a_step_back_forgets_what_came_later():
    one = go(pair(), 24 * 2)
    one.order("b", "more_patrol", {"multiplier": 2})
    go(one, 24 * 10)
    one.order("b", "double_grid", {"multiplier": 2})
    one.restart()
    go(one, 24 * 5)
    one.order("b", "more_patrol", {"multiplier": 4})
    assert [(o.lever, o.start_day, o.end_day) for o in one.orders["b"].given] == [
        ("more_patrol", 2, 5), ("more_patrol", 5, None),
    ]  # fmt: skip


def test_orders_that_contradict_one_another_are_refused_and_change_nothing():
    one = go(pair(), 24)
    one.order("b", "field_time", {"field_share": 0.6, "safety_share": 0.3})
    before = one.orders["b"]
    with pytest.raises(ValueError, match="both set"):
        one.order("b", "protected_safety_share", {"field_share": 0.6, "safety_share": 0.4})
    with pytest.raises(BadInput):
        one.order("b", "more_patrol", {"multiplier": -1})
    assert one.orders["b"] is before
    go(one, 24)


def test_a_day_has_one_set_of_orders_however_often_they_were_changed():
    one = go(pair(), 30)
    for multiplier in (2, 3, 4):
        one.order("b", "more_patrol", {"multiplier": multiplier})
    assert len(one.orders["b"].given) == 1
    one.order("b", "more_patrol", None)
    assert one.orders["b"].given == ()
