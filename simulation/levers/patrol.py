"""Visible police patrol: what is ordered (A15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field

from ..engine.quantities import Density, Factor, Number, Share
from ..town import Town
from .base import LeverGroup, Plan

SHIFTS = ("night", "day", "evening")  # 0-8, 8-16 and 16-24 h
SHIFT_H = 8


@dataclass(frozen=True, kw_only=True, repr=False)
class PatrolLevers(LeverGroup):
    """Visible police patrol (A15)."""

    hours: np.ndarray  # (3, n_areas) unit-hours a day, by shift
    hotspot_share: np.ndarray  # (n_areas,) share of patrol time spent on stops at recorded hot spots, 0..1
    stop_minutes: np.ndarray  # (n_areas,) length of such a stop
    street_posts: np.ndarray  # (n_areas,) fixed police posts (街面警务站) per area; their sum is the number of posts


class PatrolPlan(Plan):
    """Patrol before any policy; cars are shared out by a rule (A9), and evenly over the policed areas of a circle.

    `circles`: the same in every circle; `residents`: in proportion to residents; `centre`: the same again in the circle
    with most residents an area, as input grows by habit. The number of cars is the same.
    """

    cars_night: Density = Field(description="patrol cars of a circle from 0 to 8 h")
    cars_day: Density = Field(description="patrol cars of a circle from 8 to 16 h")
    cars_evening: Density = Field(description="patrol cars of a circle from 16 to 24 h")
    allocation: Literal["circles", "residents", "centre"] = Field(description="rule by which cars are shared out")
    hotspot_share: Share = Field(description="share of patrol time spent on stops at recorded hot spots")
    stop_minutes: Number = Field(ge=1, le=60, description="length of such a stop")
    street_posts: Factor = Field(description="fixed police posts in the district")

    def levers(self, town: Town) -> PatrolLevers:
        """Patrol of every area: equal shares within a circle."""
        policed = (town.areas["circle"] >= 0) & (town.areas["residents"] + town.areas["shops"] > 0)
        per_circle = np.bincount(town.areas["circle"][policed], minlength=town.n_circles)
        share = np.where(policed, 1 / np.maximum(1, per_circle[town.areas["circle"]]), 0.0)
        cars = np.array([getattr(self, f"cars_{shift}") for shift in SHIFTS])
        return PatrolLevers(
            hours=SHIFT_H * cars[:, None] * share * self._circle_weight(town, policed)[town.areas["circle"]],
            hotspot_share=np.full(town.n_areas, self.hotspot_share),
            stop_minutes=np.full(town.n_areas, self.stop_minutes),
            street_posts=policed * self.street_posts / max(1, int(policed.sum())),
        )

    def _circle_weight(self, town: Town, policed: np.ndarray) -> np.ndarray:
        """Cars of each circle, times those ordered for a circle on average; (n_circles,), mean 1."""
        circle = town.areas["circle"][policed]
        people = np.bincount(circle, town.areas["residents"][policed], town.n_circles)
        weight = np.ones(town.n_circles)
        if self.allocation == "residents":
            weight = people
        elif self.allocation == "centre":
            weight[np.argmax(people / np.maximum(1, np.bincount(circle, minlength=town.n_circles)))] += (
                town.n_circles / 2
            )
        return weight * town.n_circles / weight.sum()
