"""Cogovernance: enterprises send guards beyond the wall, share video, members, events and rooms, by contract.

A contract is kept month by month, more often where there is joint organisation (the lapse can be switched off). The
hours promised go to the areas around the enterprise, evenly or, after a joint meeting, where thefts were recorded. A
guard outside is not inside. Each of the six commons changes a condition of places and nothing else. The enterprise
pays for its guards. Source: inventory C2-C7, G2, G3; S97.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..clock import HOURS_PER_DAY, Clock
from ..entities.partners import Partners
from ..entities.records import THEFT_REPORT, Records
from ..entities.staff import Staff
from ..levers import Levers
from ..randomness import Draws
from ..town import ENTERPRISE_HOUSING, Town
from .base import Process

MONTH_DAYS = 30


class Cogovernance(Process):
    """Contracts are signed and kept or not; guards walk outside; the six commons."""

    lapse_share: float = Field(
        ge=0, le=1, description="share of contracts not kept in a month without joint organisation (contract_lapse)"
    )
    problem_days: int = Field(ge=1, description="days of recorded thefts that a joint meeting looks back on")
    video_reach: float = Field(ge=0, le=1, description="share of the ground around that an enterprise's cameras cover")
    member_rota: float = Field(
        ge=0, le=1, description="share of evening and night hours that members can cover in enterprise housing"
    )
    event_efficacy: float = Field(ge=0, le=1, description="share of missing collective efficacy that events make up")
    event_days: float = Field(gt=0, description="mean days until they do")
    premises_reach: float = Field(ge=0, le=1, description="reach of a shared room for settling quarrels")

    def step(
        self, partners: Partners, conditions: np.ndarray, known: Records, staff: Staff, levers: Levers, town: Town,
        now: Clock, draws: Draws,
    ) -> None:  # fmt: skip
        """A day of guards, meetings and commons; writes the conditions of places."""
        if not now.is_new_day:
            return
        order = levers.cogovernance
        if not (partners.ever or order.contracts.any()):
            return
        partners.ever = True
        if partners.orders is not levers:
            partners.look_around(town, order.radius_m, levers)
        self._keep_contracts(partners, levers, now, draws)
        self._send_guards(partners, conditions, known, staff, levers, now)
        self._share(partners, conditions, levers, town)

    def _keep_contracts(self, partners: Partners, levers: Levers, now: Clock, draws: Draws) -> None:
        """Who has signed, and who keeps it this month."""
        rows, order = partners.rows, levers.cogovernance
        signed = draws.uniform("cogovernance.sign", rows["enterprise"], 0) < order.contracts[rows["gate"]]
        kept_share = 1 - self.lapse_share * (1 - order.organisation[rows["gate"]])
        kept = draws.uniform("cogovernance.keep", rows["enterprise"], now.day // MONTH_DAYS) < kept_share
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
        problems = self._problem_list(known, conditions.size, now)
        for row, own, around in zip(partners.rows, partners.own, partners.around, strict=True):
            if row["given_h"] == 0 or around.size == 0:
                continue
            led = levers.cogovernance.consultation[row["gate"]]
            listed = problems[around]
            even = np.full(around.size, 1 / around.size)
            weight = (1 - led) * even + led * (listed / listed.sum() if listed.any() else even)
            conditions["outside_guard"][around] += row["given_h"] * weight / HOURS_PER_DAY
            conditions["inside_guard"][own] = 1 - row["given_h"] / (HOURS_PER_DAY * row["guards"])
            staff.bill["enterprise guards outside"] += float(row["given_h"])
        conditions["outside_guard"] = np.minimum(1.0, conditions["outside_guard"])

    def _problem_list(self, known: Records, n_areas: int, now: Clock) -> np.ndarray:
        """Recorded thefts of the last weeks by area, (n_areas,)."""
        reports = known.reports.rows
        recent = (reports["kind"] == THEFT_REPORT) & (reports["recorded"] == 1)
        recent &= reports["time_h"] > now.start_h - HOURS_PER_DAY * self.problem_days
        return np.bincount(reports["area"][recent], minlength=n_areas).astype(float)

    def _share(self, partners: Partners, conditions: np.ndarray, levers: Levers, town: Town) -> None:
        """Video, members, events and rooms of those who keep their contract."""
        order, reached = levers.cogovernance, np.zeros(conditions.size, bool)
        for row, around in zip(partners.rows, partners.around, strict=True):
            reached[around] |= bool(row["kept"])
        video = reached * order.resources * self.video_reach
        conditions["camera"] = 1 - (1 - conditions["camera"]) * (1 - video)
        members = order.members * self.member_rota * (town.areas["ntype"] == ENTERPRISE_HOUSING)
        conditions["rota"], conditions["settling"] = members, reached * order.premises * self.premises_reach
        usual = town.areas["efficacy"]
        aim = usual + (1 - usual) * self.event_efficacy * order.events * reached
        conditions["efficacy"] += (aim - conditions["efficacy"]) / self.event_days
