"""Surroundings: cameras, lights and gates are built, break, are repaired, and are used or not.

What is seen is coverage times function times use. Building takes its time; what is built stays. Cameras and lamps
fail at a constant rate and wait for repair. Monitors watch as many pictures as a person can. Gates that nobody can
open from home are propped open (Kunming): without an intercom the share kept shut decays. Source: inventory A8-A12.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import DAYS_PER_YEAR, Clock
from ..engine.quantities import Days, Factor, PerYear
from ..entities.staff import Staff
from ..levers import Levers
from ..town import Town
from .base import Process


class Surroundings(Process):
    """What is built, what works and what is used."""

    build_days: Days = Field(gt=0, description="mean days until what is ordered is built")
    camera_life_days: Days = Field(gt=0, description="mean days until a camera fails")
    lamp_life_days: Days = Field(gt=0, description="mean days until a lamp fails")
    cameras_per_area: Factor = Field(gt=0, description="cameras that cover an area whole")
    feeds_per_monitor: Factor = Field(gt=0, description="pictures that one person can watch")
    gate_decay_per_year: PerYear = Field(description="rate at which new gates come to be propped open, per year")
    gate_back_per_year: PerYear = Field(description="rate at which propped gates are shut again, per year")

    def step(
        self, built: np.ndarray, conditions: np.ndarray, staff: Staff, levers: Levers, town: Town, now: Clock
    ) -> None:
        """A day of building, failing, repairing and propping open; writes the conditions of places."""
        order = levers.surveillance
        if now.day == 0:
            self._at_first(built, levers)
        sizes = (
            ("cameras", order.cameras, self.cameras_per_area, "new cameras"), ("lights", order.lights, 1, "new lamps"),
            ("gate", order.gates, town.areas["households"], "new gates"),
        )  # fmt: skip
        for what, ordered, size, item in sizes:
            new = np.maximum(0, ordered - built[what]) / self.build_days
            built[what] += new
            staff.bill[item] += float((new * size).sum())
        staff.bill["camera upkeep"] += float(self.n_cameras(built).sum())
        staff.bill["camera monitors"] += float((order.monitors * self.n_cameras(built)).sum()) / 100
        for what, life_days in (("working", self.camera_life_days), ("lit", self.lamp_life_days)):
            built[what] += (1 - built[what]) * order.maintenance - built[what] / life_days
        opened = built["shut"] * (1 - order.intercoms) * self.gate_decay_per_year / DAYS_PER_YEAR
        built["shut"] += (1 - built["shut"]) * self.gate_back_per_year / DAYS_PER_YEAR - opened
        self._write(built, conditions, levers, town)

    def _at_first(self, built: np.ndarray, levers: Levers) -> None:
        """On the first day everything ordered is built, and works as often as it does in the long run."""
        order = levers.surveillance
        built["cameras"], built["lights"], built["gate"], built["shut"] = order.cameras, order.lights, order.gates, 1.0
        built["working"] = lasting_share(order.maintenance, self.camera_life_days)
        built["lit"] = lasting_share(order.maintenance, self.lamp_life_days)

    def _write(self, built: np.ndarray, conditions: np.ndarray, levers: Levers, town: Town) -> None:
        order = levers.surveillance
        conditions["rota"] = conditions["settling"] = 0.0  # what those who live and work there add comes after
        conditions["efficacy_aim"], conditions["nets"] = town.areas["efficacy"], order.nets
        conditions["camera"] = built["cameras"] * built["working"]
        conditions["watched"] = np.minimum(1.0, order.monitors * self.feeds_per_monitor / 100)
        conditions["proof"] = order.forensic
        conditions["light"] = built["lights"] * built["lit"]
        conditions["gate"] = 1 - (1 - town.areas["gate"]) * (1 - built["gate"] * built["shut"])

    def n_cameras(self, built: np.ndarray) -> np.ndarray:
        """Cameras installed in each area, (n_areas,)."""
        return self.cameras_per_area * built["cameras"]


def lasting_share(repaired_per_day: np.ndarray, life_days: float) -> np.ndarray:
    """Share that works in the long run, when a share of the broken is repaired on a day."""
    return repaired_per_day / np.maximum(repaired_per_day + 1 / life_days, 1e-12)
