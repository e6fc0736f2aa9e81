"""Costs: what staff and services of the run cost, by month and payer. No policy states its own cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from pydantic import Field

from ..engine.clock import DAYS_PER_MONTH, DAYS_PER_YEAR, HOURS_PER_YEAR, Clock
from ..engine.quantities import Checked, Yuan
from ..entities.disputes import Disputes
from ..entities.staff import Staff
from ..entities.units import STATION_CAR
from ..levers import Levers
from .schema import COSTS

PAYERS = ("public", "enterprise", "residents")


class UnitCosts(Checked):
    """Prices in yuan; the only place where money meets what staff do."""

    patrol_post_yuan_year: Yuan = Field(description="a patrol unit round the clock, with shifts and vehicle")
    street_post_yuan_year: Yuan = Field(description="a street post round the clock")
    foot_pair_yuan_hour: Yuan = Field(description="an hour of a community officer and an auxiliary on foot")
    grid_worker_yuan_year: Yuan = Field(description="a full-time grid worker")
    elder_yuan_year: Yuan = Field(description="stipend of an elder")
    mediator_yuan_year: Yuan = Field(description="a full-time mediator")
    hearing_yuan: Yuan = Field(description="case subsidy of one hearing")
    lawyer_yuan_hearing: Yuan = Field(description="a lawyer at one hearing")
    counsellor_yuan_hearing: Yuan = Field(description="a counsellor at one hearing")
    visit_yuan: Yuan = Field(description="one follow-up visit")
    hall_counter_yuan_year: Yuan = Field(
        description="a staffed counter of a reception hall with its share of the centre"
    )
    joint_meeting_yuan: Yuan = Field(description="one joint meeting of a street, staff time of departments")
    camera_yuan: Yuan = Field(description="one new camera with line and platform")
    camera_upkeep_yuan_year: Yuan = Field(description="upkeep of one camera")
    monitor_yuan_year: Yuan = Field(description="one post at screens round the clock")
    lamp_yuan_area: Yuan = Field(description="lamps for one area")
    gate_yuan_household: Yuan = Field(description="gate and intercom, a household")
    professional_yuan_year: Yuan = Field(description="a member of a professional grid")
    clerk_yuan_year: Yuan = Field(description="a clerk of the coordinating office")
    look_yuan: Yuan = Field(description="one visit to see whether a matter is really closed")
    turnout_yuan: Yuan = Field(description="one emergency turnout")
    leader_yuan_hour: Yuan = Field(description="an hour of a leader or head of department")
    job_yuan: Yuan = Field(description="a job that an enterprise does for the neighbourhood")
    aftercare_yuan_month: Yuan = Field(description="aftercare of one person")
    place_yuan_month: Yuan = Field(description="an after-school place")
    liaison_yuan_year: Yuan = Field(description="a liaison between schools and families")
    class_yuan: Yuan = Field(description="one youth reached by a class of prevention")
    campaign_yuan_hour: Yuan = Field(description="an hour of overtime of police in a campaign")
    council_yuan_meeting: Yuan = Field(description="a meeting of a residents' council")
    volunteer_yuan_hour: Yuan = Field(description="time of a volunteer, borne by residents")
    project_yuan: Yuan = Field(description="one yuan of a micro-project")
    publicity_yuan_household: Yuan = Field(description="publicity that reaches a household in full for a year")
    fairness_yuan_officer: Yuan = Field(description="training and cameras on the body, a police unit and year")
    guard_yuan_hour: Yuan = Field(description="an hour of an enterprise's guard")
    training_yuan: Yuan = Field(description="recruiting and training one grid worker or mediator")


class Item(NamedTuple):
    """One line of the bill: what is paid for, in which unit, by whom."""

    name: str
    unit: str
    price: str  # field of UnitCosts
    per: float = 1.0  # units that this price buys
    payer: str = "public"


ITEMS = (
    Item("police patrol", "unit-hour", "patrol_post_yuan_year", HOURS_PER_YEAR),
    Item("station cars", "unit-hour", "patrol_post_yuan_year", HOURS_PER_YEAR),
    Item("street posts", "unit-hour", "street_post_yuan_year", HOURS_PER_YEAR),
    Item("grid workers", "post-day", "grid_worker_yuan_year", DAYS_PER_YEAR),
    Item("elder grid workers", "post-day", "elder_yuan_year", DAYS_PER_YEAR),
    Item("mediators", "post-day", "mediator_yuan_year", DAYS_PER_YEAR),
    Item("hearings", "hearing", "hearing_yuan"),
    Item("lawyers", "hearing", "lawyer_yuan_hearing"),
    Item("counsellors", "hearing", "counsellor_yuan_hearing"),
    Item("follow-up visits", "visit", "visit_yuan"),
    Item("recruiting and training", "joiner", "training_yuan"),
    Item("hall counters", "post-day", "hall_counter_yuan_year", DAYS_PER_YEAR),
    Item("joint meetings", "meeting", "joint_meeting_yuan"),
    Item("new cameras", "camera", "camera_yuan"),
    Item("camera upkeep", "camera-day", "camera_upkeep_yuan_year", DAYS_PER_YEAR),
    Item("camera monitors", "post-day", "monitor_yuan_year", DAYS_PER_YEAR),
    Item("new lamps", "area", "lamp_yuan_area"),
    Item("new gates", "household", "gate_yuan_household"),
    Item("professional grid staff", "post-day", "professional_yuan_year", DAYS_PER_YEAR),
    Item("dispatch clerks", "post-day", "clerk_yuan_year", DAYS_PER_YEAR),
    Item("verification visits", "visit", "look_yuan"),
    Item("emergency turnouts", "turnout", "turnout_yuan"),
    Item("leading group hours", "hour", "leader_yuan_hour"),
    Item("aftercare", "person-day", "aftercare_yuan_month", 30),
    Item("after-school places", "place-day", "place_yuan_month", 30),
    Item("school liaisons", "post-day", "liaison_yuan_year", DAYS_PER_YEAR),
    Item("classes of prevention", "youth", "class_yuan"),
    Item("campaign overtime", "hour", "campaign_yuan_hour"),
    Item("council meetings", "meeting", "council_yuan_meeting"),
    Item("micro-projects", "yuan", "project_yuan"),
    Item("volunteers", "hour", "volunteer_yuan_hour", payer="residents"),
    Item("publicity", "household-day", "publicity_yuan_household", DAYS_PER_YEAR),
    Item("police on foot", "pair-hour", "foot_pair_yuan_hour"),
    Item("fair policing", "unit-day", "fairness_yuan_officer", DAYS_PER_YEAR),
    Item("jobs of enterprises", "job", "job_yuan", payer="enterprise"),
    Item("enterprise guards outside", "guard-hour", "guard_yuan_hour", payer="enterprise"),
)
NUMBER = {item.name: number for number, item in enumerate(ITEMS)}
UNITS = tuple(dict.fromkeys(item.unit for item in ITEMS))


class Costs:
    """Adds up quantities day by day: staff at their posts, and what processes put on the bill (`Staff.bill`)."""

    def __init__(self, prices: UnitCosts) -> None:
        self.prices = np.array([getattr(prices, item.price) / item.per for item in ITEMS])
        self._months: list[np.ndarray] = []
        self._version, self._staff_day = -1, np.zeros(6)  # what the staff of a day is, as of a version of it

    def close_day(self, staff: Staff, cases: Disputes, heard: np.ndarray, levers: Levers, now: Clock) -> None:
        """Book a day's hearings, staff and bill. `heard`: the day's rows of hearings, HEARING."""
        book = self._book(now)
        if heard.size:
            self._book_hearings(book, levers, cases, heard)
        if staff.version != self._version:
            self._staff_day, self._version = self._staff_of_the_day(staff), staff.version
            for posts in (staff.grid_workers, staff.mediators):
                joined = (posts["since_day"] == now.day) & (posts["filled"] == 1)
                book[NUMBER["recruiting and training"]] += int(joined.sum())
        book[:6] += self._staff_day
        for name, quantity in staff.bill.items():
            book[NUMBER[name]] += quantity
        staff.bill.clear()

    def _book(self, now: Clock) -> np.ndarray:
        """This month's quantities, one an item."""
        while len(self._months) <= now.day // DAYS_PER_MONTH:
            self._months.append(np.zeros(len(ITEMS)))
        return self._months[-1]

    @staticmethod
    def _book_hearings(book: np.ndarray, levers: Levers, cases: Disputes, cases_heard: np.ndarray) -> None:
        m, areas_heard = levers.mediation, cases.rows["area"][cases_heard["dispute"]]
        agreed = cases_heard["agreed"] == 1
        book[NUMBER["hearings"]] += cases_heard.size
        book[NUMBER["lawyers"]] += m.legal[areas_heard].sum()
        book[NUMBER["counsellors"]] += m.psychology[areas_heard].sum()
        book[NUMBER["follow-up visits"]] += m.follow_up[areas_heard[agreed]].sum()

    def _staff_of_the_day(self, staff: Staff) -> np.ndarray:
        """Quantities of the first six items."""
        kinds = staff.units.rows["kind"]
        workers = int(staff.grid_workers["filled"].sum())
        elders = int((staff.grid_workers["filled"] & staff.grid_workers["elder"]).sum())
        return np.array([
            staff.patrol_hours.sum(), 24 * (kinds == STATION_CAR).sum(), 24 * staff.open_posts,
            workers - elders, elders, staff.mediators["filled"].sum(),
        ])  # fmt: skip

    def table(self) -> pa.Table:
        """The costs table; schema COSTS."""
        n, months = len(ITEMS), len(self._months)
        quantity = np.concatenate(self._months) if months else np.zeros(0)
        price = np.tile(self.prices, months)

        def words(of_item: list[str], known: tuple[str, ...]) -> pa.DictionaryArray:
            codes = np.tile([known.index(word) for word in of_item], months).astype(np.int8)
            return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(known))

        columns = [
            pa.array(np.repeat(np.arange(months), n).astype(np.int32)),
            words([item.name for item in ITEMS], tuple(NUMBER)),
            words([item.payer for item in ITEMS], PAYERS),
            pa.array(quantity),
            words([item.unit for item in ITEMS], UNITS),
            pa.array(price),
            pa.array(quantity * price),
        ]
        return pa.table(columns, schema=COSTS)
