"""Self-governance by neighbourhood type, and publicity (E1-E8, A7, A16, A20)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..engine.quantities import Share, Yuan
from ..town import Town
from .base import LeverGroup, Plan


@dataclass(frozen=True, kw_only=True, repr=False)
class NeighbourhoodLevers(LeverGroup):
    """What residents and property companies are asked and helped to do."""

    councils: np.ndarray  # (n_areas,) share of compounds with a residents' council (居民议事会), 0..1
    project_yuan: np.ndarray  # (n_areas,) budget for micro-projects, yuan a household and year
    volunteers: np.ndarray  # (n_areas,) share of evening and night hours for which volunteers are asked, 0..1
    property_link: np.ndarray  # (n_areas,) property companies tell the grid what they see, 0..1
    publicity: np.ndarray  # (n_areas,) how far publicity for a safe district reaches people, 0..1
    legal_publicity: np.ndarray  # (n_areas,) how far legal advice and publicity reach people, 0..1
    integration: np.ndarray  # (n_areas,) what one service learns is passed on to the others (打防控), 0..1


class NeighbourhoodPlan(Plan):
    """Neighbourhoods before any policy."""

    councils: Share = Field(description="share of compounds with a residents' council")
    project_yuan: Yuan = Field(description="budget for micro-projects, yuan a household and year")
    volunteers: Share = Field(description="share of evening and night hours asked of volunteers")
    property_link: Share = Field(description="property companies tell the grid what they see")
    publicity: Share = Field(description="how far publicity for a safe district reaches people")
    legal_publicity: Share = Field(description="how far legal advice and publicity reach people")
    integration: Share = Field(description="what one service learns is passed on to the others")

    def levers(self, town: Town) -> NeighbourhoodLevers:
        """The same orders in every area."""
        return NeighbourhoodLevers(**self.everywhere(town))
