"""Escalation: an open dispute cools, is swallowed, talked out, brought before somebody, found, or turns physical.

Competing hazards act at the moments of a dispute, a Poisson process whose rate is the sum of the hazards'
ceilings, so that thinning is exact and the moments are the same in every arm. Each hazard has a fixed
interval of the deciding draw: changing one never shifts another. Source: evidence 3.12 and 3.13 (Glasl 1982;
Gould 2003; Michelson 2007).
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from pydantic import Field

from ..engine.clock import HOURS_PER_DAY
from ..engine.compiled import inner
from ..engine.numerics import exp, exponential
from ..engine.quantities import Days, Factor, Number, PerDay, Share, Weight
from ..engine.randomness import uniform
from ..entities.disputes import (
    ASKED,
    BILATERAL,
    DORMANT,
    ENDED,
    FOUND,
    LOCAL,
    LUMPED,
    MOST_GENERATIONS,
    SETTLED,
)
from ..entities.identity import CLASH_NAME, name_within
from .base import HazardOfDispute, Process
from .disputing import open_dispute, wait_for_moment

WHAT, SIZE, AGAIN, COMES_BACK, COMES_BACK_H = 1, 2, 3, 4, 5  # draw slots; 0 is the wait
LUMP, TALK, THIRD_PARTY, CLASHING, INCIDENT, FINDING, NEAR = range(7)


class Escalation(Process):
    """Heat rises and falls; disputes end, surface or clash. All ceilings are hazards per day."""

    lump_per_day: PerDay = Field(description="ceiling of giving up in silence, at no heat")
    talk_per_day: PerDay = Field(description="ceiling of settling it between the two, at no heat")
    third_party_per_day: PerDay = Field(description="ceiling of going to a third party, at full heat")
    third_party_cold: Share = Field(description="share of that ceiling at no heat")
    hall_draws: Share = Field(
        description="share of those who would not have asked that a hall nearby makes ask (induced demand)"
    )
    third_party_trust: Share = Field(description="share of that ceiling that hangs on trust in government")
    third_party_legal: Share = Field(description="fall in that rate where nobody knows the lawful ways (A20)")
    clash_legal: Share = Field(description="fall in clashes of those who know them (inventory 6.3)")
    clash_per_day: HazardOfDispute = Field(description="ceiling of a physical clash, at full heat")
    clash_heat: Weight = Field(description="fall in the log hazard of a clash per unit of heat below 1")
    incident_per_day: PerDay = Field(description="ceiling of a hostile contact")
    incident_heat: Share = Field(description="mean share of the way to full heat that an incident goes")
    found_per_day: PerDay = Field(description="ceiling of being found by a grid worker, however many there are")
    found_reach: Factor = Field(description="share found per safety minute a household gets in a day, at full heat")
    near_per_day: PerDay = Field(description="ceiling of being settled by people of the building, at no heat")
    found_calm: Share = Field(description="share of heat that a grid worker's visit takes away")
    cooling_days: Days = Field(
        gt=0, description="mean days in which heat fades when nothing happens (3.13: half-life 3-10)"
    )
    resting_heat: Share = Field(description="heat to which an open dispute cools")
    clash_to_heat: Share = Field(description="heat after a clash")
    known_share: Share = Field(description="lumping and talking of a dispute an office knows, times that of others")
    enterprise_clash_share: Share = Field(description="clash hazard when the other party is an enterprise, times")
    night_contact: Share = Field(description="hostile contact from 23 to 7 h, times that of the day")
    clash_per_degree: Weight = Field(le=0.1, description="rise in the log hazard of a clash per degree Celsius")
    mean_temperature_c: Number = Field(ge=-60, le=60, description="temperature at which that is nought, degrees")
    most_warmth: Factor = Field(ge=1, le=3, description="highest factor that heat puts on the hazard of a clash")
    comes_back_share: Share = Field(description="share of those who give in to whom the quarrel comes back")
    comes_back_days: Days = Field(gt=0, description="mean days until it does")
    comes_back_heat: Share = Field(description="how far its heat then lies between the highest before and full heat")
    relapse_heat: Share = Field(description="heat at which a settled dispute breaks out again")

    @cached_property
    def moments_per_day(self) -> float:
        """Sum of all ceilings: the rate of a dispute's moments."""
        clash_per_day = self.numbers[0]["clash_per_day"].max() * self.most_warmth
        return (
            self.lump_per_day + self.talk_per_day + self.third_party_per_day + clash_per_day + self.incident_per_day
            + self.found_per_day + self.near_per_day
        )  # fmt: skip


@inner
def heat_at(p, d, time_h):
    """Heat of an open dispute at a time, cooling since it was last moved."""
    return p.resting_heat + (d.heat - p.resting_heat) * exp(-max(time_h - d.heat_h, 0.0) / (24.0 * p.cooling_days))


@inner
def set_heat(d, time_h, heat):
    """Heat moved at a time."""
    d.heat, d.heat_h = min(max(heat, 0.0), 1.0), time_h
    d.peak = max(d.peak, d.heat)


@inner
def warmth(p, today):
    """Readiness to clash on a day, times that of one of mean temperature: people are irritable when it is hot."""
    return min(exp(p.clash_per_degree * (today.temperature_c - p.mean_temperature_c)), p.most_warmth)


