"""One run in small tables: its indicators, its course in time, its map. All that leaves a worker."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from govsim.simulation.engine.clock import DAYS_PER_WEEK, HOURS_PER_DAY
from govsim.simulation.observation.schema import KINDS

from . import RECORDED, TRUE, Window, costs_within, read_all

HAPPENED = ("event_id", "time_h", "subtype", "area", "person", "other")  # what does not depend on what is learned later
COUNTED = {"thefts": "theft", "disputes": "dispute", "clashes": "clash"}  # what is followed in time: kind of event
MAPPED = {"thefts": "theft", "clashes": "clash"}  # what is drawn on maps
LONG_DAYS, SHORT_DAYS = 4 * DAYS_PER_WEEK, DAYS_PER_WEEK
FEW_PERIODS = 5
BEFORE, AFTER = "before", "after"
LOCALS, NEWCOMERS, ENTERPRISES = "locals", "newcomers", "enterprises"
SETTLED_SHARE = 0.5  # of the burn-in counts as "before": its second half, when the town has filled with open disputes


class Measured(NamedTuple):
    """What one run says between two moments."""

    indicators: pd.DataFrame  # indicator, ledger, value, numerator, denominator, n
    series: pd.DataFrame  # counted, ledger, from_day (0 is the end of the burn-in), days, count
    places: pd.DataFrame  # mapped, when, area, count; areas without an event are left out
    groups: pd.DataFrame  # mapped, group, count: whom it befell
    costs: pd.DataFrame  # item, payer, yuan
    happenings: pd.DataFrame  # kind, count, digest: equal digests mean that bit for bit the same happened


def measure(tables: Mapping[str, pa.Table], burn_in_h: float, end_h: float) -> Measured:
    """Read a run: burn-in until burn_in_h, measured from there to end_h; hours since start."""
    everything, window = Window(tables, 0, end_h), Window(tables, burn_in_h, end_h)
    return Measured(
        read_all(window),
        pd.DataFrame(_series(everything, burn_in_h), columns=["counted", "ledger", "from_day", "days", "count"]),
        pd.concat([*_places(everything, burn_in_h)], ignore_index=True),
        pd.DataFrame(_groups(window), columns=["mapped", "group", "count"]),
        costs_within(window),
        pd.DataFrame([_happening(everything, kind) for kind in KINDS], columns=["kind", "count", "digest"]),
    )


def _happening(window: Window, kind: str) -> tuple[str, int, str]:
    """What happened of one kind in the whole run: how often, and a digest of what, when, where and to whom."""
    rows = window.began(kind)
    digest = hashlib.blake2b(digest_size=12)
    for name in HAPPENED:
        column = rows[name]
        digest.update((column.codes.astype(np.int8) if name == "subtype" else column).tobytes())
    return kind, len(rows), digest.hexdigest()


def period_days(total_days: float) -> int:
    """Length of the periods of a time series: four weeks, or one when there would be few of those."""
    return LONG_DAYS if total_days >= FEW_PERIODS * LONG_DAYS else SHORT_DAYS


def _series(window: Window, burn_in_h: float) -> Iterator[tuple]:
    """Counts of whole periods, laid out from the end of the burn-in in both directions."""
    days = period_days(window.to_h / HOURS_PER_DAY)
    first = -int(burn_in_h // (days * HOURS_PER_DAY))
    last = int((window.to_h - burn_in_h) // (days * HOURS_PER_DAY))
    for counted, kind in COUNTED.items():
        for ledger, time in ((TRUE, "time_h"), (RECORDED, "reported_h")):
            rows = window.of(kind, ledger)
            period = np.floor((rows[time] - burn_in_h) / (days * HOURS_PER_DAY)).astype(int)
            counts = np.bincount(period[(period >= first) & (period < last)] - first, minlength=last - first)
            yield from ((counted, ledger, (first + p) * days, days, int(n)) for p, n in enumerate(counts))


def _places(window: Window, burn_in_h: float) -> Iterator[pd.DataFrame]:
    for mapped, kind in MAPPED.items():
        rows = window.began(kind)
        time_h = rows["time_h"]
        before = (time_h >= (1 - SETTLED_SHARE) * burn_in_h) & (time_h < burn_in_h)
        for when, part in ((BEFORE, rows[before]), (AFTER, rows[time_h >= burn_in_h])):
            areas, counts = np.unique(part["area"], return_counts=True)
            yield pd.DataFrame({"mapped": mapped, "when": when, "area": areas, "count": counts})


def _groups(window: Window) -> Iterator[tuple]:
    """Events of the window by those whom they befell: the victim of a theft, the starter of a dispute that clashes."""
    for mapped, kind in MAPPED.items():
        rows = window.began(kind)
        resident = rows["person"] >= 0
        yield mapped, LOCALS, int((resident & ~rows["newcomer"]).sum())
        yield mapped, NEWCOMERS, int((resident & rows["newcomer"]).sum())
        yield mapped, ENTERPRISES, int((~resident).sum())
