"""Dates: public holidays, the Spring Festival, schools, pay-days; against what is known of real years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from govsim.experiments.errors import BadInput
from govsim.simulation.calendar import dates
from govsim.simulation.calendar.book import Calendar, fair_kind
from govsim.simulation.calendar.days import FESTIVAL, FRIDAY, SCHOOL_HOLIDAYS, SUNDAY, TERM, TRAVEL
from govsim.simulation.calendar.plan import CalendarPlan, Season
from govsim.simulation.engine.randomness import Draws
from tests.lab import part

PLAN: CalendarPlan = part("calendar", "calendar=lanzhou", "calendar.start_date=2024-01-01")
FLAT: CalendarPlan = part("calendar", "calendar=flat")
YEAR = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]


def switched(**on: bool) -> CalendarPlan:
    return PLAN.model_copy(update={"switches": PLAN.switches.model_copy(update=on)})


@pytest.mark.parametrize(("day", "weekday"), [
    (date(2024, 2, 12), SUNDAY), (date(2024, 2, 16), SUNDAY), (date(2024, 2, 18), FRIDAY),  # Spring Festival
    (date(2024, 10, 1), SUNDAY), (date(2024, 9, 29), FRIDAY), (date(2025, 1, 28), SUNDAY), (date(2025, 1, 26), FRIDAY),
    (date(2024, 3, 5), 1), (date(2024, 3, 9), 5),
])  # fmt: skip
def test_days_off_and_moved_working_days_are_those_the_state_council_announced(day, weekday):
    assert dates.weekday_of(PLAN, day) == weekday
    assert dates.weekday_of(FLAT, day) == day.weekday()


def test_a_chinese_year_has_as_many_days_off_as_the_law_gives_beside_weekends():
    """13 days since 2025, 11 before; days moved to and from weekends cancel (National Day 2025 met Mid-Autumn)."""
    for year, given in ((2024, 11), (2025, 13)):
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(366 if year == 2024 else 365)]
        off = sum(dates.is_off(PLAN, day) for day in days)
        assert off - sum(day.weekday() >= 5 for day in days) == given


@pytest.mark.parametrize(("year", "first"), [(2024, (2, 10)), (2025, (1, 29)), (2026, (2, 17)), (2033, (1, 31))])
def test_the_festival_begins_with_the_lunar_year(year, first):
    assert dates.festival_of("CN", "", PLAN.festival.name, year) == date(year, *first)


def test_the_festival_is_one_stretch_of_days_off_and_travel_lies_around_it():
    held = [day for day in YEAR if dates.in_festival(PLAN, day)]
    assert held == [date(2024, 2, 10) + timedelta(days=n) for n in range(8)], "not the Saturdays before and after"
    away = [day for day in YEAR if dates.in_travel(PLAN, day)]
    assert set(held) < set(away)
    assert len(away) == PLAN.festival.days_before + PLAN.festival.days_after + 1


def test_every_day_has_one_kind_and_switches_take_kinds_away():
    kinds = {fair_kind(PLAN, day) for day in YEAR}
    assert kinds <= set(range(FESTIVAL + 1))
    assert FESTIVAL in kinds
    assert not {fair_kind(switched(travel=False), day) for day in YEAR} & set(range(TRAVEL, FESTIVAL + 1))
    school_days = range(SCHOOL_HOLIDAYS, TRAVEL)
    assert not {fair_kind(switched(school_holidays=False), day) for day in YEAR} & set(school_days)
    assert [fair_kind(FLAT, day) for day in YEAR[:14]] == [TERM + n % 7 for n in range(14)]


@pytest.mark.parametrize(("first", "last", "inside", "outside"), [
    ("07-10", "08-25", [(7, 10), (8, 25), (8, 1)], [(7, 9), (8, 26), (1, 1)]),
    ("11-01", "03-31", [(11, 1), (12, 31), (1, 1), (3, 31)], [(4, 1), (10, 31)]),
])  # fmt: skip
def test_a_season_has_both_its_ends_and_may_pass_the_turn_of_the_year(first, last, inside, outside):
    season = Season(first=first, last=last)
    assert all(season.has(date(2024, *day)) for day in inside)
    assert not any(season.has(date(2024, *day)) for day in outside)


def test_a_run_may_begin_on_any_date_and_its_weekdays_are_those_of_the_date():
    plan = PLAN.model_copy(update={"start_date": date(2023, 6, 15)})  # a Thursday
    calendar = Calendar(plan, Draws(1))
    assert calendar.days["weekday"][:5].tolist() == [3, 4, 5, 6, 0]
    assert calendar.date_of(200) == date(2024, 1, 1)


def test_what_is_written_never_changes_however_far_somebody_reads():
    short, long = Calendar(PLAN, Draws(7)), Calendar(PLAN, Draws(7))
    for day in range(0, 800, 37):
        short.reach(day)
    long.reach(1000)
    n = short.days.size
    assert (short.days == long.days[:n]).all()


def test_other_countries_have_their_own_days():
    english = PLAN.model_copy(update={"country": "GB", "subdivision": "ENG"})
    assert dates.is_off(english, date(2024, 12, 25))
    assert not dates.is_off(english, date(2024, 2, 12))
    assert not any(dates.in_festival(english, day) or dates.in_travel(english, day) for day in YEAR)


@pytest.mark.parametrize(("word", "said"), [
    ("calendar.country=XX", "XX"), ("calendar.start_date=2024-13-01", "start_date"), ("calendar.start_date=5", "date"),
    ("calendar.start_date='1850-01-01'", "1950"), ("calendar.heating.first=11/01", "first"),
])  # fmt: skip
def test_dates_and_countries_that_are_none_are_refused(word, said):
    with pytest.raises(BadInput, match=said):
        part("calendar", word)
