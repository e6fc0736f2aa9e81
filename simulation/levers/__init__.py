"""Levers: everything the district government can set, and nothing it cannot; one file a family.

A policy changes levers. Levers change what staff do. Only processes change what happens to people.
Levers are what is ordered; `processes/staffing.py` moves posts toward them with its delays.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from ..engine.quantities import Checked
from ..town import Town
from .base import LeverGroup, Plan
from .centre import CentreLevers, CentrePlan
from .chain import ChainLevers, ChainPlan
from .cogovernance import CogovernanceLevers, CogovernancePlan
from .data import DataLevers, DataPlan
from .enforcement import EnforcementLevers, EnforcementPlan
from .grid import GridLevers, GridPlan
from .mediation import MediationLevers, MediationPlan
from .neighbourhood import NeighbourhoodLevers, NeighbourhoodPlan
from .patrol import SHIFT_H, SHIFTS, PatrolLevers, PatrolPlan
from .supervision import SupervisionLevers, SupervisionPlan
from .surveillance import SurveillanceLevers, SurveillancePlan

__all__ = [
    "SHIFTS",
    "SHIFT_H",
    "Baseline",
    "CentreLevers",
    "ChainLevers",
    "CogovernanceLevers",
    "DataLevers",
    "EnforcementLevers",
    "GridLevers",
    "LeverGroup",
    "Levers",
    "MediationLevers",
    "NeighbourhoodLevers",
    "PatrolLevers",
    "Plan",
    "SupervisionLevers",
    "SurveillanceLevers",
]


@dataclass(frozen=True, kw_only=True, repr=False)
class Levers:
    """All levers, by family."""

    patrol: PatrolLevers
    grid: GridLevers
    mediation: MediationLevers
    data: DataLevers
    centre: CentreLevers
    surveillance: SurveillanceLevers
    cogovernance: CogovernanceLevers
    chain: ChainLevers
    supervision: SupervisionLevers
    neighbourhood: NeighbourhoodLevers
    enforcement: EnforcementLevers

    def __repr__(self) -> str:
        return "\n".join(["Levers", *(f"  {f.name}: {getattr(self, f.name)}" for f in fields(self))])

    def with_group(self, family: str, group: LeverGroup) -> Levers:
        """These levers with one family replaced."""
        return replace(self, **{family: group})  # pyright: ignore[reportArgumentType]

    def same_as(self, other: Levers) -> bool:
        """Whether every lever has bit for bit the same values."""
        return all(getattr(self, f.name).same_as(getattr(other, f.name)) for f in fields(self))


class Baseline(Checked):
    """What is ordered before any policy, by family."""

    patrol: PatrolPlan
    grid: GridPlan
    mediation: MediationPlan
    data: DataPlan
    centre: CentrePlan
    surveillance: SurveillancePlan
    cogovernance: CogovernancePlan
    chain: ChainPlan
    supervision: SupervisionPlan
    neighbourhood: NeighbourhoodPlan
    enforcement: EnforcementPlan

    def levers(self, town: Town) -> Levers:
        """These orders as levers of a town."""
        return Levers(**{family: plan.levers(town) for family, plan in self})
