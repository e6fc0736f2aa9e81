"""P2: grid staffing. More workers, more of their time outside, elders as part-time workers."""

from __future__ import annotations

from typing import ClassVar, override

import numpy as np
from pydantic import Field

from ..engine.quantities import Number, Share
from ..levers import Levers
from .base import Aims, Policy


class MoreGridWorkers(Policy):
    """P2a. More full-time workers in each base grid, spending their time as before."""

    multiplier: Number = Field(ge=0, le=8, description="full-time posts, times baseline")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        return levers.with_group("grid", levers.grid.scale("full_time", 1 + strength * (self.multiplier - 1), treated))

    @override
    def sets(self) -> frozenset[str]:
        return frozenset()


class FieldTime(Aims):
    """P2b. Grid workers spend more of their minutes outside and on the safety stream of the 1+6 duties."""

    family: ClassVar[str] = "grid"

    field_share: Share = Field(description="share of paid minutes spent outside")
    safety_share: Share = Field(description="share of minutes for the safety stream")


class ElderWorkers(Policy):
    """P2c. Respected elders (old leaders, cadres, party members) as part-time grid workers."""

    per_grid: Number = Field(ge=0, le=8, description="part-time posts in a base grid")

    @override
    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        return levers.with_group("grid", levers.grid.shift("elders", self.per_grid, strength, treated))

    @override
    def sets(self) -> frozenset[str]:
        return frozenset({"grid.elders"})
