"""People who need support and control: what is ordered (A1, A2, A4, A19, A21, A22)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..engine.quantities import Density, Share
from ..town import Town
from .base import LeverGroup, Plan


@dataclass(frozen=True, kw_only=True, repr=False)
class SupervisionLevers(LeverGroup):
    """Registration, visits, aftercare, school and family."""

    registration: np.ndarray  # (n_areas,) share of grid workers' desk minutes spent on registering newcomers, 0..1
    visits: np.ndarray  # (n_areas,) visits ordered to a special person, a month
    visit_share: np.ndarray  # (n_areas,) share of grid workers' desk minutes available for them, 0..1
    link: np.ndarray  # (n_areas,) departments tell one another whom to expect and who has moved, 0..1
    aftercare: np.ndarray  # (n_areas,) share of the released who get work or a helper, 0..1
    after_school: np.ndarray  # (n_areas,) share of youths alone at home who get a place after school, 0..1
    school_link: np.ndarray  # (n_areas,) schools and families tell one another, 0..1
    prevention: np.ndarray  # (n_areas,) share of youths reached by classes of prevention within a year, 0..1


class SupervisionPlan(Plan):
    """Supervision before any policy."""

    registration: Share = Field(description="share of grid workers' desk minutes spent on registration")
    visits: Density = Field(description="visits ordered to a special person, a month")
    visit_share: Share = Field(description="share of grid workers' desk minutes available for them")
    link: Share = Field(description="departments tell one another whom to expect and who has moved")
    aftercare: Share = Field(description="share of the released who get work or a helper")
    after_school: Share = Field(description="share of youths alone at home who get a place after school")
    school_link: Share = Field(description="schools and families tell one another")
    prevention: Share = Field(description="share of youths reached by classes of prevention in a year")

    def levers(self, town: Town) -> SupervisionLevers:
        """The same orders in every area."""
        return SupervisionLevers(**self.everywhere(town))
