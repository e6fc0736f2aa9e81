"""Mediation: police conciliate at the door, mediators hear cases; agreements last or relapse.

Hearings take hours of mediators of the street; cases wait for the parties to be seen, for a hearing day and
for a free mediator. Whether the parties agree, and for how long, hangs on heat, type, trust, skills at hand
and workload, never on the name of a policy. Source: evidence 3.14.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..clock import HOURS_PER_DAY, Clock
from ..compiled import kernel
from ..entities.disputes import CONCILIATED, ENDED, EXHAUSTED, LIVE, MEDIATED, SETTLED, Disputes
from ..entities.identity import HEARING_NAME, name_within
from ..entities.records import CLASH_REPORT, DISPUTE_REPORT, DONE, WAITING, Records
from ..entities.staff import MEDIATOR_POSTS, Staff
from ..levers import Levers
from ..numerics import exp, log, sigmoid
from ..randomness import Draws, uniform
from ..town import ACQUAINTANCE, VILLAGE, Town
from .base import PerDispute, Process
from .escalation import end_dispute, heat_at, set_heat

CONCILE, TAKE_UP, AGREE, LAWYER, COUNSELLOR, LASTS, VISIT, MEND, LONG, TRIAGE, COURT = range(11)  # draw slots


class Mediation(Process):
    """Cases are heard and agreements made."""

    opens_hour: int = Field(ge=0, le=23, description="hour of the day from which cases are heard")
    closes_hour: int = Field(ge=1, le=24, description="hour of the day until which hearings begin")
    hearing_hours: float = Field(gt=0, description="mean length of a hearing with all that belongs to it")
    sessions: int = Field(ge=1, le=12, description="hearings of a case at most")
    next_session_days: float = Field(gt=0, description="days between two hearings of a case")
    take_up_base: float = Field(description="log odds that parties of average trust come to a hearing")
    take_up_trust: float = Field(ge=0, description="log odds per unit of trust")
    agree_base: PerDispute = Field(description="log odds of agreement of a cold case before a generalist")
    agree_heat: float = Field(ge=0, description="fall in log odds per unit of heat")
    agree_trust: float = Field(ge=0, description="log odds per unit of trust")
    agree_authority: float = Field(ge=0, description="log odds where people know the mediator (types 1 and 5)")
    agree_legal: PerDispute = Field(description="log odds with a lawyer at hand")
    agree_psychology: PerDispute = Field(description="log odds with a counsellor")
    agree_overload: float = Field(ge=0, description="fall in log odds per ten waiting cases a mediator")
    failure_heat: float = Field(ge=0, le=1, description="share of the way to full heat after a failed hearing")
    court_share: float = Field(ge=0, le=1, description="share of cases that go to court when all hearings failed")
    concile_base: float = Field(description="log odds that police settle a cold dispute at the door")
    concile_heat: float = Field(ge=0, description="fall in log odds per unit of heat")
    calm_share: float = Field(ge=0, le=1, description="share of heat gone after police came and did not settle")
    lasting_days: float = Field(gt=0, description="scale of the Weibull life of a generalist's agreement at no heat")
    lasting_shape: float = Field(gt=0, le=1, description="its shape, below 1: early relapse is likelier (3.14)")
    lasting_heat: float = Field(ge=0, description="fall in the log scale per unit of heat at agreement")
    lasting_skill: float = Field(ge=0, description="log scale per unit of log odds that lawyer and counsellor added")
    lasting_door: float = Field(gt=0, le=1, description="scale of an agreement at the door, times a hearing's")
    horizon_days: float = Field(gt=0, description="agreements that live longer count as durable")
    visit_days: float = Field(gt=0, description="day of the follow-up visit after agreement")
    visit_mends: float = Field(ge=0, le=1, description="share of coming relapses that a follow-up visit prevents")

    def step(
        self,
        cases: Disputes,
        known: Records,
        new_reports: np.ndarray,
        new_calls: np.ndarray,
        people: np.ndarray,
        heat_rule: np.ndarray,
        staff: Staff,
        levers: Levers,
        town: Town,
        now: Clock,
        draws: Draws,
    ) -> np.ndarray:
        """Conciliation at this tick's calls, new cases, and hearings; the new rows of hearings, HEARING."""
        key = draws.key("mediation")
        if new_calls.size:
            at_the_door(
                self.numbers,
                heat_rule,
                key,
                new_calls,
                known.reports.rows,
                cases.rows,
                cases.clashes.rows,
                people,
                levers.mediation.follow_up,
            )
        if new_reports.size:
            self._register(cases, known, new_reports, levers, town)
        if known.waiting.size == 0 or not self._in_session(now):
            return cases.hearings.rows[:0]
        return self._hear(key, heat_rule, cases, known, people, staff, levers, town, now)

    def _in_session(self, now: Clock) -> bool:
        return self.opens_hour <= now.hour < self.closes_hour

    def _register(self, cases: Disputes, known: Records, new_reports: np.ndarray, levers: Levers, town: Town) -> None:
        """Recorded disputes that are not settled yet go on the docket."""
        known.docket.reserve(new_reports.size)
        before = len(known.docket)
        count = register(new_reports, cases.rows, cases.clashes.rows, town.areas, levers.mediation.first_contact_days,
                         known.docket.buffer, before)  # fmt: skip
        known.docket.grow_to(count)
        known.waiting = np.concatenate([known.waiting, np.arange(before, count, dtype=np.int32)])

    def _hear(
        self,
        key: np.uint64,
        heat_rule: np.ndarray,
        cases: Disputes,
        known: Records,
        people: np.ndarray,
        staff: Staff,
        levers: Levers,
        town: Town,
        now: Clock,
    ) -> np.ndarray:
        m, docket = levers.mediation, known.docket.rows
        cases.hearings.reserve(known.waiting.size)
        count, left = hear(
            self.numbers,
            heat_rule,
            key,
            now.start_h,
            now.end_h,
            m.triage,
            known.waiting,
            docket,
            cases.rows,
            people,
            staff.mediators,
            town.areas,
            m.hearing_days,
            m.legal,
            m.psychology,
            m.follow_up,
            cases.hearings.buffer,
            len(cases.hearings),
        )
        known.waiting = known.waiting[:left]
        return cases.hearings.grow_to(count)


