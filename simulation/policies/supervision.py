"""P10 and registration: people who need support and control (A1, A2, A4, A19, A21, A22)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from ..engine.quantities import Density, Share
from .base import Aims


class SupervisionYouth(Aims):
    """P10. Visits that reach people, aftercare, places after school, schools and families that talk, prevention."""

    family: ClassVar[str] = "supervision"

    visits: Density = Field(description="visits ordered to a special person, a month")
    visit_share: Share = Field(description="share of grid workers' desk minutes available for them")
    link: Share = Field(description="departments tell one another whom to expect and who has moved")
    aftercare: Share = Field(description="share of the released who get work or a helper")
    after_school: Share = Field(description="share of youths alone at home who get a place after school")
    school_link: Share = Field(description="schools and families tell one another")
    prevention: Share = Field(description="share of youths reached by classes of prevention in a year")


class RegistrationDrive(Aims):
    """A1. Grid workers spend more of their desk time on finding and registering newcomers."""

    family: ClassVar[str] = "supervision"

    registration: Share = Field(description="share of grid workers' desk minutes spent on registration")
