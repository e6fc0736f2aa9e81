"""What an indicator is, and the window of a run in which it is read."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa

from govsim.simulation.engine.clock import DAYS_PER_MONTH, HOURS_PER_DAY, HOURS_PER_YEAR
from govsim.simulation.observation.survey import WHOLE_DISTRICT

from .rows import Rows

TRUE, RECORDED = "true", "recorded"
BOTH = (TRUE, RECORDED)
SETTLED = ("bilateral", "conciliated", "mediated", "local")  # outcomes of a dispute that end it in agreement
LOWEST_TIER = ("grid", "community")  # channels of the grid and the community or village
UPWARD = ("centre", "110", "hotline", "petition", "court")  # channels of the street and above

ENDS_OF_MATTERS = ("closed_h", "done_h", "solved_h")
Better = Literal["lower", "higher", "ambiguous"]  # official preferred direction


class Reading(NamedTuple):
    """One value of an indicator. `n`: cases, people or places it rests on; NaN where there is none.

    `per_event`: what one event more would add to the value, NaN where the numerator is no count of events.
    """

    value: float
    numerator: float
    denominator: float
    n: int
    per_event: float = np.nan


def share(numerator: float, denominator: float, per: float = 1.0, n: int | None = None) -> Reading:
    """`per` times numerator over denominator; NaN when the denominator is 0. `n` is the denominator if not given.

    A numerator that is a whole number (int) is a count of events; a sum of anything else is a float.
    """
    counted = isinstance(numerator, int | np.integer)
    value, one = (per * top / denominator if denominator else np.nan for top in (numerator, 1))
    size = int(denominator) if n is None else n
    return Reading(float(value), float(numerator), float(denominator), size, float(one) if counted else np.nan)


def percent(good: np.ndarray) -> Reading:
    """How many rows of a hundred are good; NaN where there is no row. `good`: bool, (n_rows,)."""
    return share(int(good.sum()), len(good), per=100)


def mean(values: np.ndarray) -> Reading:
    """Mean of some rows' numbers; NaN where there is no row. `values`: (n_rows,)."""
    return share(float(values.sum()), len(values))


@dataclass(frozen=True)
class Indicator:
    """One indicator of governance_inventory Part 4, declared once."""

    id: str
    name: str
    zh: str  # as governments call it
    unit: str
    numerator: str
    denominator: str
    better: Better
    ledgers: tuple[str, ...]
    read: Callable[[Window, str], Reading]
    headline: bool = False


def at_month_ends(
    id_: str, name: str, zh: str, numerator: str, denominator: str, better: Better, ledger: str, item: str
) -> Indicator:
    """An indicator of a state, in %: the mean over month ends of an item of the monthly table."""
    return Indicator(
        id_, name, zh, "%", numerator, denominator, better, (ledger,),
        lambda window, ledger: window.monthly(item, ledger),
    )  # fmt: skip


