"""Intake: how matters come to be known. Grid workers see them, residents tell; both become tickets.

A grid worker sees a matter after some minutes of walking in its area (each matter has its own number, so more
walking finds it sooner and never later). While grid systems overlap a matter may be entered twice, and workers who are
counted by their reports enter some for the count. After this file the offices see only `records`.
Source: inventory D1, D2, D5, D8, 5.1 (trivial_event_rate).
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from pydantic import Field

from ..engine.clock import Clock
from ..engine.compiled import inner, kernel
from ..engine.numerics import normal
from ..engine.quantities import Checked, Factor, Minutes, Share, Weight
from ..engine.randomness import Draws, uniform
from ..entities import matters as entities
from ..entities.matters import N_STREAMS
from ..entities.records import BY_CENTRE, BY_COMMUNITY, BY_GRID, BY_HOTLINE, BY_PETITION, Records
from ..entities.staff import Staff
from ..entities.tickets import COMMUNITY_TIER, STREET_TIER, TO_ROUTE
from ..levers import Levers
from ..town import Town
from .base import Process

HOUR, CHANNEL, ENTER, TOLD, TWICE, COUNT, WHICH = range(7)  # draw slots
TRIVIAL = np.int64(1) << 60  # entities of tickets without a matter
SECOND = np.int64(1) << 61  # entities of tickets that repeat another
AGAIN = np.int64(1) << 52
OFFICES = np.array([BY_COMMUNITY, BY_CENTRE, BY_HOTLINE, BY_PETITION])


class OfficeWeights(Checked):
    """How residents choose where to go with a matter; relative weights."""

    community: Weight
    centre: Weight
    hotline: Weight
    petition: Weight


class Intake(Process):
    """Matters are seen, told and entered."""

    office_weights: OfficeWeights
    hall_pull: Weight = Field(description="growth of the weight of the centre where a hall takes in everything")
    property_minutes: Minutes = Field(description="minutes a day in which linked property staff look around")
    recorded_share: Share = Field(description="share of what is told that is entered")
    told_sd: Factor = Field(description="error of the severity as told, standard deviation")
    dup_rate: Share = Field(description="share entered twice where grid systems are not merged")
    trivial_event_rate: Factor = Field(
        description="tickets for the count, a worker and working day counted by reports alone (inventory 5.1)"
    )

    @cached_property
    def weights(self) -> np.ndarray:
        """Weights of community, centre, hotline and petition, (4,)."""
        return np.array(list(self.office_weights.model_dump().values()))

    def step(
        self, matters: entities.Matters, known: Records, staff: Staff, field: np.ndarray, conditions: np.ndarray,
        closed: bool, levers: Levers, town: Town, now: Clock, draws: Draws,
    ) -> None:  # fmt: skip
        """Write the tickets of the day; `closed`: it is a day on which offices are."""
        key, first = draws.key("intake"), len(known.tickets)
        company = levers.neighbourhood.property_link * (town.areas["property_company"] >= 0)
        matters.walked += field["grid_min"] * (1 - levers.grid.safety_share) + self.property_minutes * company
        known.tickets.reserve(2 * matters.live.size + 8 * town.n_grids)
        count = find_and_tell(
            self.numbers, self.weights, key, now.start_h, matters.live, matters.rows, matters.walked,
            conditions["hall"], levers.grid.merged, known.tickets.buffer, first,
        )  # fmt: skip
        if not closed and self.trivial_event_rate > 0:
            workers = np.bincount(staff.grid_workers["grid"], staff.grid_workers["filled"], town.n_grids)
            count = enter_trifles(
                self.numbers, key, now.start_h, workers, levers.grid.report_targets, town.grid_start, town.grid_areas,
                known.tickets.buffer, count,
            )  # fmt: skip
        new = known.tickets.grow_to(count)
        known.open_tickets = np.concatenate([known.open_tickets, np.arange(first, first + new.size, dtype=np.int32)])


@inner
def office_for(u, weights, hall, hall_pull):
    """The office a resident goes to; a hall that takes in everything draws them."""
    pull = 1.0 + hall_pull * hall
    total = weights.sum() + weights[1] * (pull - 1.0)
    u *= total
    for i in range(weights.size):
        u -= weights[i] * (pull if i == 1 else 1.0)
        if u < 0.0:
            return OFFICES[i]
    return OFFICES[0]


@inner
def enter(t, case, entity, area, stream, severity, several, time_h, channel):
    """Fill the row of a new ticket."""
    t.case, t.entity, t.area, t.stream, t.severity, t.several = case, entity, area, stream, severity, several
    t.time_h, t.channel, t.next_h, t.stage, t.repeat_of = time_h, channel, time_h, TO_ROUTE, -1
    t.duplicate = t.trivial = t.emergency = t.misread = t.dispatched = 0
    t.returns = t.transfers = t.exposed = 0
    t.tier = COMMUNITY_TIER if channel == BY_GRID or channel == BY_COMMUNITY else STREET_TIER
    t.due_h = t.closed_h = t.done_h = np.inf


@kernel
def find_and_tell(numbers, weights, key, start_h, live, matters, walked, hall, merged, tickets, count):
    """Write a ticket for each matter that a worker sees or a resident tells of today; returns the count."""
    p, end_h = numbers[0], start_h + 24.0
    for i in range(live.size):
        m = matters[live[i]]
        seen = m.reported_h == np.inf and walked[m.area] >= m.effort
        if m.ticket >= 0 or not (seen or m.tell_h < end_h):
            continue
        seen_h = start_h + 8.0 + 10.0 * uniform(key, m.id, 0, HOUR)
        seen = seen and m.opened_h <= seen_h < m.tell_h
        time_h = seen_h if seen else max(m.tell_h, start_h)
        if time_h >= end_h:
            continue
        channel = (
            BY_GRID
            if seen
            else office_for(uniform(key, m.id, m.complaints, CHANNEL), weights, hall[m.area], p.hall_pull)
        )
        if m.reported_h == np.inf:
            m.reported_h, m.channel, m.noticed_h = time_h, channel, min(m.noticed_h, time_h)
        name = m.id + AGAIN * m.complaints
        m.complaints, m.tell_h = m.complaints + (0 if seen else 1), np.inf
        if uniform(key, name, 0, ENTER) >= p.recorded_share:
            continue
        told = min(max(m.severity + p.told_sd * normal(uniform(key, name, 0, TOLD)), 0.0), 1.0)
        enter(tickets[count], live[i], name, m.area, m.stream, told, m.several, time_h, channel)
        if m.first_ticket >= 0:
            tickets[count].repeat_of = m.first_ticket
        else:
            m.first_ticket, m.recorded = count, 1
        m.ticket = count
        count += 1
        if uniform(key, name, 0, TWICE) < p.dup_rate * (1.0 - merged[m.area]):
            enter(tickets[count], live[i], name | SECOND, m.area, m.stream, told, 0, time_h, channel)
            tickets[count].duplicate = 1
            count += 1
    return count


@kernel
def enter_trifles(numbers, key, start_h, workers, targets, grid_start, grid_areas, tickets, count):
    """Write tickets about nothing for workers who are counted by their reports; returns the count."""
    p = numbers[0]
    for grid in range(workers.size):
        first, n_areas = grid_start[grid], grid_start[grid + 1] - grid_start[grid]
        expected = p.trivial_event_rate * workers[grid] * targets[grid_areas[first]]
        name = TRIVIAL | (np.int64(start_h / 24.0) << 32) | (np.int64(grid) << 8)
        for i in range(min(8, int(expected + uniform(key, name, 0, COUNT)))):
            u = uniform(key, name, i, WHICH)
            area, time_h = grid_areas[first + int(u * n_areas)], start_h + 8.0 + 10.0 * uniform(key, name, i, HOUR)
            enter(tickets[count], -1, name + i, area, int(u * 1000.0) % N_STREAMS, 0.0, 0, time_h, BY_GRID)
            tickets[count].trivial = 1
            count += 1
    return count
