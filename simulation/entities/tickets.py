"""Tickets: what the offices have written down of a matter, and how far the work on it is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..levers import Levers

COMMUNITY_TIER, STREET_TIER, DISTRICT_TIER = range(3)
# where a ticket stands
TO_ROUTE, TO_CHECK, CLOSED = range(3)

TICKET = np.dtype(
    [
        ("case", "i4"),  # opaque: row of the matter in its own table; -1 where there is nothing the matter
        ("entity", "i8"),  # address of draws about this ticket
        ("area", "i4"),
        ("stream", "u1"),
        ("severity", "f4"),  # as told
        ("several", "u1"),  # as it turns out: departments that have to act, 1 for more than one
        ("time_h", "f8"),  # when it was entered
        ("channel", "u1"),
        ("duplicate", "u1"),  # entered a second time by another grid system
        ("trivial", "u1"),  # entered for the count of reports
        ("repeat_of", "i4"),  # ticket that was closed without the matter being solved, -1 for none
        ("emergency", "u1"),  # taken as an emergency
        ("misread", "u1"),  # taken for what it is not
        ("dispatched", "u1"),  # a dispatcher knew whose it is
        ("tier", "u1"),
        ("returns", "u1"),  # 退单
        ("transfers", "u1"),  # 上行
        ("exposed", "u1"),  # closed on paper only, and found out
        ("stage", "u1"),
        ("next_h", "f8"),  # when the next step is due
        ("due_h", "f8"),
        ("closed_h", "f8"),  # on the books
        ("done_h", "f8"),  # the work itself; inf where a closure is on paper only
    ],
    align=True,
)


@dataclass
class Queues:
    """The offices that work on tickets, one queue each: communities, then streets by stream, then the district's.

    free_h: (n,) hours at which each has done what it has taken in; speed: (n,) minutes of work it does in an hour of
    the calendar; clerks: (n_streets,) of the coordinating office; orders: the levers that these follow.
    """

    free_h: np.ndarray
    speed: np.ndarray
    clerks: np.ndarray
    staff: float  # in all queues together
    orders: Levers = field(repr=False)
