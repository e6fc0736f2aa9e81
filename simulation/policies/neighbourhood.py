"""P6: residents' councils, property companies, publicity (E1-E8, A7, A16, A18, A20)."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from ..engine.quantities import Share, Yuan
from .base import Aims


class ResidentsCouncil(Aims):
    """P6. Councils with micro-projects and volunteers (居民议事会), where there is nobody else."""

    family: ClassVar[str] = "neighbourhood"

    councils: Share = Field(description="share of compounds with a residents' council")
    project_yuan: Yuan = Field(description="budget for micro-projects, yuan a household and year")
    volunteers: Share = Field(description="share of evening and night hours asked of volunteers")


class PropertyLinks(Aims):
    """E4. Property companies tell the grid what they see and settle small quarrels."""

    family: ClassVar[str] = "neighbourhood"

    property_link: Share = Field(description="property companies tell the grid what they see")


class Publicity(Aims):
    """A16, A20. Publicity for a safe district, legal advice and publicity."""

    family: ClassVar[str] = "neighbourhood"

    publicity: Share = Field(description="how far publicity for a safe district reaches people")
    legal_publicity: Share = Field(description="how far legal advice and publicity reach people")


class Integration(Aims):
    """A18. What one service learns is passed on to the others (打、防、控结合)."""

    family: ClassVar[str] = "neighbourhood"

    integration: Share = Field(description="what one service learns is passed on to the others")
