"""One run in small tables: its indicators, its course in time, its map. All that leaves a worker."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from govsim.simulation.engine.clock import HOURS_PER_DAY
from govsim.simulation.observation.schema import KINDS

from ..periods import periods
from . import RECORDED, TRUE, Window, costs_within, read_all

HAPPENED = ("event_id", "time_h", "subtype", "area", "person", "other")  # what does not depend on what is learned later
COUNTED = {"thefts": "theft", "disputes": "dispute", "clashes": "clash"}  # what is followed in time: kind of event
MAPPED = {"thefts": "theft", "clashes": "clash"}  # what is drawn on maps
BEFORE, AFTER = "before", "after"
LOCALS, NEWCOMERS, ENTERPRISES = "locals", "newcomers", "enterprises"
SERIES = ["counted", "ledger", "from_day", "days", "month", "count"]
SETTLED_SHARE = 0.5  # of the burn-in counts as "before": its second half, when the town has filled with open disputes


class Measured(NamedTuple):
    """What one run says between two moments."""

    indicators: pd.DataFrame  # indicator, ledger, value, numerator, denominator, n
    series: pd.DataFrame  # counted, ledger, from_day (0 is the end of the burn-in), days, month, count
    places: pd.DataFrame  # mapped, when, area, count; areas without an event are left out
    groups: pd.DataFrame  # mapped, group, count: whom it befell
    costs: pd.DataFrame  # item, payer, yuan
    happenings: pd.DataFrame  # kind, count, digest: equal digests mean that bit for bit the same happened


def measure(tables: Mapping[str, pa.Table], burn_in_h: float, end_h: float, start: date) -> Measured:
    """Read a run: burn-in until burn_in_h, measured from there to end_h; hours since midnight of the date `start`."""
    everything, window = Window(tables, 0, end_h), Window(tables, burn_in_h, end_h)
    return Measured(
        read_all(window),
        pd.DataFrame(_series(everything, burn_in_h, start), columns=SERIES),
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


def _series(window: Window, burn_in_h: float, start: date) -> Iterator[tuple]:
    """Counts of whole periods before and after the end of the burn-in."""
    laid_out = periods(start, int(burn_in_h // HOURS_PER_DAY), int(window.to_h // HOURS_PER_DAY))
    from_h = burn_in_h + HOURS_PER_DAY * np.array([p.from_day for p in laid_out], float)
    to_h = from_h + HOURS_PER_DAY * np.array([p.days for p in laid_out], float)
    for counted, kind in COUNTED.items():
        for ledger, time in ((TRUE, "time_h"), (RECORDED, "reported_h")):
            times_h = np.sort(window.of(kind, ledger)[time])
            counts = np.searchsorted(times_h, to_h) - np.searchsorted(times_h, from_h)
            for period, n in zip(laid_out, counts.tolist(), strict=True):
                yield counted, ledger, period.from_day, period.days, period.month, n


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
