"""P1: police patrol. More hours, better places, fixed posts in the street."""

from __future__ import annotations

from typing import Literal, override

import numpy as np
from pydantic import Field

from ..engine.quantities import Number, Share, Whole
from ..levers import SHIFTS, Levers
from ..levers.patrol import EVERYWHERE, FootHours, Places, StopMinutes, Visits
from .base import Policy


class MorePatrol(Policy):
    """P1a. More hours of visible patrol, routed as before."""

    multiplier: Number = Field(ge=0, le=20, description="patrol unit-hours, times baseline")
    shifts: tuple[Literal["night", "day", "evening"], ...] = Field(description="shifts in which hours change")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        where = np.isin(SHIFTS, self.shifts)[:, None] & treated
        return levers.with_group("patrol", levers.patrol.scale("hours", 1 + strength * (self.multiplier - 1), where))

    @override
    def sets(self) -> frozenset[str]:
        return frozenset()


class HotSpotPatrol(Policy):
    """P1b. The same hours, part of them spent on timed visits to listed hot spots (Koper 1995)."""

    hotspot_visits: Visits = Field(description="visits a day to each place on the list")
    hotspot_places: Places = Field(description="places on the list of a circle")
    stop_minutes: StopMinutes = Field(description="length of a visit; 10 to 16 works best [S61]")
    list_led: Share = Field(description="weight of records against impressions in that list")
    fixed_times: Share = Field(description="share of visits that come at the same times every day; thieves learn them")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        patrol = levers.patrol.shift("hotspot_visits", self.hotspot_visits, strength, treated)
        for name in EVERYWHERE[1:]:  # how a visit is made holds at once, only the number of visits grows
            patrol = patrol.shift(name, getattr(self, name), 1.0, treated)
        return levers.with_group("patrol", patrol)

    @override
    def sets(self) -> frozenset[str]:
        return frozenset(f"patrol.{name}" for name in EVERYWHERE)


class BeatPatrol(Policy):
    """P1d. Community officers and auxiliaries spend more of their time on foot in their beats."""

    foot_hours: FootHours = Field(description="hours a day that the pair of each beat walks it")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        walked = treated & (levers.patrol.foot_hours > 0)
        return levers.with_group("patrol", levers.patrol.shift("foot_hours", self.foot_hours, strength, walked))

    @override
    def sets(self) -> frozenset[str]:
        return frozenset({"patrol.foot_hours"})


class StreetStations(Policy):
    """P1c. Fixed police posts at the busiest corners: visible, and nearer to the next call."""

    posts: Whole = Field(ge=0, le=100, description="posts in the treated areas")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        per_area = self.posts / max(1, int(treated.sum()))
        return levers.with_group("patrol", levers.patrol.shift("street_posts", per_area, strength, treated))

    @override
    def sets(self) -> frozenset[str]:
        return frozenset({"patrol.street_posts"})
