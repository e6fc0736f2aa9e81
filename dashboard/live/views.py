"""What the process of a district tells a page: plain data, so that a page needs none of the model's code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

ARMS = ("a", "b")
MOST_DAYS = 3650  # of a live run: records of the full district grow by a quarter of a megabyte a day
TRAIL_H = 72.0  # how long an event stays on the map
THEFT, CLASH = 0, 1  # kinds of event on the map
LEVELS = ("area", "grid", "street")


@dataclass(frozen=True)
class Geometry:
    """What the map is drawn from, once. Arrays by area, float64 metres or integers."""

    name: str
    geography: str
    side_m: float
    columns: Mapping[str, np.ndarray]  # ix, iy, ntype, grid, community, street, residents, households, enterprise
    street_names: tuple[tuple[str, str], ...]
    community_names: tuple[str, ...]
    river: np.ndarray


@dataclass(frozen=True)
class ArmFrame:
    """One arm at one moment. `layer`: float32, (n_areas,); the others are areas or one value an event."""

    layer: np.ndarray
    cars: np.ndarray
    posts: np.ndarray
    walkers: np.ndarray
    event_kind: np.ndarray
    event_area: np.ndarray
    event_age_h: np.ndarray
    event_row: np.ndarray  # row in the table of its kind
    totals: Mapping[str, int]  # counts since the start: thefts, thefts_recorded, clashes, clashes_recorded


@dataclass(frozen=True)
class Frame:
    """Both arms at one moment."""

    day: int
    date: date  # of that day in the calendar
    hour: int
    playing: bool
    to_day: int | None  # where a jump leads
    hours_per_s: float
    layer: str
    arms: Mapping[str, ArmFrame]

    @property
    def runs(self) -> bool:
        """Whether time goes on, in a jump or at the wished speed."""
        return self.playing or self.to_day is not None


@dataclass(frozen=True)
class Course:
    """Counts a week since the start: by arm and (what, ledger), int, (weeks that are over,)."""

    weeks: Mapping[str, Mapping[tuple[str, str], np.ndarray]]


@dataclass(frozen=True)
class Happening:
    """One event of a place. `row`: in the table of its kind."""

    kind: str  # theft or dispute
    row: int
    subtype: str
    time_h: float
    noticed: bool
    recorded: bool
    came_to: str  # of CLEARED_BY; of OUTCOMES, or "clashed"


@dataclass(frozen=True)
class Place:
    """What there is to see at one place."""

    level: str
    number: int
    areas: int
    street: tuple[str, str]
    community: str
    ntype: int  # of the area that was clicked
    facts: Mapping[str, float]  # numbers of people and staff, counts of the last 28 days
    conditions: Mapping[str, float]  # means over the households of the place
    events: tuple[Happening, ...]  # the latest first


@dataclass(frozen=True)
class Step:
    """One link of a chain. `what` is a key of the catalogue; `values` go into its sentence."""

    time_h: float
    what: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Chain:
    """A quarrel or a theft from beginning to end, and for a theft why it happened here."""

    kind: str
    event_id: int
    subtype: str
    area: int
    steps: tuple[Step, ...]
    reasons: Mapping[str, float]  # terms of the offender's decision; empty for a dispute
    guards: Mapping[str, float]  # by word of GUARDS
