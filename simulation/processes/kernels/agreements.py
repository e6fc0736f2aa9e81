"""Agreements: how long they live, and those that police reach at the door. Source: evidence 3.14."""

from __future__ import annotations

import numpy as np

from ...engine.clock import HOURS_PER_DAY
from ...engine.compiled import inner
from ...engine.numerics import exp, log, sigmoid
from ...engine.randomness import uniform
from ...entities.disputes import CONCILIATED, ENDED, LIVE, MOST_GENERATIONS, SETTLED
from ...entities.records import CLASH_REPORT, DISPUTE_REPORT
from ..escalation import heat_at, set_heat

CONCILE, LASTS, VISIT, MEND = 10, 11, 12, 13  # draw slots
AT_THE_DOOR = 100  # instead of the number of a session


@inner
def settle(p, key, d, time_h, outcome, log_scale, session, follow_up):
    """An agreement: how long it will live, and whether a visit on the way mends it. Weibull life."""
    d.state, d.outcome, d.closed_h = SETTLED, outcome, time_h
    u = uniform(key, d.id, session, LASTS)
    life_days = p.lasting_days * exp(log_scale + log(-log(1.0 - u) + 1e-300) / p.lasting_shape)
    visited = uniform(key, d.id, session, VISIT) < follow_up
    mended = visited and life_days > p.visit_days and uniform(key, d.id, session, MEND) < p.visit_mends
    if life_days >= p.horizon_days or mended or d.generation >= MOST_GENERATIONS:
        d.state, d.next_h = ENDED, np.inf
    else:
        d.next_h = time_h + HOURS_PER_DAY * life_days


@inner
def at_the_door(numbers, heat_rule, key, calls, reports, disputes, clashes, people, time_share):
    """Police who came to a dispute try to settle it and leave it cooler."""
    p = numbers[0]
    for i in range(calls.size):
        r = reports[calls[i].report]
        if r.kind == DISPUTE_REPORT:
            row = r.case
        elif r.kind == CLASH_REPORT:
            row = clashes[r.case].dispute
        else:
            continue
        d, time_h = disputes[row], calls[i].arrival_h
        if d.state != LIVE:
            continue
        heat = heat_at(heat_rule[0], d, max(time_h, d.heat_h))
        if uniform(key, r.entity, 0, CONCILE) < time_share * sigmoid(p.concile_base - p.concile_heat * heat):
            log_scale = log(p.lasting_door) - p.lasting_heat * heat
            settle(p, key, d, max(time_h, d.heat_h), CONCILIATED, log_scale, AT_THE_DOOR, 0.0)
        else:
            set_heat(d, max(time_h, d.heat_h), heat * (1.0 - p.calm_share))
