"""Mediation: police conciliate at the door, mediators hear cases; agreements last or relapse.

Hearings take hours of mediators of the street; cases wait for the parties to be seen, for a hearing day and
for a free mediator. Whether the parties agree, and for how long, hangs on heat, type, trust, skills at hand
and workload, never on the name of a policy. Source: evidence 3.14.
"""

from __future__ import annotations

from pydantic import Field

from ..engine.clock import HOURS_PER_DAY
from ..engine.compiled import inner
from ..engine.numerics import sigmoid
from ..engine.quantities import Days, Hours, LogOdds, Number, Share, Weight, Whole
from ..engine.randomness import uniform
from ..entities.disputes import EXHAUSTED, GROUP, LIVE, MEDIATED
from ..entities.identity import HEARING_NAME, name_within
from ..entities.records import CLASH_REPORT, DISPUTE_REPORT, DONE
from ..town import ACQUAINTANCE, VILLAGE
from .base import LogOddsOfDispute, Process
from .escalation import end_dispute, heat_at, set_heat
from .kernels.agreements import at_the_door, settle
from .kernels.docket import (
    any_due,
    drop_done,
    free_mediator,
    is_hearing_day,
    put_in_order,
    street_loads,
)

TAKE_UP, AGREE, LAWYER, COUNSELLOR, LONG, COURT, TEAM = 1, 2, 3, 4, 5, 6, 7  # draw slots, besides those of the kernels


class Mediation(Process):
    """Cases are heard and agreements made."""

    opens_hour: Whole = Field(ge=0, le=23, description="hour of the day from which cases are heard")
    closes_hour: Whole = Field(ge=1, le=24, description="hour of the day until which hearings begin")
    hearing_hours: Hours = Field(gt=0, description="mean length of a hearing with all that belongs to it")
    sessions: Whole = Field(ge=1, le=12, description="hearings of a case at most")
    next_session_days: Days = Field(gt=0, description="days between two hearings of a case")
    take_up_base: LogOdds = Field(description="log odds that parties of average trust come to a hearing")
    take_up_trust: Weight = Field(description="log odds per unit of trust")
    agree_base: LogOddsOfDispute = Field(description="log odds of agreement of a cold case before a generalist")
    agree_heat: Weight = Field(description="fall in log odds per unit of heat")
    agree_stake: Weight = Field(description="fall in log odds of agreement per unit of stake")
    agree_trust: Weight = Field(description="log odds per unit of trust")
    agree_authority: Weight = Field(description="log odds where people know the mediator (types 1 and 5)")
    agree_legal: LogOddsOfDispute = Field(description="log odds with a lawyer at hand")
    agree_psychology: LogOddsOfDispute = Field(description="log odds with a counsellor")
    agree_together: Weight = Field(description="log odds when the departments sit at one table")
    agree_overload: Weight = Field(description="fall in log odds per ten waiting cases a mediator")
    failure_heat: Share = Field(description="share of the way to full heat after a failed hearing")
    court_share: Share = Field(description="share of cases that go to court when all hearings failed")
    concile_base: LogOdds = Field(description="log odds that police settle a cold dispute at the door")
    concile_heat: Weight = Field(description="fall in log odds per unit of heat")
    calm_share: Share = Field(description="share of heat gone after police came and did not settle")
    lasting_days: Days = Field(gt=0, description="scale of the Weibull life of a generalist's agreement at no heat")
    lasting_shape: Number = Field(gt=0, le=1, description="its shape, below 1: early relapse is likelier (3.14)")
    lasting_heat: Weight = Field(description="fall in the log scale per unit of heat at agreement")
    lasting_skill: Weight = Field(description="log scale per unit of log odds that lawyer and counsellor added")
    lasting_door: Number = Field(gt=0, le=1, description="scale of an agreement at the door, times a hearing's")
    horizon_days: Days = Field(gt=0, description="agreements that live longer count as durable")
    visit_days: Days = Field(gt=0, description="day of the follow-up visit after agreement")
    visit_mends: Share = Field(description="share of coming relapses that a follow-up visit prevents")


@inner
def agreement_odds(p, d, heat, trust, ntype, load, lawyer, counsellor):
    """(log odds of agreement, part of them added by lawyer and counsellor); evidence 3.14."""
    skill = lawyer * p.agree_legal[d.type] + counsellor * p.agree_psychology[d.type]
    authority = p.agree_authority if ntype == ACQUAINTANCE or ntype == VILLAGE else 0.0
    odds = p.agree_base[d.type] + skill + authority + p.agree_trust * (trust - 0.5)
    return odds - p.agree_heat * heat - p.agree_stake * d.stake - p.agree_overload * load / 10.0, skill