@kernel
def put_in_order(key, triage, waiting, docket):
    """Sort the waiting list: triaged cases by heat first, then the others by when they were ready."""
    rank = np.empty(waiting.size)
    for i in range(waiting.size):
        c = docket[waiting[i]]
        by_heat = uniform(key, c.entity, 0, TRIAGE) < triage[c.area]
        rank[i] = -1e9 * (1.0 + c.urgency) + c.ready_h if by_heat else c.ready_h
    waiting[:] = waiting[np.argsort(rank)]


@kernel
def drop_done(waiting, docket):
    """Close the gaps that heard cases leave in the waiting list; returns how many still wait."""
    kept = 0
    for i in range(waiting.size):
        if docket[waiting[i]].status == WAITING:
            waiting[kept] = waiting[i]
            kept += 1
    return kept


@kernel
def settle(p, key, d, time_h, outcome, log_scale, session, follow_up):
    """An agreement: how long it will live, and whether a visit on the way mends it. Weibull life."""
    d.state, d.outcome, d.closed_h = SETTLED, outcome, time_h
    u = uniform(key, d.id, session, LASTS)
    life_days = p.lasting_days * exp(log_scale + log(-log(1.0 - u) + 1e-300) / p.lasting_shape)
    visited = uniform(key, d.id, session, VISIT) < follow_up
    mended = visited and life_days > p.visit_days and uniform(key, d.id, session, MEND) < p.visit_mends
    if life_days >= p.horizon_days or mended or d.generation >= 15:
        d.state, d.next_h = ENDED, np.inf
    else:
        d.next_h = time_h + HOURS_PER_DAY * life_days


@kernel
def at_the_door(numbers, heat_rule, key, calls, reports, disputes, clashes, people, follow_up):
    """Police who came to a dispute try to settle it and leave it cooler."""
    p = numbers[0]
    for i in range(calls.size):
        r = reports[calls[i].report]
        if r.kind == DISPUTE_REPORT:
            row = r.case
        elif r.kind == CLASH_REPORT:
            row = clashes[r.case].dispute
        else:
            continue
        d, time_h = disputes[row], calls[i].arrival_h
        if d.state != LIVE:
            continue
        heat = heat_at(heat_rule[0], d, max(time_h, d.heat_h))
        if uniform(key, r.entity, 0, CONCILE) < sigmoid(p.concile_base - p.concile_heat * heat):
            log_scale = log(p.lasting_door) - p.lasting_heat * heat
            settle(p, key, d, max(time_h, d.heat_h), CONCILIATED, log_scale, 100, 0.0)
        else:
            set_heat(d, max(time_h, d.heat_h), heat * (1.0 - p.calm_share))


@kernel
def register(reports, disputes, clashes, areas, first_contact_days, docket, count):
    """Write new cases behind row `count` of the docket; returns the new count."""
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
        c.ready_h = r.time_h + HOURS_PER_DAY * first_contact_days[r.area]
        c.sessions, c.status, c.channel = 0, WAITING, r.channel
    return count


