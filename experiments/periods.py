"""The periods of a course in time: months of the calendar, or weeks where a run has few of those."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from govsim.simulation.engine.clock import DAYS_PER_WEEK

FEW_MONTHS = 5


class Period(NamedTuple):
    """Whole days, counted from the end of the burn-in. `month`: such as 2026-01, empty for a week."""

    from_day: int
    days: int
    month: str


def periods(start: date, burn_in_days: int, total_days: int) -> list[Period]:
    """Whole months of a run that begins on a date; whole weeks before and after the burn-in where there are few."""
    found = months(start, burn_in_days, total_days)
    return found if len(found) >= FEW_MONTHS else weeks(burn_in_days, total_days)


def months(start: date, burn_in_days: int, total_days: int) -> list[Period]:
    """Whole months of the calendar; the one in which the burn-in ends belongs to neither side and is left out."""
    end, burnt = start + timedelta(days=total_days), start + timedelta(days=burn_in_days)
    first, found = (start if start.day == 1 else next_month(start)), []
    while (following := next_month(first)) <= end:
        if not first < burnt < following:
            found.append(Period((first - burnt).days, (following - first).days, f"{first:%Y-%m}"))
        first = following
    return found


def weeks(burn_in_days: int, total_days: int) -> list[Period]:
    """Whole weeks, laid out from the end of the burn-in in both directions."""
    first, beyond = -(burn_in_days // DAYS_PER_WEEK), (total_days - burn_in_days) // DAYS_PER_WEEK
    return [Period(n * DAYS_PER_WEEK, DAYS_PER_WEEK, "") for n in range(first, beyond)]


def next_month(day: date) -> date:
    """First day of the month after a date's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
