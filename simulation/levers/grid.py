"""Staff of the base grids: what is ordered (A14, D2, D4, D5, E3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..engine.quantities import Number, Share
from ..town import Town
from .base import LeverGroup, Plan


@dataclass(frozen=True, kw_only=True, repr=False)
class GridLevers(LeverGroup):
    """Grid staffing (A14, D2, D4, D5, E3); an area's value is that of its base grid, averaged over the grid."""

    full_time: np.ndarray  # (n_areas,) full-time posts in a base grid
    elders: np.ndarray  # (n_areas,) part-time posts of respected elders in a base grid
    field_share: np.ndarray  # (n_areas,) share of paid minutes spent outside, 0..1
    safety_share: np.ndarray  # (n_areas,) share of minutes for the safety stream of the 1+6 duties, 0..1
    merged: np.ndarray  # (n_areas,) overlapping grid systems are one: no gaps, no second entries, even borders, 0..1
    report_targets: np.ndarray  # (n_areas,) how far workers are judged by how much they report, 0..1


class GridPlan(Plan):
    """Grid staffing before any policy."""

    full_time: Number = Field(ge=0, le=8, description="full-time posts in a base grid")
    elders: Number = Field(ge=0, le=8, description="part-time posts of elders in a base grid")
    field_share: Share = Field(description="share of paid minutes spent outside")
    safety_share: Share = Field(description="share of minutes for the safety stream of the 1+6 duties")

    merged: Share = Field(description="overlapping grid systems are one")
    report_targets: Share = Field(description="how far workers are judged by how much they report")

    def levers(self, town: Town) -> GridLevers:
        """The same orders in every area."""
        return GridLevers(**self.everywhere(town))
