"""Enforcement: campaigns and the hours they cost, alarm among thieves, fairness of the police.

A campaign brings hours to investigation and takes the time in which police settle quarrels at the door; word of it
spreads among thieves within days and fades within weeks. Police hours are finite: more patrols than at the start
leave less time for the rest. Source: inventory A5, A13, 5.1 (crowd_out_police_share, campaign_rebound); S64.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import Clock
from ..engine.quantities import Days, Hours, Number, Share
from ..entities.staff import Staff
from ..entities.units import ON_FOOT
from ..levers import Levers
from ..town import Town
from .base import Process


class Enforcement(Process):
    """What campaigns and patrols leave for other police work, and what thieves hear of it."""

    campaign_hours: Hours = Field(description="hours of investigation that a campaign in full adds, times usual")
    overtime_hours: Hours = Field(description="overtime of a campaign in full, hours a day per 10,000 residents")
    campaign_crowding: Share = Field(description="share of conciliation at doors that it takes away")
    alarm_reach: Number = Field(ge=0, lt=1, description="perceived risk that a campaign in full adds")
    rise_days: Days = Field(ge=1, description="mean days until thieves have heard of it")
    memory_days: Days = Field(ge=1, description="mean days until it is forgotten")
    crowd_out_police_share: Share = Field(
        description="part of added patrol hours taken from other police work (inventory 5.1); 0: none"
    )
    other_hours: Hours = Field(gt=0, description="police hours a day for other work, per 10,000 residents")
    fair_by_itself: Number = Field(ge=0, lt=1, description="share of fair contacts without training and cameras")

    def step(self, conditions: np.ndarray, staff: Staff, levers: Levers, town: Town, now: Clock) -> None:
        """Once a day: hours, alarm and fairness."""
        order, residents = levers.enforcement, town.areas["residents"]
        aim, alarm = self.alarm_reach * order.campaign, conditions["alarm"]
        conditions["alarm"] += (aim - alarm) / np.where(aim > alarm, self.rise_days, self.memory_days)
        conditions["fair"] = order.fairness
        intensity = float((order.campaign * residents).sum() / max(1, residents.sum()))
        left = 1 - self._crowded_out(staff, residents.sum())
        staff.investigators_share = left * (1 + self.campaign_hours * intensity)
        staff.conciliation_share = left * (1 - self.campaign_crowding * intensity)
        staff.bill["campaign overtime"] += self.overtime_hours * intensity * residents.sum() / 10_000
        trained = np.maximum(0, order.fairness - self.fair_by_itself) / (1 - self.fair_by_itself)
        units = int((staff.units.rows["kind"] != ON_FOOT).sum())
        staff.bill["fair policing"] += float((trained * residents).sum() / max(1, residents.sum())) * units

    def _crowded_out(self, staff: Staff, residents: int) -> float:
        """Share of other police work for which no time is left, because of patrols added since the first day."""
        if staff.patrol_hours_at_first is None:
            return 0.0
        added = max(0.0, float(staff.patrol_hours.sum()) - staff.patrol_hours_at_first)
        added += max(0.0, staff.foot_hours - staff.foot_hours_at_first)
        return min(1.0, self.crowd_out_police_share * added / (self.other_hours * residents / 10_000))
