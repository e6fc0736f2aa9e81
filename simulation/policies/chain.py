"""The responsibility chain (B4-B7, D6-D8) and the merging of grids (D5)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from ..engine.quantities import Density, Share
from .base import Aims


class ResponsibilityChain(Aims):
    """B4-B7, D6, D7. One office routes, leaders press, more is decided below, closures are looked at."""

    family: ClassVar[str] = "chain"

    community_authority: Share = Field(description="severity up to which a community settles a matter")
    street_authority: Share = Field(description="severity up to which a street does")
    dispatchers: Density = Field(description="clerks of the coordinating office, per 10,000 residents")
    effort: Share = Field(description="how far leaders hold departments to it")
    joint: Share = Field(description="departments handle shared matters together")
    triage: Share = Field(description="incoming reports are sorted by trained people")
    verification: Share = Field(description="share of closures at which somebody goes and looks")


class MergeGrids(Aims):
    """D5. Overlapping grid systems become one; borders are drawn anew, second entries and gaps end."""

    family: ClassVar[str] = "grid"

    merged: Share = Field(description="overlapping grid systems are one")
    report_targets: Share = Field(description="how far workers are judged by how much they report")