@inner
def mediate(
    numbers, heat_rule, key, days, start_h, end_h, calls, reports, disputes, clashes, live, due, place, people,
    time_share, waiting, docket, mediators, areas, orders, hearings, count,
):  # fmt: skip
    """Conciliation at this tick's calls, then the hearings that begin in it.

    Returns (new count of hearings, cases that still wait).
    """
    if calls.size > 0:
        at_the_door(numbers, heat_rule, key, calls, reports, disputes, clashes, people, time_share)
        for i in range(calls.size):
            r = reports[calls[i].report]
            if r.kind == DISPUTE_REPORT or r.kind == CLASH_REPORT:
                look_again(disputes, r.case if r.kind == DISPUTE_REPORT else clashes[r.case].dispute, live, due, place)
    midnight_h = int(start_h) // 24 * HOURS_PER_DAY
    from_h = max(start_h, midnight_h + float(numbers[0].opens_hour))
    until_h = min(end_h, midnight_h + float(numbers[0].closes_hour))
    if waiting.size == 0 or from_h >= until_h:
        return count, waiting.size
    first = count
    count, left = hear(
        numbers, heat_rule, key, days, from_h, until_h, orders.triage, waiting, docket, disputes, people, mediators,
        areas, orders.hearing_days, orders.legal, orders.psychology, orders.follow_up, orders.repeat_visits,
        orders.group_team, hearings, count,
    )  # fmt: skip
    for i in range(first, count):
        look_again(disputes, hearings[i].dispute, live, due, place)
    return count, left


@inner
def look_again(disputes, row, live, due, place):
    """Note on the live list when a dispute that somebody dealt with moves next."""
    if place[row] < live.size and live[place[row]] == row:
        due[place[row]] = disputes[row].next_h


@inner
def hear(
    numbers,
    heat_rule,
    key,
    days,
    start_h,
    end_h,
    triage,
    waiting,
    docket,
    disputes,
    people,
    mediators,
    areas,
    hearing_days,
    legal,
    psychology,
    follow_up,
    repeat_visits,
    group_team,
    hearings,
    count,
):
    """Hear waiting cases in order while mediators of their street are free.

    Returns (new count of hearings, cases that still wait).
    """
    p, today = numbers[0], days[int(start_h) // HOURS_PER_DAY]
    if not any_due(end_h, today, waiting, docket, hearing_days):
        return count, waiting.size
    put_in_order(key, triage, waiting, docket)
    load = street_loads(mediators, waiting, docket)
    for i in range(waiting.size):
        c = docket[waiting[i]]
        d = disputes[c.case]
        if d.state != LIVE or d.id != c.entity:
            c.status = DONE
            continue
        if c.ready_h >= end_h or not is_hearing_day(today, hearing_days[c.area]):
            continue
        who = free_mediator(mediators, c.street, end_h)
        if who < 0:
            continue
        time_h = max(max(mediators[who].busy_h, c.ready_h), max(start_h, d.heat_h))
        if time_h >= end_h:
            continue
        session, trust = c.sessions, people[d.starter].trust
        if uniform(key, d.id, session, TAKE_UP) >= sigmoid(p.take_up_base + p.take_up_trust * (trust - 0.5)):
            c.status = DONE
            continue
        heat = heat_at(heat_rule[0], d, time_h)
        together = c.joint == 1 or (d.type == GROUP and uniform(key, d.id, session, TEAM) < group_team[c.area])
        lawyer = 1.0 if together or uniform(key, d.id, session, LAWYER) < legal[c.area] else 0.0
        counsellor = 1.0 if uniform(key, d.id, session, COUNSELLOR) < psychology[c.area] else 0.0
        odds, skill = agreement_odds(p, d, heat, trust, areas[c.area].ntype, load[c.street], lawyer, counsellor)
        odds += p.agree_together if together else 0.0
        hours = p.hearing_hours * (0.5 + uniform(key, d.id, session, LONG))
        mediators[who].busy_h = time_h + hours
        c.sessions += 1
        d.hearings += 1
        h = hearings[count]
        count += 1
        h.id, h.dispute, h.time_h, h.hours = name_within(HEARING_NAME, d.id, session), c.case, time_h, hours
        h.heat, h.channel, h.agreed = heat, c.channel, 0
        if uniform(key, d.id, session, AGREE) < sigmoid(odds):
            h.agreed, c.status, c.agreed = 1, DONE, 1
            settle(
                p,
                key,
                d,
                time_h,
                MEDIATED,
                p.lasting_skill * skill - p.lasting_heat * heat,
                session,
                max(follow_up[c.area], repeat_visits[c.area]) if c.broke_out_before else follow_up[c.area],
            )
            continue
        set_heat(d, time_h, heat + p.failure_heat * (1.0 - heat))
        c.ready_h = time_h + HOURS_PER_DAY * p.next_session_days
        if c.sessions >= p.sessions:
            c.status = DONE
            if uniform(key, d.id, session, COURT) < p.court_share:
                end_dispute(d, time_h, EXHAUSTED)
    return count, drop_done(waiting, docket)
