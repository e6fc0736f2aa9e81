"""Participation: who knows what is done for safety here, has felt any of it, and takes part.

Once a month. People hear through publicity, grid workers, councils and ties, and forget. A benefit is felt only by
those who live where something was mended, or whose ties have felt one: what is prevented unseen earns no thanks.
Somebody takes part when knowledge, trust and benefit together exceed a threshold of their own. Those who take part tell
what they see, and are the pool of volunteers. Source: inventory A7, A16, A20, A25-A28.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import DAYS_PER_MONTH, HOURS_PER_DAY, Clock
from ..engine.quantities import Factor, LogOdds, Share, Weight
from ..engine.randomness import Draws
from ..entities.matters import Matters
from ..entities.setting import Setting
from ..entities.staff import Staff
from ..levers import Levers
from .base import Process
from .kernels.minds import at_first, move_minds

HOURS_PER_MONTH = HOURS_PER_DAY * DAYS_PER_MONTH


class Participation(Process):
    """Knowledge, felt benefit, taking part, readiness to tell; knowledge of lawful ways."""

    aware_at_first: Share = Field(description="mean knowledge at the start")
    media_per_month: Share = Field(description="share of the unaware whom publicity reaches in a month")
    visit_reach: Factor = Field(description="reach of a grid worker's safety minute a household and day")
    council_reach: Share = Field(description="share of the unaware whom a council reaches in a month")
    tie_reach: Share = Field(description="share of the unaware whom ties reach who all know")
    forgotten_per_month: Share = Field(description="share of knowledge forgotten in a month")
    benefit_reach: Factor = Field(description="chance to feel a matter mended, per matter of 100 households")
    benefit_of_ties: Share = Field(description="part of a benefit felt through ties")
    benefit_faded_per_month: Share = Field(description="share of a felt benefit that fades in a month")
    threshold: LogOdds = Field(description="mean threshold of taking part")
    threshold_sd: Weight = Field(description="its spread between people: passivity (A27)")
    benefit_weight: Share = Field(description="weight of felt benefit in the will to take part")
    party_threshold: Share = Field(description="threshold of party members, times that of others (C1)")
    party_share: Share = Field(description="share of adults in the party")
    property_tips: Share = Field(description="readiness to tell that linked property staff add")
    pass_share: Share = Field(description="share of tips and pictures passed on without integration")
    legal_per_month: Share = Field(description="share whom full legal publicity reaches in a month")
    legal_forgotten_per_month: Share = Field(description="share of it forgotten in a month")

    def step(
        self, setting: Setting, hoods: np.ndarray, matters: Matters, conditions: np.ndarray, staff: Staff,
        levers: Levers, now: Clock, draws: Draws,
    ) -> None:  # fmt: skip
        """Once a month move minds; every day count what publicity costs."""
        order, key = levers.neighbourhood, draws.key("participation")
        people, homes = setting.people, setting.areas["households"]
        staff.bill["publicity"] += float(((order.publicity + order.legal_publicity) * homes).sum())
        conditions["passed"] = self.pass_share + (1 - self.pass_share) * order.integration
        if now.day % DAYS_PER_MONTH:
            return
        if now.day == 0:
            at_first(self.numbers, key, people)
            conditions["lawful"] = self.lasting_legal(order.legal_publicity)
        else:
            reached = self.legal_per_month * order.legal_publicity
            left = conditions["lawful"] * (1 - self.legal_forgotten_per_month)
            conditions["lawful"] = left + (1 - left) * reached
        grid = setting.areas["grid"]
        contact = np.where(grid >= 0, staff.contact[grid], 0) * (1 - conditions["orphan"])
        told = 1 - (1 - self.media_per_month * order.publicity) * (1 - self.council_reach * hoods["council"])
        told = 1 - (1 - told) * np.exp(-self.visit_reach * contact)
        active, tips = move_minds(
            self.numbers, key, now.day // DAYS_PER_MONTH, people, told, self._mended(matters, homes, now), setting.areas
        )
        conditions["active"] = active
        company = self.property_tips * order.property_link * (setting.areas["property_company"] >= 0)
        conditions["tips"] = 1 - (1 - tips) * (1 - company)

    def _mended(self, matters: Matters, homes: np.ndarray, now: Clock) -> np.ndarray:
        """Chance that a resident has felt that something was mended near home in the last month, (n_areas,)."""
        recent = matters.rows[matters.rows["opened_h"] > now.start_h - 6 * HOURS_PER_MONTH]
        done = recent[recent["mended"] == 1]
        done = done[(done["solved_h"] > now.start_h - HOURS_PER_MONTH) & (done["solved_h"] <= now.start_h)]
        per_100 = 100 * np.bincount(done["area"], minlength=homes.size) / np.maximum(1, homes)
        return 1 - np.exp(-self.benefit_reach * per_100)

    def lasting_legal(self, publicity: np.ndarray) -> np.ndarray:
        """Share of people that legal publicity keeps informed in the long run."""
        reached = self.legal_per_month * publicity
        return reached / np.maximum(reached + self.legal_forgotten_per_month * (1 - reached), 1e-12)
