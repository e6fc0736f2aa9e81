"""Centre: how a recorded dispute gets before a mediator, office by office or through one hall.

Without a hall the parties are sent from office to office; that takes the days ordered for first contact. With one
stop they wait at a counter, in opening hours and continuous minutes, and the offices then work at the same time.
Counters have other business too, so that a hall can be too small (congestion). A joint meeting opens hard cases
again and brings the departments to one table. Source: inventory F6, F7, F9, F11, F12.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import HOURS_PER_DAY, Clock
from ..engine.compiled import inner
from ..engine.quantities import Count, Days, LogSpread, Minutes, Number, Share, Whole
from ..engine.randomness import Draws
from ..entities.records import DONE, WAITING, Records
from ..entities.staff import Staff
from ..levers import Levers
from ..town import Town
from .base import Process
from .kernels.docket import register
from .kernels.hall import MAX_COUNTERS, open_counters


class Centre(Process):
    """Admit cases to the docket; open hard ones again."""

    opens_hour: Whole = Field(ge=0, le=23, description="hour of the day from which the hall is open, Monday to Friday")
    closes_hour: Whole = Field(ge=1, le=24, description="hour of the day at which it closes")
    counter_minutes: Minutes = Field(gt=0, description="median minutes of one case at a counter")
    counter_log_sd: LogSpread = Field(description="spread of their logarithm")
    other_business_share: Number = Field(ge=0, lt=1, description="share of counter time that other matters take")
    congestion: Whole = Field(ge=0, le=1, description="1: counters serve one case at a time; 0: nobody waits")
    parallel_days: Days = Field(description="days from the counter to readiness, all offices at once")
    serial_visits: Count = Field(ge=1, description="offices that the parties visit without one stop")
    misfiled_share: Share = Field(
        description="share of disputes told to a grid worker, community or hotline that are taken as general "
        "matters where nobody sorts reports",
    )
    misfiled_days: Days = Field(description="days until somebody sees that it is a dispute")
    hard_cases: Count = Field(description="cases of a street that one joint meeting takes up at most")
    hard_case_days: Days = Field(gt=0, description="age beyond which a failed case is left alone, days")
    joint_days: Days = Field(description="days from a joint meeting to the new hearing")

    def step(
        self, known: Records, conditions: np.ndarray, staff: Staff, levers: Levers, town: Town, now: Clock, draws: Draws
    ) -> None:
        """In the morning: which counters are open; on the day of a joint meeting hard cases are opened again."""
        if known.counters.size == 0:
            known.counters = np.zeros(town.n_streets * MAX_COUNTERS)
        if levers is not known.hall_orders:
            known.hall_orders, known.open_counters = levers, self.counters(draws.key("centre"), levers, town)
            reached = known.open_counters[town.areas["street"]] > 0
            conditions["hall"] = np.where(reached, levers.centre.one_stop, 0.0)
        staff.bill["hall counters"] += int(known.open_counters.sum())
        if levers.centre.joint_meetings.any():
            self._meet(known, staff, levers, town, now)

    def counters(self, key: np.uint64, levers: Levers, town: Town) -> np.ndarray:
        """Open counters of each street, (n_streets,); a share of a counter is a chance of one."""
        ordered = np.bincount(
            town.areas["street"], levers.centre.counters * town.areas["residents"] / 10_000, town.n_streets
        )
        return open_counters(key, ordered)

    def _meet(self, known: Records, staff: Staff, levers: Levers, town: Town, now: Clock) -> None:
        """Streets whose meeting falls on this day take up their most urgent failed cases."""
        per_month = np.bincount(town.areas["street"], levers.centre.joint_meetings, town.n_streets) / np.maximum(
            1, np.bincount(town.areas["street"], minlength=town.n_streets)
        )
        meets = np.floor((now.day + 1) * per_month / 30) > np.floor(now.day * per_month / 30)
        staff.bill["joint meetings"] += int(meets.sum())
        docket = known.docket.rows
        failed = (
            (docket["status"] == DONE) & (docket["agreed"] == 0) & (docket["joint"] == 0) & (docket["sessions"] > 0)
        )
        failed &= docket["registered_h"] > now.start_h - HOURS_PER_DAY * self.hard_case_days
        failed &= meets[docket["street"]]
        rows = np.flatnonzero(failed)
        order = rows[np.lexsort((docket["entity"][rows], -docket["urgency"][rows], docket["street"][rows]))]
        street = docket["street"][order]
        taken = order[np.arange(order.size) - np.searchsorted(street, street) < self.hard_cases]
        docket["status"][taken], docket["joint"][taken] = WAITING, 1
        docket["ready_h"][taken] = now.start_h + HOURS_PER_DAY * self.joint_days
        known.waiting.add(taken.astype(np.int32))


@inner
def admit(
    numbers,
    key,
    days,
    new_reports,
    disputes,
    clashes,
    areas,
    orders,
    open_counters,
    counters,
    docket,
    count,
    waiting,
    n_waiting,
):
    """Recorded disputes that are not settled yet go on the docket and wait.

    Returns (rows of the docket, cases that wait).
    """
    if new_reports.size == 0:
        return count, n_waiting
    first = count
    count = register(
        numbers, key, days, new_reports, disputes, clashes, areas, orders.first_contact_days, orders.sorting,
        orders.one_stop, open_counters, counters, docket, count,
    )  # fmt: skip
    for row in range(first, count):
        waiting[n_waiting] = row
        n_waiting += 1
    return count, n_waiting
