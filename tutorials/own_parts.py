"""A policy and a process of one's own, in a module, so that worker processes can import them."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from govsim.simulation.entities.legs import LEGS_PER_DAY
from govsim.simulation.levers import SHIFTS, Levers
from govsim.simulation.policies import Policy
from govsim.simulation.processes import Patrolling


class LitNights(Policy):
    """More patrol hours at night, and street lights where they lack: levers of two families in one policy."""

    multiplier: float = Field(ge=0, le=20, description="patrol unit-hours at night, times baseline")
    lights: float = Field(ge=0, le=1, description="share of the streets that are lit")

    def apply(self, levers: Levers, strength: float, treated: np.ndarray) -> Levers:
        """The levers under this policy. `strength` in (0, 1]; `treated`: bool, (n_areas,)."""
        night = np.isin(SHIFTS, ["night"])[:, None] & treated
        patrol = levers.patrol.scale("hours", 1 + strength * (self.multiplier - 1), night)
        lit = levers.surveillance.shift("lights", self.lights, strength, treated)
        return levers.with_group("patrol", patrol).with_group("surveillance", lit)

    def sets(self) -> frozenset[str]:
        """Levers that it moves toward a value; two policies that do that to one lever are refused together."""
        return frozenset({"surveillance.lights"})


class UnmarkedPatrolling(Patrolling):
    """Cars that nobody knows for police: they answer calls as ever, and leave no trace that deters."""

    def step(self, staff, field, town, levers, draws) -> None:
        """Plan the legs of the day as before, then take their traces away."""
        super().step(staff, field, town, levers, draws)
        staff.legs.table["depth"][:, LEGS_PER_DAY:] = 0.0
