"""Tending: the daily fate of newcomers, special persons and those who may begin to steal."""

from __future__ import annotations

import numpy as np

from ...engine.clock import DAYS_PER_YEAR, HOURS_PER_DAY
from ...engine.compiled import inner, kernel
from ...engine.numerics import exp, log
from ...engine.randomness import uniform
from ...entities.residents import SPECIAL_RELEASED, SPECIAL_YOUTH
from ...entities.subjects import ENROLLED, LAPSED, MISSED

MISS, AT_FIRST, MOVE, REGISTER, LOSE, FIND, CARE, BEGIN, PLACE, REACHED, ROUND = range(11)  # draw slots
FIRST_YEARS = 5.0
BEGUN = np.dtype([("offender", "i4"), ("again", "u1")], align=True)


@kernel
def at_entry(numbers, key, day, subjects, people, link):
    """Special persons are enrolled or missed; departments that tell one another miss fewer."""
    p = numbers[0]
    for i in range(subjects.size):
        s = subjects[i]
        missed = p.miss_at_entry * (1.0 - link[people[s.person].home])
        s.state = MISSED if uniform(key, s.person, day, MISS) < missed else ENROLLED
        s.seen_h = HOURS_PER_DAY * (day - 30.0 * uniform(key, s.person, day, AT_FIRST))


@inner
def happens(u, rate):
    """Whether something of a rate happens in a unit of time; 1 - exp(-rate) is never above the rate."""
    return u < rate and u < 1.0 - exp(-rate)


@kernel
def move_and_register(numbers, key, day, days, newcomers, households, people, minutes):
    """Some days of rented homes: new tenants are unknown until somebody registers them.

    `minutes`: (n_areas,) of grid workers for each household in these days.
    """
    p = numbers[0]
    moves = 1.0 - exp(-p.moves_per_year * days / DAYS_PER_YEAR)
    for i in range(newcomers.size):
        h = households[newcomers[i]]
        if day == 0:
            known = uniform(key, newcomers[i], 0, AT_FIRST) < p.registered_at_first
        elif uniform(key, newcomers[i], day, MOVE) < moves:
            known = False
        elif people[h.first].registered == 1:
            continue
        else:
            rate = minutes[h.area] / p.register_minutes + p.self_register_per_year * days / DAYS_PER_YEAR
            known = uniform(key, newcomers[i], day, REGISTER) < 1.0 - exp(-rate)
        for person in range(h.first, h.first + h.size):
            people[person].registered = 1 if known else 0


@kernel
def visit(numbers, key, day, subjects, people, areas, minutes, visits, aftercare, n_grids):
    """Visits in order of who has waited longest, as far as the minutes of a grid reach; returns how many.

    `minutes`: (n_areas,) of the area's grid for visits today.
    """
    p, done, due, n = numbers[0], 0, np.empty(subjects.size, np.int64), 0
    for k in range(subjects.size):
        s = subjects[k]
        if s.state == ENROLLED and visits[s.home] > 0.0:
            if (day - s.seen_h / HOURS_PER_DAY) * visits[s.home] >= 30.0:
                due[n] = k
                n += 1
    if n == 0:
        return 0
    left = np.zeros(n_grids)
    for a in range(areas.size):
        if areas[a].grid >= 0:
            left[areas[a].grid] = minutes[a] + p.visit_minutes * uniform(key, areas[a].grid, day, ROUND)
    order = np.argsort(subjects["seen_h"][due[:n]], kind="mergesort")
    for i in range(n):
        s = subjects[due[order[i]]]
        grid, waited = areas[s.home].grid, day - s.seen_h / HOURS_PER_DAY
        helped = is_helped(key, s, aftercare)
        if helped or (grid >= 0 and left[grid] >= p.visit_minutes):
            if not helped:
                left[grid] -= p.visit_minutes
            if waited < p.fatigue_days:
                people[s.person].trust -= p.visit_fatigue * people[s.person].trust
            s.seen_h, s.visits = HOURS_PER_DAY * float(day), s.visits + 1
            done += 1
    return done


