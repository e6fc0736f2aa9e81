"""The hours of a day: all that happens, is told and is done about it, in one compiled call.

`one_hour` is the second half of the schedule; the first, what is planned and laid out in the morning, is
`District._morning`. Python is entered once a day, or when a table needs room. Read `one_hour` first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import getattr_static
from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple

import numba
import numpy as np

from .engine.compiled import inlined, inner, kernel
from .entities.legs import Legs
from .entities.setting import Setting
from .processes.aftermath import settle_up
from .processes.centre import admit
from .processes.dispatch import send
from .processes.escalation import live_on
from .processes.investigation import investigate
from .processes.mediation import mediate
from .processes.perception import judge
from .processes.reporting import pass_on
from .processes.theft import search_all

if TYPE_CHECKING:
    from .engine.table import Table
    from .model import District

# Which kernel is the rule of a process that acts every hour; a class of one's own may have another (`rule`).
RULES = {
    "theft": "search_all", "escalation": "live_on", "reporting": "pass_on", "dispatch": "send", "mediation": "mediate",
    "centre": "admit", "investigation": "investigate", "aftermath": "settle_up", "perception": "judge",
}  # fmt: skip
CLASHES_EACH = 4  # room for clashes in a tick, a live dispute
ROOM_TO_SPARE = 16

# How many rows of each table are in use, and when the next thing is due that is on its way.
COUNTED = (
    "thefts", "disputes", "live", "due", "place", "clashes", "surfacing", "mail", "reports", "calls", "docket",
    "waiting", "files", "pending", "hearings", "solved",
)  # fmt: skip
NEXT = ("next_return_h", "next_mail_h", "next_solution_h")
STATE = np.dtype([*((name, "i8") for name in COUNTED), *((name, "f8") for name in NEXT)], align=True)


class Numbers(NamedTuple):
    """The parameters of the processes, each as one record, (1,)."""

    theft: np.ndarray
    escalation: np.ndarray
    reporting: np.ndarray
    dispatch: np.ndarray
    mediation: np.ndarray
    centre: np.ndarray
    investigation: np.ndarray
    aftermath: np.ndarray
    perception: np.ndarray


class Keys(NamedTuple):
    """The keys of their draws."""

    theft: np.uint64
    escalation: np.uint64
    reporting: np.uint64
    dispatch: np.uint64
    mediation: np.uint64
    centre: np.uint64
    investigation: np.uint64
    aftermath: np.uint64
    perception: np.uint64


class Orders(NamedTuple):
    """Levers that are read within the hour, float64, (n_areas,)."""

    joint_dispatch: np.ndarray
    triage: np.ndarray
    hearing_days: np.ndarray
    legal: np.ndarray
    psychology: np.ndarray
    follow_up: np.ndarray
    repeat_visits: np.ndarray
    group_team: np.ndarray
    first_contact_days: np.ndarray
    sorting: np.ndarray
    one_stop: np.ndarray


class World(NamedTuple):
    """The tables of the district as they are on one day; rows in use are counted in STATE."""

    numbers: Numbers
    keys: Keys
    orders: Orders
    moments_per_hour: float  # of a live dispute
    weights: np.ndarray  # (6, n_types) of the channels that parties choose
    entered_share: np.ndarray  # (8,) of reports, by channel
    setting: Setting
    offenders: np.ndarray
    searches: np.ndarray  # OCCASION of today
    search_edges: np.ndarray  # (ticks a day + 1,) int64: those of the i-th tick are searches[edges[i] : edges[i + 1]]
    other_calls: np.ndarray
    other_edges: np.ndarray
    thefts: np.ndarray
    disputes: np.ndarray
    live: np.ndarray  # rows of disputes that may still move
    due: np.ndarray  # when each of them does
    place: np.ndarray  # of a dispute on that list
    clashes: np.ndarray
    surfacing: np.ndarray
    hearings: np.ndarray
    mail: np.ndarray
    reports: np.ndarray
    calls: np.ndarray
    docket: np.ndarray
    waiting: np.ndarray  # rows of the docket still to be heard
    files: np.ndarray
    pending: np.ndarray  # rows of files that will be solved
    solved: np.ndarray
    legs: Legs
    units: np.ndarray
    grid_workers: np.ndarray
    mediators: np.ndarray
    contact: np.ndarray
    offices: np.ndarray
    open_counters: np.ndarray
    counters: np.ndarray
    conciliation_share: float
    investigators_for: float  # residents whom one investigator of before would have to serve


@kernel
def pass_hours(w, state, first_of_day, tick, beyond, hours_per_tick):
    """Ticks from `tick` on, up to `beyond` or until a table needs room. Returns the tick that comes next."""
    s = state[0]
    while tick < beyond:
        i = tick - first_of_day
        due = w.searches[w.search_edges[i] : w.search_edges[i + 1]]
        others = w.other_calls[w.other_edges[i] : w.other_edges[i + 1]]
        if not has_room(w, s, due.size + w.offenders.size, others.size):
            return tick
        one_hour(w, s, due, others, tick * hours_per_tick, (tick + 1) * hours_per_tick)
        tick += 1
    return tick


@inlined
def one_hour(w, s, due, others, start_h, end_h):
    """One tick. The order is the process overview of ODD.md, section 3."""
    n, k, o, place = w.numbers, w.keys, w.orders, w.setting.conditions
    thefts, clashes, reports, calls, hearings = s.thefts, s.clashes, s.reports, s.calls, s.hearings

    # what happens
    s.thefts, s.next_return_h = search_all(
        n.theft, k.theft, due, w.offenders, s.next_return_h, end_h, w.setting, w.legs, w.grid_workers, w.thefts, thefts
    )
    s.live, s.disputes, s.clashes, s.surfacing = live_on(
        n.escalation, k.escalation, w.moments_per_hour, w.setting.days, end_h, w.live, w.due, w.place, s.live,
        w.disputes, s.disputes, w.clashes, clashes, w.surfacing, 0, w.setting.people, w.contact, w.setting.areas, place,
    )  # fmt: skip
    s.due, s.place = s.live, s.disputes

    # what the government learns
    s.mail, s.reports, s.next_mail_h = pass_on(
        n.reporting, w.weights, w.entered_share, w.offices, k.reporting, w.thefts, thefts, s.thefts, w.disputes,
        w.clashes, clashes, s.clashes, w.surfacing[: s.surfacing], others, w.setting.people, place,
        w.mail, s.mail, s.next_mail_h, end_h, w.reports, reports,
    )  # fmt: skip

    # what the government does
    s.calls = send(
        n.dispatch, k.dispatch, w.reports[: s.reports], reports, w.units, w.legs, w.setting.areas, place,
        o.joint_dispatch, w.calls, calls,
    )  # fmt: skip
    s.hearings, s.waiting = mediate(
        n.mediation, n.escalation, k.mediation, w.setting.days, start_h, end_h, w.calls[calls : s.calls], w.reports,
        w.disputes, w.clashes, w.live[: s.live], w.due, w.place, w.setting.people, w.conciliation_share,
        w.waiting[: s.waiting], w.docket, w.mediators, w.setting.areas, o, w.hearings, hearings,
    )  # fmt: skip
    s.docket, s.waiting = admit(
        n.centre, k.centre, w.setting.days, w.reports[reports : s.reports], w.disputes, w.clashes, w.setting.areas, o,
        w.open_counters, w.counters, w.docket, s.docket, w.waiting, s.waiting,
    )  # fmt: skip
    s.files, s.pending, s.solved, s.next_solution_h = investigate(
        n.investigation, k.investigation, start_h, end_h, w.investigators_for, w.reports[: s.reports], reports,
        w.calls[: s.calls], calls, place, w.files, s.files, w.pending, s.pending, w.solved, s.next_solution_h,
    )  # fmt: skip

    # what people make of it
    solved = w.solved[: s.solved]
    settle_up(
        n.aftermath, k.aftermath, w.thefts, w.offenders, w.disputes, w.clashes[: s.clashes], clashes, w.reports,
        w.calls[calls : s.calls], solved,
    )  # fmt: skip
    judge(
        n.perception, k.perception, w.setting.people, w.thefts, thefts, s.thefts, w.disputes, w.clashes, clashes,
        s.clashes, w.reports, w.calls[calls : s.calls], w.hearings[hearings : s.hearings], solved, place,
    )  # fmt: skip


@inner
def most_told(s, n_searches, n_others):
    """Reports that a tick can bring at most, those that are on their way among them; nobody comes back twice a day."""
    return s.mail + n_searches + s.live + (CLASHES_EACH * s.live + ROOM_TO_SPARE) + n_others


@inner
def has_room(w, s, n_searches, n_others):
    """Whether every table can take what a tick may bring at most."""
    told = most_told(s, n_searches, n_others)
    return (
        s.thefts + n_searches <= w.thefts.size
        and s.disputes + s.live <= w.disputes.size
        and s.clashes + CLASHES_EACH * s.live + ROOM_TO_SPARE <= w.clashes.size
        and s.live <= w.surfacing.size
        and 2 * s.live <= w.live.size
        and 2 * s.live <= w.due.size
        and s.disputes + s.live <= w.place.size
        and told <= w.mail.size
        and s.reports + told <= w.reports.size
        and s.calls + told <= w.calls.size
        and s.docket + told <= w.docket.size
        and s.waiting + told <= w.waiting.size
        and s.files + told <= w.files.size
        and s.pending + told <= w.pending.size
        and s.pending + told <= w.solved.size
        and s.hearings + s.waiting <= w.hearings.size
    )


def hours_of(processes: Any) -> Callable[..., int]:
    """The kernel `pass_hours` with the rules of these processes: ours, kept on disk, unless one has its own.

    A `rule` that is a kernel is compiled with the others, now; with one in plain Python the hours pass in Python.
    """
    own = {RULES[name]: rule for name in RULES if (rule := rule_of(getattr(processes, name))) is not None}
    if not own:
        return pass_hours
    compiled = all(hasattr(rule, "py_func") for rule in own.values())
    known = globals() | own
    for name in ("most_told", "has_room", "one_hour", "pass_hours"):
        plain = FunctionType(globals()[name].py_func.__code__, known)
        known[name] = numba.njit(plain) if compiled else plain
    if compiled:
        return known["pass_hours"]
    return lambda w, state, *ticks: known["pass_hours"](w, state.view(np.recarray), *ticks)


def rule_of(process: Any) -> Callable[..., Any] | None:
    """The rule that a process has instead of the one in RULES."""
    rule = getattr_static(process, "rule", None)
    return rule.__func__ if isinstance(rule, staticmethod) else rule


class Hours:
    """What a district needs to pass its hours: the kernel, and the record of its tables as they are today."""

    def __init__(self, processes: Any) -> None:
        self.kernel, self.state = hours_of(processes), np.zeros(1, STATE)
        for name in NEXT:
            self.state[name] = np.inf
        self._world: World | None = None

    def __deepcopy__(self, memo: dict) -> Hours:
        """For a copy of the district, whose tables are others."""
        twin = object.__new__(Hours)
        memo[id(self)] = twin
        twin.kernel, twin.state, twin._world = self.kernel, self.state.copy(), None
        return twin

    def begin_day(self, district: District) -> None:
        """Look at the tables anew, now that the morning has changed them."""
        self._world = None
        self._look(district)

    def go(self, district: District, ticks: int) -> None:
        """Pass so many ticks, all of one day."""
        now = district.clock
        tick, beyond, first = now.tick, now.tick + ticks, now.tick - now.tick % now.ticks_per_day
        while tick < beyond:
            world, tables, state = self._look(district), tables_of(district), self.state[0]
            for name, table in tables.items():
                state[name] = len(table)
            tick = self.kernel(world, self.state, first, tick, beyond, now.hours_per_tick)
            for name, table in tables.items():
                table.cut_to(state[name])

    def _look(self, district: District) -> World:
        tables = tables_of(district)
        make_room(tables, district)
        if self._world is None or any(getattr(self._world, name) is not t.buffer for name, t in tables.items()):
            self._world = world_of(district, tables)
        return self._world


def tables_of(district: District) -> dict[str, Table]:
    """The tables that grow within the hour, by their name in World and STATE."""
    cases, known = district.disputes, district.records
    return {
        "thefts": district.thefts, "disputes": cases.table, "live": cases.live, "due": cases.due,
        "place": cases.place,
        "clashes": cases.clashes, "surfacing": district.surfacing, "hearings": cases.hearings, "mail": known.mail,
        "reports": known.reports, "calls": known.calls, "docket": known.docket, "waiting": known.waiting,
        "files": known.files, "pending": known.pending, "solved": known.solved,
    }  # fmt: skip


def make_room(tables: Mapping[str, Table], district: District) -> None:
    """Room for what one tick may bring at most if all of today's occasions fell into it."""
    n_searches, n_others = (o.due_today(district.clock).size for o in (district.searches, district.other_calls))
    n_searches += district.offenders.size  # may come back
    n_live, n_mail = len(tables["live"]), len(tables["mail"])
    clashes = CLASHES_EACH * n_live + ROOM_TO_SPARE
    told = n_mail + n_searches + n_live + clashes + n_others
    more = {
        "thefts": n_searches, "disputes": n_live, "live": n_live, "due": n_live, "place": n_live,
        "clashes": clashes,
        "surfacing": n_live, "hearings": len(tables["waiting"]), "mail": told - n_mail,
        "solved": len(tables["pending"]) + told,
    }  # fmt: skip
    for name, table in tables.items():
        table.reserve(more.get(name, told))


