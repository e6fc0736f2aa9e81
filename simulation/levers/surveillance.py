"""Cameras, lights, gates: what is ordered (A8-A12, F13)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..engine.quantities import Density, Share
from ..town import OPEN, Town
from .base import LeverGroup, Plan


@dataclass(frozen=True, kw_only=True, repr=False)
class SurveillanceLevers(LeverGroup):
    """Technical surroundings: what there should be, and the people who make use of it."""

    cameras: np.ndarray  # (n_areas,) share of the ground that should be under cameras, 0..1
    maintenance: np.ndarray  # (n_areas,) share of broken cameras and lights repaired on a day, 0..1
    monitors: np.ndarray  # (n_areas,) posts at screens, round the clock, per 100 cameras
    forensic: np.ndarray  # (n_areas,) share of recordings that are kept, found and searched when asked for, 0..1
    lights: np.ndarray  # (n_areas,) share of the ground that should be lit, 0..1
    signs: np.ndarray  # (n_areas,) share of streets and yards with signs and marked places to park, 0..1
    nets: np.ndarray  # (n_areas,) how well layers of prevention act on one another's alarms (365), 0..1
    gates: np.ndarray  # (n_areas,) share of open entrances that should be closed by a gate, 0..1
    intercoms: np.ndarray  # (n_areas,) share of gates with an intercom, so that nobody has to prop them open, 0..1


class SurveillancePlan(Plan):
    """Technical surroundings before any policy; shares by neighbourhood type 1..10."""

    cameras_by_type: tuple[Share, ...] = Field(min_length=OPEN, max_length=OPEN, description="share of the ground")
    lights_by_type: tuple[Share, ...] = Field(min_length=OPEN, max_length=OPEN, description="share of the ground")
    maintenance: Share = Field(description="share of broken cameras and lights repaired on a day")
    monitors: Density = Field(description="posts at screens, round the clock, per 100 cameras")
    forensic: Share = Field(description="share of recordings used when asked for")
    signs: Share = Field(description="share of streets and yards with signs and marked places to park")
    nets: Share = Field(description="how well layers of prevention act on one another's alarms (365)")
    gates: Share = Field(description="share of open entrances that should be closed")
    intercoms: Share = Field(description="share of gates with an intercom")

    def levers(self, town: Town) -> SurveillanceLevers:
        """Shares by the type of the area, the rest the same everywhere."""
        row, n = town.areas["ntype"].astype(int) - 1, town.n_areas
        by_type = {name: np.array(getattr(self, f"{name}_by_type"))[row] for name in ("cameras", "lights")}
        same = {
            name: np.full(n, getattr(self, name))
            for name in ("maintenance", "monitors", "forensic", "signs", "nets", "gates", "intercoms")
        }
        return SurveillanceLevers(**by_type, **same)
