"""Coming back: what paid once is tried again within days, by the same thief or by one whom he told.

Near repeats and repeat victims are such returns on top of lasting differences between places (boost and flag).
Source: evidence 3.5, 4.A F4 and F5; Johnson et al. (2007); Bernasco (2008); Short et al. (2009).
"""

from __future__ import annotations

import numpy as np

from ...engine.clock import HOURS_PER_DAY
from ...engine.compiled import inner
from ...engine.numerics import exponential
from ...engine.randomness import uniform
from ...entities.offenders import LAST_NODE, N_SLOTS

RETURN_NUMBER = 1 << 24  # draws of the n-th return are those of this occasion plus n
COMES_BACK, BACK_DAYS, TELLS, TOLD_DAYS = 29, 30, 31, 23  # draw slots within a place


@inner
def plan_return(p, key, offenders, row, who, number, base, area, home, kind, time_h):
    """After a theft that worked: whether the thief means to come back, and whether he tells his companion."""
    o = offenders[row]
    if uniform(key, who, number, base + COMES_BACK) < p.again_share:
        mean_to_return(p, o, uniform(key, who, number, base + BACK_DAYS), area, home, kind, time_h, 0)
    if o.companion >= 0 and uniform(key, who, number, base + TELLS) < p.tell_share:
        friend = row_of(offenders, o.companion)
        if friend >= 0 and offenders[friend].drive > 0.0 and offenders[friend].again_h == np.inf:
            u = uniform(key, who, number, base + TOLD_DAYS)
            mean_to_return(p, offenders[friend], u, area, home, kind, time_h, 1)


@inner
def mean_to_return(p, o, u, area, home, kind, time_h, told):
    """Put a return on an offender's mind: some days later at the same hour (Sagovsky & Johnson 2007)."""
    o.again_h = time_h + HOURS_PER_DAY * (1.0 + np.floor(exponential(u, 1.0 / p.again_days)))
    o.again_area, o.again_home, o.again_kind, o.again_told = area, home, kind, told


@inner
def row_of(offenders, person):
    """Row of a person in the pool, which is sorted by person; -1 for none."""
    first, beyond = 0, offenders.size
    while first < beyond:
        middle = (first + beyond) // 2
        if offenders[middle].person < person:
            first = middle + 1
        else:
            beyond = middle
    return first if first < offenders.size and offenders[first].person == person else -1


@inner
def soonest_return(offenders):
    """(row, hour) of the offender who comes back first; (-1, inf) when nobody means to."""
    row, soonest_h = -1, np.inf
    for i in range(offenders.size):
        if offenders[i].again_h < soonest_h:
            row, soonest_h = i, offenders[i].again_h
    return row, soonest_h


@inner
def know_last_place(p, o, area, time_h, source):
    """The area takes the place of the last theft among the nodes; beliefs are those of node `source`, none for -1."""
    if o.node[LAST_NODE] != area:
        o.reward[LAST_NODE] = 0.0
        for s in range(N_SLOTS):
            o.belief[LAST_NODE, s] = o.belief[source, s] if source >= 0 else 0.0
        o.belief_h[LAST_NODE] = o.belief_h[source] if source >= 0 else time_h
    o.node[LAST_NODE], o.weight[LAST_NODE] = area, p.last_place_weight
