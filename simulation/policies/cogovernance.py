"""P4: enterprises and the locality defend together (地企联防联动)."""

from __future__ import annotations

from typing import override

import numpy as np
from pydantic import Field

from ..levers import Levers
from .base import Policy

LEVERS = (
    "contracts", "guards_out", "radius_m", "organisation", "consultation", "members", "resources", "events", "premises",
)  # fmt: skip


class EnterpriseCodefence(Policy):
    """P4. Contracts for guards beyond the wall, joint meetings, and the six commons (六共)."""

    contracts: float = Field(ge=0, le=1, description="share of enterprises with guards that sign a contract")
    guards_out: float = Field(ge=0, le=1, description="share of a contractor's guards promised for outside")
    radius_m: float = Field(ge=0, le=2000, description="how far from the wall they walk, metres")
    organisation: float = Field(ge=0, le=1, description="joint party organisation: contracts are kept")
    consultation: float = Field(ge=0, le=1, description="joint meetings that bring problems to guards")
    members: float = Field(ge=0, le=1, description="party members as volunteers where they live")
    resources: float = Field(ge=0, le=1, description="shared video")
    events: float = Field(ge=0, le=1, description="joint events")
    premises: float = Field(ge=0, le=1, description="joint premises")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        group = levers.cogovernance
        for lever in LEVERS:
            group = group.shift(lever, getattr(self, lever), strength, treated)
        return levers.with_group("cogovernance", group)

    @override
    def sets(self) -> frozenset[str]:
        return frozenset(f"cogovernance.{lever}" for lever in LEVERS)
