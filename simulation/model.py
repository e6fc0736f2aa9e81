"""The district and its schedule. Read `District._pass` first, then hours.py."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import mesa
import numpy as np
import pyarrow as pa
from mesa.datacollection import DataCollector

from .calendar.book import Calendar
from .calendar.days import check_columns
from .calendar.plan import CalendarPlan
from .engine.clock import HOURS_PER_DAY, Clock
from .engine.occasions import Occasions
from .engine.randomness import Draws
from .engine.table import Table
from .entities.conditions import conditions_of
from .entities.disputes import SURFACING, Disputes
from .entities.enterprises import Enterprise
from .entities.grid_workers import GridWorker
from .entities.matters import Matters as AllMatters
from .entities.mediators import Mediator
from .entities.neighbourhoods import NEIGHBOURHOOD
from .entities.overlay import own_overlay
from .entities.partners import Partners
from .entities.presence import PRESENCE
from .entities.records import Records
from .entities.resident_view import Resident
from .entities.setting import Setting
from .entities.staff import Staff
from .entities.subjects import subjects_of
from .entities.surroundings import SURROUNDING
from .entities.thefts import THEFT
from .entities.units import PoliceUnit
from .hours import Hours
from .levers import Levers
from .observation import (
    Costs,
    Ledger,
    Monthly,
    Share,
    Survey,
    UnitCosts,
    areas_table,
    events_table,
    matters_table,
    survey_table,
)
from .observation.actors import enterprises, organisations
from .policies import Policy, differ_before, in_force, placed
from .processes import (
    Aftermath,
    Analysis,
    Careers,
    Casework,
    Centre,
    Cogovernance,
    Dispatch,
    Disputing,
    Enforcement,
    Escalation,
    Intake,
    Investigation,
    Matters,
    Mediation,
    Participation,
    Patrolling,
    Perception,
    Reporting,
    Selfgovernance,
    Staffing,
    Supervision,
    Surroundings,
    Theft,
)  # fmt: skip
from .processes.perception import safety_of_all
from .scenario import Scenario
from .shown import facts_of, lines, page, thumbnail
from .space import TownSpace
from .timetable import AWAY, HOME, WORK, Timetable
from .town import Town

# What a run never writes to; copies of a district share it.
NEVER_CHANGES = (
    "neighbours", "enterprises", "station_area", "circle_base", "street_names", "street_kinds", "community_names",
    "community_kinds", "community_street", "river",
)  # fmt: skip


# What Mesa's data collector notes at the end of each day: totals so far.
TOTALS: Mapping[str, Callable[[District], int]] = {
    "thefts": lambda d: len(d.thefts),
    "thefts_recorded": lambda d: int(d.thefts.rows["recorded"].sum()),
    "disputes": lambda d: int((d.disputes.rows["opened_h"] < d.clock.end_h).sum()),
    "clashes": lambda d: len(d.disputes.clashes),
    "hearings": lambda d: len(d.disputes.hearings),
    "calls": lambda d: len(d.records.calls),
}


@dataclass(frozen=True)
class Processes:
    """The submodels, in the order of the schedule."""

    analysis: Analysis
    enforcement: Enforcement
    surroundings: Surroundings
    cogovernance: Cogovernance
    selfgovernance: Selfgovernance
    staffing: Staffing
    patrolling: Patrolling
    careers: Careers
    supervision: Supervision
    matters: Matters
    disputing: Disputing
    intake: Intake
    casework: Casework
    participation: Participation
    theft: Theft
    escalation: Escalation
    reporting: Reporting
    dispatch: Dispatch
    mediation: Mediation
    centre: Centre
    investigation: Investigation
    aftermath: Aftermath
    perception: Perception


class District(mesa.Model):
    """One district governed in one way, from one seed."""

    def __init__(
        self,
        *,
        seed: int,
        clock: Clock,
        town: Town,
        people: np.ndarray,
        households: np.ndarray,
        offenders: np.ndarray,
        timetable: Timetable,
        calendar: CalendarPlan,
        baseline: Levers,
        policies: Mapping[str, Policy],
        processes: Processes,
        scenario: Scenario,
        survey: Survey,
        prices: UnitCosts,
    ) -> None:
        super().__init__(rng=seed)
        check_columns(timetable, calendar)
        town = own_overlay(town)
        self.clock, self.draws, self.town, self.timetable = clock, Draws(seed), town, timetable
        self.people, self.households, self.offenders = people, households, offenders
        self.calendar = Calendar(calendar, self.draws)
        self.conditions, self.surroundings = conditions_of(town), np.zeros(town.n_areas, SURROUNDING)
        self.partners, self.hoods = Partners(town), np.zeros(town.n_areas, NEIGHBOURHOOD)
        self.subjects = subjects_of(people, households, offenders, timetable.place, town.n_areas)
        self.setting = Setting(
            people, households, town.areas, self.conditions, town.neighbours, town.enterprises, timetable.whereabouts,
            self.calendar.days,
        )  # fmt: skip
        self.baseline, self.processes, self.survey = baseline, processes, survey
        self.named_policies, self.policies = dict(policies), placed(policies, town)
        self.levers, self._strengths = baseline, None

        self.thefts, self.disputes, self.records = Table(THEFT), Disputes(), Records()
        self.matters = AllMatters(town.n_areas)
        self.staff, self.surfacing = Staff(town), Table(SURFACING)
        self.field = np.zeros(town.n_areas, PRESENCE)
        searches = offenders["searches_per_year"] * scenario.offending
        self.searches = Occasions(self.draws.key("theft"), searches, offenders["person"])
        rates = processes.disputing.rates(self.setting)
        self.grievances = Occasions(self.draws.key("disputing"), rates * scenario.grievances)
        wrongs = processes.matters.rates(town.areas) * scenario.matters
        self.wrongs = Occasions(self.draws.key("matters"), wrongs)
        calls = town.areas["residents"] * scenario.other_calls_per_1000_year / 1000
        self.other_calls = Occasions(self.draws.key("other calls"), calls)
        self.ledger, self.costs, self.monthly, self.waves = Ledger(town.n_areas), Costs(prices), Monthly(town), []

        self.datacollector = DataCollector(model_reporters=dict(TOTALS))
        self.space = TownSpace(town, self)
        self.enterprises = list(Enterprise.create_agents(self, town.enterprises.size, np.arange(town.enterprises.size)))
        self.hours, self._heard = Hours(processes), 0  # rows of hearings that are on the bill
        self._enrolled = -1  # version of the staff that the agents show
        self._agents_by_post: dict[type, dict[int, mesa.Agent]] = {}

    def step(self) -> None:
        """One tick."""
        self._pass(1)

    def run_for(self, duration: float) -> None:
        """So many ticks; whole days at once, unless somebody has scheduled an event of Mesa on the way.

        Bit for bit the same as that many steps.
        """
        until, clock = self.time + duration, self.clock
        while self.time < until:
            of_day = clock.ticks_per_day - clock.tick % clock.ticks_per_day
            ticks = min(of_day, int(until - self.time))
            if ticks > 1 and self.time == int(self.time) and self._next_event_after_steps() > self.time + ticks:
                self._default_schedule.pause()
                self._pass(ticks)
                self.time, self.steps = self.time + ticks, self.steps + ticks
                self._default_schedule.resume()
            else:
                super().run_for(min(1.0, until - self.time))

    def _next_event_after_steps(self) -> float:
        """Time of the next event of Mesa that is not a step; inf for none."""
        steps = self._default_schedule.next_scheduled_time
        ahead = [event.time for event in self._event_list.peek_ahead(2)]
        if steps in ahead:
            ahead.remove(steps)
        return min(ahead, default=np.inf)

    def _pass(self, ticks: int) -> None:
        """Ticks of one day: morning, hours (hours.py), evening, the process overview of ODD.md, section 3."""
        now = self.clock
        if now.is_new_day:
            self._morning(self._levers_today())
            self.hours.begin_day(self)
        self.hours.go(self, ticks)
        now.advance(ticks - 1)
        if now.ends_day:
            self._evening()
        now.advance()

    def _morning(self, levers: Levers) -> None:
        """What is planned for the day, and what the day will bring. The order is that of ODD.md, section 3."""
        staff, town, known, place = self.staff, self.town, self.records, self.conditions
        now, draws, do = self.clock, self.draws, self.processes
        if self.calendar.reach(now.day):
            self.setting = self.setting._replace(days=self.calendar.days)
        today = self.calendar.days[now.day]

        # what the government plans
        do.analysis.step(known, staff, town, levers, now, draws)
        do.enforcement.step(place, staff, levers, town, now)

        # how places are, and who is where
        crowd = self.timetable.crowd[self.column]
        do.surroundings.step(self.surroundings, place, staff, levers, town, now)
        do.cogovernance.step(self.partners, place, known, staff, levers, town, now, draws)
        do.selfgovernance.step(self.hoods, self.matters, place, staff, levers, town, now, draws)
        do.staffing.step(staff, self.field, place, crowd, bool(today["off"]), levers, now, draws)
        do.patrolling.step(staff, self.field, town, levers, draws)
        do.careers.step(self.subjects, self.setting, self.offenders, place, staff, levers, now, draws)
        do.supervision.step(self.subjects, self.setting, staff, place, levers, now, draws)

        # what the day brings
        do.matters.step(self.matters, self.wrongs, known, place, levers.surveillance.signs, town, now, draws)
        do.disputing.step(self.disputes, self.grievances, self.setting, do.escalation.moments_per_day, now, draws)

        # what the offices do with what they know
        do.intake.step(self.matters, known, staff, self.field, place, bool(today["off"]), levers, town, now, draws)
        do.casework.step(known, staff, levers, town, now, draws)
        do.centre.step(known, place, staff, levers, town, now, draws)
        do.participation.step(self.setting, self.hoods, self.matters, place, staff, levers, now, draws)

        if staff.version != self._enrolled:
            self._enrol()

    def _evening(self) -> None:
        """What we observe of the day."""
        now, cases = self.clock, self.disputes
        self.processes.dispatch.close_day(self.staff, self.field, self.town)
        cases.drop_ended()
        self.costs.close_day(self.staff, cases, cases.hearings.rows[self._heard :], self.levers, now)
        self._heard = len(cases.hearings)
        self.ledger.step(self.field, cases)
        self.datacollector.collect(self)
        if self.monthly.is_due(now):
            self.monthly.note(self._shares(), now)
        if self.survey.is_due(now):
            safety = safety_of_all(self.processes.perception.numbers, self.people, self.field["seen"], now.end_h)
            street = self.town.areas["street"][self.people["home"]]
            self.waves.append(
                self.survey.ask(self.people, safety, street, self.town.n_streets, self._actors(), now, self.draws)
            )

    def _levers_today(self) -> Levers:
        """The levers in force; the same object for as long as no policy changes its strength."""
        strengths = tuple(policy.strength(self.clock.day) for policy, _ in self.policies)
        if strengths != self._strengths:
            self.levers, self._strengths = in_force(self.baseline, self.policies, self.clock.day), strengths
        return self.levers

    def _actors(self) -> list[tuple[str, tuple]]:
        """What enterprises and social organisations answer in the survey."""
        since_h = self.clock.end_h - self.survey.every_days * HOURS_PER_DAY
        firms = enterprises(self.partners, self.thefts.rows, since_h, self.levers)
        bodies = organisations(self.hoods, self.conditions["efficacy"])
        return [*self.survey.ask_all("enterprises", firms), *self.survey.ask_all("organisations", bodies)]

    def _shares(self) -> dict[tuple[str, str], Share]:
        """What the monthly table adds up: (item, ledger) to numerator and denominator by area."""
        households, residents = (self.town.areas[n].astype(float) for n in ("households", "residents"))
        built, place = self.surroundings, self.conditions
        standard = (place["camera"] > 0.4) & (place["light"] > 0.4) & (place["gate"] > 0.4)  # 应配尽配
        return {
            ("database coverage", "true"): (self.records.coverage * households, households),
            ("cameras that work", "true"): (built["cameras"] * built["working"], built["cameras"]),
            ("hot-spot visits made", "recorded"): self._visits(),
            ("contract hours given", "recorded"): (
                np.bincount(self.partners.rows["gate"], self.partners.rows["given_h"], place.size),
                np.bincount(self.partners.rows["gate"], self.partners.rows["promised_h"], place.size),
            ),
            ("homes with camera, light and gate", "true"): (standard * households, households),
            ("volunteer hours", "true"): (self.hoods["rota"], self.levers.neighbourhood.volunteers),
            ("residents who take part", "true"): (place["active"] * residents, residents),
            **self.subjects.shares(self.people, place.size, self.clock),
            **self.subjects.months_beginnings(residents),
        }

    def _visits(self) -> Share:
        """Visits to hot spots made and ordered in the month that ends; counting starts anew."""
        made, ordered = self.field["visits_made"].copy(), self.field["visits_ordered"].copy()
        self.field["visits_made"] = self.field["visits_ordered"] = 0
        return made, ordered

    def _enrol(self) -> None:
        """Let the Mesa agents be those who hold a post."""
        staff = self.staff
        posts = ((PoliceUnit, np.ones(len(staff.units), bool)), (GridWorker, staff.grid_workers["filled"] == 1),
                 (Mediator, staff.mediators["filled"] == 1))  # fmt: skip
        for kind, held in posts:
            agents = self._agents_by_post.setdefault(kind, {})
            enrolled = np.zeros(held.size, bool)
            enrolled[list(agents)] = True
            for row in np.flatnonzero(enrolled & ~held).tolist():
                agents.pop(row).remove()
            for row in np.flatnonzero(held & ~enrolled).tolist():
                agents[row] = kind(self, row)
        self._enrolled = staff.version

    def govern(self, policies: Mapping[str, Policy]) -> None:
        """Other policies from here on. Bit for bit what a run from the start under those policies would be by now.

        Raises ValueError for policies under which the days that are over would have been other days, for a place that
        the town does not have, and for policies that contradict one another; then nothing has changed.
        """
        today = self.clock.day if self.clock.is_new_day else self.clock.day + 1
        if moved := differ_before(today, self.named_policies, policies):
            raise ValueError(f"policy {moved} would change days before day {today}, which are over")
        self.policies = placed(policies, self.town)
        self.named_policies, self._strengths = dict(policies), None

    def branch(self, policies: Mapping[str, Policy]) -> District:
        """An exact copy that goes on from here under other policies; this district stays as it is. Raises as `govern`.

        Bit for bit what a run from the start under those policies would be by now.
        """
        kept = (getattr(self.town, name) for name in NEVER_CHANGES)
        shared = (self.timetable, self.households, self.processes, self.baseline, *kept)
        twin = copy.deepcopy(self, {id(thing): thing for thing in shared})
        twin.govern(policies)
        return twin

    def tables(self) -> dict[str, pa.Table]:
        """Everything the run hands over; keys and schemas of observation/schema.py."""
        now = self.clock
        return {
            "events": events_table(
                self.thefts,
                self.disputes,
                self.records,
                self.offenders,
                self.people,
                self.town,
                now.hours_per_tick,
                now.start_h,
            ),
            "daily": self.ledger.table(self.thefts, self.disputes),
            "survey": survey_table(self.waves),
            "costs": self.costs.table(),
            "monthly": self.monthly.table(),
            "matters": matters_table(self.matters, self.records.tickets.rows, self.town, now.start_h),
            "areas": areas_table(self.town, self.people),
        }

    def __repr__(self) -> str:
        return lines(f"District {self.town.name}", facts_of(self))

    def _repr_html_(self) -> str:
        """The same in a notebook, with a small map."""
        return page(f"District {self.town.name}", facts_of(self), thumbnail(self.town))

    @property
    def column(self) -> int:
        """Column of the timetable for this hour."""
        return int(self.calendar.days["kind"][self.clock.day]) * HOURS_PER_DAY + self.clock.hour

    def where_is(self, person: int) -> int | None:
        """Area in which a resident is in this hour; None on the road or outside the district."""
        r = self.people[person]
        place = self.timetable.place[r["routine"], self.column]
        if place >= AWAY:
            return None
        return int(r["home"] if place == HOME else r["work"] if place == WORK else r["third"])

    def look_at(self, rows: Sequence[int]) -> list[Resident]:
        """Mesa agents for these residents, to inspect, select or draw; remove them when done."""
        return [Resident(self, int(row)) for row in rows]
