"""Tending: the daily fate of newcomers and special persons."""

from __future__ import annotations

import numpy as np

from ...engine.clock import DAYS_PER_YEAR, HOURS_PER_DAY
from ...engine.compiled import inner, kernel
from ...engine.numerics import exp
from ...engine.randomness import uniform
from ...entities.residents import SPECIAL_RELEASED
from ...entities.subjects import ENROLLED, EXPECTED, LAPSED, MISSED

MISS, AT_FIRST, MOVE, REGISTER, LOSE, FIND, CARE, ROUND = range(8)  # draw slots


@kernel
def at_entry(numbers, key, day, subjects, people, link):
    """Who is new under a status is enrolled or missed; departments that tell one another miss fewer."""
    p = numbers[0]
    for i in range(subjects.size):
        s = subjects[i]
        if s.state != EXPECTED:
            continue
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
        rate = minutes[h.area] / p.register_minutes + p.self_register_per_year * days / DAYS_PER_YEAR
        registers = (1.0 - moves) * (1.0 - exp(-rate))
        if day == 0:  # as it is in the long run
            known = uniform(key, newcomers[i], 0, AT_FIRST) * (registers + moves) < registers
        elif uniform(key, newcomers[i], day, MOVE) < moves:
            known = False
        elif people[h.first].registered == 1:
            continue
        else:
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
        if s.state == EXPECTED:
            continue
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


@kernel
def tend(numbers, key, day, subjects, people, areas, minutes, visits, aftercare, link, contact, orphan):
    """A day of visits, losses and findings."""
    visit(numbers, key, day, subjects, people, areas, minutes, visits, aftercare, contact.size)
    lose_and_find(numbers, key, day, subjects, people, areas, link, aftercare, contact, orphan)


@kernel
def tend_since_long(
    numbers, key, days, workdays, subjects, people, areas, minutes, visits, aftercare, link, contact, orphan
):
    """The same for some days before the first, so that it begins in balance; nobody's trust moves.

    Who is under a status since an hour before the first day joins then, others (hour 0) have always been.
    `workdays`: share of days on which there is the contact and there are the minutes of today.
    """
    trust, entry = people["trust"].copy(), subjects["state"].copy()
    for i in range(subjects.size):
        subjects[i].state = EXPECTED
    for day in range(-days, 0):
        for i in range(subjects.size):
            s = subjects[i]
            if s.state == EXPECTED and (s.since_h < HOURS_PER_DAY * float(day) or s.since_h == 0.0):
                s.state, s.seen_h = entry[i], s.seen_h + HOURS_PER_DAY * float(day)
        lose_and_find(numbers, key, day, subjects, people, areas, link, aftercare, workdays * contact, orphan)
        visit(numbers, key, day, subjects, people, areas, workdays * minutes, visits, aftercare, contact.size)
    for i in range(people.size):
        people[i].trust = trust[i]
    for i in range(subjects.size):
        subjects[i].visits = 0
        if subjects[i].state == EXPECTED:
            subjects[i].state = entry[i]
