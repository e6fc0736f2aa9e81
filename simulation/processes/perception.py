"""Perception: felt safety and trust, first version. People learn from what happens to them and their ties.

Safety falls with own and heard-of thefts and clashes and recovers slowly; trust moves with how offices dealt
with one's own matter, more down than up. Source: evidence 3.15 (Skogan 2006); governance_inventory A16, A17.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import HOURS_PER_DAY
from ..engine.compiled import inner, kernel
from ..engine.numerics import exp
from ..engine.quantities import Days, Minutes, Share
from ..engine.randomness import uniform
from ..entities.records import CLASH_REPORT, DISPUTE_REPORT, THEFT_REPORT
from .base import Process

FAIR = 0  # draw slot


class Perception(Process):
    """What people make of it."""

    theft_shock: Share = Field(description="share of felt safety lost by the victim of a theft")
    clash_shock: Share = Field(description="share lost by the starter of a dispute that turns physical")
    hearsay_share: Share = Field(description="part of a shock that each tie feels on hearing of it")
    recovery_days: Days = Field(gt=0, description="mean days in which safety returns to its usual level")
    usual_safety: Share = Field(description="felt safety when nothing is heard of")
    patrol_comfort: Share = Field(description="most felt safety that usual patrols in the area add")
    patrol_minutes: Minutes = Field(gt=0, description="patrol minutes a day that add 63 % of it")
    quick_minutes: Minutes = Field(gt=0, description="a response is felt as quick within these minutes")
    trust_gain: Share = Field(description="share of the way to full trust after a good experience")
    trust_loss: Share = Field(description="share of trust lost after a bad one (3.15: 3 to 10 times the gain)")

    unfair_contact_trust_loss: Share = Field(
        description="share of trust lost in an unfair contact with the police; 0: none (inventory 5.1)"
    )


@inner
def judge(
    numbers, key, people, thefts, first_theft, n_thefts, disputes, clashes, first_clash, n_clashes, reports, new_calls,
    hearings, solved, conditions,
):  # fmt: skip
    """Move safety and trust of those whom this tick's events concern."""
    if n_thefts > first_theft or n_clashes > first_clash:
        feel_events(numbers, people, thefts[first_theft:n_thefts], clashes[first_clash:n_clashes], disputes)
    if new_calls.size > 0 or hearings.size > 0 or solved.size > 0:
        judge_offices(numbers, key, people, conditions, thefts, disputes, clashes, reports, new_calls, hearings, solved)


@inner
def safety_now(p, r, time_h):
    """Felt safety of a resident at a time, recovering since it was last moved."""
    faded = exp(-max(time_h - r.felt_h, 0.0) / (HOURS_PER_DAY * p.recovery_days))
    return p.usual_safety + (r.safety - p.usual_safety) * faded


@kernel
def safety_of_all(numbers, people, seen, time_h):
    """Felt safety of everybody, (n,); patrols usually seen near home add to it. `seen`: (n_areas,) minutes."""
    p = numbers[0]
    out = np.empty(people.size)
    for i in range(people.size):
        comfort = p.patrol_comfort * (1.0 - exp(-seen[people[i].home] / p.patrol_minutes))
        felt = safety_now(p, people[i], time_h)
        out[i] = felt + comfort * (1.0 - felt)
    return out


@inner
def _shock(p, people, person, time_h, share):
    people[person].safety = safety_now(p, people[person], time_h) * (1.0 - share)
    people[person].felt_h = time_h


@inner
def shock_with_ties(p, people, person, time_h, share):
    """A shock to a resident, and a part of it to each of the resident's ties."""
    _shock(p, people, person, time_h, share)
    for k in range(people[person].ties.size):
        if people[person].ties[k] >= 0:
            _shock(p, people, people[person].ties[k], time_h, share * p.hearsay_share)


@inner
def feel_events(numbers, people, thefts, clashes, disputes):
    """Shocks of new thefts and clashes."""
    p = numbers[0]
    for i in range(thefts.size):
        if thefts[i].victim >= 0 and thefts[i].noticed_h < np.inf:
            shock_with_ties(p, people, thefts[i].victim, thefts[i].time_h, p.theft_shock)
    for i in range(clashes.size):
        shock_with_ties(p, people, disputes[clashes[i].dispute].starter, clashes[i].time_h, p.clash_shock)


@inner
def _judge(p, r, good):
    if good:
        r.trust += p.trust_gain * (1.0 - r.trust)
    else:
        r.trust -= p.trust_loss * r.trust


@inner
def judge_offices(numbers, key, people, conditions, thefts, disputes, clashes, reports, calls, hearings, solved):
    """Trust moves with quick or slow, fair or unfair police, agreement or failure, and a solved theft."""
    p = numbers[0]
    for i in range(calls.size):
        r = reports[calls[i].report]
        person = -1
        if r.kind == THEFT_REPORT:
            person = thefts[r.case].victim
        elif r.kind == DISPUTE_REPORT:
            person = disputes[r.case].starter
        elif r.kind == CLASH_REPORT:
            person = disputes[clashes[r.case].dispute].starter
        if person >= 0:
            _judge(p, people[person], 60.0 * (calls[i].arrival_h - calls[i].time_h) <= p.quick_minutes)
            if uniform(key, r.entity, r.kind, FAIR) >= conditions[r.area].fair:
                people[person].trust -= p.unfair_contact_trust_loss * people[person].trust
    for i in range(hearings.size):
        _judge(p, people[disputes[hearings[i].dispute].starter], hearings[i].agreed == 1)
    for i in range(solved.size):
        victim = thefts[solved[i].case].victim
        if victim >= 0:
            _judge(p, people[victim], True)
