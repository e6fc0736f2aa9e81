"""Dispatch: calls to 110 are given to the unit that can be there first; minutes and queues are continuous.

Each unit serves one call at a time, in order of calling; a busy unit comes when it is free. A patrol car on a
call does not patrol: the stated feedback path from calls to visibility (cut by patrols_answer = 0).
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import Clock
from ..engine.compiled import kernel
from ..engine.numerics import exp, exponential, normal
from ..engine.randomness import Draws, uniform
from ..entities.legs import area_of_unit, call_away, count_minutes
from ..entities.records import BY_110, Records
from ..entities.staff import Staff
from ..entities.units import PATROL_CAR
from ..town import Town
from .base import Process
from .patrolling import travel_hours

HANDLE, STAY, GUARD = 0, 1, 2  # draw slots


class Dispatch(Process):
    """Calls are answered."""

    handling_minutes: float = Field(gt=0, description="mean minutes from the call to the order")
    speed_km_h: float = Field(gt=0, description="speed of a unit on the way to a call")
    on_scene_hours: float = Field(gt=0, description="median hours on the scene")
    on_scene_log_sd: float = Field(ge=0, description="spread of its logarithm")
    patrols_answer: int = Field(ge=0, le=1, description="1: patrol cars answer calls; 0: only station cars and posts")

    guard_minutes: float = Field(gt=0, description="minutes until an enterprise's guard outside the wall is there")

    def step(
        self,
        known: Records,
        new_reports: np.ndarray,
        staff: Staff,
        field: np.ndarray,
        conditions: np.ndarray,
        joint_dispatch: np.ndarray,
        town: Town,
        now: Clock,
        draws: Draws,
    ) -> np.ndarray:
        """Send units to the new reports that came by 110; the new rows of calls, CALL.

        At the end of the day write down in the field where patrols were, calls left out.
        """
        calls = self._answer(known, new_reports, staff, joint_dispatch * conditions["outside_guard"], town, draws)
        if now.ends_day:
            count_minutes(staff.legs.today, field, town.neighbours)
        return calls

    def _answer(
        self, known: Records, new_reports: np.ndarray, staff: Staff, guarded: np.ndarray, town: Town, draws: Draws
    ) -> np.ndarray:
        if new_reports.size == 0 or len(staff.units) == 0:
            return known.calls.rows[:0]
        known.calls.reserve(new_reports.size)
        first = len(known.reports) - new_reports.size
        count = send(
            self.numbers,
            draws.key("dispatch"),
            known.reports.rows,
            first,
            staff.units.rows,
            staff.legs,
            town.areas,
            guarded,
            known.calls.buffer,
            len(known.calls),
        )
        return known.calls.grow_to(count)


@kernel
def first_there(p, units, legs, area, order_h, areas):
    """(unit, arrival in hours) of the unit that can be at an area first; (-1, inf) when nobody is on duty."""
    best, best_h = -1, np.inf
    for i in range(units.size):
        u = units[i]
        if u.on_duty[int(order_h) % 24 // 8] == 0 or (p.patrols_answer == 0 and u.kind == PATROL_CAR):
            continue
        leaves_h = max(order_h, u.busy_h)
        arrival_h = leaves_h + travel_hours(areas, area_of_unit(legs, u, i, leaves_h), area, p.speed_km_h)
        if arrival_h < best_h:
            best, best_h = i, arrival_h
    return best, best_h


@kernel
def send(numbers, key, reports, first, units, legs, areas, guarded, calls, count):
    """Answer reports from row `first` on; returns the new count of calls. `guarded`: (n_areas,) guards who are told."""
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
        if guarded[r.area] > 0.0 and uniform(key, r.entity, r.kind, GUARD) < guarded[r.area]:
            c.arrival_h = min(c.arrival_h, order_h + p.guard_minutes / 60.0)
        units[unit].busy_h, units[unit].area = c.leave_h, r.area
        call_away(legs, unit, order_h, c.leave_h)
    return count
