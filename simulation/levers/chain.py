"""The responsibility chain: who may decide, who routes, who checks (B4-B7, D3, D6-D8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..engine.quantities import Density, Share
from ..town import Town
from .base import LeverGroup, Plan


@dataclass(frozen=True, kw_only=True, repr=False)
class ChainLevers(LeverGroup):
    """Three tiers (community, street, district) and how they work together."""

    community_authority: np.ndarray  # (n_areas,) severity up to which a community may settle a matter itself, 0..1
    street_authority: np.ndarray  # (n_areas,) severity up to which a street may, 0..1
    community_staff: np.ndarray  # (n_areas,) staff for matters, per 10,000 residents
    street_staff: np.ndarray  # (n_areas,) staff of the professional grids of streets, per 10,000 residents
    district_staff: np.ndarray  # (n_areas,) staff of the professional grids of the district, per 10,000 residents
    dispatchers: np.ndarray  # (n_areas,) clerks of the coordinating office (1+N), per 10,000 residents
    effort: np.ndarray  # (n_areas,) how far leaders hold departments to it (double leader), 0..1
    joint: np.ndarray  # (n_areas,) departments handle shared matters together, 0..1
    triage: np.ndarray  # (n_areas,) incoming reports are sorted by trained people, 0..1
    verification: np.ndarray  # (n_areas,) share of closures at which somebody goes and looks, 0..1


class ChainPlan(Plan):
    """The chain before any policy."""

    community_authority: Share = Field(description="severity up to which a community settles a matter")
    street_authority: Share = Field(description="severity up to which a street does")
    community_staff: Density = Field(description="staff for matters, per 10,000 residents")
    street_staff: Density = Field(description="staff of professional grids of streets, per 10,000 residents")
    district_staff: Density = Field(description="staff of professional grids of the district, per 10,000 residents")
    dispatchers: Density = Field(description="clerks of the coordinating office, per 10,000 residents")
    effort: Share = Field(description="how far leaders hold departments to it")
    joint: Share = Field(description="departments handle shared matters together")
    triage: Share = Field(description="incoming reports are sorted by trained people")
    verification: Share = Field(description="share of closures at which somebody goes and looks")

    def levers(self, town: Town) -> ChainLevers:
        """The same orders in every area."""
        return ChainLevers(**self.everywhere(town))
