"""What kernels read of a day, and which row of the timetable its hours follow."""

from __future__ import annotations

import numpy as np

from ..engine.clock import HOURS_PER_DAY
from ..engine.compiled import inner
from ..timetable import Timetable
from .plan import CalendarPlan

# Kinds of days: a week in term, in school holidays, and in the weeks around the festival; then the festival itself;
# the same again in foul weather. A public holiday has the hours of a Sunday, a moved working day those of a Friday.
TERM, SCHOOL_HOLIDAYS, TRAVEL, FESTIVAL = 0, 7, 14, 21
FAIR_KINDS = 22
N_KINDS = 2 * FAIR_KINDS
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6

DAY = np.dtype(
    [
        ("kind", "i4"),  # 0..N_KINDS - 1
        ("weekday", "i4"),  # 0 is Monday
        ("off", "i4"),  # offices are closed
        ("foul", "i4"),  # rain, snow or dust
        ("dawn_h", "f8"),  # hours of the day
        ("dusk_h", "f8"),
        ("temperature_c", "f8"),  # mean of the day
        ("heating", "f8"),  # 1 while homes are heated; the share of such days where the season is switched off
        ("pay", "f8"),  # 1 when wages and debts are due; the share of such days where that is switched off
    ],
    align=True,
)


@inner
def row_at(days, time_h):
    """Column of the timetable for the hour of a time."""
    hour = int(time_h)
    return days[hour // HOURS_PER_DAY].kind * HOURS_PER_DAY + hour % HOURS_PER_DAY


@inner
def is_dark(days, time_h):
    """Whether the sun is down."""
    day = int(time_h) // HOURS_PER_DAY
    of_day = time_h - day * HOURS_PER_DAY
    return of_day < days[day].dawn_h or of_day >= days[day].dusk_h


def check_columns(timetable: Timetable, plan: CalendarPlan) -> None:
    """Raise ValueError for a timetable of ordinary weeks under a calendar that has other days."""
    on = plan.switches
    if timetable.place.shape[1] < N_KINDS * HOURS_PER_DAY and (on.travel or on.school_holidays or on.weather):
        raise ValueError("the timetable has ordinary weeks alone; calendar.seasons.in_seasons adds the other days")
