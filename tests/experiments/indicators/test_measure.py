"""The small tables of a run: courses in time and counts on the map, by hand numbers."""

from datetime import date

import pytest

from govsim.experiments.indicators.measure import measure
from tests.experiments.fake import areas, cost, day, event, tables

H, START = 24.0, date(2025, 1, 1)


@pytest.fixture(scope="module")
def measured():
    """Ten days of burn-in, then 32 days; weeks are laid out from day 10 in both directions."""
    places = {"area": 2, "community": 1, "street": 1}
    events = [
        event(1, 2.9 * H, "theft"),  # before the first whole week, which begins on day 3
        event(2, 5.1 * H, "theft", reported_h=16.0 * H, recorded=True, channel="110"),
        event(3, 10.0 * H, "theft"),
        event(4, 16.9 * H, "theft", reported_h=17.1 * H, recorded=True, channel="110", **places),
        event(5, 37.9 * H, "theft", **places),
        event(6, 38.1 * H, "theft"),  # after the last whole week, which ends with day 37
        event(7, 20.0 * H, "clash", cause=9, outcome="scuffle", **places),
    ]
    costs = [cost(0, "mediators", 30, 10.0), cost(1, "mediators", 12, 10.0)]
    return measure(
        tables(events, areas([10] * 4, [0, 0, 1, 1]), [day(41, 0, patrol_min=1.0)], costs), 10 * H, 42 * H, START
    )


def weeks(measured, counted, ledger):
    s = measured.series
    return s[(s["counted"] == counted) & (s["ledger"] == ledger)].set_index("from_day")["count"].to_dict()


def test_truth_is_counted_when_it_happened_and_records_when_they_were_filed(measured):
    assert weeks(measured, "thefts", "true") == {-7: 1, 0: 2, 7: 0, 14: 0, 21: 1}
    assert weeks(measured, "thefts", "recorded") == {-7: 0, 0: 1, 7: 1, 14: 0, 21: 0}


def test_maps_count_events_by_area_before_and_after(measured):
    p = measured.places.set_index(["mapped", "when", "area"])["count"].to_dict()
    assert p == {
        ("thefts", "before", 0): 1,  # the second half of the burn-in
        ("thefts", "after", 0): 2, ("thefts", "after", 2): 2, ("clashes", "after", 2): 1,
    }  # fmt: skip


def test_events_are_counted_by_those_whom_they_befall():
    events = [
        event(1, 11 * H, "theft", person=3), event(2, 12 * H, "theft", person=4, newcomer=True),
        event(3, 13 * H, "theft"), event(4, 14 * H, "clash", cause=9, outcome="scuffle", person=5),
        event(5, 5 * H, "theft", person=3),
    ]  # fmt: skip
    found = measure(tables(events, areas([10] * 2, [0, 0])), 10 * H, 42 * H, START).groups.set_index(
        ["mapped", "group"]
    )["count"]
    assert found["thefts"].to_dict() == {"locals": 1, "newcomers": 1, "enterprises": 1}
    assert found["clashes"].to_dict() == {"locals": 1, "newcomers": 0, "enterprises": 0}


def test_costs_are_those_of_the_measured_days(measured):
    assert measured.costs["yuan"].tolist() == [pytest.approx(20 * 10 + 12 * 10)]  # days 10 to 29, then 30 to 41
