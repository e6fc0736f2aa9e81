"""Levers: everything the district government can set, and nothing it cannot.

A policy changes levers. Levers change what staff do. Only processes change what happens to people.
Levers are what is ordered; `processes/staffing.py` moves posts toward them with its delays.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

SHIFTS = ("night", "day", "evening")  # 0-8, 8-16 and 16-24 h


class LeverGroup:
    """A frozen group of levers of one family of staff; every field is an array whose last axis is areas."""

    def scale(self, lever: str, factor: float, where: np.ndarray):
        """This group with one lever multiplied where `where` is true (bool, the lever's shape)."""
        now = getattr(self, lever)
        return replace(self, **{lever: np.where(where, now * factor, now)})  # type: ignore[type-var]

    def shift(self, lever: str, toward: float, strength: float, where: np.ndarray):
        """This group with one lever moved the fraction `strength` of the way `toward` a value."""
        now = getattr(self, lever)
        return replace(self, **{lever: np.where(where, now + strength * (toward - now), now)})  # type: ignore[type-var]

    def same_as(self, other: LeverGroup) -> bool:
        """Whether every lever of the group has bit for bit the same values."""
        return all(np.array_equal(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class PatrolLevers(LeverGroup):
    """Visible police patrol (A15)."""

    hours: np.ndarray  # (3, n_areas) unit-hours a day, by shift
    hotspot_share: np.ndarray  # (n_areas,) share of patrol time spent on stops at recorded hot spots, 0..1
    stop_minutes: np.ndarray  # (n_areas,) length of such a stop
    street_posts: np.ndarray  # (n_areas,) fixed police posts (街面警务站) per area; their sum is the number of posts


@dataclass(frozen=True, kw_only=True)
class GridLevers(LeverGroup):
    """Grid staffing (A14, D2, D4, E3); an area's value is that of its base grid, averaged over the grid."""

    full_time: np.ndarray  # (n_areas,) full-time posts in a base grid
    elders: np.ndarray  # (n_areas,) part-time posts of respected elders in a base grid
    field_share: np.ndarray  # (n_areas,) share of paid minutes spent outside, 0..1
    safety_share: np.ndarray  # (n_areas,) share of minutes for the safety stream of the 1+6 duties, 0..1


@dataclass(frozen=True, kw_only=True)
class MediationLevers(LeverGroup):
    """People's mediation (A23, F9, F12)."""

    posts: np.ndarray  # (n_areas,) full-time mediators per 1,000 residents
    hearing_days: np.ndarray  # (n_areas,) days a week on which cases are heard, 1..7
    first_contact_days: np.ndarray  # (n_areas,) days from registration until the parties have been seen
    triage: np.ndarray  # (n_areas,) share of cases heard by heat instead of by date, 0..1
    legal: np.ndarray  # (n_areas,) share of hearings with a lawyer at hand, 0..1
    psychology: np.ndarray  # (n_areas,) share of hearings with a counsellor, 0..1
    follow_up: np.ndarray  # (n_areas,) share of settled cases visited again after 30 days, 0..1


@dataclass(frozen=True, kw_only=True)
class Levers:
    """All levers, by family."""

    patrol: PatrolLevers
    grid: GridLevers
    mediation: MediationLevers

    def with_group(self, family: str, group: LeverGroup) -> Levers:
        """These levers with one family replaced."""
        return replace(self, **{family: group})  # pyright: ignore[reportArgumentType]

    def same_as(self, other: Levers) -> bool:
        """Whether every lever has bit for bit the same values."""
        return all(getattr(self, f.name).same_as(getattr(other, f.name)) for f in fields(self))
