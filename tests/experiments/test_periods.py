"""Months and weeks into which a run is cut."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from govsim.experiments.periods import months, next_month, periods, weeks


@pytest.mark.parametrize("start", [date(2025, 1, 1), date(2024, 2, 29), date(2023, 12, 31), date(2025, 6, 15)])
@pytest.mark.parametrize("burn_in_days", [0, 30, 365, 400])
def test_months_are_whole_follow_one_another_and_never_hold_the_end_of_the_burn_in(start, burn_in_days):
    found, burnt = months(start, burn_in_days, 1000), start + timedelta(days=burn_in_days)
    for period in found:
        first, beyond = (burnt + timedelta(days=period.from_day + n) for n in (0, period.days))
        assert (first.day, beyond.day, f"{first:%Y-%m}") == (1, 1, period.month)
        assert start <= first < beyond <= start + timedelta(days=1000)
        assert period.from_day >= 0 or period.from_day + period.days <= 0
    gaps = [b.from_day - a.from_day - a.days for a, b in pairwise(found)]
    assert sum(gap > 0 for gap in gaps) <= (burnt.day > 1), "only the month that holds it is left out"
    assert min(gaps) == 0


def test_a_year_from_new_year_after_a_year_of_burn_in_has_twelve_months_on_either_side():
    found = months(date(2025, 1, 1), 365, 730)
    assert [p.month for p in found if p.from_day >= 0] == [f"2026-{n:02d}" for n in range(1, 13)]
    assert [p.from_day for p in found][:2] == [-365, -334]
    assert sum(p.days for p in found) == 730


def test_short_runs_are_cut_into_weeks_from_the_end_of_the_burn_in():
    assert [p.from_day for p in periods(date(2025, 1, 1), 10, 42)] == [-7, 0, 7, 14, 21]
    assert periods(date(2025, 1, 1), 10, 42) == weeks(10, 42)
    assert periods(date(2025, 1, 1), 0, 151)[0].month == "2025-01"
    assert periods(date(2025, 1, 1), 0, 150)[0].month == ""


def test_december_is_followed_by_january():
    assert next_month(date(2024, 12, 31)) == date(2025, 1, 1)
