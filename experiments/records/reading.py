"""From the tables of offices to one table of incidents: times, kinds, outcomes, places; no people."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportAssignmentType=false, reportOptionalMemberAccess=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

import numpy as np
import pandas as pd

from ..given_tables import GivenTable
from .columns import CHANNEL_OF, Columns
from .faults import Faults
from .places import points_of, streets_and_communities, unknown_units
from .privacy import holding, numbered
from .times import DAY, MINUTE, MONTH, Moment, clock_of, moment_of, order_of
from .words import DISPUTE, THEFT, Vocabulary

TIMES = ("occurred", "reported", "arrived", "closed", "due")
UNITS = ("street", "community", "grid")
MIDNIGHTS, FEW = (
    3,
    5,
)  # so often as many at 0:00 sharp as at other full hours, and more than a few: nobody knew the hour
MONTHLY_ROWS = 20  # so many rows that are all of the first of a month are known by the month alone


def read_all(
    tables: Sequence[GivenTable], columns: Columns, kind: str, units: Collection[str], now: datetime, faults: Faults,
) -> tuple[pd.DataFrame, list[str]]:  # fmt: skip
    """One row an incident, and remarks. `kind`: code of all rows, empty where a column tells; `units`: known names."""
    parts = []
    for i, table in enumerate(tables):
        if not (columns.of(table, "occurred") or columns.of(table, "reported")):
            faults.add(table, [table.head_row], "", "no_time_column", [", ".join(map(str, table.rows))])
        elif len(table.rows):
            parts.append(_read(table, columns, kind, units, now, faults).assign(table=i))
    if not parts:
        return pd.DataFrame(), []
    rows = pd.concat(parts, ignore_index=True)
    rows = _one_an_incident(rows, tables, columns, faults)
    rows, more = _with_points(rows, tables, columns, faults)
    rows["person"] = numbered(rows.pop("who")).to_numpy()
    remarks = [*more, *_precision_told(rows)]
    return rows.drop(columns=["number"]), remarks


def _cells(table: GivenTable, columns: Columns, role: str) -> pd.Series:
    name = columns.of(table, role)
    return table.rows[name] if name else pd.Series("", index=table.rows.index, dtype=object)


def _read(
    table: GivenTable, columns: Columns, kind: str, units: Collection[str], now: datetime, faults: Faults
) -> pd.DataFrame:
    read = pd.DataFrame(index=table.rows.index)
    for role in TIMES:
        read[role], read[f"{role}_as"] = _moments(table, columns, role, now, faults)
    happened = read["occurred"].notna()
    read["time"] = read["occurred"].where(happened, read["reported"])
    read["precision"] = read["occurred_as"].where(happened, read["reported_as"])
    _note_missing_times(table, columns, read, faults)
    _note_wrong_orders(table, columns, read, faults)
    vocabulary = Vocabulary(columns.kinds, columns.outcomes, columns.channels)
    read["kind"] = kind or _kinds(table, columns, vocabulary, faults)
    read["outcome"] = _coded(table, columns, "outcome", vocabulary.outcome, faults)
    found = _coded(table, columns, "channel", vocabulary.channel, faults)
    read["channel"] = found.where(found != "", CHANNEL_OF[columns.source])
    for role in UNITS:
        read[role] = _unit(table, columns, role, units, faults)
    if columns.of(table, "address"):
        _fill_from_addresses(table, columns, read, units, faults)
    for role in ("number", "x", "y"):
        read[role] = _cells(table, columns, role)
    read["who"] = _cells(table, columns, "person")
    read["row"] = read.index
    return read[read["time"].notna()].drop(columns=[f"{role}_as" for role in TIMES])


# -- times


def _moments(
    table: GivenTable, columns: Columns, role: str, now: datetime, faults: Faults
) -> tuple[pd.Series, pd.Series]:
    name, cells = columns.of(table, role), _cells(table, columns, role)
    order = _order(cells, columns)
    known = {text: moment_of(text, order) for text in cells.unique()}
    found = [known[text] for text in cells]
    if role in ("occurred", "reported") and columns.of(table, "clock"):
        found = [_with_clock(one, text) for one, text in zip(found, _cells(table, columns, "clock"), strict=True)]
    times = pd.Series(pd.to_datetime([one.time for one in found]), index=cells.index, dtype="datetime64[s]")
    if name:
        unread = times.isna() & (cells != "")
        faults.add(table, cells.index[unread], name, _why_unread(cells[unread], columns), cells[unread])
        late = (times > now) & (role != "due")
        faults.add(table, cells.index[late], name, "time_future", cells[late])
        times = times.mask(late)
    return times, pd.Series([one.precision for one in found], index=cells.index, dtype=object)


def _order(cells: pd.Series, columns: Columns) -> str:
    return columns.date_order if columns.date_order != "ymd" else (order_of(cells.unique()) or "ymd")


def _why_unread(cells: pd.Series, columns: Columns) -> str:
    """Dates whose day could be the month are another matter than what is no date."""
    if columns.date_order == "ymd" and len(cells) and all(moment_of(cell, "dmy").time for cell in cells.unique()[:50]):
        return "date_order"
    return "time_unreadable"


def _with_clock(moment: Moment, text: str) -> Moment:
    clock = clock_of(text) if moment.time and moment.precision == DAY and text else None
    return Moment(moment.time + clock, MINUTE) if clock is not None and moment.time else moment


def _note_missing_times(table: GivenTable, columns: Columns, read: pd.DataFrame, faults: Faults) -> None:
    name = columns.of(table, "occurred") or columns.of(table, "reported")
    told = (_cells(table, columns, "occurred") != "") | (_cells(table, columns, "reported") != "")
    missing = read["time"].isna() & ~told
    faults.add(table, read.index[missing], name, "time_missing", [""] * int(missing.sum()))


def _note_wrong_orders(table: GivenTable, columns: Columns, read: pd.DataFrame, faults: Faults) -> None:
    """What came before it could: the later time is not believed. Days are compared as days."""
    for earlier, later in (("occurred", "reported"), ("reported", "arrived"), ("reported", "closed")):
        exact = (read[f"{earlier}_as"] == MINUTE) & (read[f"{later}_as"] == MINUTE)
        before = read[earlier].dt.normalize() > read[later].dt.normalize()
        wrong = before | (exact & (read[earlier] > read[later]))
        wrong &= (read[f"{earlier}_as"] != MONTH) & (read[f"{later}_as"] != MONTH)
        name = columns.of(table, later)
        faults.add(table, read.index[wrong], name, "time_order", _cells(table, columns, later)[wrong])
        read[later] = read[later].mask(wrong)


def _precision_told(rows: pd.DataFrame) -> list[str]:
    """Make less of times that say more than was known; what was made of them."""
    remarks = []
    exact = rows["precision"] == MINUTE
    at_midnight = exact & (rows["time"] == rows["time"].dt.normalize())
    at_full_hours = exact & (rows["time"] == rows["time"].dt.floor("h")) & ~at_midnight
    usual = np.median(np.bincount(rows.loc[at_full_hours, "time"].dt.hour, minlength=24)[1:])
    if at_midnight.sum() > max(MIDNIGHTS * usual, FEW):
        rows.loc[at_midnight, "precision"] = DAY
        remarks.append("midnight")
    days = rows["precision"] == DAY
    if days.sum() >= MONTHLY_ROWS and (rows.loc[days, "time"].dt.day == 1).all():
        rows.loc[days, "precision"] = MONTH
        remarks.append("monthly")
    return remarks


# -- words


def _kinds(table: GivenTable, columns: Columns, vocabulary: Vocabulary, faults: Faults) -> pd.Series:
    upper, lower = _cells(table, columns, "kind"), _cells(table, columns, "subkind")
    pairs = pd.Series(list(zip(lower, upper, strict=True)), index=upper.index, dtype=object)
    codes = {pair: vocabulary.kind(*pair) for pair in pairs.unique()}
    found = pairs.map(codes).astype(object)
    if columns.source == "mediation" and not columns.of(table, "kind"):
        return pd.Series(DISPUTE, index=upper.index, dtype=object)  # what else is mediated
    no_type = lower.map({word: word != "" and not vocabulary.kind(word) for word in lower.unique()}).astype(bool)
    unknown, name = (
        (found == "") | (no_type & found.isin((THEFT, DISPUTE))),
        columns.of(table, "subkind") or columns.of(table, "kind"),
    )
    told = lower.where(lower != "", upper)
    if name:
        faults.add(table, told.index[unknown & (told != "")], name, "kind_unknown", told[unknown & (told != "")])
        empty = unknown & (told == "")
        faults.add(table, told.index[empty], name, "kind_missing", told[empty])
    return found


def _coded(table: GivenTable, columns: Columns, role: str, code_of: Callable[[str], str], faults: Faults) -> pd.Series:
    cells, name = _cells(table, columns, role), columns.of(table, role)
    found = cells.map({word: code_of(word) for word in cells.unique()}).astype(object)
    unknown = (found == "") & (cells != "")
    faults.add(table, cells.index[unknown], name, f"{role}_unknown", cells[unknown])
    return found


# -- places


def _unit(table: GivenTable, columns: Columns, role: str, units: Collection[str], faults: Faults) -> pd.Series:
    name, cells = columns.of(table, role), _cells(table, columns, role)
    if not name:
        return cells
    personal = holding(cells)
    faults.add(table, cells.index[personal], name, "personal_cell", cells[personal])
    cells = cells.mask(personal, "")
    return _known(table, name, cells, units if role != "grid" else (), faults)


def _known(table: GivenTable, name: str, cells: pd.Series, units: Collection[str], faults: Faults) -> pd.Series:
    """Names of units that are among those known; all where none are known."""
    if not units:
        return cells
    unknown = unknown_units(cells, units)
    faults.add(table, cells.index[unknown], name, "unit_unknown", cells[unknown])
    return cells.mask(unknown, "")


def _fill_from_addresses(
    table: GivenTable, columns: Columns, read: pd.DataFrame, units: Collection[str], faults: Faults
) -> None:
    """Streets and communities where no column of their own tells them; of an address nothing else is kept."""
    name = columns.of(table, "address")
    for role, found in zip(UNITS, streets_and_communities(_cells(table, columns, "address")), strict=False):
        known = _known(table, name, found.where(read[role] == "", ""), units, faults)
        read[role] = read[role].where(read[role] != "", known)


def _with_points(
    rows: pd.DataFrame, tables: Sequence[GivenTable], columns: Columns, faults: Faults
) -> tuple[pd.DataFrame, list[str]]:
    told = (rows["x"] != "") | (rows["y"] != "")
    points, far, swapped = points_of(rows["x"], rows["y"])
    for sort, these in (("place_far", far), ("place_unreadable", told & points["x_m"].isna() & ~far)):
        _note(rows[these], tables, columns, "x", sort, faults)
    return rows.drop(columns=["x", "y"]).join(points), (["swapped"] if swapped else [])


# -- one row an incident


def _one_an_incident(
    rows: pd.DataFrame, tables: Sequence[GivenTable], columns: Columns, faults: Faults
) -> pd.DataFrame:
    """Leave out rows that were exported twice, and further rows of one incident.

    A row without a number and without a time of the day may look like another one and be another incident.
    """
    alike = [name for name in rows if name not in ("row", "table")]
    twice = rows.duplicated(alike) & ((rows["number"] != "") | (rows["precision"] == MINUTE))
    _note(rows[twice], tables, columns, "number", "duplicate", faults)
    rows = rows[~twice]
    further = (rows["number"] != "") & rows.duplicated("number")
    _note(rows[further], tables, columns, "number", "further_row", faults)
    return rows[~further].reset_index(drop=True)


def _note(
    rows: pd.DataFrame, tables: Sequence[GivenTable], columns: Columns, role: str, sort: str, faults: Faults
) -> None:
    for i, part in rows.groupby("table"):
        table = tables[int(i)]
        values = part[role].astype(str) if role in part else np.repeat("", len(part))
        faults.add(table, part["row"], columns.of(table, role), sort, values)