def world_of(district: District, tables: Mapping[str, Table]) -> World:
    """The record of a district's tables."""
    do, now, staff, known, draws = (
        district.processes, district.clock, district.staff, district.records, district.draws)  # fmt: skip
    searches, search_edges = district.searches.by_tick(now)
    other_calls, other_edges = district.other_calls.by_tick(now)
    return World(
        numbers=Numbers(*(getattr(do, name).numbers for name in Numbers._fields)),
        keys=Keys(*(draws.key(name) for name in Keys._fields)), orders=orders_of(district.levers),
        moments_per_hour=do.escalation.moments_per_day / 24, weights=do.reporting.weights,
        entered_share=do.reporting.entered_share, setting=district.setting, offenders=district.offenders,
        searches=searches, search_edges=search_edges, other_calls=other_calls, other_edges=other_edges,
        legs=staff.legs, units=staff.units.rows, grid_workers=staff.grid_workers, mediators=staff.mediators,
        contact=staff.contact, offices=staff.offices, open_counters=known.open_counters, counters=known.counters,
        conciliation_share=float(staff.conciliation_share),
        investigators_for=float(staff.investigators_share * district.people.size),
        **{name: table.buffer for name, table in tables.items()},
    )  # fmt: skip


def orders_of(levers: Any) -> Orders:
    """The levers that are read within the hour."""
    m = levers.mediation
    read = (
        levers.cogovernance.dispatch, m.triage, m.hearing_days, m.legal, m.psychology, m.follow_up,
        levers.data.repeat_visits, levers.centre.group_team, m.first_contact_days, levers.chain.triage,
        levers.centre.one_stop,
    )  # fmt: skip
    return Orders(*(np.array(lever, float) for lever in read))
