"""Enterprise-locality co-governance: what is agreed (C2-C7, G2, G3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..engine.quantities import Metres, Share
from ..town import Town
from .base import LeverGroup, Plan

COMMONS = ("organisation", "consultation", "members", "resources", "events", "premises")


@dataclass(frozen=True, kw_only=True, repr=False)
class CogovernanceLevers(LeverGroup):
    """Contracts with enterprises and the six commons (六共); an enterprise follows the levers of its main gate."""

    contracts: np.ndarray  # (n_areas,) share of enterprises with guards that sign a contract, 0..1
    guards_out: np.ndarray  # (n_areas,) share of a contractor's guards that it promises to send outside, 0..1
    radius_m: np.ndarray  # (n_areas,) how far from the wall they walk, metres
    organisation: np.ndarray  # (n_areas,) joint party organisation: contracts are kept, 0..1
    consultation: np.ndarray  # (n_areas,) joint meetings at which problems are brought to guards, 0..1
    members: np.ndarray  # (n_areas,) party members of enterprises as volunteers where they live, 0..1
    resources: np.ndarray  # (n_areas,) shared video, 0..1
    events: np.ndarray  # (n_areas,) joint events: neighbours come to know one another, 0..1
    dispatch: np.ndarray  # (n_areas,) guards outside are told of calls nearby (joint dispatch), 0..1
    entry_points: np.ndarray  # (n_areas,) firms settle quarrels at work by their own rules and people (G3), 0..1
    premises: np.ndarray  # (n_areas,) joint premises: a room to settle quarrels in, 0..1


class CogovernancePlan(Plan):
    """Co-governance before any policy."""

    contracts: Share = Field(description="share of enterprises with guards that sign a contract")
    guards_out: Share = Field(description="share of a contractor's guards promised for outside")
    radius_m: Metres = Field(description="how far from the wall they walk, metres")
    organisation: Share = Field(description="joint party organisation")
    consultation: Share = Field(description="joint meetings")
    members: Share = Field(description="party members as volunteers where they live")
    resources: Share = Field(description="shared video")
    events: Share = Field(description="joint events")
    dispatch: Share = Field(description="guards outside are told of calls nearby")
    entry_points: Share = Field(description="firms settle quarrels at work by their own rules")
    premises: Share = Field(description="joint premises")

    def levers(self, town: Town) -> CogovernanceLevers:
        """The same orders in every area."""
        return CogovernanceLevers(**self.everywhere(town))
