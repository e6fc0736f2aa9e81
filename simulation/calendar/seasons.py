"""Timetables for every kind of day: who has no school, who has left town, and who stays in when it rains.

Whoever behaves otherwise than the rest on some days follows a routine of his own, so that finding who is where stays
one look into a table.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..engine.clock import DAYS_PER_WEEK, HOURS_PER_DAY
from ..engine.randomness import Draws
from ..entities.residents import HUKOU_LOCAL
from ..timetable import HOME, LEFT, THIRD, Timetable
from .days import FAIR_KINDS, FESTIVAL, N_KINDS, SATURDAY, SCHOOL_HOLIDAYS, SUNDAY, TRAVEL
from .plan import CalendarPlan

STAYS, SHORT, LONG = 0, 1, 2  # around the festival
VARIANTS = 6  # of each routine: (STAYS, SHORT, LONG) x (goes out in any weather, stays in)


def in_seasons(
    week: Timetable, people: np.ndarray, households: np.ndarray, plan: CalendarPlan, seed: int
) -> tuple[Timetable, np.ndarray]:
    """The timetable for all kinds of days, and the routine of each resident in it, uint8, (n_residents,).

    `week`: (n_routines, 168). `seed`: of the town, since who leaves or stays in is a habit. Raises ValueError for
    routines that the town does not have, or too many of them.
    """
    n = len(week.names)
    if n * VARIANTS > np.iinfo(people["routine"].dtype).max + 1:
        raise ValueError(f"a calendar takes {VARIANTS} variants of each of {n} routines; at most 256 fit")
    place = np.concatenate([_variant(week, plan, *divmod(variant, 2)) for variant in range(VARIANTS)])
    variant = 2 * leaving(people, households, plan, seed) + stays_in(people.size, plan, seed)
    routine = (variant * n + people["routine"]).astype(people["routine"].dtype)
    followed = people.copy()
    followed["routine"] = routine
    n_areas = week.crowd.shape[1]
    return Timetable.of(followed, place, week.names * VARIANTS, n_areas), routine


def leaving(people: np.ndarray, households: np.ndarray, plan: CalendarPlan, seed: int) -> np.ndarray:
    """What each resident does around the festival: STAYS, SHORT or LONG; households go together; int, (n,)."""
    f, draws, number = plan.festival, Draws(seed), np.arange(households.size)
    shares = np.array([0.0, f.leave_same_county, f.leave_same_province, f.leave_other_province])
    hukou = people["hukou"][households["first"]]
    goes = (hukou != HUKOU_LOCAL) & (draws.uniform("calendar.leave", number, 0) < shares[hukou])
    away = np.where(draws.uniform("calendar.long", number, 0) < f.long_share, LONG, SHORT)
    return np.where(goes, away, STAYS)[people["household"]] if plan.switches.travel else np.zeros(people.size, int)


def stays_in(n_residents: int, plan: CalendarPlan, seed: int) -> np.ndarray:
    """Who stays at home in foul weather; bool, (n,)."""
    share = plan.climate.indoors_share if plan.switches.weather else 0.0
    return Draws(seed).uniform("calendar.indoors", np.arange(n_residents), 0) < share


def _variant(week: Timetable, plan: CalendarPlan, leaves: int, indoors: int) -> np.ndarray:
    """Places of all routines for one variant; uint8, (n_routines, N_KINDS x 24)."""
    days = week.place.reshape(len(week.names), DAYS_PER_WEEK, HOURS_PER_DAY)
    school, campus = _rows(week.names, plan.schools.routines), _rows(week.names, plan.schools.campus)
    out = np.empty((len(week.names), N_KINDS, HOURS_PER_DAY), np.uint8)
    for kind in range(N_KINDS):
        fair = kind % FAIR_KINDS
        weekday = SUNDAY if fair == FESTIVAL else fair % DAYS_PER_WEEK
        out[:, kind] = days[:, weekday]
        if fair >= SCHOOL_HOLIDAYS:
            out[school, kind] = days[school, max(weekday, SATURDAY)]
            out[campus, kind] = LEFT
        if _is_gone(leaves, fair):
            out[:, kind] = LEFT
        if indoors and kind >= FAIR_KINDS:
            out[:, kind][out[:, kind] == THIRD] = HOME
    return out.reshape(len(week.names), N_KINDS * HOURS_PER_DAY)


def _is_gone(leaves: int, fair: int) -> bool:
    return (leaves == LONG and fair >= TRAVEL) or (leaves == SHORT and fair == FESTIVAL)


def _rows(names: tuple[str, ...], wanted: Iterable[str]) -> list[int]:
    if unknown := sorted(set(wanted) - set(names)):
        raise ValueError(f"the calendar names routines that the town does not have: {', '.join(unknown)}")
    return [names.index(name) for name in wanted]
