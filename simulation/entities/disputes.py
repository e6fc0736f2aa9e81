"""Disputes and clashes. A dispute is named by who started it and which occasion of theirs it was."""

from __future__ import annotations

import numpy as np

from ..engine.table import Table

FAMILY, NEIGHBOUR, PROPERTY_FEE, DEBT, LABOUR, DAMAGE, LAND, GROUP = range(8)
N_DISPUTE_TYPES = 8

LIVE, SETTLED, ENDED, DORMANT = range(4)  # state; a settled or dormant dispute may break out again, an ended one not
MOST_GENERATIONS = 15  # that a dispute breaks out again
OPEN, LUMPED, BILATERAL, CONCILIATED, MEDIATED, EXHAUSTED, LOCAL = range(7)  # outcome
OUTCOMES = ("open", "lumped", "bilateral", "conciliated", "mediated", "exhausted", "local")

DISPUTE = np.dtype(
    [
        ("id", "i8"),
        ("starter", "i4"),
        ("other", "i4"),  # resident, or -2 - enterprise
        ("type", "u1"),
        ("area", "i4"),
        ("occasion", "i4"),
        ("generation", "u1"),  # relapses before this one
        ("relapse_of", "i8"),
        ("known_before", "u1"),  # the books have that dispute
        ("stake", "f4"),  # how much is at stake, standard normal; the same in all generations
        ("opened_h", "f8"),
        ("heat", "f8"),  # 0..1, as it was at heat_h
        ("heat_h", "f8"),
        ("peak", "f8"),  # highest heat reached
        ("state", "u1"),
        ("outcome", "u1"),
        ("moment", "i4"),  # number of the next moment
        ("next_h", "f8"),  # when it comes; for a settled dispute: when it would relapse
        ("closed_h", "f8"),
        ("noticed_h", "f8"),
        ("reported_h", "f8"),
        ("channel", "u1"),
        ("recorded", "u1"),
        ("docketed", "u1"),  # on the mediators' list, now or before
        ("hearings", "i2"),
        ("clashed", "u1"),
        ("criminal", "u1"),
    ],
    align=True,
)

CLASH = np.dtype(
    [
        ("id", "i8"),
        ("dispute", "i4"),  # row of disputes
        ("time_h", "f8"),
        ("heat", "f8"),
        ("noticed", "u1"),
        ("called_h", "f8"),  # when 110 was called, inf if nobody did
        ("response_h", "f8"),  # hours from call to arrival, inf if nobody came
        ("recorded", "u1"),
        ("criminal", "u1"),
    ],
    align=True,
)

HEARING = np.dtype(
    [
        ("id", "i8"),
        ("dispute", "i4"),
        ("time_h", "f8"),
        ("hours", "f8"),
        ("heat", "f8"),
        ("agreed", "u1"),
        ("channel", "u1"),
    ],
    align=True,
)

# How a dispute comes before an office: the parties ask, a grid worker finds it.
ASKED, FOUND = 1, 2
SURFACING = np.dtype([("dispute", "i4"), ("time_h", "f8"), ("heat", "f8"), ("how", "u1")], align=True)


class Disputes:
    """All disputes of the run, their clashes and hearings, and the list of those that may still move."""

    def __init__(self) -> None:
        self.table = Table(DISPUTE)
        self.clashes = Table(CLASH, 256)
        self.hearings = Table(HEARING, 256)
        self.live = Table(np.dtype(np.int32))  # rows of those that may still move, in order of entry
        self.place = Table(np.dtype(np.int32))  # of each dispute on that list, while it is on it
        self.due = Table(np.dtype(np.float64))  # `next_h` of each: an hour looks at those alone that are due in it

    @property
    def rows(self) -> np.ndarray:
        """All disputes, DISPUTE."""
        return self.table.rows

    def __len__(self) -> int:
        return len(self.table)

    def enter(self, first: int) -> None:
        """Put the rows from `first` to the end of the table on the live list."""
        new = np.arange(first, len(self.table), dtype=np.int32)
        self.place.add(len(self.live) + new - first)
        self.live.add(new)
        self.due.add(self.rows["next_h"][first:])

    def drop_ended(self) -> None:
        """Take those that ended from the live list; the others close up."""
        on_list = self.live.rows
        kept = on_list[self.rows["state"][on_list] != ENDED]
        self.place.rows[kept] = np.arange(kept.size)
        self.live.cut_to(kept.size)
        self.live.rows[:] = kept
        self.due.cut_to(kept.size)
        self.due.rows[:] = self.rows["next_h"][kept]
