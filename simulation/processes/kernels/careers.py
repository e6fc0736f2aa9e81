"""Careers, day by day: who begins to steal, gives up, and forgets."""

from __future__ import annotations

import numpy as np

from ...engine.clock import DAYS_PER_YEAR, HOURS_PER_DAY
from ...engine.compiled import inner, kernel
from ...engine.numerics import exp, log
from ...engine.randomness import uniform
from ...entities.residents import SPECIAL_RELEASED, SPECIAL_YOUTH
from ...entities.subjects import ENROLLED, LAPSED
from .tending import happens

BEGIN, PLACE, REACHED, GIVE_UP = range(4)  # draw slots
FIRST_YEARS = 5.0
BEGUN = np.dtype([("offender", "i4"), ("again", "u1")], align=True)


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


@inner
def onset_rates(p, key, day, subjects, offenders, setting, after_school, school_link, rate, again):
    """Write the rate a year at which each begins to steal, and whether it would be again; (n,) each."""
    for i in range(offenders.size):
        rate[i], again[i] = offenders[i].onset_per_year, 0
    for i in range(subjects.size):
        s = subjects[i]
        if s.offender < 0:
            continue
        if s.kind == SPECIAL_RELEASED:
            rate[s.offender], again[s.offender] = again_per_year(p, s, day), 1
        elif s.kind == SPECIAL_YOUTH:
            home = setting.people[s.person].home
            placed = uniform(key, s.person, 0, PLACE) < after_school[home]
            watched = 0.5 * school_link[home] + 0.5 * (1.0 if s.state == ENROLLED else 0.0)
            rate[s.offender] = p.youth_per_year * (0.0 if placed else s.alone) * (1.0 - watched)


@kernel
def live_careers(numbers, key, day, subjects, offenders, setting, after_school, school_link, prevented):
    """A day of everybody in the pool: some begin, BEGUN, some give up, all forget a little."""
    p, people, n = numbers[0], setting.people, 0
    rate, again = np.zeros(offenders.size), np.zeros(offenders.size, np.uint8)
    onset_rates(p, key, day, subjects, offenders, setting, after_school, school_link, rate, again)
    out = np.zeros(offenders.size, BEGUN)
    kept, goes_on = exp(-1.0 / p.forget_days), exp(-1.0 / (DAYS_PER_YEAR * p.career_years))
    for i in range(offenders.size):
        o = offenders[i]
        o.caught = o.caught_prior + (o.caught - o.caught_prior) * kept
        o.escaped = o.escaped_prior + (o.escaped - o.escaped_prior) * kept
        if o.free_h > HOURS_PER_DAY * float(day):
            continue
        if o.drive > 0.0:
            if uniform(key, o.person, day, GIVE_UP) >= goes_on:
                o.drive, o.again_h = 0.0, np.inf
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
