"""Casework: what the offices do with tickets. Three tiers, routing, return, work, closure, verification.

A ticket starts with the community or the street. Whoever lacks the authority for its severity passes it up; a
department that is not competent sends it back, unless a dispatcher knew whose it is; shared matters are refused
unless departments act together. The competent office works in order of arrival. What will not be done in time may
be closed on paper, and somebody may go and look. Grave matters, if they are read as such, take the emergency way.
Source: inventory B4-B7, D3, D6-D9, A6; S78, S79.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from pydantic import Field

from ..engine.clock import HOURS_PER_DAY, Clock
from ..engine.quantities import Days, Factor, Hours, LogSpread, Minutes, Number, PerDay, Share
from ..engine.randomness import Draws
from ..entities.records import Records
from ..entities.staff import Staff
from ..entities.tickets import Queues
from ..levers import Levers
from ..town import Town
from .base import Process, ShareOfStream
from .kernels.workflow import Chain, drop_closed, work_through

WORKING_SHARE = 40 / 168  # of all hours
LEADER_HOURS_DAY = 8  # of leaders and heads of departments, for a district led with full effort


class Casework(Process):
    """Tickets are routed, worked, closed and checked."""

    transfer_hours: Hours = Field(gt=0, description="mean hours to pass a ticket up one tier")
    return_hours: Hours = Field(gt=0, description="mean hours until a wrong department sends a ticket back")
    misroute_share: Number = Field(ge=0, lt=1, description="share sent to a wrong department without a dispatcher")
    refuse_share: Number = Field(ge=0, lt=1, description="share of shared matters a department refuses to take alone")
    routed_per_day: PerDay = Field(gt=0, description="tickets a clerk of the coordinating office can place in a day")
    work_minutes: Minutes = Field(gt=0, description="median minutes of work on a ticket")
    work_log_sd: LogSpread = Field(description="spread of their logarithm")
    empty_share: Share = Field(description="minutes of a ticket with nothing to do, times those of others")
    shared_factor: Factor = Field(ge=1, description="minutes of a matter of several departments, times those of others")
    lead_days: Days = Field(description="median days of waiting for parts and people, whoever works")
    lead_log_sd: LogSpread = Field(description="spread of their logarithm")
    slack: Number = Field(gt=0, le=1, description="share of its time a department gives without pressure from above")
    general_days: Days = Field(gt=0, description="time limit of a general matter, days")
    hard_days: Days = Field(gt=0, description="time limit of a hard matter, days")
    hard_severity: Share = Field(description="severity from which a matter is hard")
    paper_share: Share = Field(description="share of tickets beyond the limit that are closed on paper")
    look_days: Days = Field(description="days from closure until somebody goes and looks")
    emergency_severity: Share = Field(description="severity from which a matter is an emergency")
    missed_share: Share = Field(description="share of emergencies read as general without any triage")
    false_alarm_share: Share = Field(description="share of others read as emergencies without any triage")
    staff_share: ShareOfStream = Field(description="how the staff of a tier is spread over its streams; shares")
    emergency_minutes: Minutes = Field(gt=0, description="median minutes until an emergency is under control")

    def step(self, known: Records, staff: Staff, levers: Levers, town: Town, now: Clock, draws: Draws) -> None:
        """In the morning, all steps of the day that begins."""
        if known.queues is None or known.queues.orders is not levers:
            known.queues = self._queues(known.queues, levers, town)
        tickets, queues, chain = known.tickets.rows, known.queues, levers.chain
        end_h = now.start_h + HOURS_PER_DAY
        due = known.open_tickets[tickets["next_h"][known.open_tickets] < end_h]
        rules = Chain(
            chain.community_authority, chain.street_authority, chain.joint, chain.triage, chain.verification,
            town.areas["community"].astype(np.int64), town.areas["street"].astype(np.int64),
            len(town.community_names), town.n_streets,
        )  # fmt: skip
        turnouts, looks = work_through(
            self.numbers, draws.key("casework"), end_h, due, tickets, rules, queues.free_h, queues.speed,
            queues.clerks * self.routed_per_day,
        )  # fmt: skip
        known.open_tickets = known.open_tickets[: drop_closed(known.open_tickets, tickets)]
        staff.bill["professional grid staff"] += queues.staff
        staff.bill["dispatch clerks"] += float(queues.clerks.sum())
        staff.bill["verification visits"] += looks
        staff.bill["emergency turnouts"] += turnouts
        staff.bill["leading group hours"] += LEADER_HOURS_DAY * float(chain.effort.mean())

    @cached_property
    def shares(self) -> np.ndarray:
        """Share of the staff of a tier in each stream, (5,)."""
        share = np.array(list(self.staff_share.model_dump().values()))
        return share / share.sum()

    def _queues(self, before: Queues | None, levers: Levers, town: Town) -> Queues:
        """The offices as these levers order them; what they have taken in stays."""
        chain, areas = levers.chain, town.areas
        heads = areas["residents"] / 10_000

        def staffed(per_10000: np.ndarray, unit: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
            """Staff of each office, and the time they give to it."""
            people = np.bincount(unit, per_10000 * heads, n)
            effort = np.bincount(unit, chain.effort * heads, n) / np.maximum(np.bincount(unit, heads, n), 1e-9)
            return people, people * (self.slack + (1 - self.slack) * effort)

        n_communities, all_one = len(town.community_names), np.zeros(areas.size, np.int64)
        community = staffed(chain.community_staff, areas["community"], n_communities)
        street = staffed(chain.street_staff, areas["street"], town.n_streets)
        district = staffed(chain.district_staff, all_one, 1)
        given = np.concatenate([community[1], np.outer(street[1], self.shares).ravel(), district[1][0] * self.shares])
        clerks = np.bincount(areas["street"], chain.dispatchers * heads, town.n_streets)
        free_h = before.free_h if before is not None else np.zeros(given.size)
        staff = float(sum(tier[0].sum() for tier in (community, street, district)))
        return Queues(free_h, 60 * WORKING_SHARE * given, clerks, staff, levers)
