"""Patrolling: where police units are in every quarter of an hour, and the trace they leave.

A leg (15 minutes) is a pure function of (unit, quarter-hour): a stop at a recorded hot spot with the ordered
share, else a slow round through a random area of the circle and the eight around it. Nothing depends on the
tick. Stops and rounds leave a trace that fades within hours; the longer a stop, the deeper (Koper 1995).
"""

from __future__ import annotations

from pydantic import Field

from ..engine.compiled import inner, kernel
from ..engine.numerics import exp
from ..engine.quantities import Hours, KmPerHour, Minutes, Share
from ..engine.randomness import Draws, uniform
from ..entities.legs import AT_STOP, LEG_H, LEGS_PER_DAY, ON_ROUND, ROUND_AREAS
from ..entities.setting import distance_m
from ..entities.staff import Staff
from ..entities.units import STATION_CAR, STREET_POST
from ..levers import Levers
from ..town import Town
from .base import Process

ROUTE, PLACE, SPOT = 0, 1, 2  # draw slots
DETOUR = 1.3  # length of streets to straight distance [assumption]


class Patrolling(Process):
    """Units drive their legs and leave traces."""

    memory_h: Hours = Field(gt=0, description="mean life of the trace of a patrol, hours")
    trace_max: Share = Field(description="trace of a very long stop, 0..1")
    trace_minutes: Minutes = Field(gt=0, description="minutes of stop that leave 63 % of it")
    speed_km_h: KmPerHour = Field(gt=0, description="speed between two legs")

    def step(self, staff: Staff, town: Town, levers: Levers, draws: Draws) -> None:
        """In the morning plan the legs of the day. Dispatch calls units away from them and counts what is left."""
        staff.legs = staff.legs.next_day(len(staff.units), self.memory_h)
        plan_legs(
            self.numbers, draws.key("patrolling"), staff.legs, staff.units.rows, staff.hotspots,
            levers.patrol.hotspot_share, levers.patrol.stop_minutes, staff.circle_start, staff.circle_areas, town.areas,
        )  # fmt: skip


@inner
def leg_place(key, unit, quarter, spots, share, circle_start, circle_areas):
    """(area, how) of a patrol car's leg."""
    n_spots = 0
    while n_spots < spots.shape[1] and spots[unit.circle, n_spots] >= 0:
        n_spots += 1
    if n_spots and uniform(key, unit.identity, quarter, ROUTE) < share[unit.base]:
        return spots[unit.circle, int(uniform(key, unit.identity, quarter, SPOT) * n_spots)], AT_STOP
    first, beyond = circle_start[unit.circle], circle_start[unit.circle + 1]
    return circle_areas[first + int(uniform(key, unit.identity, quarter, PLACE) * (beyond - first))], ON_ROUND


@inner
def travel_hours(areas, a, b, speed_km_h):
    """Hours to drive from area a to area b: straight distance times DETOUR."""
    return DETOUR * distance_m(areas, a, b) / (1000.0 * speed_km_h)


@kernel
def plan_legs(numbers, key, legs, units, spots, share, stop_minutes, circle_start, circle_areas, areas):
    """Fill today's legs of all units; a unit that is off duty, a station car or still on a call has none."""
    p = numbers[0]
    for i in range(units.size):
        unit = units[i]
        area = unit.area
        for j in range(LEGS_PER_DAY):
            leg, quarter = legs.table[i, LEGS_PER_DAY + j], legs.first + LEGS_PER_DAY + j
            if unit.on_duty[j * 3 // LEGS_PER_DAY] == 0 or unit.kind == STATION_CAR or unit.busy_h > quarter * LEG_H:
                continue
            there = 60.0 * LEG_H
            if unit.kind == STREET_POST:
                leg.area, leg.how = unit.base, AT_STOP
            else:
                leg.area, leg.how = leg_place(key, unit, quarter, spots, share, circle_start, circle_areas)
                there -= 60.0 * travel_hours(areas, area, leg.area, p.speed_km_h)
                if leg.how == AT_STOP:
                    there = min(there, stop_minutes[leg.area])
            area = leg.area
            leg.minutes = max(0.0, there) / (ROUND_AREAS if leg.how == ON_ROUND else 1.0)
            leg.depth = p.trace_max * (1.0 - exp(-leg.minutes / p.trace_minutes))
