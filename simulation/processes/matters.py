"""Matters: things that are wrong in a place arise, annoy neighbours, heal or get solved.

A matter has a stream of the 1+6 duties, a severity and a moment; how it comes to be known is for intake, what is
done about it for casework. Whatever is still there makes the neighbourhood a nuisance, which disputing reads. A
closure on paper changes nothing here. Source: inventory D1, D4, D7, A6; S79, S14.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from pydantic import Field

from ..engine.clock import HOURS_PER_DAY, Clock
from ..engine.compiled import inner, kernel
from ..engine.numerics import exp, exponential, log
from ..engine.occasions import Occasions
from ..engine.quantities import Days, Factor, Hours, Minutes, PerDay, Share, Weight
from ..engine.randomness import Draws, uniform
from ..entities import matters as entities
from ..entities.records import Records
from ..entities.tickets import CLOSED
from ..town import OLD_COMPOUND, THREE_NO, Town
from .base import Process, RateOfStream

STREAM, SEVERITY, SEVERAL, HEAL, NOTICE, TELL, WAIT_TO_TELL, SEE, AGAIN, WAIT_AGAIN, PARKING, SIGN = range(
    1, 13
)  # draw slots


class Matters(Process):
    """Matters arise and are still there or not."""

    per_1000_year: RateOfStream = Field(description="matters a year per 1,000 residents")
    old_housing_factor: Factor = Field(description="matters of old and three-no compounds, times those elsewhere")
    severity_exponent: Weight = Field(gt=0, description="severity is a uniform number to this power: most are trifles")
    several_share: Share = Field(description="share that needs more than one department")
    parking_share: Share = Field(description="share of urban matters that come of unmarked streets")
    heal_per_day: PerDay = Field(description="rate at which residents help themselves with a trifle, a day")
    notice_hours: Hours = Field(gt=0, description="mean hours until somebody notices")
    tell_share: Share = Field(description="share of trifles that somebody tells an office; all grave ones")
    tell_days: Days = Field(gt=0, description="mean days until they do")
    see_minutes: Minutes = Field(gt=0, description="mean minutes walked in an area until a grid worker sees a matter")
    again_share: Share = Field(description="share of trifles wrongly called solved that are told again; all grave ones")
    again_days: Days = Field(gt=0, description="mean days until they do")

    def rates(self, areas: np.ndarray) -> np.ndarray:
        """Matters a year of each area; float64, (n_areas,)."""
        old = np.isin(areas["ntype"], (OLD_COMPOUND, THREE_NO))
        return areas["residents"] * self.weights.sum() / 1000 * np.where(old, self.old_housing_factor, 1.0)

    @cached_property
    def weights(self) -> np.ndarray:
        """Matters a year per 1,000 residents by stream, (5,)."""
        return np.array(list(self.per_1000_year.model_dump().values()))

    def step(
        self, matters: entities.Matters, occasions: Occasions, known: Records, conditions: np.ndarray,
        signs: np.ndarray, town: Town, now: Clock, draws: Draws,
    ) -> None:  # fmt: skip
        """In the morning: what was solved or healed is gone, what the day brings is laid out."""
        key, due, first = draws.key("matters"), occasions.due_today(now), len(matters.table)
        kept = settle(self.numbers, key, now.start_h, matters.live, matters.rows, known.tickets.rows)
        matters.table.reserve(due.size)
        new = matters.table.grow_to(
            arise(
                self.numbers, self.weights, key, due, conditions, signs, matters.walked, matters.table.buffer, first
            )
        )  # fmt: skip
        matters.live = np.concatenate([matters.live[:kept], np.arange(first, first + new.size, dtype=np.int32)])
        there = np.bincount(matters.rows["area"][matters.live], minlength=town.n_areas)
        conditions["nuisance"] = 100 * there / np.maximum(1, town.areas["households"])


@inner
def stream_of(u, weights):
    """The stream at a fraction of the total weight."""
    u *= weights.sum()
    for stream in range(weights.size):
        u -= weights[stream]
        if u < 0.0:
            return stream
    return weights.size - 1


@kernel
def arise(numbers, weights, key, due, conditions, signs, walked, matters, count):
    """Write the day's new matters behind row `count`, one an occasion; returns the new count.

    Where streets are marked, matters of parking do not arise.
    """
    p, urban = numbers[0], 1
    for i in range(due.size):
        name = (np.int64(due[i].who) << 24) | due[i].number
        stream = stream_of(uniform(key, name, 0, STREAM), weights)
        if stream == urban and uniform(key, name, 0, PARKING) < p.parking_share:
            if uniform(key, name, 0, SIGN) < signs[due[i].who]:
                continue
        m = matters[count]
        count += 1
        m.stream = stream
        m.id, m.area, m.opened_h = (np.int64(due[i].who) << 24) | due[i].number, due[i].who, due[i].time_h
        m.severity = exp(p.severity_exponent * log(1.0 - uniform(key, m.id, 0, SEVERITY)))
        m.several = 1 if uniform(key, m.id, 0, SEVERAL) < p.several_share else 0
        care = p.heal_per_day / HOURS_PER_DAY * (1.0 - m.severity) * (0.5 + conditions[m.area].efficacy)
        m.heal_h = m.opened_h + exponential(uniform(key, m.id, 0, HEAL), care) if care > 0.0 else np.inf
        m.noticed_h = m.opened_h + exponential(uniform(key, m.id, 0, NOTICE), 1.0 / p.notice_hours)
        wait = exponential(uniform(key, m.id, 0, WAIT_TO_TELL), 1.0 / (HOURS_PER_DAY * p.tell_days))
        tells = uniform(key, m.id, 0, TELL) < p.tell_share + (1.0 - p.tell_share) * m.severity
        m.tell_h = m.noticed_h + (1.0 - 0.9 * m.severity) * wait if tells else np.inf
        m.effort = walked[m.area] - p.see_minutes * log(1.0 - uniform(key, m.id, 0, SEE))
        m.reported_h = m.solved_h = np.inf
        m.channel = m.recorded = m.complaints = m.mended = 0
        m.ticket = m.first_ticket = -1
    return count


@kernel
def settle(numbers, key, now_h, live, matters, tickets):
    """Close the gaps that solved matters leave among the live ones; returns how many are left.

    Whoever reads that a matter is closed, and sees it is not, may complain again.
    """
    p, kept = numbers[0], 0
    for i in range(live.size):
        m = matters[live[i]]
        if m.ticket >= 0:
            t = tickets[m.ticket]
            if t.done_h <= now_h:
                m.solved_h, m.mended = t.done_h, 1
            if m.solved_h == np.inf and t.stage == CLOSED and t.closed_h <= now_h:
                again = uniform(key, m.id, m.complaints, AGAIN) < p.again_share + (1.0 - p.again_share) * m.severity
                wait = exponential(uniform(key, m.id, m.complaints, WAIT_AGAIN), 1.0 / (HOURS_PER_DAY * p.again_days))
                m.ticket, m.tell_h = -1, t.closed_h + wait if again else np.inf
        if m.heal_h <= now_h:
            m.solved_h = min(m.solved_h, m.heal_h)
        if m.solved_h == np.inf:
            live[kept] = live[i]
            kept += 1
    return kept
