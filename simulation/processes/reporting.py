"""Reporting: what happened becomes what is known. Four ledgers: occurred, noticed, reported, recorded.

Victims notice later or never, tell an office or not (value, trust; evidence 3.11), offices enter what they are
told or not. Disputes come by the channel their parties choose or through the grid worker who finds them.
After this file the government sees only `records`.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from ..clock import Clock
from ..compiled import kernel
from ..entities.disputes import FOUND, Disputes
from ..entities.records import (
    BY_110,
    BY_CENTRE,
    BY_COMMUNITY,
    BY_COURT,
    BY_GRID,
    BY_HOTLINE,
    BY_PETITION,
    CHANNEL_NONE,
    CLASH_REPORT,
    DISPUTE_REPORT,
    OTHER_REPORT,
    THEFT_REPORT,
    Records,
)  # fmt: skip
from ..entities.table import Table
from ..numerics import exp, exponential, log, sigmoid
from ..occasions import Occasions
from ..randomness import Draws, uniform
from .base import PerDispute, PerTheft, PerType, Process

NOTICE, NOTICE_H, TELL, ENTER, CHANNEL, CALL = range(6)  # draw slots
ASK_CHANNELS = (BY_COMMUNITY, BY_CENTRE, BY_110, BY_HOTLINE, BY_PETITION, BY_COURT)


class PerChannel(PerType):
    """One number for each channel by which an office learns of something."""

    none: float
    grid: float
    community: float
    centre: float
    police_110: float
    hotline: float
    petition: float
    court: float


class ChannelWeights(BaseModel):
    """How parties of each type of dispute choose among the channels; relative weights at no heat."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    community: PerDispute
    centre: PerDispute
    police_110: PerDispute
    hotline: PerDispute
    petition: PerDispute
    court: PerDispute


class Reporting(Process):
    """Notice, tell, enter."""

    never_noticed_share: PerTheft = Field(description="share of thefts that nobody ever notices")
    unseen_hours: PerTheft = Field(description="mean hours until the victim notices")
    tell_base: PerTheft = Field(description="log odds that a victim of average trust reports a loss of 1,000 yuan")
    tell_value: float = Field(ge=0, description="log odds per log of the loss")
    tell_trust: float = Field(ge=0, description="log odds per unit of trust; 0 cuts the path from trust to reports")
    recorded_share: PerChannel = Field(description="share of reports that the office enters in its books")
    heat_to_110: float = Field(ge=0, description="growth of the log weight of 110 per unit of heat")
    trust_to_community: float = Field(ge=0, description="growth of the log weight of the community per unit of trust")
    clash_noticed_share: float = Field(ge=0, le=1, description="share of clashes that somebody sees")
    clash_called_share: float = Field(ge=0, le=1, description="share of those for which 110 is called")
    clash_call_hours: float = Field(ge=0, description="mean hours from clash to call")
    channel_weights: ChannelWeights

    def step(
        self,
        known: Records,
        thefts: Table,
        new_thefts: np.ndarray,
        cases: Disputes,
        clashes: np.ndarray,
        surfacing: Table,
        other_calls: Occasions,
        people: np.ndarray,
        now: Clock,
        draws: Draws,
    ) -> np.ndarray:
        """Reports that reach an office in this tick, REPORT, in order of time."""
        others = other_calls.due(now)
        if not (new_thefts.size or len(surfacing) or clashes.size or others.size or known.next_mail_h < now.end_h):
            return known.reports.rows[:0]
        known.mail.reserve(new_thefts.size + len(surfacing) + 2 * clashes.size + others.size)
        sent = tell(
            self.numbers,
            self.weights,
            draws.key("reporting"),
            thefts.buffer,
            len(thefts) - new_thefts.size,
            len(thefts),
            cases.rows,
            clashes,
            len(cases.clashes) - clashes.size,
            surfacing.rows,
            others,
            people,
            known.mail.buffer,
            len(known.mail),
        )
        known.mail.grow_to(sent)
        surfacing.cut_to(0)
        known.reports.reserve(sent)
        left, count, known.next_mail_h = deliver(known.mail.rows, now.end_h, known.reports.buffer, len(known.reports))
        known.mail.cut_to(left)
        return known.reports.grow_to(count)

    @cached_property
    def weights(self) -> np.ndarray:
        """Weights of the channels a party may choose, (6, n_types)."""
        return np.array([list(w.values()) for w in self.channel_weights.model_dump().values()])


@kernel
def choose_channel(p, weights, u, kind, heat, trust):
    """Channel by which the parties of a dispute seek help."""
    total, last = 0.0, 0
    for i in range(weights.shape[0]):
        total += _pull(p, weights, i, kind, heat, trust)
    u *= total
    for i in range(weights.shape[0]):
        pull = _pull(p, weights, i, kind, heat, trust)
        if pull > 0.0:
            last = i
            u -= pull
            if u < 0.0:
                break
    return ASK_CHANNELS[last]


@kernel
def _pull(p, weights, i, kind, heat, trust):
    if ASK_CHANNELS[i] == BY_110:
        return weights[i, kind] * exp(p.heat_to_110 * heat)
    if ASK_CHANNELS[i] == BY_COMMUNITY:
        return weights[i, kind] * exp(p.trust_to_community * (trust - 0.5))
    return weights[i, kind]


