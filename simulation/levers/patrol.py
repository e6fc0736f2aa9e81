"""Visible police patrol: what is ordered (A15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from ..engine.quantities import Density, Factor, Number, Share
from ..town import Town
from .base import LeverGroup, Plan

SHIFTS = ("night", "day", "evening")  # 0-8, 8-16 and 16-24 h
SHIFT_H = 8
EVERYWHERE = ("hotspot_visits", "hotspot_places", "stop_minutes", "list_led", "fixed_times")
Visits = Annotated[Number, Field(ge=0, le=48)]
Places = Annotated[Number, Field(ge=0, le=40)]
FootHours = Annotated[Number, Field(ge=0, le=12)]
StopMinutes = Annotated[Number, Field(ge=1, le=15)]


@dataclass(frozen=True, kw_only=True, repr=False)
class PatrolLevers(LeverGroup):
    """Visible police patrol (A15)."""

    hours: np.ndarray  # (3, n_areas) unit-hours a day, by shift
    hotspot_visits: np.ndarray  # (n_areas,) visits a day to each place on the list of the circle
    hotspot_places: np.ndarray  # (n_areas,) places on that list
    stop_minutes: np.ndarray  # (n_areas,) length of a visit
    list_led: np.ndarray  # (n_areas,) weight of records against impressions in that list, 0..1, besides data.data_led
    fixed_times: np.ndarray  # (n_areas,) share of visits that come at the same times every day, 0..1
    foot_hours: np.ndarray  # (n_areas,) hours a day that the pair of the beat walks it
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
    hotspot_visits: Visits = Field(description="visits a day to each place on the list of hot spots; 0: random rounds")
    hotspot_places: Places = Field(description="places on the list of a circle")
    stop_minutes: StopMinutes = Field(description="length of a visit; a quarter of an hour at most")
    list_led: Share = Field(description="weight of records against impressions in that list, besides data_led")
    fixed_times: Share = Field(description="share of visits that come at the same times every day")
    foot_hours: FootHours = Field(description="hours a day that the pair of each beat walks it, mean of all days")
    street_posts: Factor = Field(description="fixed police posts in the district")

    def levers(self, town: Town) -> PatrolLevers:
        """Patrol of every area: equal shares within a circle."""
        policed = (town.areas["circle"] >= 0) & (town.areas["residents"] + town.areas["shops"] > 0)
        per_circle = np.bincount(town.areas["circle"][policed], minlength=town.n_circles)
        share = np.where(policed, 1 / np.maximum(1, per_circle[town.areas["circle"]]), 0.0)
        cars = np.array([getattr(self, f"cars_{shift}") for shift in SHIFTS])
        return PatrolLevers(
            hours=SHIFT_H * cars[:, None] * share * self._circle_weight(town, policed)[town.areas["circle"]],
            **{name: np.full(town.n_areas, float(getattr(self, name))) for name in EVERYWHERE},
            foot_hours=policed * float(self.foot_hours),
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
