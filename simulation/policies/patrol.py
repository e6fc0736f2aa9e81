"""P1: police patrol. More hours, better places, fixed posts in the street."""

from __future__ import annotations

from typing import Literal, override

import numpy as np
from pydantic import Field

from ..engine.quantities import Number, Share, Whole
from ..levers import SHIFTS, Levers
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
    """P1b. The same hours, part of them spent on timed stops at recorded hot spots (Koper 1995)."""

    hotspot_share: Share = Field(description="share of patrol time spent on stops at hot spots")
    stop_minutes: Number = Field(ge=1, le=60, description="length of a stop; 10 to 16 works best [S61]")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        patrol = levers.patrol.shift("hotspot_share", self.hotspot_share, strength, treated)
        return levers.with_group("patrol", patrol.shift("stop_minutes", self.stop_minutes, strength, treated))

    @override
    def sets(self) -> frozenset[str]:
        return frozenset({"patrol.hotspot_share", "patrol.stop_minutes"})


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
