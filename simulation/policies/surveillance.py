"""P5: cameras and what is made of them; lights, gates and intercoms."""

from __future__ import annotations

from typing import ClassVar, override

import numpy as np
from pydantic import Field

from ..engine.quantities import Density, Share
from ..levers import Levers
from .base import Aims, Policy


class MoreCameras(Policy):
    """P5, hardware. More ground under cameras, used as before."""

    uncovered_share: Share = Field(description="share of the uncovered ground that comes under cameras")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        group = levers.surveillance.shift("cameras", 1.0, strength * self.uncovered_share, treated)
        return levers.with_group("surveillance", group)

    @override
    def sets(self) -> frozenset[str]:
        return frozenset({"surveillance.cameras"})


class CameraUse(Aims):
    """P5, use. The same cameras, repaired sooner, watched by more people and searched when asked."""

    family: ClassVar[str] = "surveillance"

    monitors: Density = Field(description="posts at screens, round the clock, per 100 cameras")
    forensic: Share = Field(description="share of recordings used when asked for")
    maintenance: Share = Field(description="share of broken cameras and lights repaired on a day")


class Hardening(Policy):
    """A8. Lights, gates and intercoms in the treated areas."""

    lights: Share = Field(description="share of the unlit ground that gets lamps")
    gates: Share = Field(description="share of open entrances that get a gate")
    intercoms: Share = Field(description="share of gates with an intercom")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        group = levers.surveillance.shift("lights", 1.0, strength * self.lights, treated)
        for lever in ("gates", "intercoms"):
            group = group.shift(lever, getattr(self, lever), strength, treated)
        return levers.with_group("surveillance", group)

    @override
    def sets(self) -> frozenset[str]:
        return frozenset(f"surveillance.{lever}" for lever in ("lights", "gates", "intercoms"))


class LinkedNets(Aims):
    """C8. The layers of prevention act on one another's alarms (365 system; what it holds in Xigu is not public)."""

    family: ClassVar[str] = "surveillance"

    nets: Share = Field(description="how well layers of prevention act on one another's alarms")


class Signs(Aims):
    """A10. Signs and marked places to park."""

    family: ClassVar[str] = "surveillance"

    signs: Share = Field(description="share of streets and yards with signs and marked places to park")
