"""General matters: leaks, rubbish, parking, hazards, requests. What is the matter, whoever knows of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..engine.table import Table

# Streams of the 1+6 duties that matters belong to. Of the other two, party building takes minutes and makes no
# matters, and safe community is what thefts and disputes are about.
STREAMS = ("civility", "urban", "ecology", "work_safety", "livelihood")
N_STREAMS = len(STREAMS)

MATTER = np.dtype(
    [
        ("id", "i8"),  # area and number of the occasion
        ("area", "i4"),
        ("stream", "u1"),
        ("severity", "f4"),  # 0 trifle .. 1 grave
        ("several", "u1"),  # 1: more than one department has to act
        ("opened_h", "f8"),
        ("noticed_h", "f8"),  # inf: nobody has noticed
        ("heal_h", "f8"),  # when residents have helped themselves
        ("tell_h", "f8"),  # when a resident next tells an office; inf: none will
        ("effort", "f8"),  # minutes walked in the area at which a grid worker sees it
        ("reported_h", "f8"),  # inf: no office knows
        ("channel", "u1"),
        ("recorded", "u1"),
        ("complaints", "u1"),  # how often residents told an office of it
        ("ticket", "i4"),  # row of the ticket that is at work on it, -1 for none
        ("first_ticket", "i4"),  # row of its first ticket, -1 for none
        ("mended", "u1"),  # by work of an office or council, not by itself
        ("solved_h", "f8"),  # inf: still there
    ],
    align=True,
)


@dataclass
class Matters:
    """All matters of a run, and which of them are still there."""

    n_areas: int
    table: Table = field(default_factory=lambda: Table(MATTER))
    live: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))  # rows that are not solved
    walked: np.ndarray = field(init=False)  # (n_areas,) minutes for such matters that grid workers have walked so far

    def __post_init__(self) -> None:
        self.walked = np.zeros(self.n_areas)

    @property
    def rows(self) -> np.ndarray:
        """The table, (n,) MATTER."""
        return self.table.rows
