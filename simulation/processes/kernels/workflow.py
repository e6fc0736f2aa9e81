"""Workflows of a ticket as a state machine: route (up, back, on), work, close, look."""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np

from ...engine.compiled import inner, kernel
from ...engine.numerics import exp, exponential, normal
from ...engine.randomness import uniform
from ...entities.matters import N_STREAMS
from ...entities.tickets import CLOSED, COMMUNITY_TIER, DISTRICT_TIER, STREET_TIER, TO_CHECK, TO_ROUTE

UP, WRONG, BACK, REFUSED, MINUTES, LEAD, PAPER, WHEN, LOOK, READ, CONTROL = range(1, 12)  # draw slots
MOST_RETURNS = 12  # then the coordinating leader decides


class Chain(NamedTuple):
    """The responsibility chain as kernels read it: levers (n_areas,), where each area belongs, how many units."""

    community_authority: np.ndarray
    street_authority: np.ndarray
    joint: np.ndarray
    triage: np.ndarray
    verification: np.ndarray
    community: np.ndarray
    street: np.ndarray
    n_communities: int
    n_streets: int


@inner
def tier_for(t, chain):
    """The lowest tier with the authority for a ticket."""
    if t.severity <= chain.community_authority[t.area] and t.several == 0:
        return COMMUNITY_TIER
    return STREET_TIER if t.severity <= chain.street_authority[t.area] else DISTRICT_TIER


@inner
def queue_of(t, chain):
    """The office that is competent for a ticket at its tier."""
    if t.tier == COMMUNITY_TIER:
        return chain.community[t.area]
    if t.tier == STREET_TIER:
        return chain.n_communities + chain.street[t.area] * N_STREAMS + t.stream
    return chain.n_communities + chain.n_streets * N_STREAMS + t.stream


@inner
def read_in(p, key, t, chain):
    """First sight of a ticket: is it an emergency, and until when must it be done?"""
    grave, u = t.severity >= p.emergency_severity, uniform(key, t.entity, 0, READ)
    error = (p.missed_share if grave else p.false_alarm_share) * (1.0 - chain.triage[t.area])
    t.misread = 1 if u < error else 0
    t.emergency = 1 if grave != (t.misread == 1) else 0
    t.due_h = t.time_h + 24.0 * (p.hard_days if t.severity >= p.hard_severity else p.general_days)


@inner
def sent_back(p, key, t, chain, capacity):
    """Whether a department returns a ticket. Dispatchers place as many a day as they can."""
    street = chain.street[t.area]
    if t.dispatched == 0 and capacity[street] >= 1.0:
        capacity[street] -= 1.0
        t.dispatched = 1
    if t.returns >= MOST_RETURNS:
        return False
    if t.dispatched == 0 and uniform(key, t.entity, t.returns, WRONG) < p.misroute_share:
        return True
    refused = p.refuse_share * (1.0 - chain.joint[t.area])
    return t.several == 1 and uniform(key, t.entity, t.returns, REFUSED) < refused


@inner
def work(p, key, t, chain, free_h, speed):
    """The competent office takes a ticket in: when it is done, and when the books say so."""
    q = queue_of(t, chain)
    minutes = p.work_minutes * exp(p.work_log_sd * normal(uniform(key, t.entity, 0, MINUTES)))
    minutes *= p.empty_share if t.duplicate == 1 or t.trivial == 1 else (p.shared_factor if t.several == 1 else 1.0)
    idle = t.duplicate == 1 or t.trivial == 1
    lead = 0.0 if idle else p.lead_days * exp(p.lead_log_sd * normal(uniform(key, t.entity, 0, LEAD)))
    free = max(free_h[q], t.next_h) + minutes / speed[q] if speed[q] > 0.0 else np.inf
    done = free + 24.0 * lead
    if done > t.due_h and t.next_h < t.due_h and t.exposed == 0 and uniform(key, t.entity, 0, PAPER) < p.paper_share:
        t.closed_h, t.done_h = t.due_h - (t.due_h - t.next_h) * 0.1 * uniform(key, t.entity, 0, WHEN), np.inf
    else:
        t.closed_h = t.done_h = done
        free_h[q] = free if free < np.inf else free_h[q]
    t.stage, t.next_h = TO_CHECK, t.closed_h


@inner
def control(p, key, t):
    """The emergency way: a crew on duty has it under control within an hour or so, or hands over what is none."""
    minutes = p.emergency_minutes * exp(p.work_log_sd * normal(uniform(key, t.entity, 0, CONTROL)))
    t.next_h += minutes / 60.0
    if t.severity >= p.emergency_severity:
        t.closed_h = t.done_h = t.next_h
        t.stage = TO_CHECK
    else:
        t.emergency = 0


@inner
def route(p, key, t, chain, free_h, speed, capacity):
    """One step of a ticket that nobody works on yet; whether a crew turns out."""
    if t.due_h == np.inf:
        read_in(p, key, t, chain)
    if t.emergency == 1:
        control(p, key, t)
        return True
    if t.tier < tier_for(t, chain) and t.trivial == 0:
        t.tier, t.transfers = t.tier + 1, t.transfers + 1
        t.next_h += exponential(uniform(key, t.entity, t.transfers, UP), 1.0 / p.transfer_hours)
    elif t.tier > COMMUNITY_TIER and t.duplicate == 0 and sent_back(p, key, t, chain, capacity):
        t.returns += 1
        t.next_h += exponential(uniform(key, t.entity, t.returns, BACK), 1.0 / p.return_hours)
    else:
        work(p, key, t, chain, free_h, speed)
    return False


@inner
def check(p, key, t, chain):
    """Somebody goes and looks at a closure, or nobody does; returns whether. A closure on paper is worked again."""
    looks = t.trivial == 0 and uniform(key, t.entity, t.exposed, LOOK) < chain.verification[t.area]
    if looks and t.done_h == np.inf:
        t.exposed, t.stage = 1, TO_ROUTE
        t.next_h = t.closed_h + 24.0 * p.look_days
        t.closed_h = np.inf
    else:
        t.stage, t.next_h = CLOSED, np.inf
    return looks


@kernel
def work_through(numbers, key, end_h, due, tickets, chain, free_h, speed, capacity):
    """All steps before end_h in order of time; (emergency turnouts, closures looked at).

    `capacity`: (n_streets,) tickets that dispatchers can still place today; used up.
    """
    p, turnouts, looks = numbers[0], 0, 0
    ahead = [(0.0, np.int64(0))]
    ahead.clear()
    for i in range(due.size):
        heapq.heappush(ahead, (tickets[due[i]].next_h, np.int64(due[i])))
    while len(ahead) > 0:
        _, row = heapq.heappop(ahead)
        t = tickets[row]
        if t.stage == TO_ROUTE:
            turnouts += route(p, key, t, chain, free_h, speed, capacity)
        else:
            looks += check(p, key, t, chain)
        if t.next_h < end_h:
            heapq.heappush(ahead, (t.next_h, row))
    return turnouts, looks


@kernel
def drop_closed(open_rows, tickets):
    """Close the gaps that closed tickets leave; returns how many are open."""
    kept = 0
    for i in range(open_rows.size):
        if tickets[open_rows[i]].stage != CLOSED:
            open_rows[kept] = open_rows[i]
            kept += 1
    return kept
