"""P3: the governance centre. One hall, one stop, joint meetings, departments at one table."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from ..engine.quantities import Number, Share
from .base import Aims


class GovernanceCentre(Aims):
    """F7, F9, F11, F12. Cases are taken in at one counter, hard ones by all departments together."""

    family: ClassVar[str] = "centre"

    counters: Number = Field(ge=0, le=20, description="staffed counters of the reception hall per 10,000 residents")
    one_stop: Share = Field(description="share of cases taken in at one counter")
    joint_meetings: Number = Field(ge=0, le=30, description="joint meetings on hard cases a month")
    group_team: Share = Field(description="share of group disputes heard by departments together")
