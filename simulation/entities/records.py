"""Records: what the offices know. Reports that reached them, calls they answered, never the truth.

A report carries an opaque case number so that an office can speak of "this case" without seeing it.
"""

from __future__ import annotations

import numpy as np

from ..engine.table import Table
from ..levers import Levers
from .tickets import TICKET, Queues

THEFT_REPORT, DISPUTE_REPORT, CLASH_REPORT, OTHER_REPORT = range(4)
CHANNEL_NONE, BY_GRID, BY_COMMUNITY, BY_CENTRE, BY_110, BY_HOTLINE, BY_PETITION, BY_COURT = range(8)

REPORT = np.dtype(
    [
        ("kind", "u1"),
        ("case", "i4"),  # opaque: row of the case in its own table
        ("entity", "i8"),  # stable identity of the case, the address of draws about it
        ("subtype", "u1"),
        ("area", "i4"),
        ("time_h", "f8"),  # when the office learned of it
        ("channel", "u1"),
        ("recorded", "u1"),  # entered in the books; unrecorded reports are answered and forgotten
        ("urgency", "f4"),  # as told: heat of a dispute or freshness of a theft, 0..1
        ("event_h", "f8"),  # when it happened, as told
    ],
    align=True,
)

CALL = np.dtype(
    [
        ("report", "i4"),  # row of reports
        ("unit", "i4"),
        ("time_h", "f8"),
        ("arrival_h", "f8"),
        ("leave_h", "f8"),
    ],
    align=True,
)

# status of a mediation case
WAITING, DONE = 0, 1

MEDIATION_CASE = np.dtype(
    [
        ("case", "i4"),  # opaque: row of disputes
        ("entity", "i8"),
        ("type", "u1"),
        ("area", "i4"),
        ("street", "i4"),
        ("ready_h", "f8"),  # from when it can be heard
        ("registered_h", "f8"),
        ("urgency", "f4"),
        ("broke_out_before", "u1"),  # the office had heard or recorded the same quarrel before
        ("visits", "u1"),  # offices that the parties had to visit
        ("agreed", "u1"),
        ("joint", "u1"),  # taken up by a joint meeting
        ("sessions", "i2"),
        ("status", "u1"),
        ("channel", "u1"),
    ],
    align=True,
)


THEFT_FILE = np.dtype(
    [
        ("case", "i4"),
        ("entity", "i8"),
        ("opened_h", "f8"),
        ("solve_h", "f8"),
        ("how", "u1"),  # the first of the ways that lead to the offender, CLEARED_BY
        ("ways", "u1"),  # how many do
    ],
    align=True,
)


SOLVED = np.dtype([("case", "i4"), ("entity", "i8"), ("time_h", "f8"), ("how", "u1"), ("ways", "u1")], align=True)


class Records:
    """The books of all offices of the district, and what is on its way to them."""

    def __init__(self) -> None:
        self.reports = Table(REPORT)
        self.calls = Table(CALL)
        self.docket = Table(MEDIATION_CASE)  # the mediators' list
        self.waiting = Table(np.dtype(np.int32))  # rows of the docket still to be heard
        self.files = Table(THEFT_FILE)  # open and closed investigations
        self.pending = Table(np.dtype(np.int32))  # rows of those that will be solved
        self.solved = Table(SOLVED, 64)  # in the present tick
        self.coverage = np.zeros(0)  # (n_areas,) share of households whose record is valid; empty before the first day
        self.counters = np.zeros(0)  # hours until which each counter of a hall is taken; empty before the first day
        self.open_counters = np.zeros(0, np.int64)  # (n_streets,) counters of the halls
        self.hall_orders: Levers | None = None  # the levers that these follow
        self.tickets = Table(TICKET)  # general matters
        self.open_tickets = np.zeros(0, np.int32)  # rows of tickets that are not closed
        self.queues: Queues | None = None  # the offices at work on them; None before the first day
        self.mail = Table(REPORT)  # told, but not yet arrived
