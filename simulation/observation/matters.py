"""The matters table: what was the matter, and what the offices wrote down of it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ..entities.matters import STREAMS, Matters
from ..entities.tickets import CLOSED
from ..town import Town
from .schema import CHANNELS, MATTERS, TIERS

NOBODY_SAW_IT = -1


def matters_table(matters: Matters, tickets: np.ndarray, town: Town, end_h: float) -> pa.Table:
    """One row a ticket, and one for each matter without a ticket, up to `end_h`; schema MATTERS."""
    true, written = matters.rows, tickets[tickets["time_h"] < end_h]
    has_ticket = np.isin(np.arange(true.size), written["case"])
    unwritten = np.flatnonzero(~has_ticket & (true["opened_h"] < end_h))
    case = np.concatenate([written["case"], unwritten.astype(np.int32)])
    t = np.concatenate([written, np.zeros(unwritten.size, written.dtype)])
    is_ticket = np.arange(case.size) < written.size
    m = true[np.maximum(case, 0)] if true.size else np.zeros(case.size, true.dtype)
    real = case >= 0
    columns = {
        "ticket": np.where(is_ticket, np.arange(case.size), NOBODY_SAW_IT), "matter": case,
        "time_h": np.where(real, m["opened_h"], t["time_h"]), "stream": np.where(real, m["stream"], t["stream"]),
        "severity": np.where(real, m["severity"], 0.0), "area": np.where(real, m["area"], t["area"]),
        "occurred": real, "recorded": is_ticket,
        "noticed_h": np.where(real, _until(m["noticed_h"], end_h), np.nan),
        "reported_h": np.where(is_ticket, t["time_h"], _until(m["reported_h"], end_h)),
        "channel": np.where(is_ticket, t["channel"], m["channel"]), "tier": t["tier"], "returns": t["returns"],
        "transfers": t["transfers"], "due_h": np.where(is_ticket, t["due_h"], np.nan),
        "closed_h": np.where(is_ticket & (t["stage"] == CLOSED), _until(t["closed_h"], end_h), np.nan),
        "done_h": np.where(is_ticket, _until(t["done_h"], end_h), np.nan),
        "solved_h": np.where(real, _until(m["solved_h"], end_h), np.nan),
        **{name: t[name] == 1 for name in ("duplicate", "trivial", "emergency", "misread", "exposed", "dispatched")},
        "repeat_of": np.where(is_ticket, t["repeat_of"], NOBODY_SAW_IT),
    }  # fmt: skip
    columns["noticed"], columns["reported"] = ~np.isnan(columns["noticed_h"]), ~np.isnan(columns["reported_h"])
    columns["noticed"] |= columns["reported"] & real
    columns["channel"] = np.where(columns["reported"], columns["channel"], 0)
    for level in ("grid", "community", "street"):
        columns[level] = town.areas[level][columns["area"]]
    order = np.lexsort((columns["ticket"], columns["matter"], columns["time_h"]))
    words = {"stream": STREAMS, "channel": CHANNELS, "tier": TIERS}
    return pa.table([_array(columns[f.name][order], f, words.get(f.name)) for f in MATTERS], schema=MATTERS)


def _until(time_h: np.ndarray, end_h: float) -> np.ndarray:
    """Times before the end; NaN for what has not come about."""
    return np.where(time_h < end_h, time_h, np.nan)


def _array(column: np.ndarray, field: pa.Field, words: tuple[str, ...] | None) -> pa.Array:
    if words is not None:
        return pa.DictionaryArray.from_arrays(pa.array(column.astype(np.int8)), pa.array(words))
    return pa.array(column, field.type)
