"""The setting: who lives where, who is where and how places are, as kernels read it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..calendar.days import row_at
from ..engine.compiled import inner
from ..timetable import HOME, Whereabouts


class Setting(NamedTuple):
    """Tables of people and places, bundled so that a kernel takes one argument."""

    people: np.ndarray  # (n_residents,) RESIDENT
    households: np.ndarray  # (n_households,) HOUSEHOLD
    areas: np.ndarray  # (n_areas,) AREA
    conditions: np.ndarray  # (n_areas,) CONDITION, as of today
    neighbours: np.ndarray  # (n_areas, 8) areas around, -1 where there is none
    enterprises: np.ndarray  # (n_enterprises,) ENTERPRISE
    where: Whereabouts
    days: np.ndarray  # (n_days,) DAY, as far as the calendar is written


@inner
def place_of(setting, person, time_h):
    """HOME, WORK, THIRD, AWAY or LEFT: the kind of place in which a resident is at a time."""
    return setting.where.place[setting.people[person].routine, row_at(setting.days, time_h)]


@inner
def crowd_at(setting, area, time_h):
    """Residents present in an area at a time."""
    return float(setting.where.crowd[row_at(setting.days, time_h), area])


@inner
def somebody_home(setting, household, time_h):
    """Whether a household has anybody at home at a time."""
    first = setting.households[household].first
    for person in range(first, first + setting.households[household].size):
        if place_of(setting, person, time_h) == HOME:
            return True
    return False


@inner
def distance_m(areas, a, b):
    """Straight distance between the centres of two areas, metres."""
    dx, dy = areas[a].x_m - areas[b].x_m, areas[a].y_m - areas[b].y_m
    return np.sqrt(dx * dx + dy * dy)
