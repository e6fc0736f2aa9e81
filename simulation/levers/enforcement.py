"""How the police enforce: campaigns and fairness (A5, A13)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..engine.quantities import Share
from ..town import Town
from .base import LeverGroup, Plan


@dataclass(frozen=True, kw_only=True, repr=False)
class EnforcementLevers(LeverGroup):
    """Campaigns (专项行动) and the way in which police deal with people."""

    campaign: np.ndarray  # (n_areas,) intensity of a campaign against theft, 0..1
    fairness: np.ndarray  # (n_areas,) share of contacts in which police explain, listen and treat all alike, 0..1


class EnforcementPlan(Plan):
    """Enforcement before any policy."""

    campaign: Share = Field(description="intensity of a campaign against theft")
    fairness: Share = Field(description="share of contacts in which police are fair")

    def levers(self, town: Town) -> EnforcementLevers:
        """The same orders in every area."""
        return EnforcementLevers(**self.everywhere(town))
