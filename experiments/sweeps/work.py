"""What a worker does with runs that share a past: the past once, then each run from the day on which they part."""

from __future__ import annotations

import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from govsim.simulation import District
from govsim.simulation.engine.clock import HOURS_PER_DAY

from ..errors import explain
from ..indicators import Window, read_all
from ..running.pasts import Past, end_h_of

DONE, FAILED = "done", "failed"
COUNTED = ("thefts", "thefts_recorded", "onsets", "clashes")  # columns of the daily table that are summed
LEVEL = "open_disputes"


@dataclass(frozen=True)
class Work:
    """One run as a worker gets it."""

    run_id: str
    config: dict  # plain
    burn_in_h: float
    keep: tuple[str, ...]  # of "daily" and "events"


@dataclass(frozen=True)
class Result:
    """What came of a run."""

    run_id: str
    status: str
    values: Mapping[str, float] = field(default_factory=dict)  # column of an indicator: value
    tables: Mapping[str, pa.Table] = field(default_factory=dict)  # those kept
    reason: str = ""
    wall_s: float = 0.0
    days: float = 0.0  # simulated for it; the past shared by several is counted at the first
    days_alone: float = 0.0  # would have been simulated without sharing


def do_task(works: Sequence[Work]) -> list[Result]:
    """All runs of a group; a failure stays with its run."""
    past, first = Past([work.config for work in works]), True
    results = []
    for work in works:
        started = time.monotonic()
        try:
            district = past.begin(work.config)
            results.append(_finish(district, work, started, since_h=0 if first else past.parting_h))
            first = False
        except Exception as error:  # a failed run must not take the others with it
            reason = explain(error) or f"{type(error).__name__}: {error} ({_place(error)})"
            seconds = time.monotonic() - started
            results.append(Result(work.run_id, FAILED, reason=" ".join(reason.split()), wall_s=seconds))
    return results


def _finish(district: District, work: Work, started: float, since_h: float) -> Result:
    """The rest of a run, and what is kept of it."""
    end_h = end_h_of(work.config)
    district.run_for(round((end_h - district.clock.start_h) / district.clock.hours_per_tick))
    tables = district.tables()
    read = read_all(Window(tables, work.burn_in_h, end_h))
    values = {
        column(i, ledger): float(v)
        for i, ledger, v in zip(read["indicator"], read["ledger"], read["value"], strict=True)
    }
    kept: dict[str, pa.Table] = {}
    if "daily" in work.keep:
        kept["daily"] = daily(tables["daily"])
    if "events" in work.keep:
        kept["events"] = tables["events"]
    days, alone = ((end_h - since) / HOURS_PER_DAY for since in (since_h, 0.0))
    return Result(work.run_id, DONE, values, kept, wall_s=time.monotonic() - started, days=days, days_alone=alone)


def column(indicator: str, ledger: str) -> str:
    """Name of an indicator's column in runs.parquet."""
    return f"{indicator}_{ledger}"


def daily(table: pa.Table) -> pa.Table:
    """Counts of the whole district, one row a day on which anything happened."""
    if table.num_rows == 0:
        return table.select(["day", *COUNTED, LEVEL])
    day = table["day"].to_numpy()
    days = int(day.max()) + 1
    sums = {n: np.bincount(day, table[n].to_numpy(), days).astype(np.int32) for n in (*COUNTED, LEVEL)}
    return pa.table({"day": pa.array(np.arange(days, dtype=np.int32)), **{n: pa.array(v) for n, v in sums.items()}})


def _place(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(where.filename).name}:{where.lineno}"


def as_work(run: Any, keep: Sequence[str]) -> Work:
    """A planned run as a worker gets it."""
    return Work(run.run_id, run.config(), run.base.burn_in_h, tuple(keep))
