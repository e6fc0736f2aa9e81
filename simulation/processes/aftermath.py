"""Aftermath: what a day's events mean for those involved. Thieves are held, the hurt are counted.

The police name a case; only here is the case joined with the person behind it.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import HOURS_PER_DAY
from ..engine.compiled import inner
from ..engine.numerics import exponential
from ..engine.quantities import Days, Factor, Minutes
from ..engine.randomness import uniform
from ..entities.records import CLASH_REPORT
from .base import Process, ShareOfDispute

HELD, HURT = 0, 1  # draw slots


class Aftermath(Process):
    """Arrests and injuries."""

    held_days: Days = Field(gt=0, description="mean days an arrested thief is off the street")
    arrest_gain: Factor = Field(description="weight of one arrest in the belief about being caught (3.4)")
    injury_share: ShareOfDispute = Field(
        description="share of clashes that become criminal when the police are there at once"
    )
    injury_per_10_min: Minutes = Field(description="growth of that share per ten minutes without police [S59]")
    no_police_minutes: Minutes = Field(gt=0, description="minutes a clash lasts when nobody calls")


@inner
def settle_up(numbers, key, thefts, offenders, disputes, clashes, first_clash, reports, new_calls, solved):
    """Arrest the solved, and settle how this tick's clashes ended."""
    if solved.size > 0:
        arrest(numbers, key, solved, thefts, offenders)
    if new_calls.size > 0 or clashes.size > first_clash:
        count_hurt(numbers, key, clashes[first_clash:], clashes, disputes, new_calls, reports)


@inner
def arrest(numbers, key, solved, thefts, offenders):
    """Offenders of solved cases are held and learn that one can be caught."""
    p = numbers[0]
    for i in range(solved.size):
        t = thefts[solved[i].case]
        if t.cleared_h < np.inf:
            continue
        t.cleared_h, t.cleared_by, t.cleared_ways = solved[i].time_h, solved[i].how, solved[i].ways
        o = offenders[t.offender]
        days = exponential(uniform(key, t.id, 0, HELD), 1.0 / p.held_days)
        until = solved[i].time_h + HOURS_PER_DAY * days
        o.free_h = until if (o.free_h == np.inf or o.free_h < until) else o.free_h
        o.caught += p.arrest_gain


@inner
def hurts(p, key, c, disputes, minutes):
    """Whether a clash that the police did not stop for some minutes becomes a criminal case."""
    share = p.injury_share[disputes[c.dispute].type] * (1.0 + p.injury_per_10_min * minutes / 10.0)
    return uniform(key, c.id, 0, HURT) < share


@inner
def count_hurt(numbers, key, new_clashes, clashes, disputes, calls, reports):
    """Clashes nobody called for end by themselves; the others when the police arrive."""
    p = numbers[0]
    for i in range(new_clashes.size):
        c = new_clashes[i]
        if c.called_h == np.inf and hurts(p, key, c, disputes, p.no_police_minutes):
            c.criminal = disputes[c.dispute].criminal = 1
    for i in range(calls.size):
        r = reports[calls[i].report]
        if r.kind != CLASH_REPORT:
            continue
        c = clashes[r.case]
        c.response_h = calls[i].arrival_h - calls[i].time_h
        minutes = min(60.0 * (calls[i].arrival_h - c.time_h), p.no_police_minutes)
        if hurts(p, key, c, disputes, minutes):
            c.criminal = disputes[c.dispute].criminal = 1
