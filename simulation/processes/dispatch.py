"""Dispatch: calls to 110 are given to the unit that can be there first; minutes and queues are continuous.

Each unit serves one call at a time, in order of calling; a busy unit comes when it is free. A patrol car on a
call does not patrol: the stated feedback path from calls to visibility (cut by patrols_answer = 0).
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.compiled import inner
from ..engine.numerics import exp, exponential, normal
from ..engine.quantities import Hours, KmPerHour, LogSpread, Minutes, Whole
from ..engine.randomness import uniform
from ..entities.legs import area_of_unit, call_away, count_minutes
from ..entities.records import BY_110
from ..entities.staff import Staff
from ..entities.units import ON_FOOT, PATROL_CAR
from ..town import Town
from .base import Process
from .patrolling import travel_hours

HANDLE, STAY, GUARD = 0, 1, 2  # draw slots


class Dispatch(Process):
    """Calls are answered."""

    handling_minutes: Minutes = Field(gt=0, description="mean minutes from the call to the order")
    speed_km_h: KmPerHour = Field(gt=0, description="speed of a unit on the way to a call")
    on_scene_hours: Hours = Field(gt=0, description="median hours on the scene")
    on_scene_log_sd: LogSpread = Field(description="spread of its logarithm")
    patrols_answer: Whole = Field(ge=0, le=1, description="1: patrol cars answer calls; 0: only station cars and posts")

    guard_minutes: Minutes = Field(gt=0, description="minutes until an enterprise's guard outside the wall is there")

    def close_day(self, staff: Staff, field: np.ndarray, town: Town) -> None:
        """Write down in the field where patrols were today, calls left out."""
        count_minutes(staff.legs.today, staff.units.rows["kind"] == PATROL_CAR, field, town.neighbours)


@inner
def first_there(p, units, legs, area, order_h, areas):
    """(unit, arrival in hours) of the unit that can be at an area first; (-1, inf) when nobody is on duty."""
    best, best_h = -1, np.inf
    for i in range(units.size):
        u = units[i]
        if u.on_duty[int(order_h) % 24 // 8] == 0 or (p.patrols_answer == 0 and u.kind == PATROL_CAR):
            continue
        if u.kind == ON_FOOT:
            continue
        leaves_h = max(order_h, u.busy_h)
        arrival_h = leaves_h + travel_hours(areas, area_of_unit(legs, u, i, leaves_h), area, p.speed_km_h)
        if arrival_h < best_h:
            best, best_h = i, arrival_h
    return best, best_h


@inner
def send(numbers, key, reports, first, units, legs, areas, conditions, joint_dispatch, calls, count):
    """Answer the reports from row `first` on that came by 110; returns the new count of calls.

    `joint_dispatch`: (n_areas,) share of calls of which guards outside an enterprise's wall are told.
    """
    p = numbers[0]
    for row in range(first, reports.size):
        r = reports[row]
        if r.channel != BY_110:
            continue
        order_h = r.time_h + exponential(uniform(key, r.entity, r.kind, HANDLE), 60.0 / p.handling_minutes)
        unit, arrival_h = first_there(p, units, legs, r.area, order_h, areas)
        if unit < 0:
            continue
        stay = p.on_scene_hours * exp(p.on_scene_log_sd * normal(uniform(key, r.entity, r.kind, STAY)))
        c = calls[count]
        count += 1
        c.report, c.unit, c.time_h, c.arrival_h, c.leave_h = row, unit, r.time_h, arrival_h, arrival_h + stay
        guarded = joint_dispatch[r.area] * conditions[r.area].outside_guard
        if guarded > 0.0 and uniform(key, r.entity, r.kind, GUARD) < guarded:
            c.arrival_h = min(c.arrival_h, order_h + p.guard_minutes / 60.0)
        units[unit].busy_h, units[unit].area = c.leave_h, r.area
        call_away(legs, unit, order_h, c.leave_h)
    return count