@inner
def is_helped(key, s, aftercare):
    """Whether a released person has aftercare, which keeps contact by itself."""
    return s.kind == SPECIAL_RELEASED and uniform(key, s.person, 0, CARE) < aftercare[s.home]


@kernel
def lose_and_find(numbers, key, day, subjects, people, areas, link, aftercare, contact, orphan):
    """Contact is lost and found again, and unrest moves. In order of the rows, which is that of the residents."""
    p, now_h = numbers[0], HOURS_PER_DAY * float(day)
    for k in range(subjects.size):
        s = subjects[k]
        grid = areas[s.home].grid
        if s.state == ENROLLED:
            waited = day - s.seen_h / HOURS_PER_DAY
            rate = p.lapse_per_month / 30.0 * min(4.0, waited / 30.0) * (1.0 - 0.5 * link[s.home])
            if happens(uniform(key, s.person, day, LOSE), rate) and not is_helped(key, s, aftercare):
                s.state = LAPSED
        else:
            reach = contact[grid] * (1.0 - orphan[s.home]) if grid >= 0 else 0.0
            if happens(uniform(key, s.person, day, FIND), p.find_again * reach * (1.0 + link[s.home])):
                s.state, s.seen_h = ENROLLED, now_h
        r, aim = people[s.person], p.calm if s.state == ENROLLED else p.unrest
        r.arousal += (aim - r.arousal) / p.unrest_days


@inner
def again_per_year(p, s, day):
    """Rate at which a released person steals again: most do in the first year, few under supervision."""
    if s.state == ENROLLED:
        return p.reoffend_supervised_per_year
    total = -log(1.0 - p.reoffend_share)
    years = day / DAYS_PER_YEAR - s.since_h / (HOURS_PER_DAY * DAYS_PER_YEAR)
    first = years < 1.0
    rate = total * p.reoffend_first_year if first else total * (1.0 - p.reoffend_first_year) / (FIRST_YEARS - 1.0)
    return rate * (p.lapse_factor if s.state == LAPSED else 1.0)


@kernel
def begin_to_steal(numbers, key, day, subjects, offenders, setting, after_school, school_link, prevented):
    """Who begins to steal today, BEGUN: released persons again, youths and others for the first time."""
    p, people = numbers[0], setting.people
    rate = np.zeros(offenders.size)
    again = np.zeros(offenders.size, np.uint8)
    for i in range(offenders.size):
        rate[i] = p.entrant_per_year
    for i in range(subjects.size):
        s = subjects[i]
        if s.offender < 0:
            continue
        home = people[s.person].home
        if s.kind == SPECIAL_RELEASED:
            rate[s.offender], again[s.offender] = again_per_year(p, s, day), 1
        elif s.kind == SPECIAL_YOUTH:
            placed = uniform(key, s.person, 0, PLACE) < after_school[home]
            watched = 0.5 * school_link[home] + 0.5 * (1.0 if s.state == ENROLLED else 0.0)
            rate[s.offender] = p.youth_per_year * (0.0 if placed else s.alone) * (1.0 - watched)
    out = np.zeros(offenders.size, BEGUN)
    n = 0
    for i in range(offenders.size):
        o = offenders[i]
        if o.drive > 0.0 or o.free_h > HOURS_PER_DAY * float(day):
            continue
        per_day, u = rate[i] / DAYS_PER_YEAR, uniform(key, o.person, day, BEGIN)
        if u >= per_day:
            continue
        reached = again[i] == 0 and uniform(key, o.person, 0, REACHED) < prevented[people[o.person].home]
        if happens(u, per_day * (p.reached_factor if reached else 1.0)):
            o.drive = 1.0
            out[n].offender, out[n].again = i, again[i]
            n += 1
    return out[:n]
