"""P3: the governance centre. One hall, one stop, joint meetings, departments at one table."""

from __future__ import annotations

from typing import override

import numpy as np
from pydantic import Field

from ..levers import Levers
from .base import Policy

LEVERS = ("counters", "one_stop", "joint_meetings", "group_team")


class GovernanceCentre(Policy):
    """F7, F9, F11, F12. Cases are taken in at one counter, hard ones by all departments together."""

    counters: float = Field(ge=0, le=20, description="staffed counters of the reception hall per 10,000 residents")
    one_stop: float = Field(ge=0, le=1, description="share of cases taken in at one counter")
    joint_meetings: float = Field(ge=0, le=30, description="joint meetings on hard cases a month")
    group_team: float = Field(ge=0, le=1, description="share of group disputes heard by departments together")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        group = levers.centre
        for lever in LEVERS:
            group = group.shift(lever, getattr(self, lever), strength, treated)
        return levers.with_group("centre", group)

    @override
    def sets(self) -> frozenset[str]:
        return frozenset(f"centre.{lever}" for lever in LEVERS)
