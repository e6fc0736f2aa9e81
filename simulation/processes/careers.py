"""Careers: who begins to steal today, who gives up, and what becomes of those who are set free.

Residents who may steal are a closed pool. They begin at the rate that keeps the number of thieves as it is today
(synthesis/careers.py), give up by themselves, and, once set free, go on at once or come under the status of the
released for some years, in which supervision decides how likely they begin again. Youths who are alone after school
and the released of other crimes begin at rates of their own; prevention keeps some from the first time. What one has
learned about being caught fades. Source: inventory A3, A4, A19, A21, A22, 6.4 (S105, S106); evidence 3.4, F8.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import DAYS_PER_YEAR, HOURS_PER_DAY, HOURS_PER_YEAR, Clock
from ..engine.quantities import Days, Factor, PerYear, Share, Years
from ..engine.randomness import Draws
from ..entities.residents import SPECIAL_RELEASED
from ..entities.setting import Setting
from ..entities.staff import Staff
from ..entities.subjects import YOUTH, Subjects
from ..levers import Levers, SupervisionLevers
from .base import Process
from .kernels.careers import live_careers

YOUTHS_PER_LIAISON = 2000  # of 12 to 17: a liaison of police or court for a few schools


class Careers(Process):
    """The beginning, the end and the return of offending."""

    career_years: Years = Field(gt=0, description="mean years until a thief gives up by himself")
    resume_share: Share = Field(description="chance that a thief set free goes on at once")
    status_years: Years = Field(gt=0, description="years for which the released have that status")
    reoffend_share: Share = Field(description="share of the unsupervised released who steal again in 5 years")
    reoffend_first_year: Share = Field(description="part of that in the first year")
    reoffend_supervised_per_year: PerYear = Field(description="rate under supervision, a year")
    lapse_factor: Factor = Field(description="rate after contact was lost, times that of those never enrolled")
    youth_per_year: PerYear = Field(description="rate of a youth at risk who is alone after school, a year")
    reached_factor: Share = Field(description="rate of those reached by prevention, times that of others")
    prevention_days: Days = Field(gt=0, description="mean days until prevention reaches people")
    forget_days: Days = Field(gt=0, description="mean days until what one learned about being caught is forgotten")

    def step(
        self, subjects: Subjects, setting: Setting, offenders: np.ndarray, conditions: np.ndarray, staff: Staff,
        levers: Levers, now: Clock, draws: Draws,
    ) -> None:  # fmt: skip
        """A day of beginnings, endings and returns."""
        order, people = levers.supervision, setting.people
        if now.day == 0:
            conditions["prevented"] = order.prevention
            self._spread(subjects, draws)
        conditions["prevented"] += (order.prevention - conditions["prevented"]) / self.prevention_days
        self._set_free(subjects, offenders, people, now, draws)
        subjects.end_status(people, now.start_h - HOURS_PER_YEAR * self.status_years, now.start_h)
        began = live_careers(
            self.numbers, draws.key("careers"), now.day, subjects.rows, offenders, setting, order.after_school,
            order.school_link, conditions["prevented"],
        )  # fmt: skip
        self._write_down(subjects, people, offenders, began)
        self._bill(staff, subjects, order)

    def _spread(self, subjects: Subjects, draws: Draws) -> None:
        """On the first day: those released of other crimes came under the status at any time in the years before."""
        rows = subjects.rows
        others = (rows["kind"] == SPECIAL_RELEASED) & (rows["renewed"] == 1) & (rows["since_h"] == 0)
        share = draws.uniform("careers.since", rows["person"][others], 0)
        rows["since_h"][others] = -HOURS_PER_YEAR * self.status_years * share

    def _set_free(
        self, subjects: Subjects, offenders: np.ndarray, people: np.ndarray, now: Clock, draws: Draws
    ) -> None:
        """Thieves set free since yesterday come under the status of the released; some go on at once."""
        free_h = offenders["free_h"]
        freed = np.flatnonzero((free_h > now.start_h - HOURS_PER_DAY) & (free_h <= now.start_h) & (free_h > 0))
        if freed.size == 0:
            return
        luck = draws.uniform("careers.resume", offenders["person"][freed], now.day)
        offenders["drive"][freed[luck >= self.resume_share]] = 0.0
        offenders["freed_h"][freed] = now.start_h
        subjects.release(offenders["person"][freed], freed, np.full(freed.size, now.start_h), people)

    @staticmethod
    def _write_down(subjects: Subjects, people: np.ndarray, offenders: np.ndarray, began: np.ndarray) -> None:
        """Where those live who began to steal today."""
        who = people[offenders["person"][began["offender"]]]
        for home, age, again in zip(who["home"].tolist(), who["age"].tolist(), began["again"].tolist(), strict=True):
            subjects.began["reoffences" if again else "first offences"].append(home)
            if not again and age < YOUTH[1]:
                subjects.began["juvenile first offences"].append(home)

    @staticmethod
    def _bill(staff: Staff, subjects: Subjects, order: SupervisionLevers) -> None:
        staff.bill["after-school places"] += float((order.after_school * subjects.alone).sum())
        staff.bill["school liaisons"] += float((order.school_link * subjects.youths).sum() / YOUTHS_PER_LIAISON)
        staff.bill["classes of prevention"] += float((order.prevention * subjects.youths).sum() / DAYS_PER_YEAR)
