"""Patrolling: where police units are in every quarter of an hour, and the trace they leave.

A leg (15 minutes) is a pure function of (unit, quarter-hour): a stop at a recorded hot spot with the ordered
share, else a slow round through a random area of the circle and the eight around it. Nothing depends on the
tick. Stops and rounds leave a trace that fades within hours; the longer a stop, the deeper (Koper 1995).
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..clock import Clock
from ..compiled import kernel
from ..entities.legs import AT_STOP, LEG_H, LEGS_PER_DAY, ON_ROUND, ROUND_AREAS
from ..entities.records import THEFT_REPORT, Records
from ..entities.setting import distance_m
from ..entities.staff import Staff
from ..entities.units import STATION_CAR, STREET_POST
from ..levers import Levers
from ..numerics import exp, exp_each
from ..randomness import Draws, uniform
from ..town import Town
from .base import Process

ROUTE, PLACE, SPOT = 0, 1, 2  # draw slots
DETOUR = 1.3  # length of streets to straight distance [assumption]


class Patrolling(Process):
    """Units drive their legs and leave traces."""

    memory_h: float = Field(gt=0, description="mean life of the trace of a patrol, hours")
    trace_max: float = Field(ge=0, le=1, description="trace of a very long stop, 0..1")
    trace_minutes: float = Field(gt=0, description="minutes of stop that leave 63 % of it")
    speed_km_h: float = Field(gt=0, description="speed between two legs")
    hotspots_per_circle: int = Field(ge=1, description="places on each circle's list of hot spots")
    hotspot_memory_days: float = Field(gt=0, description="mean age of reports on which the list rests")
    review_days: int = Field(ge=1, description="days between two lists")

    def step(self, staff: Staff, known: Records, town: Town, levers: Levers, now: Clock, draws: Draws) -> None:
        """In the morning plan the legs of the day. Dispatch calls units away from them and counts what is left."""
        if now.is_new_day:
            if now.day % self.review_days == 0:
                staff.hotspots = self.list_hotspots(known, town, now)
            staff.legs = staff.legs.next_day(len(staff.units), self.memory_h)
            plan_legs(
                self.numbers, draws.key("patrolling"), staff.legs, staff.units.rows, staff.hotspots,
                levers.patrol.hotspot_share, levers.patrol.stop_minutes, staff.circle_start, staff.circle_areas,
                town.areas,
            )  # fmt: skip

    def list_hotspots(self, known: Records, town: Town, now: Clock) -> np.ndarray:
        """Areas of each circle with most recorded theft in and around them; int, (n_circles, hotspots_per_circle)."""
        reports = known.reports.rows
        thefts = reports[(reports["kind"] == THEFT_REPORT) & (reports["recorded"] == 1)]
        age_days = (now.start_h - thefts["time_h"]) / 24
        weight = exp_each(-age_days / self.hotspot_memory_days)
        score = np.bincount(thefts["area"], weight, minlength=town.n_areas)
        around = np.where(town.neighbours >= 0, score[town.neighbours], 0).sum(axis=1)
        score = score + 0.5 * around  # a simple kernel map: half weight to the eight areas around
        order = np.lexsort((np.arange(town.n_areas), -score, town.areas["circle"]))
        rank = np.arange(town.n_areas) - np.searchsorted(town.areas["circle"][order], town.areas["circle"][order])
        spots = np.full((town.n_circles, self.hotspots_per_circle), -1, np.int32)
        listed = (rank < self.hotspots_per_circle) & (score[order] > 0) & (town.areas["circle"][order] >= 0)
        spots[town.areas["circle"][order[listed]], rank[listed]] = order[listed]
        return spots


@kernel
def leg_place(key, unit, quarter, spots, share, circle_start, circle_areas):
    """(area, how) of a patrol car's leg."""
    n_spots = 0
    while n_spots < spots.shape[1] and spots[unit.circle, n_spots] >= 0:
        n_spots += 1
    if n_spots and uniform(key, unit.identity, quarter, ROUTE) < share[unit.base]:
        return spots[unit.circle, int(uniform(key, unit.identity, quarter, SPOT) * n_spots)], AT_STOP
    first, beyond = circle_start[unit.circle], circle_start[unit.circle + 1]
    return circle_areas[first + int(uniform(key, unit.identity, quarter, PLACE) * (beyond - first))], ON_ROUND


@kernel
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
