"""Checked records as the tables of a run, so that whatever reads a run reads them: events, tickets, places.

Places are squares of the map's size where there are coordinates, else communities or streets. What no record tells is
empty. Hour 0 is midnight of a Monday, so that days of the week are those of the calendar.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportAssignmentType=false, reportOptionalMemberAccess=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from govsim.simulation.observation.schema import DISPUTE_TYPES, TABLES, THEFT_TYPES

from .check import Checked
from .words import CLASH, DISPUTE, THEFT

AREA_M = 150.0  # [definition] edge of the squares of the map
SETTLED_AS = {"calls": "conciliated"}  # by police; all others are mediated
HOUR = np.timedelta64(3600, "s")


def start_of(checked: Checked) -> pd.Timestamp:
    """The Monday on or before the first day."""
    return checked.first - pd.Timedelta(days=checked.first.weekday())


def hours_since(times: pd.Series, start: pd.Timestamp) -> np.ndarray:
    """Hours from a moment to times, NaN for none, (n,)."""
    return ((times - start) / HOUR).to_numpy(float)


def window_h(checked: Checked) -> tuple[float, float]:
    """Hours from the start to the first day and to the day after the last."""
    start = start_of(checked)
    return (checked.first - start) / HOUR, (checked.last - start) / HOUR


def areas_of(rows: pd.DataFrame, residents: float, side_m: float = AREA_M) -> tuple[pd.DataFrame, np.ndarray, bool]:
    """Places with an incident, the place of each row (-1 for none), and whether they are squares.

    Residents are all written into the first one: records know how many there are, not where they live.
    """
    has_points = bool(rows["x_m"].notna().any())
    if has_points:
        keys = np.floor(rows[["x_m", "y_m"]].to_numpy(float) / side_m)
        known = ~np.isnan(keys).any(axis=1)
    else:
        unit = next((name for name in ("community", "street", "grid") if (rows[name] != "").any()), "community")
        keys, known = pd.factorize(rows[unit])[0][:, None].astype(float), (rows[unit] != "").to_numpy()
    area = np.full(len(rows), -1)
    found, area[known] = np.unique(keys[known], axis=0, return_inverse=True)
    centres = (found + 0.5) * side_m if has_points else np.full((len(found), 2), np.nan)
    centres = centres if len(found) else np.full((1, 2), np.nan)
    areas = pd.DataFrame(
        {"area": np.arange(len(centres)), "x_m": centres[:, 0], "y_m": centres[:, -1], "side_m": side_m}
    )
    areas["residents"] = [round(residents), *[0] * (len(areas) - 1)]
    return areas, area, has_points


def tables_of(checked: Checked, residents: float = 0.0, untyped: bool = True) -> dict[str, pa.Table]:
    """The tables of a run.

    `untyped`: keep the words theft and dispute where a type is not said; else any type stands for it, for indicators
    that count all types alike.
    """
    rows = checked.rows
    areas, area, _ = areas_of(rows, residents)
    start = start_of(checked)
    kind = rows["kind"].str.partition(".")
    base: dict[str, Any] = {
        "event_id": np.arange(len(rows)), "time_h": hours_since(rows["time"], start), "area": area,
        "reported_h": hours_since(rows["reported"].where(rows["reported"].notna(), rows["time"]), start),
        "closed_h": hours_since(rows["closed"], start), "channel": rows["channel"].to_numpy(), "person": rows["person"],
        "kind": kind[0].to_numpy(), "subtype": _types(kind, untyped), "outcome": rows["outcome"].to_numpy(),
        "arrived_h": hours_since(rows["arrived"], start), "due_h": hours_since(rows["due"], start),
    }  # fmt: skip
    frame = pd.DataFrame(base)
    events = [_thefts(frame), _disputes(frame, checked.source), _clashes(frame)]
    if checked.source == "calls":
        events.append(_calls(frame))
    if checked.source == "mediation":
        events.append(_hearings(frame))
    made = {name: _table(name, pd.DataFrame()) for name in TABLES}
    made["events"] = _table("events", pd.concat(events, ignore_index=True))
    made["areas"] = _table("areas", areas)
    if checked.source in ("tickets", "hotline"):
        made["matters"] = _table("matters", _matters(frame))
    return made


def _types(kind: pd.DataFrame, untyped: bool) -> np.ndarray:
    any_type = {THEFT: THEFT_TYPES[0], DISPUTE: DISPUTE_TYPES[0]}
    general = kind[0] if untyped else kind[0].map(any_type)
    return kind[2].where(kind[2] != "", general.where(kind[0].isin(any_type), "other")).to_numpy()


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(occurred=True, noticed=True, reported=True, recorded=True, noticed_h=frame["reported_h"])


def _thefts(frame: pd.DataFrame) -> pd.DataFrame:
    rows = _known(frame[frame["kind"] == THEFT])
    cleared = rows["outcome"].isin(("cleared", "caught", "criminal"))
    when = rows["closed_h"].where(rows["closed_h"].notna(), rows["reported_h"])
    return rows.assign(
        cleared=cleared, cleared_h=when.where(cleared), closed_h=np.nan, cause=-1, relapse_of=-1, other=-1,
        outcome=np.where(rows["outcome"] == "caught", "caught", "completed"),
    )  # fmt: skip


def _disputes(frame: pd.DataFrame, source: str) -> pd.DataFrame:
    rows = _known(frame[frame["kind"] == DISPUTE])
    settled = SETTLED_AS.get(source, "mediated")
    names = {"agreed": settled, "failed": "exhausted", "closed": "lumped"}
    return rows.assign(
        outcome=rows["outcome"].map(names).fillna("open"), criminal=rows["outcome"] == "criminal", cause=-1,
        relapse_of=-1, other=-1, hearings=0,
    )  # fmt: skip


def _clashes(frame: pd.DataFrame) -> pd.DataFrame:
    """Fights, and disputes that became criminal cases."""
    fights = frame[frame["kind"] == CLASH].assign(cause=-1)
    criminal = frame[(frame["kind"] == DISPUTE) & (frame["outcome"] == "criminal")]
    criminal = criminal.assign(cause=criminal["event_id"])
    rows = _known(pd.concat([fights, criminal]))
    outcome = np.where(rows["outcome"] == "criminal", "criminal", "scuffle")
    return rows.assign(kind=CLASH, outcome=outcome, relapse_of=-1, other=-1, closed_h=np.nan)


def _calls(frame: pd.DataFrame) -> pd.DataFrame:
    rows = _known(frame)
    minutes = 60 * (rows["arrived_h"] - rows["reported_h"])
    return rows.assign(
        kind="call", time_h=rows["reported_h"], response_min=minutes, outcome="attended", cause=-1, relapse_of=-1,
        other=-1, closed_h=np.nan,
    )  # fmt: skip


def _hearings(frame: pd.DataFrame) -> pd.DataFrame:
    """One hearing a mediated dispute: logs have the last one."""
    rows = _known(frame[(frame["kind"] == DISPUTE) & frame["outcome"].isin(("agreed", "failed"))])
    when = rows["closed_h"].where(rows["closed_h"].notna(), rows["reported_h"])
    return rows.assign(kind="hearing", time_h=when, cause=rows["event_id"], relapse_of=-1, other=-1, closed_h=np.nan)


def _matters(frame: pd.DataFrame) -> pd.DataFrame:
    rows = _known(frame[~frame["kind"].isin((THEFT, DISPUTE, CLASH))])
    numbers = np.arange(len(rows))
    return rows.assign(ticket=numbers, matter=numbers, repeat_of=-1, done_h=np.nan, solved_h=np.nan)


def _table(name: str, frame: pd.DataFrame) -> pa.Table:
    """A table of a run; a column that no record tells is empty: NaN, -1, false or no word."""
    made = {field.name: _column(field, frame) for field in TABLES[name]}
    return pa.table(list(made.values()), schema=TABLES[name])


EMPTY: Mapping[str, Any] = {"number": np.nan, "index": -1, "flag": False}


def _column(field: pa.Field, frame: pd.DataFrame) -> pa.Array:
    n, type_ = len(frame), field.type
    if pa.types.is_dictionary(type_) or pa.types.is_string(type_):
        words = frame[field.name] if field.name in frame else pd.Series([None] * n, dtype=object)
        plain = pa.array([word or None for word in words], pa.string())
        return plain.dictionary_encode().cast(type_) if pa.types.is_dictionary(type_) else plain
    form = "flag" if pa.types.is_boolean(type_) else "number" if pa.types.is_floating(type_) else "index"
    values = frame[field.name].fillna(EMPTY[form]) if field.name in frame else np.full(n, EMPTY[form])
    dtype = {"flag": bool, "number": float, "index": np.int64}[form]
    return pa.array(np.asarray(values).astype(dtype)).cast(type_)
