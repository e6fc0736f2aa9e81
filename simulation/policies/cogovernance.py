"""P4: enterprises and the locality defend together (地企联防联动)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from .base import Aims


class EnterpriseCodefence(Aims):
    """P4. Contracts for guards beyond the wall, joint meetings, and the six commons (六共)."""

    family: ClassVar[str] = "cogovernance"

    contracts: float = Field(ge=0, le=1, description="share of enterprises with guards that sign a contract")
    guards_out: float = Field(ge=0, le=1, description="share of a contractor's guards promised for outside")
    radius_m: float = Field(ge=0, le=2000, description="how far from the wall they walk, metres")
    organisation: float = Field(ge=0, le=1, description="joint party organisation: contracts are kept")
    consultation: float = Field(ge=0, le=1, description="joint meetings that bring problems to guards")
    members: float = Field(ge=0, le=1, description="party members as volunteers where they live")
    resources: float = Field(ge=0, le=1, description="shared video")
    events: float = Field(ge=0, le=1, description="joint events")
    dispatch: float = Field(ge=0, le=1, description="guards outside are told of calls nearby")
    entry_points: float = Field(ge=0, le=1, description="firms settle quarrels at work by their own rules")
    premises: float = Field(ge=0, le=1, description="joint premises")
