"""The events table: thefts, disputes, clashes, hearings and calls with their four ledger columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ..engine.table import Table
from ..entities.disputes import OUTCOMES, Disputes
from ..entities.identity import call_name
from ..entities.records import BY_110, CLASH_REPORT, DISPUTE_REPORT, OTHER_REPORT, THEFT_REPORT, Records
from ..entities.residents import HUKOU_SAME_PROVINCE
from ..entities.thefts import CLEARED_BY
from ..town import Town
from .schema import CHANNELS, DISPUTE_TYPES, EVENTS, KINDS, THEFT_TYPES

THEFT, DISPUTE, CLASH, HEARING, CALL = range(5)
SUBTYPES = (*THEFT_TYPES, *DISPUTE_TYPES, "other")
OTHER = len(SUBTYPES) - 1
RESULTS = (*OUTCOMES, "completed", "caught", "scuffle", "criminal", "agreed", "failed", "attended")
RESULT = {name: code for code, name in enumerate(RESULTS)}
WORDS = {"kind": KINDS, "subtype": SUBTYPES, "channel": CHANNELS, "outcome": RESULTS, "cleared_by": CLEARED_BY}
NEVER = {"noticed_h": np.nan, "reported_h": np.nan, "cleared_h": np.nan, "closed_h": np.nan, "response_min": np.nan,
         "on_scene_min": np.nan, "heat": np.nan, "loss_yuan": np.nan, "distance_m": np.nan}  # fmt: skip


def events_table(
    thefts: Table,
    cases: Disputes,
    known: Records,
    offenders: np.ndarray,
    people: np.ndarray,
    town: Town,
    hours_per_tick: float,
    end_h: float,
) -> pa.Table:
    """All events before `end_h` in order of time, then name; schema EVENTS."""
    parts = [
        _thefts(thefts.rows, offenders), _disputes(cases.rows), _clashes(cases), _hearings(cases),
        _calls(known, thefts.rows, cases),
    ]  # fmt: skip
    columns = {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}
    order = np.lexsort((columns["event_id"], columns["time_h"]))
    order = order[columns["time_h"][order] < end_h]  # today's disputes are laid out in the morning
    columns = {name: column[order] for name, column in columns.items()}
    columns["tick"] = (columns["time_h"] / hours_per_tick + 1e-9).astype(np.int32)
    columns["newcomer"] = (columns["person"] >= 0) & (people["hukou"][columns["person"]] >= HUKOU_SAME_PROVINCE)
    for level in ("grid", "community", "street"):
        columns[level] = town.areas[level][columns["area"]]
    for ledger in ("noticed", "reported"):  # what has not come to anybody's knowledge by the end is not known
        columns[ledger + "_h"] = np.where(columns[ledger + "_h"] < end_h, columns[ledger + "_h"], np.nan)
        columns[ledger] = ~np.isnan(columns[ledger + "_h"])
    columns["recorded"] &= columns["reported"]
    columns["channel"] = np.where(columns["reported"], columns["channel"], 0)
    for end in ("cleared_h", "closed_h"):
        columns[end] = np.where(columns[end] < end_h, columns[end], np.nan)
    columns["cleared"] = ~np.isnan(columns["cleared_h"])
    for how in ("cleared_by", "cleared_ways"):
        columns[how] = np.where(columns["cleared"], columns[how], 0)
    ended = (columns["kind"] != DISPUTE) | ~np.isnan(columns["closed_h"])
    columns["outcome"] = np.where(ended, columns["outcome"], RESULT["open"])
    return pa.table([_array(columns[field.name], field) for field in EVENTS], schema=EVENTS)


def _array(column: np.ndarray, field: pa.Field) -> pa.Array:
    if field.name in WORDS:
        return pa.DictionaryArray.from_arrays(pa.array(column.astype(np.int8)), pa.array(WORDS[field.name]))
    return pa.array(column, field.type)


def _part(n: int, kind: int, **columns: np.ndarray | float) -> dict[str, np.ndarray]:
    """Columns of n events of one kind; those not given are empty in the sense of the schema."""
    empty: dict[str, np.ndarray | float | bool] = {
        "kind": kind, "person": -1, "other": -1, "occurred": True, "recorded": False, "channel": 0, "outcome": 0,
        "hearings": 0, "clashed": False, "criminal": False, "relapse_of": -1, "cause": -1,
        "cleared_by": 0, "cleared_ways": 0, **NEVER,
    }  # fmt: skip
    types = {"recorded": bool, "occurred": bool, "clashed": bool, "criminal": bool, "relapse_of": np.int64,
             "cause": np.int64, "event_id": np.int64, "time_h": float} | dict.fromkeys(NEVER, float)  # fmt: skip
    names = ("event_id", "time_h", "subtype", "area", *empty)
    given = empty | columns
    return {name: np.broadcast_to(np.asarray(given[name]), n).astype(types.get(name, np.int32)) for name in names}


def _thefts(t: np.ndarray, offenders: np.ndarray) -> dict[str, np.ndarray]:
    return _part(
        t.size, THEFT, event_id=t["id"], time_h=t["time_h"], subtype=t["type"], area=t["area"], person=t["victim"],
        other=offenders["person"][t["offender"]], recorded=t["recorded"] == 1, noticed_h=t["noticed_h"],
        reported_h=t["reported_h"], channel=BY_110, cleared_h=t["cleared_h"],
        cleared_by=t["cleared_by"], cleared_ways=t["cleared_ways"], loss_yuan=t["loss_yuan"],
        outcome=np.where(t["caught"] == 1, RESULT["caught"], RESULT["completed"]), distance_m=t["distance_m"],
    )  # fmt: skip


def _disputes(d: np.ndarray) -> dict[str, np.ndarray]:
    return _part(
        d.size, DISPUTE, event_id=d["id"], time_h=d["opened_h"], subtype=d["type"] + len(THEFT_TYPES), area=d["area"],
        person=d["starter"], other=d["other"], recorded=d["recorded"] == 1, noticed_h=d["noticed_h"],
        reported_h=d["reported_h"], channel=d["channel"], outcome=d["outcome"], closed_h=d["closed_h"], heat=d["peak"],
        hearings=d["hearings"], clashed=d["clashed"] == 1, criminal=d["criminal"] == 1, relapse_of=d["relapse_of"],
    )  # fmt: skip


def _clashes(cases: Disputes) -> dict[str, np.ndarray]:
    c = cases.clashes.rows
    d = cases.rows[c["dispute"]]
    return _part(
        c.size, CLASH, event_id=c["id"], time_h=c["time_h"], subtype=d["type"] + len(THEFT_TYPES), area=d["area"],
        person=d["starter"], other=d["other"], recorded=c["recorded"] == 1, reported_h=c["called_h"], channel=BY_110,
        noticed_h=np.where(c["noticed"] == 1, c["time_h"], np.nan), heat=c["heat"], criminal=c["criminal"] == 1,
        outcome=np.where(c["criminal"] == 1, RESULT["criminal"], RESULT["scuffle"]), cause=d["id"],
    )  # fmt: skip


def _hearings(cases: Disputes) -> dict[str, np.ndarray]:
    h = cases.hearings.rows
    d = cases.rows[h["dispute"]]
    return _part(
        h.size, HEARING, event_id=h["id"], time_h=h["time_h"], subtype=d["type"] + len(THEFT_TYPES), area=d["area"],
        person=d["starter"], other=d["other"], recorded=True, noticed_h=h["time_h"], reported_h=h["time_h"],
        channel=h["channel"], outcome=np.where(h["agreed"] == 1, RESULT["agreed"], RESULT["failed"]), heat=h["heat"],
        cause=d["id"],
    )  # fmt: skip


def _calls(known: Records, thefts: np.ndarray, cases: Disputes) -> dict[str, np.ndarray]:
    c = known.calls.rows
    r = known.reports.rows[c["report"]]
    person, other, subtype = np.full(c.size, -1), np.full(c.size, -1), np.full(c.size, OTHER)
    of_theft, of_dispute, of_clash = (r["kind"] == k for k in (THEFT_REPORT, DISPUTE_REPORT, CLASH_REPORT))
    person[of_theft], subtype[of_theft] = thefts["victim"][r["case"][of_theft]], r["subtype"][of_theft]
    dispute = r["case"].copy()
    dispute[of_clash] = cases.clashes.rows["dispute"][r["case"][of_clash]]
    about = of_dispute | of_clash
    person[about], other[about] = cases.rows["starter"][dispute[about]], cases.rows["other"][dispute[about]]
    subtype[about] = r["subtype"][about] + len(THEFT_TYPES)
    names = np.array([call_name(kind, entity) for kind, entity in zip(r["kind"], r["entity"], strict=True)], np.int64)
    return _part(
        c.size, CALL, event_id=names, time_h=c["time_h"], subtype=subtype, area=r["area"], person=person, other=other,
        recorded=r["recorded"] == 1, noticed_h=c["time_h"], reported_h=c["time_h"], channel=r["channel"],
        outcome=RESULT["attended"], response_min=60 * (c["arrival_h"] - c["time_h"]),
        on_scene_min=60 * (c["leave_h"] - c["arrival_h"]), cause=np.where(r["kind"] == OTHER_REPORT, -1, r["entity"]),
    )  # fmt: skip
