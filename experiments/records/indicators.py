"""Which of the indicators that governments report these records can feed, and which not and why.

Read by the functions that read a run. Those that count all types alike are read of a table in which any type stands for
one that is not said; the others are read where nearly all types are said.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportAssignmentType=false, reportOptionalMemberAccess=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from govsim.simulation.observation.schema import CHANNELS, THEFT_TYPES

from ..indicators import RECORDED, REGISTRY, Reading, Window
from .check import Checked
from .tables import tables_of, window_h

MOSTLY, SOME = 0.9, 0.5  # shares of rows that must say it
LEAST_DAYS = 28  # of records for anything a year


class Line(NamedTuple):
    """An indicator of the records: its value, or what is missing."""

    id: str
    reading: Reading | None
    missing: str  # name of what is missing, empty for nothing


def _of(checked: Checked, kind: str) -> float:
    return float(checked.rows["kind"].str.startswith(kind).sum())


def _any(checked: Checked, kind: str) -> bool:
    return _of(checked, kind) > 0


def _share(checked: Checked, kind: str, outcomes: tuple[str, ...]) -> float:
    rows = checked.rows[checked.rows["kind"].str.startswith(kind)]
    return float(rows["outcome"].isin(outcomes).mean()) if len(rows) else 0.0


def _is(source: str, *more: str) -> Callable[[Checked], bool]:
    return lambda checked: checked.source in (source, *more)


HAS: dict[str, Callable[[Checked], bool]] = {
    "residents": lambda c: bool(c.residents),
    "weeks": lambda c: (c.last - c.first).days >= LEAST_DAYS,
    "calls": _is("calls"), "tickets": _is("tickets", "hotline"), "mediation": _is("mediation"),
    "thefts": lambda c: _of(c, "theft") > 0,
    "all_thefts": lambda c: c.rows["kind"][c.rows["kind"].str.startswith("theft")].nunique() > 1,
    **{f"theft.{one}": partial(_any, kind=f"theft.{one}") for one in THEFT_TYPES},
    "theft_types": lambda c: _of(c, "theft.") >= MOSTLY * max(_of(c, "theft"), 1),
    "disputes": lambda c: _of(c, "dispute") > 0,
    "fights": lambda c: _of(c, "clash") > 0,
    "theft_outcomes": lambda c: _share(c, "theft", ("cleared", "caught", "criminal", "open")) >= SOME,
    "caught": lambda c: _share(c, "theft", ("caught",)) > 0,
    "dispute_outcomes": lambda c: _share(c, "dispute", ("agreed", "failed", "criminal", "open")) >= SOME,
    "criminal": lambda c: _share(c, "dispute", ("criminal",)) > 0,
    "arrivals": lambda c: c.rows["arrived"].notna().sum() > 0,
    "closed": lambda c: c.rows["closed"].notna().sum() > 0, "due": lambda c: c.rows["due"].notna().sum() > 0,
    "channels": lambda c: c.rows["channel"].nunique() > 1,
}  # fmt: skip
_RATE = ("residents", "weeks")
NEEDS: dict[str, tuple[str, ...]] = {
    "K1": ("thefts", "all_thefts", *_RATE),
    **{f"K1.{one}": (f"theft.{one}", "theft_types", *_RATE) for one in THEFT_TYPES},
    "K2": ("thefts", "all_thefts", "theft_types", *_RATE), "K3": ("thefts", "all_thefts", "theft_outcomes"),
    "K4": ("thefts", "theft_outcomes", "caught", *_RATE), "K7": ("calls", "disputes", *_RATE),
    "K7.share": ("calls", "disputes"), "K10": ("calls", "arrivals"), "K10.p90": ("calls", "arrivals"),
    "K11": ("mediation", "disputes", *_RATE), "K12": ("mediation", "disputes", "dispute_outcomes", "closed"),
    "K13": ("mediation", "dispute_outcomes"),
    **{f"K13.{one}": ("mediation", "dispute_outcomes", "channels") for one in CHANNELS[1:]},
    "K15": ("disputes", "criminal", *_RATE), "K15.count": ("disputes", "criminal", "weeks"),
    "K17.rate": ("fights", *_RATE), "K19": ("tickets", "closed", "due"), "K20": ("tickets", "closed", "due"),
    "K22": ("mediation", "disputes", "dispute_outcomes", "closed", "channels"),
    "K23": ("mediation", "disputes", "channels"),
    **{f"K23.{one}": ("mediation", "disputes", "channels") for one in CHANNELS[1:]}, "D2": ("tickets", "channels"),
    "F12": ("mediation", "disputes", "dispute_outcomes", "closed"),
}  # fmt: skip
NO_RECORD = "no_record"  # no export of incidents has what it counts
NO_CASE = "no_case"


def recorded_indicators(checked: Checked) -> list[Line]:
    """Every indicator of the books, with its value or what is missing."""
    start_h, end_h = window_h(checked)
    read = partial(Window, from_h=start_h, to_h=end_h)
    windows = [read(tables_of(checked, checked.residents or 0, untyped)) for untyped in (False, True)]
    lines = []
    for indicator in REGISTRY.values():
        if RECORDED not in indicator.ledgers:
            continue
        needs = NEEDS.get(indicator.id, (NO_RECORD,))
        missing = next((need for need in needs if need == NO_RECORD or not HAS[need](checked)), "")
        if missing:
            lines.append(Line(indicator.id, None, missing))
            continue
        reading = indicator.read(windows["theft_types" in needs], RECORDED)
        lines.append(
            Line(indicator.id, None, NO_CASE) if math.isnan(reading.value) else Line(indicator.id, reading, "")
        )
    return lines
