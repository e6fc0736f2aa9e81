"""Legs of patrol: where every police unit is in each quarter of an hour, and the trace it leaves there.

The legs of yesterday and today are all there is: what somebody sees at a place, and how fresh the traces are,
is read off them. Residents and thieves meet the police only here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..engine.compiled import inner, kernel
from ..engine.numerics import exp

LEG_H = 0.25
LEGS_PER_DAY = 96
NOT_ON_PATROL, AT_STOP, ON_ROUND = 0, 1, 2
ROUND_AREAS = 9  # areas of a round: one and the eight around it
TRACE_LEGS = 32  # traces older than eight hours are gone

LEG = np.dtype(
    [
        ("area", "i4"),
        ("how", "i4"),  # not on patrol, a stop, or a round through the area and the eight around it
        ("minutes", "f8"),  # visible in each area of the leg
        ("depth", "f8"),  # trace left in each area of the leg at its end, 0..1
    ],
    align=True,
)


class Legs(NamedTuple):
    """The legs of all units, yesterday and today."""

    table: np.ndarray  # (n_units, 2 * LEGS_PER_DAY) LEG
    first: int  # number of the quarter-hour since start in column 0; negative on the first day
    memory_h: float  # mean life of a trace, hours

    @classmethod
    def none(cls) -> Legs:
        """No units, no legs, before the first day begins."""
        return cls(np.zeros((0, 2 * LEGS_PER_DAY), LEG), -2 * LEGS_PER_DAY, 1.0)

    def next_day(self, n_units: int, memory_h: float) -> Legs:
        """Room for another day: today becomes yesterday."""
        table = np.zeros((n_units, 2 * LEGS_PER_DAY), LEG)
        table[: self.table.shape[0], :LEGS_PER_DAY] = self.table[:, LEGS_PER_DAY:]
        return Legs(table, self.first + LEGS_PER_DAY, memory_h)

    @property
    def today(self) -> np.ndarray:
        """Today's legs, (n_units, LEGS_PER_DAY), a view."""
        return self.table[:, LEGS_PER_DAY:]


@inner
def covers(leg, area, areas):
    """Whether a leg passes through an area."""
    if leg.how == NOT_ON_PATROL:
        return False
    if leg.how == AT_STOP:
        return leg.area == area
    return abs(areas[leg.area].ix - areas[area].ix) <= 1 and abs(areas[leg.area].iy - areas[area].iy) <= 1


@kernel
def column_of(legs, time_h):
    """Column of the quarter-hour of a time; beyond the table for a time after today."""
    return int(np.floor(time_h / LEG_H)) - legs.first


@inner
def in_table(legs, column):
    """Whether the legs of a quarter-hour are known."""
    return 0 <= column < legs.table.shape[1]


@inner
def in_sight(legs, area, time_h, areas):
    """Share of the present quarter of an hour during which a patrol is in an area, 0..1."""
    column, unseen = column_of(legs, time_h), 1.0
    for i in range(legs.table.shape[0] if in_table(legs, column) else 0):
        if covers(legs.table[i, column], area, areas):
            unseen *= 1.0 - legs.table[i, column].minutes / (60.0 * LEG_H)
    return 1.0 - unseen


@inner
def meets(legs, area, time_h, exposure_min, areas):
    """Chance that a patrol comes by within some minutes (evidence 3.7)."""
    column, unmet = column_of(legs, time_h), 1.0
    for i in range(legs.table.shape[0] if in_table(legs, column) else 0):
        if covers(legs.table[i, column], area, areas):
            unmet *= 1.0 - min(1.0, (exposure_min + legs.table[i, column].minutes) / (60.0 * LEG_H))
    return 1.0 - unmet


@inner
def remembered(legs, area, time_h, areas):
    """Trace of past patrols in an area, 0..1: each fades exponentially, together like independent chances (3.6)."""
    column, untraced = column_of(legs, time_h), 1.0
    for i in range(legs.table.shape[0] if column >= 0 else 0):
        for j in range(max(0, column - TRACE_LEGS), min(column, legs.table.shape[1])):
            leg = legs.table[i, j]
            if covers(leg, area, areas):
                age_h = time_h - (legs.first + j + 1) * LEG_H
                untraced *= 1.0 - leg.depth * exp(-age_h / legs.memory_h)
    return 1.0 - untraced


@kernel
def area_of_unit(legs, unit, row, time_h):
    """Area in which a unit is: on its leg, or where it was last."""
    column = column_of(legs, time_h)
    if in_table(legs, column) and row < legs.table.shape[0] and legs.table[row, column].how != NOT_ON_PATROL:
        return legs.table[row, column].area
    return unit.area


@inner
def call_away(legs, row, from_h, until_h):
    """A unit leaves its legs to answer a call."""
    for q in range(int(np.floor(from_h / LEG_H)), int(np.ceil(until_h / LEG_H))):
        if in_table(legs, q - legs.first):
            legs.table[row, q - legs.first].how = NOT_ON_PATROL


@kernel
def count_minutes(today, cars, field, neighbours):
    """Add the minutes of today's legs to the field, and the visits to hot spots; `cars`: (n_units,), who visits."""
    for i in range(today.shape[0]):
        for j in range(today.shape[1]):
            leg = today[i, j]
            if leg.how == NOT_ON_PATROL:
                continue
            field[leg.area].patrol_min += leg.minutes
            if leg.how == AT_STOP and cars[i]:
                field[leg.area].visits_made += 1.0
            if leg.how == ON_ROUND:
                for k in range(neighbours.shape[1]):
                    if neighbours[leg.area, k] >= 0:
                        field[neighbours[leg.area, k]].patrol_min += leg.minutes
