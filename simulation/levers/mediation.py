"""People's mediation: what is ordered (A23, F9, F12)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..engine.quantities import Days, Density, Number, Share
from ..town import Town
from .base import LeverGroup, Plan


@dataclass(frozen=True, kw_only=True, repr=False)
class MediationLevers(LeverGroup):
    """People's mediation (A23, F9, F12)."""

    posts: np.ndarray  # (n_areas,) full-time mediators per 1,000 residents
    hearing_days: np.ndarray  # (n_areas,) days a week on which cases are heard, 1..7
    first_contact_days: np.ndarray  # (n_areas,) days from registration until the parties have been seen
    triage: np.ndarray  # (n_areas,) share of cases heard by heat instead of by date, 0..1
    legal: np.ndarray  # (n_areas,) share of hearings with a lawyer at hand, 0..1
    psychology: np.ndarray  # (n_areas,) share of hearings with a counsellor, 0..1
    follow_up: np.ndarray  # (n_areas,) share of settled cases visited again after 30 days, 0..1


class MediationPlan(Plan):
    """Mediation before any policy."""

    posts: Density = Field(description="full-time mediators per 1,000 residents")
    hearing_days: Number = Field(ge=0, le=7, description="days a week on which cases are heard")
    first_contact_days: Days = Field(description="days from registration until the parties have been seen")
    triage: Share = Field(description="share of cases heard by heat instead of by date")
    legal: Share = Field(description="share of hearings with a lawyer at hand")
    psychology: Share = Field(description="share of hearings with a counsellor")
    follow_up: Share = Field(description="share of settled cases visited again")

    def levers(self, town: Town) -> MediationLevers:
        """The same orders in every area."""
        return MediationLevers(**self.everywhere(town))
