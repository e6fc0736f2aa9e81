"""The days of a run, written as far ahead as somebody reads."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from ..engine.randomness import Draws
from . import dates, sky
from .days import DAY, FAIR_KINDS, FESTIVAL, SCHOOL_HOLIDAYS, TERM, TRAVEL
from .plan import CalendarPlan

WRITTEN_DAYS = 120  # at a time
AHEAD_DAYS = 30  # how far an office that is closed looks for a day on which it opens, and some


class Calendar:
    """Dates, holidays, light and weather of one run; the same in all arms of one seed.

    `days`: (n_days,) DAY, as far as written. `reach` writes on; what is written never changes.
    """

    def __init__(self, plan: CalendarPlan, draws: Draws) -> None:
        self.plan, self.draws, self.days = plan, draws, np.zeros(0, DAY)
        self._weather: tuple[bool, float] | None = None
        self._heated, self._pay = usual_shares(plan)
        self.reach(0)

    def reach(self, day: int) -> bool:
        """Make sure that this day is written, and as many more as kernels look ahead; whether anything was."""
        if day + AHEAD_DAYS < self.days.size:
            return False
        first, beyond = self.days.size, day + AHEAD_DAYS + WRITTEN_DAYS
        more = np.zeros(beyond - first, DAY)
        luck = sky.luck_of(self.draws, first, beyond)
        for i, (u, z) in enumerate(zip(*luck, strict=True)):
            self._write(more[i], self.date_of(first + i), float(u), float(z))
        self.days = np.concatenate([self.days, more])
        return True

    def date_of(self, day: int) -> date:
        """Date of a day of the run."""
        return self.plan.start_date + timedelta(days=int(day))

    def _write(self, row: np.void, day: date, u: float, z: float) -> None:
        plan, on = self.plan, self.plan.switches
        self._weather = sky.next_weather(plan.climate, day, self._weather, u, z)
        foul, anomaly = self._weather
        row["weekday"], row["off"] = day.weekday(), dates.is_off(plan, day)
        row["foul"] = on.weather and foul
        row["kind"] = fair_kind(plan, day) + (FAIR_KINDS if row["foul"] else 0)
        row["dawn_h"], row["dusk_h"] = sky.light_of(plan.sun, day) if on.daylight else sky.FIXED_LIGHT
        usual = sky.usual_c(plan.climate, day) + anomaly
        row["temperature_c"] = usual if on.weather else sky.mean_c(plan.climate)
        row["heating"] = plan.heating.has(day) if on.heating else self._heated
        row["pay"] = dates.is_pay_time(plan, day) if on.pay_days else self._pay


def fair_kind(plan: CalendarPlan, day: date) -> int:
    """Kind of a day in fair weather."""
    if plan.switches.travel and dates.in_festival(plan, day):
        return FESTIVAL
    weekday = dates.weekday_of(plan, day)
    if plan.switches.travel and dates.in_travel(plan, day):
        return TRAVEL + weekday
    if plan.switches.school_holidays and dates.in_school_holidays(plan, day):
        return SCHOOL_HOLIDAYS + weekday
    return TERM + weekday


def usual_shares(plan: CalendarPlan) -> tuple[float, float]:
    """Share of the days of a year on which homes are heated, and on which wages or debts are due."""
    year = [date(plan.start_date.year, 1, 1) + timedelta(days=n) for n in range(365)]
    heated = sum(plan.heating.has(day) for day in year) / len(year)
    return heated, sum(dates.is_pay_time(plan, day) for day in year) / len(year)
