"""Reporting: what happened becomes what is known. Four ledgers: occurred, noticed, reported, recorded.

Victims notice later or never, tell an office or not (value, trust; evidence 3.11), offices enter what they are
told or not. Disputes come by the channel their parties choose or through the grid worker who finds them.
After this file the government sees only `records`.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from pydantic import Field

from ..engine.compiled import inner
from ..engine.numerics import exp, log
from ..engine.quantities import Checked, Hours, Share, Weight
from ..engine.randomness import uniform
from ..entities.disputes import FOUND
from ..entities.records import BY_110, BY_GRID, CHANNEL_NONE, DISPUTE_REPORT, OTHER_REPORT
from .base import HoursOfTheft, LogOddsOfTheft, PerType, Process, ShareOfTheft, WeightOfDispute
from .kernels.telling import CHANNEL, ENTER, choose_channel, send, tell_clash, tell_theft


class PerChannel(PerType):
    """One number for each channel by which an office learns of something."""

    none: Share
    grid: Share
    community: Share
    centre: Share
    police_110: Share
    hotline: Share
    petition: Share
    court: Share


class ChannelWeights(Checked):
    """How parties of each type of dispute choose among the channels; relative weights at no heat."""

    community: WeightOfDispute
    centre: WeightOfDispute
    police_110: WeightOfDispute
    hotline: WeightOfDispute
    petition: WeightOfDispute
    court: WeightOfDispute


class Reporting(Process):
    """Notice, tell, enter."""

    never_noticed_share: ShareOfTheft = Field(description="share of thefts that nobody ever notices")
    unseen_hours: HoursOfTheft = Field(description="mean hours until the victim notices")
    tell_base: LogOddsOfTheft = Field(
        description="log odds that a victim of average trust reports a loss of 1,000 yuan"
    )
    tell_value: Weight = Field(description="log odds per log of the loss")
    tell_trust: Weight = Field(description="log odds per unit of trust; 0 cuts the path from trust to reports")
    tell_unregistered: Weight = Field(description="fall in log odds for a victim whom no office knows to live here")
    tell_aware: Weight = Field(description="log odds per unit of awareness of what is done for safety here")
    recorded_share: PerChannel = Field(description="share of reports that the office enters in its books")
    recording_elasticity: Weight = Field(
        description="growth of recording effort with staff, as an elasticity; 0 cuts the path (inventory 5.1)"
    )
    heat_to_110: Weight = Field(description="growth of the log weight of 110 per unit of heat")
    stake_to_petition: Weight = Field(description="growth of the log weight of petition per unit of stake")
    stake_to_court: Weight = Field(description="growth of the log weight of court per unit of stake")
    hall_pull: Weight = Field(description="growth of the weight of the centre where a hall takes in everything")
    trust_to_community: Weight = Field(description="growth of the log weight of the community per unit of trust")
    clash_noticed_share: Share = Field(description="share of clashes that somebody sees")
    clash_called_share: Share = Field(description="share of those for which 110 is called")
    clash_call_hours: Hours = Field(description="mean hours from clash to call")
    channel_weights: ChannelWeights

    @cached_property
    def entered_share(self) -> np.ndarray:
        """Share of reports that an office with the staff of the first day enters, by channel; (8,)."""
        return np.array(list(self.recorded_share.model_dump().values()))

    @cached_property
    def weights(self) -> np.ndarray:
        """Weights of the channels a party may choose, (6, n_types)."""
        return np.array([list(w.values()) for w in self.channel_weights.model_dump().values()])


@inner
def pass_on(
    numbers, weights, entered_share, offices, key, thefts, first_theft, n_thefts, disputes, clashes, first_clash,
    n_clashes, surfacing, others, people, conditions, mail, n_mail, next_mail_h, end_h, reports, n_reports,
):  # fmt: skip
    """Tell what happened in this tick, and hand over what reaches an office in it, in order of time.

    `offices`: (8,) by channel, staff of the office, times that of the first day; 0 where nobody can write.
    Returns (rows of mail, rows of reports, time of the next mail or inf).
    """
    news = n_thefts > first_theft or surfacing.size > 0 or n_clashes > first_clash or others.size > 0
    if news:
        n_mail = tell(
            numbers, weights, entered_share, offices, key, thefts, first_theft, n_thefts, disputes,
            clashes[first_clash:n_clashes], first_clash, surfacing, others, people, conditions, mail, n_mail,
        )  # fmt: skip
    if news or next_mail_h < end_h:
        return deliver(mail[:n_mail], end_h, reports, n_reports)
    return n_mail, n_reports, next_mail_h


@inner
def shares_entered(p, share, offices):
    """Share of reports that each office enters; what it leaves out shrinks as its staff grows, (8,)."""
    out = np.zeros(share.size)
    for i in range(share.size):
        if offices[i] > 0.0:
            effort = exp(p.recording_elasticity * log(offices[i]))
            out[i] = 1.0 - exp(effort * log(1.0 - share[i])) if share[i] < 1.0 else 1.0
    return out


@inner
def tell(
    numbers,
    weights,
    entered_share,
    offices,
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
    conditions,
    mail,
    n,
):
    """Put everything that is told about this tick's events into the mail; returns the rows of mail."""
    p = numbers[0]
    entered = shares_entered(p, entered_share, offices)
    for row in range(first_theft, n_thefts):
        n = tell_theft(p, entered, key, thefts[row], row, people, mail, n)
    for i in range(surfacing.size):
        s = surfacing[i]
        d = disputes[s.dispute]
        if d.channel != CHANNEL_NONE:
            continue
        d.noticed_h = min(d.noticed_h, s.time_h)
        d.reported_h = s.time_h
        u, trust = uniform(key, d.id, 0, CHANNEL), people[d.starter].trust
        d.channel = (
            BY_GRID
            if s.how == FOUND
            else choose_channel(p, weights, u, d.type, s.heat, d.stake, trust, conditions[d.area].hall)
        )
        d.recorded = 1 if uniform(key, d.id, 0, ENTER) < entered[d.channel] else 0
        n = send(
            mail, n, DISPUTE_REPORT, s.dispute, d.id, d.type, d.area, s.time_h, d.channel, d.recorded, s.heat,
            d.opened_h,
        )  # fmt: skip
    for i in range(clashes.size):
        n = tell_clash(p, entered, key, clashes[i], first_clash + i, disputes, people, mail, n)
    for i in range(others.size):
        entity = (np.int64(others[i].who) << 24) | others[i].number
        time_h, booked = others[i].time_h, 1 if entered[BY_110] > 0.0 else 0
        n = send(mail, n, OTHER_REPORT, -1, entity, 0, others[i].who, time_h, BY_110, booked, 0.5, time_h)
    return n


@inner
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
