"""Visible police patrol: what is ordered (A15)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..town import Town
from .base import LeverGroup, Plan

SHIFTS = ("night", "day", "evening")  # 0-8, 8-16 and 16-24 h
SHIFT_H = 8


@dataclass(frozen=True, kw_only=True)
class PatrolLevers(LeverGroup):
    """Visible police patrol (A15)."""

    hours: np.ndarray  # (3, n_areas) unit-hours a day, by shift
    hotspot_share: np.ndarray  # (n_areas,) share of patrol time spent on stops at recorded hot spots, 0..1
    stop_minutes: np.ndarray  # (n_areas,) length of such a stop
    street_posts: np.ndarray  # (n_areas,) fixed police posts (街面警务站) per area; their sum is the number of posts


class PatrolPlan(Plan):
    """Patrol before any policy; cars are shared out evenly over the policed areas of a circle."""

    cars_night: float = Field(ge=0, description="patrol cars of a circle from 0 to 8 h")
    cars_day: float = Field(ge=0, description="patrol cars of a circle from 8 to 16 h")
    cars_evening: float = Field(ge=0, description="patrol cars of a circle from 16 to 24 h")
    hotspot_share: float = Field(ge=0, le=1, description="share of patrol time spent on stops at recorded hot spots")
    stop_minutes: float = Field(ge=1, le=60, description="length of such a stop")
    street_posts: float = Field(ge=0, description="fixed police posts in the district")

    def levers(self, town: Town) -> PatrolLevers:
        """Patrol of every area: equal shares within a circle."""
        policed = (town.areas["circle"] >= 0) & (town.areas["residents"] + town.areas["shops"] > 0)
        per_circle = np.bincount(town.areas["circle"][policed], minlength=town.n_circles)
        share = np.where(policed, 1 / np.maximum(1, per_circle[town.areas["circle"]]), 0.0)
        cars = np.array([getattr(self, f"cars_{shift}") for shift in SHIFTS])
        return PatrolLevers(
            hours=SHIFT_H * cars[:, None] * share,
            hotspot_share=np.full(town.n_areas, self.hotspot_share),
            stop_minutes=np.full(town.n_areas, self.stop_minutes),
            street_posts=policed * self.street_posts / max(1, int(policed.sum())),
        )
