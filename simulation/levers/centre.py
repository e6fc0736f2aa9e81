"""The governance centre: what is ordered (F7, F9, F11, F12, F6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..engine.quantities import Number, Share
from ..town import Town
from .base import LeverGroup, Plan


@dataclass(frozen=True, kw_only=True, repr=False)
class CentreLevers(LeverGroup):
    """Physical governance centres (综治中心)."""

    counters: np.ndarray  # (n_areas,) staffed counters of the reception hall per 10,000 residents
    one_stop: np.ndarray  # (n_areas,) share of cases taken in at one counter instead of office by office, 0..1
    joint_meetings: np.ndarray  # (n_areas,) joint meetings on hard cases a month (综治信访联席会议)
    group_team: np.ndarray  # (n_areas,) share of group disputes heard by departments together, 0..1


class CentrePlan(Plan):
    """Governance centres before any policy."""

    counters: Number = Field(ge=0, le=20, description="staffed counters of the reception hall per 10,000 residents")
    one_stop: Share = Field(description="share of cases taken in at one counter")
    joint_meetings: Number = Field(ge=0, le=30, description="joint meetings on hard cases a month")
    group_team: Share = Field(description="share of group disputes heard by departments together")

    def levers(self, town: Town) -> CentreLevers:
        """The same orders in every area."""
        return CentreLevers(**self.everywhere(town))
