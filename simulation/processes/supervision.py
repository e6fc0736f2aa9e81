"""Supervision: newcomers are registered, special persons visited or lost.

Newcomers move; a new tenant is unknown until a grid worker comes by or he registers himself. A special person is
missed at entry or enrolled, visited as far as minutes reach, lost the sooner the longer nobody has come, and found
again by grid workers on their walks. Who is not seen grows restless (heat of quarrels); who was released may steal
again (careers.py). Nobody's registration matters for stealing. All is in balance on the first day.
Source: inventory A1-A4, 6.4.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import DAYS_PER_WEEK, DAYS_PER_YEAR, Clock
from ..engine.quantities import Days, Factor, Minutes, PerYear, Share
from ..engine.randomness import Draws
from ..entities.residents import SPECIAL_RELEASED
from ..entities.setting import Setting
from ..entities.staff import Staff
from ..entities.subjects import Subjects
from ..levers import Levers, SupervisionLevers
from .base import Process
from .kernels.tending import at_entry, move_and_register, tend, tend_since_long

DAYS_BEFORE = 6 * DAYS_PER_YEAR  # in which visits, losses and findings come into balance before the first day
WORKDAYS = 5 / 7  # of grid workers; the first day is a Monday


class Supervision(Process):
    """Registration, visits and loss of contact."""

    paid_minutes: Minutes = Field(gt=0, description="paid minutes of a full-time grid worker on a day, at all tasks")
    moves_per_year: PerYear = Field(description="moves of a newcomers' rented household, a year")
    self_register_per_year: PerYear = Field(description="rate at which newcomers register themselves, a year")
    register_minutes: Minutes = Field(gt=0, description="minutes to find and register a household")
    miss_at_entry: Share = Field(description="share of special persons never enrolled (漏管)")
    lapse_per_month: PerYear = Field(description="rate of losing contact a month after the last visit (脱管)")
    find_again: Factor = Field(description="rate of finding again, per minute of grid workers a household a day")
    visit_minutes: Minutes = Field(gt=0, description="minutes of a visit with the way")
    unrest: Share = Field(description="unrest that the unsupervised tend to")
    calm: Share = Field(description="unrest that the supervised tend to")
    unrest_days: Days = Field(gt=0, description="mean days until they get there")
    visit_fatigue: Share = Field(description="share of trust lost by a visit soon after another; 0: none")
    fatigue_days: Days = Field(description="days between visits below which they annoy")

    def step(
        self, subjects: Subjects, setting: Setting, staff: Staff, conditions: np.ndarray, levers: Levers, now: Clock,
        draws: Draws,
    ) -> None:  # fmt: skip
        """A day of registration (once a week), visits and what follows from them."""
        key, people, order = draws.key("supervision"), setting.people, levers.supervision
        grid = setting.areas["grid"]
        desk = self.paid_minutes * (1 - levers.grid.field_share) * np.append(staff.workers(), 0)[grid]
        if now.day == 0:
            people["registered"] = 1
        if now.day % DAYS_PER_WEEK == 0:
            minutes = (
                DAYS_PER_WEEK * desk * order.registration / np.maximum(1, np.append(staff.grid_households, 1)[grid])
            )
            move_and_register(
                self.numbers, key, now.day, DAYS_PER_WEEK, subjects.newcomers, setting.households, people, minutes
            )
        at_entry(self.numbers, key, now.day, subjects.rows, people, order.link)
        tended = (subjects.rows, people, setting.areas, desk * order.visit_share, order.visits, order.aftercare,
                  order.link, staff.contact, conditions["orphan"])  # fmt: skip
        if now.day == 0:
            tend_since_long(self.numbers, key, DAYS_BEFORE, WORKDAYS, *tended)
        tend(self.numbers, key, now.day, *tended)
        self._bill(staff, subjects, order, people)

    @staticmethod
    def _bill(staff: Staff, subjects: Subjects, order: SupervisionLevers, people: np.ndarray) -> None:
        rows = subjects.rows
        released = people["home"][rows["person"][rows["kind"] == SPECIAL_RELEASED]]
        staff.bill["aftercare"] += float(order.aftercare[released].sum())
