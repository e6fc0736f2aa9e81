"""P4: enterprises and the locality defend together (地企联防联动)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from ..engine.quantities import Number, Share
from .base import Aims


class EnterpriseCodefence(Aims):
    """P4. Contracts for guards beyond the wall, joint meetings, and the six commons (六共)."""

    family: ClassVar[str] = "cogovernance"

    contracts: Share = Field(description="share of enterprises with guards that sign a contract")
    guards_out: Share = Field(description="share of a contractor's guards promised for outside")
    radius_m: Number = Field(ge=0, le=2000, description="how far from the wall they walk, metres")
    organisation: Share = Field(description="joint party organisation: contracts are kept")
    consultation: Share = Field(description="joint meetings that bring problems to guards")
    members: Share = Field(description="party members as volunteers where they live")
    resources: Share = Field(description="shared video")
    events: Share = Field(description="joint events")
    dispatch: Share = Field(description="guards outside are told of calls nearby")
    entry_points: Share = Field(description="firms settle quarrels at work by their own rules")
    premises: Share = Field(description="joint premises")
