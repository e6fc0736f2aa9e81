"""Patrolling: where police units are in every quarter of an hour, and the trace they leave.

A leg lasts 15 minutes. The ordered visits to listed hot spots are given to cars first, at times that are drawn for
every place and day or are always the same; in every other leg a car drives slowly through a random area of its circle
and the eight around it. Pairs on foot walk their beats, area by area. Nothing depends on the tick. Visits, rounds and
walks leave a trace that fades within hours; the longer a visit, the deeper (Koper 1995). What dispatch takes from the
visits is counted.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.compiled import inner, kernel
from ..engine.numerics import exp
from ..engine.quantities import Hours, KmPerHour, Minutes, Share
from ..engine.randomness import Draws, uniform
from ..entities.legs import AT_STOP, LEG_H, LEGS_PER_DAY, NOT_ON_PATROL, ON_ROUND, ROUND_AREAS
from ..entities.setting import distance_m
from ..entities.staff import Staff
from ..entities.units import ON_FOOT, PATROL_CAR, STREET_POST
from ..levers import Levers
from ..town import Town
from .base import Process

# draw slots; the number of the walk or visit is added to the last three
PLACE, VISITS, FIXED, WALK_LEGS, WALK_BEGINS, TIMES = 1, 3, 4, 5, 7, 10
WAIT_LEGS = 8  # a visit comes at most two hours after its time
DETOUR = 1.3  # length of streets to straight distance [assumption]


class Patrolling(Process):
    """Units drive their legs and leave traces."""

    memory_h: Hours = Field(gt=0, description="mean life of the trace of a patrol, hours")
    trace_max: Share = Field(description="trace of a very long stop, 0..1")
    trace_minutes: Minutes = Field(gt=0, description="minutes of stop that leave 63 % of it")
    speed_km_h: KmPerHour = Field(gt=0, description="speed between two legs")
    walk_minutes: Minutes = Field(
        le=15, description="minutes that a pair on foot is in an area, of each quarter of an hour"
    )
    evening_share: Share = Field(description="share of walks in the evening shift; the rest in the day shift")

    def step(self, staff: Staff, field: np.ndarray, town: Town, levers: Levers, draws: Draws) -> None:
        """In the morning plan the legs of the day. Dispatch calls units away from them and counts what is left."""
        staff.legs, key, order = (
            staff.legs.next_day(len(staff.units), self.memory_h),
            draws.key("patrolling"),
            levers.patrol,
        )
        plan_visits(
            key, staff.legs, staff.units.rows, staff.hotspots, town.circle_base, order.hotspot_places,
            order.hotspot_visits, order.fixed_times, field,
        )  # fmt: skip
        plan_legs(
            self.numbers, key, staff.legs, staff.units.rows, order.stop_minutes, staff.circle_start,
            staff.circle_areas, town.areas,
        )  # fmt: skip
        walk_beats(
            self.numbers, key, staff.legs, staff.units.rows, order.foot_hours, staff.beat_start, staff.beat_areas
        )  # fmt: skip


@inner
def can_drive(unit, j, quarter):
    """Whether a patrol car is on duty in the j-th quarter of today and free of the call of last night."""
    return unit.kind == PATROL_CAR and unit.on_duty[j * 3 // LEGS_PER_DAY] == 1 and unit.busy_h <= quarter * LEG_H


@inner
def car_for_visit(legs, units, circle, j):
    """Row of a car of the circle that can be at a hot spot in the j-th quarter of today; -1 for none."""
    for i in range(units.size):
        if units[i].circle == circle and can_drive(units[i], j, legs.first + LEGS_PER_DAY + j):
            if legs.table[i, LEGS_PER_DAY + j].how == NOT_ON_PATROL:
                return i
    return -1


@kernel
def plan_visits(key, legs, units, spots, circle_base, places, visits, fixed_times, field):
    """Give the ordered visits of the day to cars, place by place down each list; what no car can do is left out.

    A visit has a time of its own, drawn anew every day, or always the same for a share of them. What is ordered is
    added to `field`.
    """
    day = legs.first // LEGS_PER_DAY + 1
    for circle in range(spots.shape[0]):
        base = circle_base[circle]
        for rank in range(min(spots.shape[1], int(np.round(places[base])))):
            area = spots[circle, rank]
            if area < 0:
                break
            wanted = int(np.floor(visits[base] + uniform(key, area, day, VISITS)))
            field[area].visits_ordered += wanted
            for k in range(wanted):
                moment = 0 if uniform(key, area, k, FIXED) < fixed_times[base] else day
                j = int(uniform(key, area, moment, TIMES + k) * LEGS_PER_DAY)
                for later in range(WAIT_LEGS):
                    i = car_for_visit(legs, units, circle, min(j + later, LEGS_PER_DAY - 1))
                    if i >= 0:
                        leg = legs.table[i, LEGS_PER_DAY + min(j + later, LEGS_PER_DAY - 1)]
                        leg.area, leg.how = area, AT_STOP
                        break


@kernel
def walk_beats(numbers, key, legs, units, foot_hours, beat_start, beat_areas):
    """Walks of the pairs on foot today: one in the day shift and one in the evening, area by area of the beat."""
    p, day = numbers[0], legs.first // LEGS_PER_DAY + 1
    for i in range(units.size):
        unit = units[i]
        if unit.kind != ON_FOOT:
            continue
        first, beyond = beat_start[unit.number], beat_start[unit.number + 1]
        hours = 0.0
        for b in range(first, beyond):
            hours += foot_hours[beat_areas[b]] / (beyond - first)
        for walk in range(2):
            share = p.evening_share if walk == 1 else 1.0 - p.evening_share
            length = int(np.floor(hours * share / LEG_H + uniform(key, unit.identity, day, WALK_LEGS + walk)))
            length = min(length, LEGS_PER_DAY // 3)
            begins = LEGS_PER_DAY // 3 * (1 + walk)
            begins += int(uniform(key, unit.identity, day, WALK_BEGINS + walk) * (LEGS_PER_DAY // 3 - length + 1))
            for j in range(begins, begins + length):
                leg, quarter = legs.table[i, LEGS_PER_DAY + j], legs.first + LEGS_PER_DAY + j
                leg.area = beat_areas[first + int(uniform(key, unit.identity, quarter, PLACE) * (beyond - first))]
                leg.how, leg.minutes = AT_STOP, p.walk_minutes
                leg.depth = p.trace_max * (1.0 - exp(-leg.minutes / p.trace_minutes))


@inner
def travel_hours(areas, a, b, speed_km_h):
    """Hours to drive from area a to area b: straight distance times DETOUR."""
    return DETOUR * distance_m(areas, a, b) / (1000.0 * speed_km_h)


@kernel
def plan_legs(numbers, key, legs, units, stop_minutes, circle_start, circle_areas, areas):
    """Fill today's legs of all units; a unit that is off duty, a station car or still on a call has none.

    The way to a visit is taken from the round before it, where there is one.
    """
    p, quarter_min = numbers[0], 60.0 * LEG_H
    for i in range(units.size):
        unit = units[i]
        area = unit.area
        for j in range(LEGS_PER_DAY):
            leg, quarter = legs.table[i, LEGS_PER_DAY + j], legs.first + LEGS_PER_DAY + j
            if unit.kind == STREET_POST and unit.on_duty[j * 3 // LEGS_PER_DAY] == 1 and unit.busy_h <= quarter * LEG_H:
                leg.area, leg.how, leg.minutes = unit.base, AT_STOP, quarter_min
            elif can_drive(unit, j, quarter):
                if leg.how == NOT_ON_PATROL:
                    first, beyond = circle_start[unit.circle], circle_start[unit.circle + 1]
                    leg.area = circle_areas[first + int(uniform(key, unit.identity, quarter, PLACE) * (beyond - first))]
                    leg.how = ON_ROUND
                leg.minutes = quarter_min
                way = 60.0 * travel_hours(areas, area, leg.area, p.speed_km_h)
                before = legs.table[i, LEGS_PER_DAY + j - 1]
                if leg.how == AT_STOP and j > 0 and before.how == ON_ROUND:
                    before.minutes = max(0.0, before.minutes - way)
                else:
                    leg.minutes = max(0.0, leg.minutes - way)
                if leg.how == AT_STOP:
                    leg.minutes = min(leg.minutes, stop_minutes[leg.area])
            else:
                continue
            area = leg.area
        for j in range(LEGS_PER_DAY):
            leg = legs.table[i, LEGS_PER_DAY + j]
            leg.minutes /= ROUND_AREAS if leg.how == ON_ROUND else 1.0
            leg.depth = p.trace_max * (1.0 - exp(-leg.minutes / p.trace_minutes))
