"""The reception hall: a queue in front of the counters of a street, in opening hours and continuous minutes."""

from __future__ import annotations

import numpy as np

from ...engine.clock import HOURS_PER_DAY
from ...engine.compiled import inner, kernel
from ...engine.numerics import exp, normal
from ...engine.randomness import uniform

THROUGH_HALL, MINUTES, ROUNDING = 30, 31, 32  # draw slots
MAX_COUNTERS = 64  # most counters of one street
NO_HALL = -1.0


@kernel
def open_counters(key, ordered):
    """Whole counters of each street; a share of a counter is a chance of one. `ordered`: (n_streets,)."""
    out = np.zeros(ordered.size, np.int64)
    for street in range(ordered.size):
        out[street] = min(MAX_COUNTERS, int(ordered[street] + uniform(key, street, 0, ROUNDING)))
    return out


@inner
def when_open(p, days, time_h):
    """The first moment from a time on at which the hall is open, on days on which offices are."""
    while True:
        day = int(time_h) // 24
        opens, closes = day * 24.0 + p.opens_hour, day * 24.0 + p.closes_hour
        if days[day].off == 0 and time_h < closes:
            return max(time_h, opens)
        time_h = (day + 1) * 24.0


@inner
def served(p, key, days, entity, time_h, street, n_open, busy):
    """When a case that comes at a time leaves a counter of its street; first come, first served.

    `busy`: (n_streets * MAX_COUNTERS,) hours until which each counter is taken; it is moved on.
    """
    best = street * MAX_COUNTERS
    for i in range(street * MAX_COUNTERS, street * MAX_COUNTERS + n_open):
        if busy[i] < busy[best]:
            best = i
    start = when_open(p, days, max(time_h, busy[best]) if p.congestion == 1 else time_h)
    minutes = p.counter_minutes * exp(p.counter_log_sd * normal(uniform(key, entity, 0, MINUTES)))
    done = start + minutes / (1.0 - p.other_business_share) / 60.0
    busy[best] = max(busy[best], done)
    return done


@inner
def admitted(p, key, days, r, area, first_contact_days, one_stop, n_open, busy):
    """(hour from which a reported case can be heard, offices its parties visited)."""
    street = area.street
    if n_open[street] > 0 and uniform(key, r.entity, 0, THROUGH_HALL) < one_stop[r.area]:
        done = served(p, key, days, r.entity, r.time_h, street, n_open[street], busy)
        return done + HOURS_PER_DAY * p.parallel_days, 1
    return r.time_h + HOURS_PER_DAY * first_contact_days[r.area], p.serial_visits
