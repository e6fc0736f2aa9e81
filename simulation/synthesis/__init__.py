"""Synthesis: a whole district made of published totals and stated assumptions."""

from __future__ import annotations

from .district import Synthesis, make_district
from .given import GivenGrids, GivenLand
from .plan import DistrictPlan

__all__ = ["DistrictPlan", "GivenGrids", "GivenLand", "Synthesis", "make_district"]
