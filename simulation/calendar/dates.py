"""Public holidays, the festival and school holidays, by date.

Days off and working days moved to weekends are those that governments announce, as the package `holidays` keeps them;
for years that are not announced yet, those that follow from the law.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from .days import FRIDAY, SATURDAY, SUNDAY
from .plan import CalendarPlan

A_DAY = timedelta(days=1)


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Two-letter codes of the countries whose holidays are known."""
    import holidays

    return frozenset(holidays.list_supported_countries(include_aliases=False))


@lru_cache(maxsize=256)
def holidays_of(country: str, subdivision: str, year: int) -> Any:
    """Days off of a year, date to name; `weekend_workdays`: working days moved to weekends. Raises ValueError."""
    import holidays

    try:
        return holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    except NotImplementedError as error:
        raise ValueError(f"no public holidays are known for {country} {subdivision}".rstrip()) from error


def weekday_of(plan: CalendarPlan, day: date) -> int:
    """The weekday whose hours a date has: a Sunday's on public holidays, a Friday's on moved working days."""
    if plan.switches.public_holidays:
        known = holidays_of(plan.country, plan.subdivision, day.year)
        if day in getattr(known, "weekend_workdays", ()):
            return FRIDAY
        if day in known:
            return SUNDAY
    return day.weekday()


def is_off(plan: CalendarPlan, day: date) -> bool:
    """Whether offices are closed."""
    return weekday_of(plan, day) >= SATURDAY


@lru_cache(maxsize=256)
def festival_of(country: str, subdivision: str, name: str, year: int) -> date | None:
    """First day of the festival in a year; None for none."""
    found = [day for day, called in holidays_of(country, subdivision, year).items() if name and called == name]
    return min(found, default=None)


def days_from_festival(plan: CalendarPlan, day: date) -> int | None:
    """Days since the nearest festival, negative before it; None where there is none."""
    years = (day.year - 1, day.year, day.year + 1)
    found = (festival_of(plan.country, plan.subdivision, plan.festival.name, year) for year in years)
    return min(((day - first).days for first in found if first), key=abs, default=None)


def in_festival(plan: CalendarPlan, day: date) -> bool:
    """Whether a date belongs to the days off that hold the festival together."""
    since = days_from_festival(plan, day)
    if since is None or not is_off(plan, day):
        return False
    step = A_DAY if since < 0 else -A_DAY
    while since != 0:
        day, since = day + step, since + (1 if since < 0 else -1)
        if not is_off(plan, day):
            return False
    return True


def in_travel(plan: CalendarPlan, day: date) -> bool:
    """Whether those who stay away long are away."""
    since = days_from_festival(plan, day)
    return since is not None and -plan.festival.days_before <= since <= plan.festival.days_after


def in_school_holidays(plan: CalendarPlan, day: date) -> bool:
    """Whether schools are closed for weeks."""
    since, schools = days_from_festival(plan, day), plan.schools
    winter = since is not None and -schools.days_before_festival <= since <= schools.days_after_festival
    return winter or schools.summer.has(day)


def is_pay_time(plan: CalendarPlan, day: date) -> bool:
    """Whether wages or debts have just fallen due."""
    since, pay = days_from_festival(plan, day), plan.pay_days
    if since is not None and -pay.before_festival_days <= since < 0:
        return True
    return any(0 <= day.day - due < pay.days for due in pay.days_of_month)
