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
from ..entities.presence import Presence
from ..entities.records import THEFT_REPORT, Records
from ..entities.setting import distance_m
from ..entities.staff import Staff
from ..entities.units import AT_STOP, LEG_H, ON_ROUND, PATROL_CAR, ROUND_AREAS, STREET_POST
from ..levers import Levers
from ..numerics import exp, exp_each
from ..randomness import Draws, uniform
from ..town import Town
from .base import Process

ROUTE, PLACE, SPOT = 0, 1, 2  # draw slots
DETOUR = 1.3  # length of streets to straight distance [assumption]


class Patrolling(Process):
    """Units drive their legs; the presence field remembers them."""

    memory_h: float = Field(gt=0, description="mean life of the trace of a patrol, hours")
    trace_max: float = Field(ge=0, le=1, description="trace of a very long stop, 0..1")
    trace_minutes: float = Field(gt=0, description="minutes of stop that leave 63 % of it")
    speed_km_h: float = Field(gt=0, description="speed between two legs")
    hotspots_per_circle: int = Field(ge=1, description="places on each circle's list of hot spots")
    hotspot_memory_days: float = Field(gt=0, description="mean age of reports on which the list rests")
    review_days: int = Field(ge=1, description="days between two lists")

    def step(
        self, field: Presence, staff: Staff, known: Records, town: Town, levers: Levers, now: Clock, draws: Draws
    ) -> None:
        """Move all units through this tick and write their trace."""
        if now.is_new_day:
            staff.stop_share, staff.stop_minutes = levers.patrol.hotspot_share, levers.patrol.stop_minutes
            if now.day % self.review_days == 0:
                staff.hotspots = self.list_hotspots(known, town, now)
        first = int(now.start_h / LEG_H + 1e-9)
        quarters = max(1, int(now.end_h / LEG_H + 1e-9) - first)
        patrol(
            self.numbers,
            draws.key("patrolling"),
            first,
            staff.units.rows,
            staff.legs_of_tick(quarters),
            staff.hotspots,
            staff.stop_share,
            staff.stop_minutes,
            staff.circle_start,
            staff.circle_areas,
            town.areas,
            town.neighbours,
            field.areas,
        )

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
def patrol(
    numbers, key, quarter, units, legs, spots, share, stop_minutes, circle_start, circle_areas, areas, neighbours, field
):
    """Write the trace of the legs of the last tick, then plan those of this one."""
    leave_trace(numbers[0], field, legs, neighbours)
    plan_legs(numbers[0], key, quarter, units, legs, spots, share, stop_minutes, circle_start, circle_areas, areas)


@kernel
def plan_legs(p, key, quarter, units, legs, spots, share, stop_minutes, circle_start, circle_areas, areas):
    """Fill legs, (n_units, n_quarters) LEG, from `quarter` on; how = 0 for a unit that is off duty or busy."""
    for i in range(units.size):
        unit = units[i]
        for j in range(legs.shape[1]):
            leg = legs[i, j]
            leg.quarter, leg.how = quarter + j, 0
            if unit.on_duty == 0 or unit.kind != PATROL_CAR or unit.busy_h > (quarter + j) * 0.25:
                leg.area = unit.base if unit.kind != PATROL_CAR else unit.area
                if unit.on_duty == 1 and unit.kind == STREET_POST and unit.busy_h <= (quarter + j) * 0.25:
                    leg.how, leg.minutes = AT_STOP, 15.0  # a street post is a stop that never ends
                continue
            leg.area, leg.how = leg_place(key, unit, quarter + j, spots, share, circle_start, circle_areas)
            on_road = 60.0 * travel_hours(areas, unit.area, leg.area, p.speed_km_h)
            there = stop_minutes[leg.area] if leg.how == AT_STOP else 15.0
            leg.minutes = max(0.0, min(there, 15.0 - on_road))
            unit.area = leg.area


@kernel
def leave_trace(p, field, legs, neighbours):
    """Write legs into the presence field."""
    for j in range(legs.shape[1]):
        for i in range(legs.shape[0]):
            leg = legs[i, j]
            if leg.how == 0:
                continue
            minutes = leg.minutes / (ROUND_AREAS if leg.how == ON_ROUND else 1.0)
            depth = p.trace_max * (1.0 - exp(-minutes / p.trace_minutes))
            _press(p, field, leg.area, minutes, depth, leg.quarter + 1)
            if leg.how == ON_ROUND:
                for k in range(neighbours.shape[1]):
                    if neighbours[leg.area, k] >= 0:
                        _press(p, field, neighbours[leg.area, k], minutes, depth, leg.quarter + 1)


@kernel
def _press(p, field, area, minutes, depth, quarter):
    """One visit that ends with a quarter-hour: traces add up like independent chances."""
    f = field[area]
    faded = f.level * exp(-(quarter - f.at_quarter) * LEG_H / p.memory_h) if f.level > 0.0 else 0.0
    f.level = 1.0 - (1.0 - faded) * (1.0 - depth)
    f.at_quarter = quarter
    f.patrol_min += minutes
