"""Cogovernance: enterprises send guards beyond the wall, share video, members, events and rooms, by contract.

A contract is kept month by month, more often where there is joint organisation (the lapse can be switched off). The
hours promised go to the areas around the enterprise, evenly or, after a joint meeting, where thefts were recorded. A
guard outside is not inside. Each of the six commons changes a condition of places and nothing else. The enterprise
pays for its guards. Source: inventory C2-C7, G2, G3; S97.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import DAYS_PER_MONTH, HOURS_PER_DAY, Clock
from ..engine.quantities import Count, Day, Days, Interval, Share
from ..engine.randomness import Draws
from ..entities.partners import Partners
from ..entities.records import THEFT_REPORT, Records
from ..entities.staff import Staff
from ..entities.tickets import TO_CHECK
from ..levers import Levers
from ..town import ENTERPRISE_HOUSING, Town
from .base import Process


class Cogovernance(Process):
    """Contracts are signed and kept or not; guards walk outside; the six commons."""

    lapse_share: Share = Field(
        description="share of contracts not kept in a month without joint organisation (contract_lapse)"
    )
    problem_days: Day = Field(ge=1, description="days of recorded thefts that a joint meeting looks back on")
    video_reach: Share = Field(description="share of the ground around that an enterprise's cameras cover")
    member_rota: Share = Field(
        description="share of evening and night hours that members can cover in enterprise housing"
    )
    event_efficacy: Share = Field(description="share of missing collective efficacy that events make up")
    entry_reach: Share = Field(description="reach of a firm's own people for quarrels on its ground (G3)")
    meeting_days: tuple[Interval, Interval, Interval] = Field(
        description="days between joint meetings of communities, streets, district"
    )
    jobs_a_meeting: Count = Field(description="matters a partner takes on at a joint meeting, with all its resources")
    job_days: Days = Field(gt=0, description="days in which it does them")
    premises_reach: Share = Field(description="reach of a shared room for settling quarrels")

    def step(
        self, partners: Partners, conditions: np.ndarray, known: Records, staff: Staff, levers: Levers, town: Town,
        now: Clock, draws: Draws,
    ) -> None:  # fmt: skip
        """A day of guards, meetings and commons; writes the conditions of places."""
        order = levers.cogovernance
        if not (partners.ever or order.contracts.any()):
            return
        partners.ever = True
        if partners.orders is not levers:
            partners.look_around(town, order.radius_m, levers)
        self._keep_contracts(partners, levers, now, draws)
        self._meet(partners, known, staff, levers, now)
        self._send_guards(partners, conditions, known, staff, levers, now)
        self._share(partners, conditions, levers, town)

    def _keep_contracts(self, partners: Partners, levers: Levers, now: Clock, draws: Draws) -> None:
        """Who has signed, and who keeps it this month."""
        rows, order = partners.rows, levers.cogovernance
        signed = draws.uniform("cogovernance.sign", rows["enterprise"], 0) < order.contracts[rows["gate"]]
        kept_share = 1 - self.lapse_share * (1 - order.organisation[rows["gate"]])
        kept = draws.uniform("cogovernance.keep", rows["enterprise"], now.day // DAYS_PER_MONTH) < kept_share
        rows["contract"], rows["kept"] = signed, signed & kept
        rows["promised_h"] = signed * HOURS_PER_DAY * rows["guards"] * order.guards_out[rows["gate"]]
        rows["given_h"] = rows["promised_h"] * rows["kept"]

    def _send_guards(
        self, partners: Partners, conditions: np.ndarray, known: Records, staff: Staff, levers: Levers, now: Clock
    ) -> None:
        """Hours outside are taken from inside and go where the meeting says."""
        conditions["outside_guard"], conditions["inside_guard"] = 0.0, 1.0
        if not partners.rows["given_h"].any():
            return
        rows, around, of = partners.rows, partners.around, partners.around_of
        sizes = np.bincount(of, minlength=rows.size)
        listed = np.bincount(of, partners.problems[around], rows.size)
        even = 1 / np.maximum(sizes, 1)[of]
        by_problem = np.where(listed[of] > 0, partners.problems[around] / np.maximum(listed, 1)[of], even)
        led = levers.cogovernance.consultation[rows["gate"]][of]
        weight = (1 - led) * even + led * by_problem
        outside = np.bincount(around, rows["given_h"][of] * weight / HOURS_PER_DAY, conditions.size)
        conditions["outside_guard"] = np.minimum(1.0, outside)
        gives = (rows["given_h"] > 0) & (sizes > 0)
        mine = gives[partners.own_of]
        left = 1 - rows["given_h"] / (HOURS_PER_DAY * rows["guards"])
        conditions["inside_guard"][partners.own[mine]] = left[partners.own_of[mine]]
        staff.bill["enterprise guards outside"] += float(rows["given_h"][gives].sum())

    def _meet(self, partners: Partners, known: Records, staff: Staff, levers: Levers, now: Clock) -> None:
        """Joint meetings on their days: the list of problems, and which of them a partner's resources take on.

        Communities bring the thefts recorded around; each tier brings its open matters, the most urgent first.
        """
        order = levers.cogovernance
        if now.day % self.meeting_days[0] == 0:
            partners.problems = self._problem_list(known, order.contracts.size, now)
        tiers = [tier for tier, days in enumerate(self.meeting_days) if now.day > 0 and now.day % days == 0]
        if not tiers:
            return
        tickets = known.tickets.rows
        listed = known.open_tickets[np.isin(tickets["tier"][known.open_tickets], tiers)]
        listed = listed[(tickets["trivial"][listed] == 0) & (tickets["duplicate"][listed] == 0)]
        listed = listed[np.argsort(tickets["due_h"][listed], kind="stable")]
        for row, around in zip(partners.rows, partners.around_each(), strict=True):
            gate = row["gate"]
            most = int(row["kept"] * order.consultation[gate] * order.resources[gate] * self.jobs_a_meeting)
            if most == 0:
                continue
            taken = listed[np.isin(tickets["area"][listed], around)][:most]
            tickets["closed_h"][taken] = tickets["done_h"][taken] = now.start_h + HOURS_PER_DAY * self.job_days
            tickets["stage"][taken], tickets["next_h"][taken] = TO_CHECK, tickets["closed_h"][taken]
            listed = listed[~np.isin(listed, taken)]
            staff.bill["jobs of enterprises"] += taken.size

    def _problem_list(self, known: Records, n_areas: int, now: Clock) -> np.ndarray:
        """Recorded thefts of the last weeks by area, (n_areas,)."""
        reports = known.reports.rows
        recent = (reports["kind"] == THEFT_REPORT) & (reports["recorded"] == 1)
        recent &= reports["time_h"] > now.start_h - HOURS_PER_DAY * self.problem_days
        return np.bincount(reports["area"][recent], minlength=n_areas).astype(float)

    def _share(self, partners: Partners, conditions: np.ndarray, levers: Levers, town: Town) -> None:
        """Video, members, events and rooms of those who keep their contract."""
        order, reached = levers.cogovernance, np.zeros(conditions.size, bool)
        reached[partners.around[partners.rows["kept"][partners.around_of] == 1]] = True
        video = reached * order.resources * self.video_reach
        conditions["camera"] = 1 - (1 - conditions["camera"]) * (1 - video)
        members = order.members * self.member_rota * (town.areas["ntype"] == ENTERPRISE_HOUSING)
        firms = self._own_ground(partners, conditions.size) * order.entry_points * self.entry_reach
        for name, adds in (
            ("rota", members),
            ("settling", reached * order.premises * self.premises_reach),
            ("settling", firms),
            ("efficacy_aim", reached * order.events * self.event_efficacy),
        ):
            conditions[name] = 1 - (1 - conditions[name]) * (1 - adds)

    @staticmethod
    def _own_ground(partners: Partners, n_areas: int) -> np.ndarray:
        """Areas inside the walls of those who keep their contract, bool."""
        inside = np.zeros(n_areas, bool)
        inside[partners.own[partners.rows["kept"][partners.own_of] == 1]] = True
        return inside