@kernel
def is_hearing_day(day, days_a_week):
    """Whether cases are heard on this day: `days_a_week` days spread evenly from Monday on."""
    weekday = day % 7
    per_day = days_a_week / (5.0 if days_a_week <= 5.0 else 7.0)
    if days_a_week <= 5.0 and weekday >= 5:
        return False
    return np.floor((weekday + 1) * per_day + 1e-9) > np.floor(weekday * per_day + 1e-9)


@kernel
def free_mediator(mediators, street, before_h):
    """The filled post of a street that is free first, and before an hour; -1 for none."""
    best, best_h = -1, before_h
    for i in range(street * MEDIATOR_POSTS, (street + 1) * MEDIATOR_POSTS):
        if mediators[i].filled == 1 and mediators[i].busy_h < best_h:
            best, best_h = i, mediators[i].busy_h
    return best


@kernel
def street_loads(mediators, waiting, docket):
    """Waiting cases per mediator, (n_streets,)."""
    n_streets = mediators.size // MEDIATOR_POSTS
    heads, cases = np.zeros(n_streets), np.zeros(n_streets)
    for i in range(mediators.size):
        heads[mediators[i].street] += mediators[i].filled
    for i in range(waiting.size):
        cases[docket[waiting[i]].street] += 1.0
    return cases / np.maximum(heads, 1.0)


@kernel
def any_due(end_h, day, waiting, docket, hearing_days):
    """Whether any waiting case could be heard before end_h."""
    for i in range(waiting.size):
        c = docket[waiting[i]]
        if c.ready_h < end_h and is_hearing_day(day, hearing_days[c.area]):
            return True
    return False


@kernel
def agreement_odds(p, d, heat, trust, ntype, load, lawyer, counsellor):
    """(log odds of agreement, part of them added by lawyer and counsellor); evidence 3.14."""
    skill = lawyer * p.agree_legal[d.type] + counsellor * p.agree_psychology[d.type]
    authority = p.agree_authority if ntype == ACQUAINTANCE or ntype == VILLAGE else 0.0
    odds = p.agree_base[d.type] + skill + authority + p.agree_trust * (trust - 0.5)
    return odds - p.agree_heat * heat - p.agree_overload * load / 10.0, skill


@kernel
def hear(
    numbers,
    heat_rule,
    key,
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
    hearings,
    count,
):
    """Hear waiting cases in order while mediators of their street are free.

    Returns (new count of hearings, cases that still wait).
    """
    p, day = numbers[0], int(start_h) // 24
    if not any_due(end_h, day, waiting, docket, hearing_days):
        return count, waiting.size
    put_in_order(key, triage, waiting, docket)
    load = street_loads(mediators, waiting, docket)
    for i in range(waiting.size):
        c = docket[waiting[i]]
        d = disputes[c.case]
        if d.state != LIVE or d.id != c.entity:
            c.status = DONE
            continue
        if c.ready_h >= end_h or not is_hearing_day(day, hearing_days[c.area]):
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
        lawyer = 1.0 if uniform(key, d.id, session, LAWYER) < legal[c.area] else 0.0
        counsellor = 1.0 if uniform(key, d.id, session, COUNSELLOR) < psychology[c.area] else 0.0
        odds, skill = agreement_odds(p, d, heat, trust, areas[c.area].ntype, load[c.street], lawyer, counsellor)
        hours = p.hearing_hours * (0.5 + uniform(key, d.id, session, LONG))
        mediators[who].busy_h = time_h + hours
        c.sessions += 1
        d.hearings += 1
        h = hearings[count]
        count += 1
        h.id, h.dispute, h.time_h, h.hours = name_within(HEARING_NAME, d.id, session), c.case, time_h, hours
        h.heat, h.channel, h.agreed = heat, c.channel, 0
        if uniform(key, d.id, session, AGREE) < sigmoid(odds):
            h.agreed, c.status = 1, DONE
            settle(
                p, key, d, time_h, MEDIATED, p.lasting_skill * skill - p.lasting_heat * heat, session, follow_up[c.area]
            )
            continue
        set_heat(d, time_h, heat + p.failure_heat * (1.0 - heat))
        c.ready_h = time_h + HOURS_PER_DAY * p.next_session_days
        if c.sessions >= p.sessions:
            c.status = DONE
            if uniform(key, d.id, session, COURT) < p.court_share:
                end_dispute(d, time_h, EXHAUSTED)
    return count, drop_done(waiting, docket)
