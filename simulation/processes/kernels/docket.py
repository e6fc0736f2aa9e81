"""The docket: which case is heard next, when and by whom."""

from __future__ import annotations

import numpy as np

from ...engine.clock import HOURS_PER_DAY
from ...engine.compiled import inner
from ...engine.randomness import uniform
from ...entities.disputes import LIVE
from ...entities.records import (
    BY_COMMUNITY,
    BY_GRID,
    BY_HOTLINE,
    CLASH_REPORT,
    DISPUTE_REPORT,
    WAITING,
)
from ...entities.staff import MEDIATOR_POSTS
from .hall import admitted

TRIAGE, MISFILED = 20, 21  # draw slots


@inner
def put_in_order(key, triage, waiting, docket):
    """Sort the waiting list: triaged cases by heat first, then the others by when they were ready."""
    rank = np.empty(waiting.size)
    for i in range(waiting.size):
        c = docket[waiting[i]]
        by_heat = uniform(key, c.entity, 0, TRIAGE) < triage[c.area]
        rank[i] = -1e9 * (1.0 + c.urgency) + c.ready_h if by_heat else c.ready_h
        row, r, j = waiting[i], rank[i], i  # the list was in order before: few have to move
        while j > 0 and rank[j - 1] > r:
            waiting[j], rank[j] = waiting[j - 1], rank[j - 1]
            j -= 1
        waiting[j], rank[j] = row, r


@inner
def drop_done(waiting, docket):
    """Close the gaps that heard cases leave in the waiting list; returns how many still wait."""
    kept = 0
    for i in range(waiting.size):
        if docket[waiting[i]].status == WAITING:
            waiting[kept] = waiting[i]
            kept += 1
    return kept


@inner
def misfiled(p, key, r, triage):
    """Whether a dispute is taken as a general matter at first; 110 and the centre never do that."""
    general = r.channel == BY_GRID or r.channel == BY_COMMUNITY or r.channel == BY_HOTLINE
    return general and uniform(key, r.entity, 0, MISFILED) < p.misfiled_share * (1.0 - triage)


@inner
def register(
    numbers,
    key,
    days,
    reports,
    disputes,
    clashes,
    areas,
    first_contact_days,
    triage,
    one_stop,
    n_open,
    busy,
    docket,
    count,
):
    """Write new cases behind row `count` of the docket; returns the new count."""
    p = numbers[0]
    for i in range(reports.size):
        r = reports[i]
        if r.recorded == 0 or (r.kind != DISPUTE_REPORT and r.kind != CLASH_REPORT):
            continue
        row = r.case if r.kind == DISPUTE_REPORT else clashes[r.case].dispute
        if disputes[row].state != LIVE or disputes[row].docketed == 1:
            continue
        disputes[row].docketed = 1
        c = docket[count]
        count += 1
        c.case, c.entity, c.type, c.area = row, disputes[row].id, r.subtype, r.area
        c.street, c.registered_h, c.urgency = areas[r.area].street, r.time_h, r.urgency
        c.ready_h, c.visits = admitted(p, key, days, r, areas[r.area], first_contact_days, one_stop, n_open, busy)
        c.ready_h += HOURS_PER_DAY * p.misfiled_days if misfiled(p, key, r, triage[r.area]) else 0.0
        c.agreed = c.joint = 0
        c.sessions, c.status, c.channel = 0, WAITING, r.channel
        c.broke_out_before = disputes[row].known_before
    return count


@inner
def is_hearing_day(today, days_a_week):
    """Whether cases are heard on this day, DAY: `days_a_week` days spread evenly from Monday on."""
    weekday = today.weekday
    per_day = days_a_week / (5.0 if days_a_week <= 5.0 else 7.0)
    if days_a_week <= 5.0 and today.off == 1:
        return False
    return np.floor((weekday + 1) * per_day + 1e-9) > np.floor(weekday * per_day + 1e-9)


@inner
def free_mediator(mediators, street, before_h):
    """The filled post of a street that is free first, and before an hour; -1 for none."""
    best, best_h = -1, before_h
    for i in range(street * MEDIATOR_POSTS, (street + 1) * MEDIATOR_POSTS):
        if mediators[i].filled == 1 and mediators[i].busy_h < best_h:
            best, best_h = i, mediators[i].busy_h
    return best


@inner
def street_loads(mediators, waiting, docket):
    """Waiting cases per mediator, (n_streets,)."""
    n_streets = mediators.size // MEDIATOR_POSTS
    heads, cases = np.zeros(n_streets), np.zeros(n_streets)
    for i in range(mediators.size):
        heads[mediators[i].street] += mediators[i].filled
    for i in range(waiting.size):
        cases[docket[waiting[i]].street] += 1.0
    return cases / np.maximum(heads, 1.0)


@inner
def any_due(end_h, today, waiting, docket, hearing_days):
    """Whether any waiting case could be heard before end_h."""
    for i in range(waiting.size):
        c = docket[waiting[i]]
        if c.ready_h < end_h and is_hearing_day(today, hearing_days[c.area]):
            return True
    return False
