"""P3: mediation. More mediators, and modern ways of working."""

from __future__ import annotations

from typing import ClassVar, override

import numpy as np
from pydantic import Field

from ..engine.quantities import Number, Share
from ..levers import Levers
from .base import Aims, Policy


class MoreMediators(Policy):
    """P3a. More full-time mediators, working as before."""

    multiplier: Number = Field(ge=0, le=20, description="mediator posts, times baseline")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        group = levers.mediation.scale("posts", 1 + strength * (self.multiplier - 1), treated)
        return levers.with_group("mediation", group)

    @override
    def sets(self) -> frozenset[str]:
        return frozenset()


class ModernMediation(Aims):
    """P3. Hearings every working day, quick first contact, triage by heat, lawyers, counsellors, follow-up."""

    family: ClassVar[str] = "mediation"

    hearing_days: Number = Field(ge=1, le=7, description="days a week on which cases are heard")
    first_contact_days: Number = Field(ge=0, le=30, description="days until the parties have been seen")
    triage: Share = Field(description="share of cases heard by heat instead of by date")
    legal: Share = Field(description="share of hearings with a lawyer at hand")
    psychology: Share = Field(description="share of hearings with a counsellor")
    follow_up: Share = Field(description="share of settled cases visited again after 30 days")
