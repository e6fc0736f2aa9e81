"""Selfgovernance: residents' councils, volunteers, elders and property companies, by type of neighbourhood.

A council meets once a month: it has the smaller matters that annoy people mended from a micro-project budget, then
gates and lamps put up, and its members settle quarrels. Volunteers cover evening hours as far as people take part,
and tire. Elders settle quarrels among acquaintances; property companies too, but not those they are a party to.
Where an office for everything is near, people settle less among themselves. Source: inventory E1-E8, 5.1; S100, S101.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import DAYS_PER_MONTH, DAYS_PER_WEEK, HOURS_PER_DAY, Clock
from ..engine.quantities import Count, Days, Factor, Hours, Share, Weight, Yuan
from ..engine.randomness import Draws
from ..entities.matters import Matters
from ..entities.staff import Staff
from ..levers import Levers
from ..town import ACQUAINTANCE, VILLAGE, Town
from .base import Process

MONTHS = 12
NIGHT_HOURS = 12  # 18 to 6 h


class Selfgovernance(Process):
    """What neighbours do for themselves."""

    council_settling: Share = Field(description="reach of a council's members for settling quarrels")
    council_efficacy: Share = Field(description="share of missing collective efficacy a council makes up")
    efficacy_days: Days = Field(gt=0, description="mean days until it does")
    projects_a_meeting: Count = Field(description="matters that one meeting can have mended")
    project_yuan: Yuan = Field(gt=0, description="cost of mending one")
    project_severity: Share = Field(description="severity up to which a council can have it mended")
    project_days: Days = Field(gt=0, description="days until it is mended")
    capture_share: Share = Field(description="share of projects that serve those who sit on the council")
    fitting_yuan_household: Yuan = Field(gt=0, description="gate or lamps for one household")
    volunteer_hours: Hours = Field(description="hours a week that one who takes part can give")
    volunteers_a_round: Factor = Field(gt=0, description="volunteers who walk together")
    volunteer_fatigue: Weight = Field(description="growth of fatigue a month at full rota; 0: none")
    rest_days: Days = Field(gt=0, description="mean days until fatigue is gone")
    elder_settling: Share = Field(description="reach of one elder of a base grid among acquaintances")
    property_settling: Share = Field(description="reach of a linked property company's staff")
    crowd_out_self_gov: Share = Field(
        description="share of settling among neighbours lost where a hall takes in everything",
    )

    def step(
        self, hoods: np.ndarray, matters: Matters, conditions: np.ndarray, staff: Staff, levers: Levers, town: Town,
        now: Clock, draws: Draws,
    ) -> None:  # fmt: skip
        """Once a day what people do for the place; once a month meetings of councils."""
        order = levers.neighbourhood
        if levers is not staff.orders:  # those of the day before
            home = town.areas["households"] > 0
            luck = draws.uniform("selfgovernance.council", np.arange(home.size), 0)
            hoods["council"] = (luck < order.councils) & home
        if now.day % DAYS_PER_MONTH == 0:
            self._meet(hoods, matters, conditions, staff, levers, town, now, draws)
        self._watch(hoods, conditions, staff, levers, town)
        self._settle(hoods, conditions, levers, town)

    def _meet(
        self, hoods: np.ndarray, matters: Matters, conditions: np.ndarray, staff: Staff, levers: Levers, town: Town,
        now: Clock, draws: Draws,
    ) -> None:  # fmt: skip
        """Councils have matters mended, the gravest within their reach first, and fit gates and lamps with the rest."""
        households = town.areas["households"].astype(float)
        met = hoods["council"] == 1
        staff.bill["council meetings"] += int(met.sum())
        hoods["funds_yuan"] += met * levers.neighbourhood.project_yuan * households / MONTHS
        alive = 1 - hoods["fatigue"]
        most = np.minimum(self.projects_a_meeting * alive, hoods["funds_yuan"] / self.project_yuan) * met
        rows, live = matters.rows, matters.live
        known = live[(rows["noticed_h"][live] <= now.start_h) & (rows["severity"][live] <= self.project_severity)]
        known = known[np.lexsort((rows["id"][known], -rows["severity"][known], rows["area"][known]))]
        area = rows["area"][known]
        taken = known[np.arange(known.size) - np.searchsorted(area, area) < np.floor(most[area])]
        serves = draws.uniform("selfgovernance.capture", rows["id"][taken], 0) >= self.capture_share
        mended = taken[serves]
        rows["heal_h"][mended] = np.minimum(rows["heal_h"][mended], now.start_h + HOURS_PER_DAY * self.project_days)
        rows["mended"][mended] = 1
        spent = self.project_yuan * np.bincount(rows["area"][taken], minlength=hoods.size)
        hoods["funds_yuan"] -= spent
        spent = spent + self._fit(hoods, conditions, households)
        staff.bill["micro-projects"] += float(spent.sum())

    def _fit(self, hoods: np.ndarray, conditions: np.ndarray, households: np.ndarray) -> np.ndarray:
        """What is left beyond the next project goes to gates or lamps, whichever is lacking; yuan spent, (n_areas,)."""
        spend = np.where(hoods["council"] == 1, np.maximum(0, hoods["funds_yuan"] - self.project_yuan), 0.0)
        share = np.minimum(1, spend / (self.fitting_yuan_household * np.maximum(1, households)))
        lacks_gate = conditions["gate"] <= conditions["light"]
        hoods["gate"] += np.where(lacks_gate, share * (1 - hoods["gate"]), 0)
        hoods["light"] += np.where(lacks_gate, 0, share * (1 - hoods["light"]))
        hoods["funds_yuan"] -= spend
        return spend

    def _watch(self, hoods: np.ndarray, conditions: np.ndarray, staff: Staff, levers: Levers, town: Town) -> None:
        """Volunteers cover what they are asked for, as far as they are enough and not tired."""
        people = conditions["active"] * town.areas["residents"]
        enough = people * self.volunteer_hours / DAYS_PER_WEEK / (NIGHT_HOURS * self.volunteers_a_round)
        hoods["rota"] = np.minimum(levers.neighbourhood.volunteers, enough) * (1 - hoods["fatigue"])
        load = np.maximum(hoods["rota"], hoods["council"] * 0.1)
        hoods["fatigue"] += self.volunteer_fatigue * load / DAYS_PER_MONTH * (1 - hoods["fatigue"])
        hoods["fatigue"] -= hoods["fatigue"] / self.rest_days
        staff.bill["volunteers"] += float(hoods["rota"].sum()) * NIGHT_HOURS * self.volunteers_a_round
        for name in ("gate", "light", "rota"):
            conditions[name] = 1 - (1 - conditions[name]) * (1 - hoods[name])

    def _settle(self, hoods: np.ndarray, conditions: np.ndarray, levers: Levers, town: Town) -> None:
        """Who settles quarrels in the building, and how people come to care."""
        areas, alive = town.areas, hoods["council"] * (1 - hoods["fatigue"])
        knows = (areas["ntype"] == ACQUAINTANCE) | (areas["ntype"] == VILLAGE)
        elders = np.minimum(1, self.elder_settling * levers.grid.elders) * knows
        company = self.property_settling * levers.neighbourhood.property_link * (areas["property_company"] >= 0)
        lost = 1 - self.crowd_out_self_gov * conditions["hall"]
        reach = 1 - (1 - conditions["settling"]) * (1 - self.council_settling * alive) * (1 - elders) * (1 - company)
        conditions["settling"] = reach * lost
        aim = 1 - (1 - conditions["efficacy_aim"]) * (1 - self.council_efficacy * alive)
        conditions["efficacy"] += (aim - conditions["efficacy"]) / self.efficacy_days