@kernel
def _send(mail, n, kind, case, entity, subtype, area, time_h, channel, recorded, urgency, event_h):
    m = mail[n]
    m.kind, m.case, m.entity, m.subtype, m.area = kind, case, entity, subtype, area
    m.time_h, m.channel, m.recorded, m.urgency, m.event_h = time_h, channel, recorded, urgency, event_h
    return n + 1


@kernel
def tell_theft(p, key, t, row, people, mail, n):
    """One theft: noticed, reported, recorded, or not."""
    if t.caught == 1:  # the police were there: known at once
        t.noticed_h = t.reported_h = t.time_h
        t.recorded = 1
        return _send(mail, n, THEFT_REPORT, row, t.id, t.type, t.area, t.time_h, BY_110, 1, 1.0, t.time_h)
    if uniform(key, t.id, 0, NOTICE) < p.never_noticed_share[t.type]:
        return n
    t.noticed_h = t.time_h + exponential(uniform(key, t.id, 0, NOTICE_H), 1.0 / p.unseen_hours[t.type])
    trust = people[t.victim].trust if t.victim >= 0 else 0.5
    odds = p.tell_base[t.type] + p.tell_value * log(t.loss_yuan / 1000.0) + p.tell_trust * (trust - 0.5)
    if uniform(key, t.id, 0, TELL) >= sigmoid(odds):
        return n
    t.reported_h = t.noticed_h
    t.recorded = 1 if uniform(key, t.id, 0, ENTER) < p.recorded_share[BY_110] else 0
    fresh = exp(-(t.noticed_h - t.time_h))
    return _send(mail, n, THEFT_REPORT, row, t.id, t.type, t.area, t.noticed_h, BY_110, t.recorded, fresh, t.time_h)


@kernel
def tell_clash(p, key, c, row, disputes, people, mail, n):
    """One clash: seen or not, called in or not. A call also makes the dispute known."""
    d = disputes[c.dispute]
    if uniform(key, c.id, 0, NOTICE) >= p.clash_noticed_share:
        return n
    c.noticed = 1
    d.noticed_h = min(d.noticed_h, c.time_h)
    if uniform(key, c.id, 0, CALL) >= p.clash_called_share:
        return n
    c.called_h = c.time_h + exponential(uniform(key, c.id, 0, NOTICE_H), 1.0 / p.clash_call_hours)
    c.recorded = 1 if uniform(key, c.id, 0, ENTER) < p.recorded_share[BY_110] else 0
    if d.channel == CHANNEL_NONE:
        d.channel, d.reported_h, d.recorded = BY_110, c.called_h, c.recorded
    return _send(mail, n, CLASH_REPORT, row, c.id, d.type, d.area, c.called_h, BY_110, c.recorded, 1.0, c.time_h)


@kernel
def tell(
    numbers,
    weights,
    key,
    thefts,
    first_theft,
    n_thefts,
    disputes,
    clashes,
    first_clash,
    surfacing,
    others,
    people,
    mail,
    n,
):
    """Put everything that is told about this tick's events into the mail; returns the rows of mail."""
    p = numbers[0]
    for row in range(first_theft, n_thefts):
        n = tell_theft(p, key, thefts[row], row, people, mail, n)
    for i in range(surfacing.size):
        s = surfacing[i]
        d = disputes[s.dispute]
        if d.channel != CHANNEL_NONE:
            continue
        d.noticed_h = min(d.noticed_h, s.time_h)
        d.reported_h = s.time_h
        d.channel = (
            BY_GRID
            if s.how == FOUND
            else choose_channel(p, weights, uniform(key, d.id, 0, CHANNEL), d.type, s.heat, people[d.starter].trust)
        )
        d.recorded = 1 if uniform(key, d.id, 0, ENTER) < p.recorded_share[d.channel] else 0
        n = _send(
            mail,
            n,
            DISPUTE_REPORT,
            s.dispute,
            d.id,
            d.type,
            d.area,
            s.time_h,
            d.channel,
            d.recorded,
            s.heat,
            d.opened_h,
        )
    for i in range(clashes.size):
        n = tell_clash(p, key, clashes[i], first_clash + i, disputes, people, mail, n)
    for i in range(others.size):
        entity = (np.int64(others[i].who) << 24) | others[i].number
        n = _send(
            mail, n, OTHER_REPORT, -1, entity, 0, others[i].who, others[i].time_h, BY_110, 1, 0.5, others[i].time_h
        )
    return n


@kernel
def deliver(mail, end_h, reports, count):
    """Move the mail that arrives before end_h to the reports, in order of time then entity.

    Returns (rows of mail left, rows of reports, time of the next mail or inf).
    """
    left = mail.size
    while True:
        first = -1
        for i in range(left):
            if (
                first < 0
                or mail[i].time_h < mail[first].time_h
                or (mail[i].time_h == mail[first].time_h and mail[i].entity < mail[first].entity)
            ):
                first = i
        if first < 0:
            return left, count, np.inf
        if mail[first].time_h >= end_h:
            return left, count, mail[first].time_h
        reports[count] = mail[first]
        count += 1
        left -= 1
        mail[first] = mail[left]