@inner
def what_happens(p, u, d, heat, time_h, warm, starter, contact, here):
    """Which hazard acts at a moment, -1 for none. `u` in [0, 1) is cut into one fixed interval per hazard."""
    legal = starter.legal + (1.0 - starter.legal) * here.lawful
    hour = int(time_h) % 24
    meeting = 1.0 if 7 <= hour < 23 else p.night_contact
    unknown = d.reported_h > time_h
    quiet = (1.0 - heat) * (1.0 if unknown else p.known_share)
    ceilings = (
        p.lump_per_day,
        p.talk_per_day,
        p.third_party_per_day,
        p.clash_per_day.max() * p.most_warmth,
        p.incident_per_day,
        p.found_per_day,
        p.near_per_day,
    )
    lawful = (1.0 - p.third_party_trust * (1.0 - starter.trust)) * (1.0 - p.third_party_legal * (1.0 - legal))
    asks = (p.third_party_cold + (1.0 - p.third_party_cold) * heat) * lawful if unknown else 0.0
    asks = 1.0 - (1.0 - asks) * (1.0 - p.hall_draws * here.hall) if unknown else 0.0
    equals = 1.0 if d.other >= 0 else p.enterprise_clash_share
    clash = p.clash_per_day[d.type] * warm * exp(p.clash_heat * (heat - 1.0)) * meeting * equals
    clash *= 1.0 - p.clash_legal * legal
    finds = 1.0 - exp(-p.found_reach * contact * (0.25 + 0.75 * heat)) if unknown else 0.0
    hazards = (
        p.lump_per_day * quiet, p.talk_per_day * quiet, p.third_party_per_day * asks, clash,
        p.incident_per_day * meeting, p.found_per_day * finds, p.near_per_day * here.settling * (1.0 - heat),
    )  # fmt: skip
    u *= ceilings[0] + ceilings[1] + ceilings[2] + ceilings[3] + ceilings[4] + ceilings[5] + ceilings[6]
    for i in range(7):
        if u < ceilings[i]:
            return i if u < hazards[i] else -1
        u -= ceilings[i]
    return -1


@inner
def end_dispute(d, time_h, outcome):
    """An open dispute ends for good."""
    d.state, d.outcome, d.closed_h, d.next_h = ENDED, outcome, time_h, np.inf


@inner
def comes_back(p, key, d, moment):
    """Whether somebody who gives in does so for a while only."""
    return d.generation < MOST_GENERATIONS and uniform(key, d.id, moment, COMES_BACK) < p.comes_back_share


@inner
def live_on(
    numbers,
    key,
    moments_per_hour,
    days,
    end_h,
    live,
    due,
    place,
    n_live,
    disputes,
    count,
    clashes,
    n_clashes,
    surfacing,
    n_surfaced,
    people,
    contact,
    areas,
    conditions,
):
    """Every moment before end_h of every live dispute; what comes before offices is added to `surfacing`.

    `due`: (n_live,) hour of the next moment of each. Those that end stay on the list until the evening.
    Returns (disputes on the live list, rows of disputes, of clashes, of surfacing).
    """
    p, first = numbers[0], count
    for position in range(n_live):
        if due[position] >= end_h:
            continue
        row = live[position]
        d = disputes[row]
        while d.next_h < end_h:
            time_h = d.next_h
            if d.state == SETTLED or d.state == DORMANT:
                open_dispute(
                    disputes[count],
                    d.starter,
                    d.other,
                    d.type,
                    d.area,
                    d.occasion,
                    d.generation + 1,
                    d.id,
                    d.recorded,
                    time_h,
                    p.relapse_heat if d.state == SETTLED else d.peak + p.comes_back_heat * (1.0 - d.peak),
                    key,
                    moments_per_hour,
                )
                count += 1
                d.state, d.next_h = ENDED, np.inf
                break
            moment, heat = d.moment, heat_at(p, d, time_h)
            grid = areas[d.area].grid
            reach = contact[grid] * (1.0 - conditions[d.area].orphan) if grid >= 0 else 0.0
            what = what_happens(
                p,
                uniform(key, d.id, moment, WHAT),
                d,
                heat,
                time_h,
                warmth(p, days[int(time_h) // HOURS_PER_DAY]),
                people[d.starter],
                reach,
                conditions[d.area],
            )
            d.moment += 1
            d.next_h = time_h + wait_for_moment(key, d.id, d.moment, moments_per_hour)
            if what == LUMP and comes_back(p, key, d, moment):
                d.state, d.outcome, d.closed_h = DORMANT, LUMPED, time_h
                wait_h = 24.0 * p.comes_back_days
                d.next_h = time_h + exponential(uniform(key, d.id, moment, COMES_BACK_H), 1.0 / wait_h)
            elif what == LUMP or what == TALK or what == NEAR:
                end_dispute(d, time_h, LUMPED if what == LUMP else (BILATERAL if what == TALK else LOCAL))
            elif what == CLASHING:
                c = clashes[n_clashes]
                n_clashes += 1
                c.id, c.dispute, c.time_h, c.heat = name_within(CLASH_NAME, d.id, moment), row, time_h, heat
                c.noticed = c.recorded = c.criminal = 0
                c.called_h = c.response_h = np.inf
                d.clashed = 1
                set_heat(d, time_h, max(p.clash_to_heat, heat))
            elif what == INCIDENT:
                size = 2.0 * p.incident_heat * uniform(key, d.id, moment, SIZE)
                set_heat(d, time_h, heat + size * (1.0 - heat))
            elif what == THIRD_PARTY or what == FINDING:
                s = surfacing[n_surfaced]
                n_surfaced += 1
                s.dispute, s.time_h, s.heat, s.how = row, time_h, heat, ASKED if what == THIRD_PARTY else FOUND
                d.reported_h = time_h
                if what == FINDING:
                    set_heat(d, time_h, heat * (1.0 - p.found_calm))
        due[position] = d.next_h
    for row in range(first, count):
        live[n_live], due[n_live], place[row] = row, disputes[row].next_h, n_live
        n_live += 1
    return n_live, count, n_clashes, n_surfaced
