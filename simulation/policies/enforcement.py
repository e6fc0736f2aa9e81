"""Campaigns and fair policing (A5, A13)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from ..engine.quantities import Share
from .base import Aims


class Crackdown(Aims):
    """A5. A campaign against theft (专项行动); give it an end_day."""

    family: ClassVar[str] = "enforcement"

    campaign: Share = Field(description="intensity of the campaign")


class FairPolicing(Aims):
    """A13. Police explain, listen and treat all alike more often: training, cameras on the body."""

    family: ClassVar[str] = "enforcement"

    fairness: Share = Field(description="share of contacts in which police are fair")