class Window:
    """The tables of one run between two moments, as seen at the later one. Hours since start.

    Indicators share the rows it hands out: look, do not write.
    """

    def __init__(self, tables: Mapping[str, pa.Table], from_h: float, to_h: float) -> None:
        if not from_h < to_h:
            raise ValueError(f"a window from hour {from_h} to hour {to_h} is empty")
        self.tables, self.from_h, self.to_h = tables, from_h, to_h
        self._kept: dict[tuple[str, str], Any] = {}
        self.areas = tables["areas"].to_pandas()
        self.residents = int(self.areas["residents"].sum())
        self.years = (to_h - from_h) / HOURS_PER_YEAR
        events = self.rows("events")
        self._events = events.by("kind")
        self._none: Rows = events[np.zeros(0, np.int64)]

    def keep[T](self, what: str, kind: str, make: Callable[[], T]) -> T:
        """Something that many indicators read, made once."""
        if (what, kind) not in self._kept:
            self._kept[what, kind] = make()
        return self._kept[what, kind]

    def rows(self, table: str) -> Rows:
        """A whole table of the run."""
        return self.keep("table", table, lambda: Rows.of(self.tables[table]))

    def known(self, kind: str) -> Rows:
        """Events of a kind from the start of the run to the end of the window."""
        rows = self._events.get((kind,), self._none)
        return self.keep("known", kind, lambda: rows[rows["time_h"] < self.to_h])

    def began(self, kind: str) -> Rows:
        """Events of a kind that happened within the window (truth)."""
        return self.keep("began", kind, lambda: self._within(self.known(kind), "time_h"))

    def filed(self, kind: str) -> Rows:
        """Events of a kind that an office recorded and learned of within the window, whenever they happened."""
        rows = self.known(kind)
        return self.keep("filed", kind, lambda: self._within(rows[rows["recorded"]], "reported_h"))

    def of(self, kind: str, ledger: str) -> Rows:
        """Events of a kind as the truth or as the books have them."""
        return self.began(kind) if ledger == TRUE else self.filed(kind)

    def _within(self, rows: Rows, column: str) -> Rows:
        return rows[(rows[column] >= self.from_h) & (rows[column] < self.to_h)]

    def closed_by_end(self, rows: Rows, column: str = "closed_h") -> np.ndarray:
        """Whether each row was closed, or cleared, before the end of the window."""
        return rows[column] < self.to_h

    def settled(self, disputes: Rows) -> np.ndarray:
        """Whether each dispute had ended in agreement by the end of the window."""
        return disputes["outcome"].isin(SETTLED) & self.closed_by_end(disputes)

    @cached_property
    def relapsed(self) -> frozenset[int]:
        """Disputes that had been settled and broke out again by the end of the window."""
        revived = self.known("dispute")["relapse_of"]
        return frozenset(revived[revived >= 0].tolist())

    @cached_property
    def daily(self) -> Rows:
        """Day-by-area rows of the days that lie wholly within the window."""
        rows = self.rows("daily")
        first, last = self.days
        return rows[(rows["day"] >= first) & (rows["day"] < last)]

    @cached_property
    def waves(self) -> dict[tuple[str, ...], Rows]:
        """Rows of the survey about the whole district whose wave closed within the window, by actor and item."""
        waves = self.rows("survey")
        end_h = (waves["day"] + 1) * HOURS_PER_DAY  # a wave closes with its day
        waves = waves[(waves["street"] == WHOLE_DISTRICT) & (end_h > self.from_h) & (end_h <= self.to_h)]
        return waves.by("actor", "item")

    def monthly(self, item: str, ledger: str) -> Reading:
        """Mean over the window's month ends of a share of the monthly table, in %."""
        rows = self._month_ends.get((item, ledger))
        if rows is None:
            return share(0.0, 0)
        return share(float(rows["numerator"].sum()), float(rows["denominator"].sum()), per=100, n=len(rows))

    @cached_property
    def _month_ends(self) -> dict[tuple[str, ...], Rows]:
        """Rows of the monthly table whose month ended within the window, by item and ledger."""
        rows = self.rows("monthly")
        ends_h = (rows["month"] + 1) * DAYS_PER_MONTH * HOURS_PER_DAY
        return rows[(ends_h > self.from_h) & (ends_h <= self.to_h)].by("item", "ledger")

    @cached_property
    def matters(self) -> Rows:
        """Tickets and matters without a ticket, up to the end of the window."""
        rows = self.rows("matters")
        since_h = np.where(np.isnan(rows["reported_h"]), rows["time_h"], rows["reported_h"])
        rows = rows[since_h < self.to_h]
        later = {name: np.where(rows[name] < self.to_h, rows[name], np.nan) for name in ENDS_OF_MATTERS}
        return rows.assign(**later)

    @cached_property
    def tickets(self) -> Rows:
        """Tickets written within the window."""
        return self._within(self.matters[self.matters["recorded"]], "reported_h")

    @property
    def days(self) -> tuple[int, int]:
        """First whole day of the window, and the day after the last one."""
        return int(np.ceil(self.from_h / HOURS_PER_DAY)), int(self.to_h // HOURS_PER_DAY)

    def rate(self, count: float, per: float = 1000.0) -> Reading:
        """Count per `per` residents and year."""
        return share(count, self.residents * self.years / per, n=int(count))

    def street_rates(self, rows: Rows) -> tuple[np.ndarray, np.ndarray]:
        """Rows per 1,000 residents and year of each street that has residents; (rates, residents)."""
        residents = np.bincount(self.areas["street"], self.areas["residents"])
        counts = np.bincount(rows["street"], minlength=residents.size)
        lived_in = residents > 0
        return 1000 * counts[lived_in] / residents[lived_in] / self.years, residents[lived_in]
