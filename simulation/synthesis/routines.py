"""Weekly routines: which timetable each resident follows, by standing."""

from __future__ import annotations

import numpy as np

from ..engine.clock import DAYS_PER_WEEK, HOURS_PER_WEEK
from ..engine.randomness import Draws
from ..timetable import AWAY, HOME, THIRD, WORK
from ..town import ENTERPRISE_KINDS
from .chance import uniforms
from .plan_people import Routines

WITHOUT_EMPLOYER = ("infant", "pupil", "student", "farmer", "away", "retired", "at_home", "youth")
STANDINGS = (*WITHOUT_EMPLOYER, *ENTERPRISE_KINDS)  # employees are named by the kind of their enterprise
LETTERS = {"H": HOME, "W": WORK, "T": THIRD, "A": AWAY}


def timetables(plan: Routines) -> np.ndarray:
    """Place of every routine at every hour of the week; (n_routines, 168) uint8."""
    place = np.empty((len(plan.weeks), HOURS_PER_WEEK), np.uint8)
    for row, days in zip(place, plan.weeks.values(), strict=True):
        week = days if len(days) == DAYS_PER_WEEK else (*[days[0]] * 5, *days[1:])
        row[:] = [LETTERS[letter] for letter in "".join(week)]
    return place


def follow(plan: Routines, standing: np.ndarray, draws: Draws) -> np.ndarray:
    """Routine of each resident. `standing`: (n,) rows of STANDINGS."""
    names = list(plan.weeks)
    weight = np.zeros((len(STANDINGS), len(names)))
    for s, name in enumerate(STANDINGS):
        for routine, share in getattr(plan.followed_by, name).items():
            weight[s, names.index(routine)] = share
    total = np.cumsum(weight, axis=1)
    u = uniforms(draws, "routines", standing.size)
    out = np.zeros(standing.size, np.uint8)
    for s in range(len(STANDINGS)):
        own = np.flatnonzero(standing == s)
        out[own] = np.minimum(np.searchsorted(total[s], u[own] * total[s, -1], side="right"), len(names) - 1)
    return out
