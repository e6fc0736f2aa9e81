"""The baseline: what is ordered before any policy, spread over the areas of a town."""

from __future__ import annotations

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from .levers import SHIFTS, GridLevers, Levers, MediationLevers, PatrolLevers
from .town import Town

SHIFT_H = 8


class _Plan(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PatrolBaseline(_Plan):
    """Patrol before any policy; cars are shared out evenly over the policed areas of a circle."""

    cars_night: float = Field(ge=0, description="patrol cars of a circle from 0 to 8 h")
    cars_day: float = Field(ge=0, description="patrol cars of a circle from 8 to 16 h")
    cars_evening: float = Field(ge=0, description="patrol cars of a circle from 16 to 24 h")
    hotspot_share: float = Field(ge=0, le=1, description="share of patrol time spent on stops at recorded hot spots")
    stop_minutes: float = Field(ge=1, le=60, description="length of such a stop")
    street_posts: float = Field(ge=0, description="fixed police posts in the district")


class GridBaseline(_Plan):
    """Grid staffing before any policy."""

    full_time: float = Field(ge=0, le=8, description="full-time posts in a base grid")
    elders: float = Field(ge=0, le=8, description="part-time posts of elders in a base grid")
    field_share: float = Field(ge=0, le=1, description="share of paid minutes spent outside")
    safety_share: float = Field(ge=0, le=1, description="share of minutes for the safety stream of the 1+6 duties")


class MediationBaseline(_Plan):
    """Mediation before any policy."""

    posts: float = Field(ge=0, description="full-time mediators per 1,000 residents")
    hearing_days: float = Field(ge=0, le=7, description="days a week on which cases are heard")
    first_contact_days: float = Field(ge=0, description="days from registration until the parties have been seen")
    triage: float = Field(ge=0, le=1, description="share of cases heard by heat instead of by date")
    legal: float = Field(ge=0, le=1, description="share of hearings with a lawyer at hand")
    psychology: float = Field(ge=0, le=1, description="share of hearings with a counsellor")
    follow_up: float = Field(ge=0, le=1, description="share of settled cases visited again")


class Baseline(_Plan):
    """All levers before any policy."""

    patrol: PatrolBaseline
    grid: GridBaseline
    mediation: MediationBaseline

    def levers(self, town: Town) -> Levers:
        """These orders as levers of a town."""
        n, p = town.n_areas, self.patrol
        policed = (town.areas["circle"] >= 0) & (town.areas["residents"] + town.areas["shops"] > 0)
        per_circle = np.bincount(town.areas["circle"][policed], minlength=town.n_circles)
        share = np.where(policed, 1 / np.maximum(1, per_circle[town.areas["circle"]]), 0.0)
        cars = np.array([getattr(p, f"cars_{shift}") for shift in SHIFTS])
        patrol = PatrolLevers(
            hours=SHIFT_H * cars[:, None] * share, hotspot_share=np.full(n, p.hotspot_share),
            stop_minutes=np.full(n, p.stop_minutes), street_posts=policed * p.street_posts / max(1, int(policed.sum())),
        )  # fmt: skip
        grid = GridLevers(**{name: np.full(n, value) for name, value in self.grid})
        mediation = MediationLevers(**{name: np.full(n, value) for name, value in self.mediation})
        return Levers(patrol=patrol, grid=grid, mediation=mediation)
