"""Disputing: grievances that are named, blamed and claimed become disputes between real parties.

Every resident has occasions for a grievance at a rate of their own; an occasion becomes a dispute when the
parties are in contact then, when the claim is made and refused, and when the neighbourhood does not talk it
down. Source: Felstiner, Abel & Sarat (1980); Miller & Sarat (1980-81); evidence 3.12.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..calendar.days import row_at
from ..engine.clock import HOURS_PER_DAY, Clock
from ..engine.compiled import inner, kernel
from ..engine.numerics import exp, exp_each, exponential, normal
from ..engine.occasions import Occasions
from ..engine.quantities import Age, Factor, HourOfDay, LogSpread, Share, Weight
from ..engine.randomness import Draws, uniform
from ..entities.disputes import (
    DAMAGE,
    DEBT,
    FAMILY,
    GROUP,
    LABOUR,
    LAND,
    LIVE,
    N_DISPUTE_TYPES,
    NEIGHBOUR,
    OPEN,
    PROPERTY_FEE,
    Disputes,
)
from ..entities.identity import dispute_name
from ..entities.residents import OWNER
from ..entities.setting import Setting, crowd_at, place_of
from ..timetable import AWAY, HOME, THIRD, WORK, nth_present
from ..town import VILLAGE
from .base import Process, RateOfDispute, ShareOfDispute

KIND, CLAIM, PARTY, HEAT, SEASON, USUAL, WHICH_USUAL = 1, 2, 3, 4, 5, 6, 7  # draw slots
STAKE = 6  # draw slot of a dispute, behind those of escalation
NOBODY = -1


class Disputing(Process):
    """Grievances turn into disputes."""

    grievances_per_1000_year: RateOfDispute = Field(
        description="occasions of a resident of average temper who can have that type"
    )
    temper_log_sd: LogSpread = Field(description="spread of the logarithm of a resident's rate")
    temper_limit: Factor = Field(gt=0, description="temper counts up to this many standard deviations")
    usual_party_share: Share = Field(
        description="share of grievances, but for damage, that a resident has with the same party every time"
    )
    refused_share: Share = Field(description="share of grievances that are named, claimed and refused")
    efficacy_damping: Share = Field(description="fall in onset per unit of collective efficacy")
    urban_land_share: Share = Field(description="housing and land grievances of town owners, times a villager's")
    waking_hours: tuple[HourOfDay, HourOfDay] = Field(
        description="first and last hour of the day in which people quarrel"
    )
    heat_at_onset: ShareOfDispute = Field(description="mean heat of a new dispute")
    heat_spread: Share = Field(description="half width of the range of heat at onset")
    nuisance_weight: Weight = Field(
        description="growth of claims on neighbours, property companies and others per open matter of 100 homes"
    )
    arousal_heat: Share = Field(description="heat that the unrest of a starter adds")
    unheated_share: Share = Field(
        description="quarrels with property companies outside the heating season, times those in it"
    )
    between_pay_share: Share = Field(
        description="quarrels about wages and debts when none are due, times those when they are"
    )
    minimum_age: Age = Field(description="age from which residents start disputes, years")

    def rates(self, setting: Setting) -> np.ndarray:
        """Occasions a year of every resident; float64, (n_residents,)."""
        base = grievance_rates(self.numbers, setting)
        temper = np.clip(setting.people["temper"].astype(float), -self.temper_limit, self.temper_limit)
        return base * exp_each(self.temper_log_sd * temper - self.temper_log_sd**2 / 2)

    def step(
        self, cases: Disputes, grievances: Occasions, setting: Setting, moments_per_day: float, now: Clock, draws: Draws
    ) -> np.ndarray:
        """Lay out the disputes of a day in the morning, each with its own hour; new rows of the table, DISPUTE.

        Nothing that happens within the day changes who quarrels on it, so one call a day is exact.
        """
        due, first = grievances.due_today(now), len(cases)
        if due.size == 0:
            return cases.rows[:0]
        cases.table.reserve(due.size)
        count = break_out(
            self.numbers,
            draws.key("disputing"),
            draws.key("escalation"),
            moments_per_day / 24,
            due,
            setting,
            cases.table.buffer,
            first,
        )
        new = cases.table.grow_to(count)
        cases.enter(first)
        return new


@inner
def grievance_rate(p, person, kind, setting):
    """Grievances a year of one type for one resident of average temper; 0 where the type cannot arise."""
    r, rate = setting.people[person], p.grievances_per_1000_year[kind] / 1000.0
    home, household = setting.areas[r.home], setting.households[r.household]
    if r.age < p.minimum_age:
        return 0.0
    if kind == FAMILY:
        return rate if household.size > 1 else 0.0
    if kind == NEIGHBOUR:
        return rate if home.households > 1 else 0.0
    if kind == PROPERTY_FEE:
        return rate if home.property_company >= 0 else 0.0
    if kind == DEBT:
        return rate if r.ties[0] >= 0 else 0.0
    if kind == LABOUR:
        return rate if r.employer >= 0 else 0.0
    if kind == LAND:
        if home.households < 2:
            return 0.0
        if home.ntype == VILLAGE:
            return rate
        return rate * p.urban_land_share if household.tenure == OWNER else 0.0
    if kind == GROUP:
        return rate if r.employer >= 0 or home.property_company >= 0 else 0.0
    return rate


@kernel
def grievance_rates(numbers, setting):
    """Sum over types for every resident; float64, (n_residents,)."""
    out = np.zeros(setting.people.size)
    for i in range(setting.people.size):
        for kind in range(N_DISPUTE_TYPES):
            out[i] += grievance_rate(numbers[0], i, kind, setting)
    return out


@inner
def kind_of_grievance(p, u, person, setting):
    """Type of a grievance, in proportion to the resident's rates."""
    total = 0.0
    for kind in range(N_DISPUTE_TYPES):
        total += grievance_rate(p, person, kind, setting)
    u *= total
    for kind in range(N_DISPUTE_TYPES):
        u -= grievance_rate(p, person, kind, setting)
        if u < 0.0:
            return kind
    return DAMAGE


