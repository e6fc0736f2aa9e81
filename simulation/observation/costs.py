"""Costs: what staff and services of the run cost, by month and payer. No policy states its own cost."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from ..clock import DAYS_PER_YEAR, Clock
from ..entities.disputes import Disputes
from ..entities.records import Records
from ..entities.staff import Staff
from ..entities.units import STATION_CAR
from ..levers import Levers
from .schema import COSTS

DAYS_PER_MONTH = 30
PAYERS = ("public", "enterprise", "residents")
UNITS = ("unit-hour", "post-day", "hearing", "visit", "joiner", "meeting")


class UnitCosts(BaseModel):
    """Prices in yuan; the only place where money meets what staff do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    patrol_post_yuan_year: float = Field(ge=0, description="a patrol unit round the clock, with shifts and vehicle")
    street_post_yuan_year: float = Field(ge=0, description="a street post round the clock")
    grid_worker_yuan_year: float = Field(ge=0, description="a full-time grid worker")
    elder_yuan_year: float = Field(ge=0, description="stipend of an elder")
    mediator_yuan_year: float = Field(ge=0, description="a full-time mediator")
    hearing_yuan: float = Field(ge=0, description="case subsidy of one hearing")
    lawyer_yuan_hearing: float = Field(ge=0, description="a lawyer at one hearing")
    counsellor_yuan_hearing: float = Field(ge=0, description="a counsellor at one hearing")
    visit_yuan: float = Field(ge=0, description="one follow-up visit")
    hall_counter_yuan_year: float = Field(
        ge=0, description="a staffed counter of a reception hall with its share of the centre"
    )
    joint_meeting_yuan: float = Field(ge=0, description="one joint meeting of a street, staff time of departments")
    training_yuan: float = Field(ge=0, description="recruiting and training one grid worker or mediator")


class Costs:
    """Adds up quantities day by day."""

    def __init__(self, prices: UnitCosts) -> None:
        day = 1 / DAYS_PER_YEAR
        self.items = {
            "police patrol": ("unit-hour", prices.patrol_post_yuan_year / (24 * DAYS_PER_YEAR)),
            "station cars": ("unit-hour", prices.patrol_post_yuan_year / (24 * DAYS_PER_YEAR)),
            "street posts": ("unit-hour", prices.street_post_yuan_year / (24 * DAYS_PER_YEAR)),
            "grid workers": ("post-day", prices.grid_worker_yuan_year * day),
            "elder grid workers": ("post-day", prices.elder_yuan_year * day),
            "mediators": ("post-day", prices.mediator_yuan_year * day),
            "hearings": ("hearing", prices.hearing_yuan),
            "lawyers": ("hearing", prices.lawyer_yuan_hearing),
            "counsellors": ("hearing", prices.counsellor_yuan_hearing),
            "follow-up visits": ("visit", prices.visit_yuan),
            "recruiting and training": ("joiner", prices.training_yuan),
            "hall counters": ("post-day", prices.hall_counter_yuan_year * day),
            "joint meetings": ("meeting", prices.joint_meeting_yuan),
        }
        self._months: list[np.ndarray] = []
        self._version, self._staff_day = -1, np.zeros(6)  # what the staff of a day is, as of a version of it
        self._meetings = 0

    def step(
        self, staff: Staff, cases: Disputes, cases_heard: np.ndarray, known: Records, levers: Levers, now: Clock
    ) -> None:
        """Book this tick's hearings and, at the end of a day, the day's staff."""
        if not (cases_heard.size or now.ends_day):
            return
        while len(self._months) <= now.day // DAYS_PER_MONTH:
            self._months.append(np.zeros(len(self.items)))
        book = self._months[-1]
        if cases_heard.size:
            m, areas_heard = levers.mediation, cases.rows["area"][cases_heard["dispute"]]
            agreed = cases_heard["agreed"] == 1
            book[6] += cases_heard.size
            book[7] += m.legal[areas_heard].sum()
            book[8] += m.psychology[areas_heard].sum()
            book[9] += m.follow_up[areas_heard[agreed]].sum()
        if now.ends_day:
            if staff.version != self._version:
                self._staff_day, self._version = self._staff_of_the_day(staff), staff.version
                for posts in (staff.grid_workers, staff.mediators):
                    book[10] += int(((posts["since_day"] == now.day) & (posts["filled"] == 1)).sum())
            book[:6] += self._staff_day
            book[11] += known.open_counters
            book[12] += known.meetings - self._meetings
            self._meetings = known.meetings

    def _staff_of_the_day(self, staff: Staff) -> np.ndarray:
        kinds = staff.units.rows["kind"]
        workers = int(staff.grid_workers["filled"].sum())
        elders = int((staff.grid_workers["filled"] & staff.grid_workers["elder"]).sum())
        return np.array([
            staff.patrol_hours.sum(), 24 * (kinds == STATION_CAR).sum(), 24 * staff.open_posts,
            workers - elders, elders, staff.mediators["filled"].sum(),
        ])  # fmt: skip

    def table(self) -> pa.Table:
        """The costs table; schema COSTS."""
        n, months = len(self.items), len(self._months)
        quantity = np.concatenate(self._months) if months else np.zeros(0)
        price = np.tile([price for _, price in self.items.values()], months)
        unit = np.tile([UNITS.index(unit) for unit, _ in self.items.values()], months).astype(np.int8)
        item = np.tile(np.arange(n), months).astype(np.int8)
        columns = [
            pa.array(np.repeat(np.arange(months), n).astype(np.int32)),
            pa.DictionaryArray.from_arrays(pa.array(item), pa.array(list(self.items))),
            pa.DictionaryArray.from_arrays(pa.array(np.zeros(n * months, np.int8)), pa.array(PAYERS)),
            pa.array(quantity),
            pa.DictionaryArray.from_arrays(pa.array(unit), pa.array(UNITS)),
            pa.array(price),
            pa.array(quantity * price),
        ]
        return pa.table(columns, schema=COSTS)
