"""The presence field: the trace of patrols in each area. Agents write it, residents and thieves read it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..compiled import kernel
from ..numerics import exp

PRESENCE = np.dtype(
    [
        ("level", "f8"),  # remembered presence 0..1, as it was at the end of quarter-hour at_quarter
        ("at_quarter", "i8"),
        ("patrol_min", "f8"),  # unit-minutes today
        ("grid_min", "f8"),  # grid-worker minutes outside today
        ("seen", "f8"),  # slow average of patrol minutes a day, what residents have come to expect
    ],
    align=True,
)


@dataclass
class Presence:
    """The field of a district and how fast traces fade in it."""

    areas: np.ndarray  # (n_areas,) PRESENCE
    memory_h: float

    @classmethod
    def none(cls, n_areas: int, memory_h: float) -> Presence:
        """A field without any trace."""
        return cls(np.zeros(n_areas, PRESENCE), memory_h)


@kernel
def remembered(field, area, time_h, memory_h):
    """Remembered presence of an area at a time: it fades exponentially (evidence 3.6, fast channel)."""
    since = time_h - field[area].at_quarter * 0.25
    return field[area].level * exp(-max(since, 0.0) / memory_h)
