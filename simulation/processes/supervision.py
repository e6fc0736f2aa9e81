"""Supervision: newcomers are registered, special persons visited or lost, and some people begin to steal.

Newcomers move; a new tenant is unknown until a grid worker comes by or he registers himself. A special person is
missed at entry or enrolled, visited as far as minutes reach, lost the sooner the longer nobody has come, and found
again by grid workers on their walks. Who is not seen grows restless (heat of quarrels), and who was released may
steal again; youths alone after school and others may steal for the first time. Nobody's registration matters for
stealing. Source: inventory A1-A4, A19, A21, A22, 6.4 (S105, S106).
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import DAYS_PER_WEEK, DAYS_PER_YEAR, HOURS_PER_DAY, Clock
from ..engine.quantities import Days, Factor, Minutes, PerYear, Share
from ..engine.randomness import Draws
from ..entities.residents import SPECIAL_RELEASED
from ..entities.setting import Setting
from ..entities.staff import Staff
from ..entities.subjects import SUBJECT, YOUTH, Subjects
from ..levers import Levers, SupervisionLevers
from .base import Process
from .kernels.tending import at_entry, begin_to_steal, lose_and_find, move_and_register, visit

YOUTHS_PER_LIAISON = 2000  # of 12 to 17: a liaison of police or court for a few schools


class Supervision(Process):
    """Registration, visits, loss of contact, and the beginning of offending."""

    paid_minutes: Minutes = Field(gt=0, description="paid minutes of a full-time grid worker on a day, at all tasks")
    moves_per_year: PerYear = Field(description="moves of a newcomers' rented household, a year")
    registered_at_first: Share = Field(description="share of newcomers registered at the start")
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
    reoffend_share: Share = Field(description="share of the unsupervised released who steal again in 5 years")
    reoffend_first_year: Share = Field(description="part of that in the first year")
    reoffend_supervised_per_year: PerYear = Field(description="rate under supervision, a year")
    lapse_factor: Factor = Field(description="rate after contact was lost, times that of those never enrolled")
    entrant_per_year: PerYear = Field(description="rate at which somebody who may begins to steal, a year")
    youth_per_year: PerYear = Field(description="rate of a youth at risk who is alone after school, a year")
    reached_factor: Share = Field(description="rate of those reached by prevention, times that of others")
    prevention_days: Days = Field(gt=0, description="mean days until prevention reaches people")

    def step(
        self, subjects: Subjects, setting: Setting, offenders: np.ndarray, conditions: np.ndarray, staff: Staff,
        levers: Levers, now: Clock, draws: Draws,
    ) -> None:  # fmt: skip
        """A day of registration (once a week), visits and what follows from them."""
        key, people, order = draws.key("supervision"), setting.people, levers.supervision
        grid = setting.areas["grid"]
        desk = self.paid_minutes * (1 - levers.grid.field_share) * np.append(staff.workers(), 0)[grid]
        if now.day == 0:
            people["registered"] = 1
            at_entry(self.numbers, key, 0, subjects.rows, people, order.link)
            conditions["prevented"] = order.prevention
        if now.day % DAYS_PER_WEEK == 0:
            minutes = (
                DAYS_PER_WEEK * desk * order.registration / np.maximum(1, np.append(staff.grid_households, 1)[grid])
            )
            move_and_register(
                self.numbers, key, now.day, DAYS_PER_WEEK, subjects.newcomers, setting.households, people, minutes
            )
        self._release(key, subjects, offenders, people, order.link, now)
        visit(
            self.numbers, key, now.day, subjects.rows, people, setting.areas, desk * order.visit_share, order.visits,
            order.aftercare, staff.contact.size,
        )  # fmt: skip
        lose_and_find(
            self.numbers, key, now.day, subjects.rows, people, setting.areas, order.link, order.aftercare,
            staff.contact, conditions["orphan"],
        )  # fmt: skip
        conditions["prevented"] += (order.prevention - conditions["prevented"]) / self.prevention_days
        began = begin_to_steal(self.numbers, key, now.day, subjects.rows, offenders, setting, order.after_school,
                               order.school_link, conditions["prevented"])  # fmt: skip
        self._write_down(subjects, people, offenders, began)
        self._bill(staff, subjects, order, people)

    def _release(
        self,
        key: np.uint64,
        subjects: Subjects,
        offenders: np.ndarray,
        people: np.ndarray,
        link: np.ndarray,
        now: Clock,
    ) -> None:
        """Thieves set free since yesterday come under the status of the released, or are missed."""
        free_h = offenders["free_h"]
        freed = np.flatnonzero((free_h > now.start_h - HOURS_PER_DAY) & (free_h <= now.start_h) & (free_h > 0))
        if freed.size == 0:
            return
        offenders["drive"][freed] = 0.0
        persons = offenders["person"][freed]
        old = np.isin(subjects.rows["person"], persons)
        subjects.rows["kind"][old], subjects.rows["since_h"][old] = SPECIAL_RELEASED, now.start_h
        fresh = ~np.isin(persons, subjects.rows["person"])
        new = np.zeros(int(fresh.sum()), SUBJECT)
        new["person"], new["kind"], new["offender"] = persons[fresh], SPECIAL_RELEASED, freed[fresh]
        new["since_h"], new["home"] = now.start_h, people["home"][new["person"]]
        people["special"][persons] = SPECIAL_RELEASED
        first = len(subjects.table)
        subjects.table.add(new)
        at_entry(self.numbers, key, now.day, subjects.rows[first:], people, link)

    @staticmethod
    def _write_down(subjects: Subjects, people: np.ndarray, offenders: np.ndarray, began: np.ndarray) -> None:
        """Where those live who began to steal today."""
        who = people[offenders["person"][began["offender"]]]
        for home, age, again in zip(who["home"].tolist(), who["age"].tolist(), began["again"].tolist(), strict=True):
            subjects.began["reoffences" if again else "first offences"].append(home)
            if not again and age < YOUTH[1]:
                subjects.began["juvenile first offences"].append(home)

    @staticmethod
    def _bill(staff: Staff, subjects: Subjects, order: SupervisionLevers, people: np.ndarray) -> None:
        rows = subjects.rows
        released = people["home"][rows["person"][rows["kind"] == SPECIAL_RELEASED]]
        staff.bill["aftercare"] += float(order.aftercare[released].sum())
        staff.bill["after-school places"] += float((order.after_school * subjects.alone).sum())
        staff.bill["school liaisons"] += float((order.school_link * subjects.youths).sum() / YOUTHS_PER_LIAISON)
        staff.bill["classes of prevention"] += float((order.prevention * subjects.youths).sum() / DAYS_PER_YEAR)