@inner
def scene(p, kind, person, time_h, setting):
    """Area where a grievance of this type meets its other party now; -1 when they are not in contact."""
    r, hour, where = setting.people[person], int(time_h) % 24, place_of(setting, person, time_h)
    if hour < p.waking_hours[0] or hour > p.waking_hours[1] or where >= AWAY:
        return NOBODY
    if kind == LABOUR or kind == GROUP:
        at_work = where == WORK or (kind == GROUP and r.employer < 0 and where == HOME)
        return (r.work if where == WORK else r.home) if at_work else NOBODY
    if kind == DAMAGE:
        return r.work if where == WORK else (r.third if where == THIRD else NOBODY)
    if kind == DEBT:
        return r.home if where == HOME else (r.work if where == WORK else r.third)
    return r.home if where == HOME else NOBODY


@inner
def in_season(p, kind, days, time_h):
    """Share of the occasions that there are at this time of the year: heat to be paid for, wages and debts due."""
    today = days[int(time_h) // HOURS_PER_DAY]
    if kind == PROPERTY_FEE:
        return p.unheated_share + (1.0 - p.unheated_share) * today.heating
    if kind == LABOUR or kind == DEBT:
        return p.between_pay_share + (1.0 - p.between_pay_share) * today.pay
    return 1.0


@inner
def other_party(kind, u, person, area, time_h, setting):
    """The other party: a resident, an enterprise e as -2 - e, or -1 when there is nobody to quarrel with."""
    r, households = setting.people[person], setting.households
    home = households[r.household]
    if kind == FAMILY:
        member = home.first + int(u * (home.size - 1))
        return member + 1 if member >= person else member
    if kind == NEIGHBOUR or kind == LAND:
        a = setting.areas[r.home]
        other = a.first_household + int(u * (a.households - 1))
        return households[other + 1 if other >= r.household else other].first
    if kind == DEBT:
        n = 0
        while n < r.ties.size and r.ties[n] >= 0:
            n += 1
        return r.ties[int(u * n)]
    if kind == DAMAGE:
        n = int(u * crowd_at(setting, area, time_h))
        other = nth_present(n, area, row_at(setting.days, time_h), setting.areas, setting.where)
        return other if other != person else NOBODY
    if kind == PROPERTY_FEE or r.employer < 0:
        return -2 - setting.areas[r.home].property_company
    return -2 - r.employer


@inner
def claimed(p, kind, c):
    """Chance that a grievance is named, claimed and refused: less among people who care, more amid open matters."""
    share = p.refused_share * (1.0 - p.efficacy_damping * c.efficacy)
    if kind == NEIGHBOUR or kind == PROPERTY_FEE or kind == DAMAGE:
        share = 1.0 - (1.0 - share) * exp(-p.nuisance_weight * c.nuisance)
    return share


@kernel
def break_out(numbers, key, key_moments, moments_per_hour, due, setting, disputes, count):
    """Write the disputes of this tick behind row `count`; returns the new count."""
    p = numbers[0]
    for d in range(due.size):
        person, occasion, time_h = due[d].who, due[d].number, due[d].time_h
        kind = kind_of_grievance(p, uniform(key, person, occasion, KIND), person, setting)
        area = scene(p, kind, person, time_h, setting)
        if area < 0 or uniform(key, person, occasion, SEASON) >= in_season(p, kind, setting.days, time_h):
            continue
        if uniform(key, person, occasion, CLAIM) >= claimed(p, kind, setting.conditions[area]):
            continue
        u = uniform(key, person, occasion, PARTY)
        if kind != DAMAGE and uniform(key, person, occasion, USUAL) < p.usual_party_share:
            u = uniform(key, person, kind, WHICH_USUAL)  # the same at every grievance of this type
        other = other_party(kind, u, person, area, time_h, setting)
        if other == NOBODY:
            continue
        warmth = (
            p.heat_at_onset[kind]
            + p.arousal_heat * setting.people[person].arousal
            + p.heat_spread * (2.0 * uniform(key, person, occasion, HEAT) - 1.0)
        )
        open_dispute(
            disputes[count], person, other, kind, area, occasion, 0, -1, 0, time_h, warmth, key_moments,
            moments_per_hour,
        )  # fmt: skip
        count += 1
    return count


@inner
def open_dispute(
    d, starter, other, kind, area, occasion, generation, relapse_of, known_before, time_h, heat, key_moments,
    moments_per_hour,
):  # fmt: skip
    """Fill the row of a new dispute."""
    d.id = dispute_name(starter, occasion, generation)
    d.starter, d.other, d.type, d.area = starter, other, kind, area
    d.occasion, d.generation, d.relapse_of, d.known_before = occasion, generation, relapse_of, known_before
    d.stake = normal(uniform(key_moments, dispute_name(starter, occasion, 0), 0, STAKE))
    d.opened_h = d.heat_h = time_h
    d.heat = d.peak = min(max(heat, 0.0), 1.0)
    d.state, d.outcome, d.moment = LIVE, OPEN, 0
    d.next_h = time_h + wait_for_moment(key_moments, d.id, 0, moments_per_hour)
    d.closed_h = d.noticed_h = d.reported_h = np.inf
    d.channel = d.recorded = d.docketed = d.hearings = d.clashed = d.criminal = 0


@inner
def wait_for_moment(key, dispute, moment, moments_per_hour):
    """Hours until the moment-th moment of a dispute after the one before."""
    return exponential(uniform(key, dispute, moment, 0), moments_per_hour)
