"""What the page and the process of a live district say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .orders import Orders
from .views import Chain, Course, Frame, Geometry, Place

# -- to the process


@dataclass(frozen=True)
class Ask:
    """Send a frame as soon as the present stretch of hours is done."""


@dataclass(frozen=True)
class Play:
    """Go on, or stop."""

    on: bool


@dataclass(frozen=True)
class Speed:
    """Simulated hours in a second of the clock on the wall, at most."""

    hours_per_s: float


@dataclass(frozen=True)
class StepOn:
    """Some hours, then stop."""

    hours: int


@dataclass(frozen=True)
class Jump:
    """To midnight of a day, until Play or StepOn end it; a day that is over means from the start again, same orders."""

    day: int


@dataclass(frozen=True)
class Give:
    """Set a lever of an arm from the next midnight on, or let it go (None)."""

    arm: str
    lever: str
    values: Mapping[str, float] | None


@dataclass(frozen=True)
class GiveAll:
    """These levers of an arm from the next midnight on, and no others."""

    arm: str
    wanted: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Load:
    """An arm under these dated orders, from the first hour again."""

    arm: str
    orders: Orders


@dataclass(frozen=True)
class Show:
    """Which layer of the map frames carry."""

    layer: str


@dataclass(frozen=True)
class LookAt:
    """A place of an arm."""

    arm: str
    area: int
    level: str


@dataclass(frozen=True)
class Follow:
    """A theft or a dispute of an arm."""

    arm: str
    kind: str
    row: int


@dataclass(frozen=True)
class Measure:
    """The indicators of both arms over the last days."""

    days: int


@dataclass(frozen=True)
class Leave:
    """End."""


# -- from the process


@dataclass(frozen=True)
class Ready:
    """The district stands."""

    geometry: Geometry


@dataclass(frozen=True)
class Drawn:
    """A frame; the course only when a week has ended since the last one."""

    frame: Frame
    course: Course | None


@dataclass(frozen=True)
class Seen:
    """A place of an arm."""

    arm: str
    place: Place


@dataclass(frozen=True)
class Followed:
    """A chain of an arm."""

    arm: str
    chain: Chain


@dataclass(frozen=True)
class Measured:
    """Indicators by arm: (id, ledger) to value, over [from_day, to_day)."""

    from_day: float
    to_day: float
    values: Mapping[str, Mapping[tuple[str, str], float]]


@dataclass(frozen=True)
class Ordered:
    """The orders of an arm as they now stand."""

    arm: str
    orders: Orders


@dataclass(frozen=True)
class Refused:
    """An order that cannot be given: one line, English."""

    reason: str


@dataclass(frozen=True)
class Crashed:
    """The model failed; a restart is possible. `unfit`: it was never built, for the configuration is bad input."""

    reason: str
    details: str
    unfit: bool = False


type Message = Any
