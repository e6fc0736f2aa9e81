"""Records read, checked and kept: a table of incidents without people, and what was wrong with the rest."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportAssignmentType=false, reportOptionalMemberAccess=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from .. import files
from ..errors import BadInput, damaged
from ..given_tables import GivenTable, read_table, read_tables
from ..language.voice import Voice
from .columns import ROLES, SOURCES, Columns, as_yaml, proposed, read_columns
from .faults import LEFT_OUT, Faults
from .privacy import PERSONAL_LIMIT, holding
from .reading import read_all
from .words import KINDS, refuse_unknown, unit_name

PARQUET, COLUMNS, FAULTS, CHECK = "records.parquet", "columns.yaml", "faults.csv", "check.json"
AGAIN = "check the files again: govsim records check FILE..."


@dataclass(frozen=True)
class Checked:
    """Records that were checked. `rows`: one an incident, columns as in docs/how-to/own-records.md."""

    rows: pd.DataFrame
    source: str
    read: int  # rows in the files
    sorts: dict[str, int]  # faults of each sort
    remarks: tuple[str, ...]  # midnight, monthly, swapped
    refused: tuple[str, ...]  # columns that are not kept because they are about people
    residents: float | None
    files: tuple[str, ...]

    @property
    def first(self) -> pd.Timestamp:
        """Day of the first incident."""
        return self.rows["time"].min().normalize()

    @property
    def last(self) -> pd.Timestamp:
        """The day after the last incident, of records by month the month after."""
        last = self.rows["time"].max().normalize()
        return last + (pd.offsets.MonthBegin() if self.precision == "month" else pd.Timedelta(days=1))

    @property
    def precision(self) -> str:
        """How exactly most times are known: minute, day or month."""
        return str(self.rows["precision"].mode()[0])

    @property
    def left_out(self) -> int:
        """Rows of the files that are no incident here."""
        return self.read - len(self.rows)


@dataclass(frozen=True)
class Found:
    """What a check says: the records, how their columns were read, what was wrong."""

    checked: Checked
    columns: Columns
    faults: Faults
    was_proposed: bool  # the columns, by this check


def check(
    paths: Sequence[Path], out: Path, columns: Path | None = None, kind: str = "", source: str = "", sheet: str = "",
    units: Path | None = None, residents: float | None = None, overwrite: bool = False, now: datetime | None = None,
) -> Found:  # fmt: skip
    """Read files; nothing is written. Raises BadInput, OSError.

    `columns`: how to read them, else `columns.yaml` in `out` if there is one, else what their names say. `kind`: code
    of all rows; `units`: a table of names of streets and communities.
    """
    if not paths:
        raise BadInput("records check needs files: govsim records check FILE...")
    if kind:
        refuse_unknown(kind, KINDS, f"kind={kind}")
    if source:
        refuse_unknown(source, SOURCES, f"source={source}")
    _refuse_other_records(out, paths, overwrite)
    tables = [t for path in paths for t in ([read_table(path, sheet)] if sheet else read_tables(path))]
    given = columns or (out / COLUMNS if (out / COLUMNS).is_file() and not overwrite else None)
    how = read_columns(given) if given else proposed(tables, source)
    how = how.model_copy(update={"source": source}) if source else how
    _refuse_columns(tables, how, given)
    faults = Faults()
    refused = _personal(tables, how, faults)
    rows, remarks = read_all(tables, how, kind, _names_of(units), now or datetime.now(), faults)
    if rows.empty:
        raise BadInput(_nothing_left(tables, faults))
    read = sum(len(table.rows) for table in tables)
    kept = tuple(str(path.resolve()) for path in paths)
    checked = Checked(rows, how.source, read, faults.counts(), tuple(remarks), refused, residents, kept)
    return Found(checked, how, faults, given is None)


def _refuse_other_records(out: Path, paths: Sequence[Path], overwrite: bool) -> None:
    if overwrite or not (out / CHECK).is_file():
        return
    there = files.json_of(out / CHECK, AGAIN).get("files", [])
    if sorted(there) != sorted(str(path.resolve()) for path in paths):
        raise BadInput(f"{out} holds the records of other files; choose another folder, out=FOLDER, or overwrite=true")


def _refuse_columns(tables: Sequence[GivenTable], how: Columns, given: Path | None) -> None:
    """Raise BadInput for columns that no file has, and for times that none has."""
    there = {str(name) for table in tables for name in table.rows}
    for role in ROLES:
        names = how.columns.get(role, ())
        if names and not there & set(names):
            raise BadInput(
                f"{given}: {role}: no file has a column {names[0]!r}; there are {', '.join(sorted(there))}; correct it"
            )
        for table in tables:
            name = how.of(table, role)
            if name and role not in ("person", "number", "address") and _is_personal(table.rows[name]):
                raise BadInput(
                    f"{table.place(column=name)}: numbers of people stand there, so it cannot be read as {role}; "
                    "move it to personal in columns.yaml"
                )


def _is_personal(cells: pd.Series) -> bool:
    told = cells[cells != ""]
    return bool(len(told)) and float(holding(told).mean()) > PERSONAL_LIMIT


def _personal(tables: Sequence[GivenTable], how: Columns, faults: Faults) -> tuple[str, ...]:
    """Columns that are not kept because they are about people, noted once each."""
    refused: dict[str, None] = {}
    for table in tables:
        of_people = [*how.personal, *how.columns.get("person", ())]
        of_people += [name for name in how.left_out if name in table.rows and holding(table.rows[name]).any()]
        for name in of_people:
            if name in table.rows:
                faults.add(table, [table.head_row], name, "personal_column", [""])
                refused[name] = None
    return tuple(refused)


def _names_of(units: Path | None) -> frozenset[str]:
    """All names in a table of units, whatever its columns."""
    if units is None:
        return frozenset()
    cells = {cell for table in read_tables(units) for name in table.rows for cell in table.rows[name]}
    return frozenset(unit_name(cell) for cell in cells if cell and not cell.replace(".", "").isdigit())


def _nothing_left(tables: Sequence[GivenTable], faults: Faults) -> str:
    """Why no row is left, by what is wrong with most of them."""
    table, counts = tables[0], faults.counts()
    if not any(len(one.rows) for one in tables):
        return f"{table.file} has names of columns and no rows below them; export it again"
    sort = max((s for s in LEFT_OUT if s in counts), key=lambda s: counts[s], default="time_missing")
    fault = next((f for f in faults.found if f.sort == sort), None)
    if fault is None or sort not in ("date_order", "time_unreadable"):
        return f"{table.file}: no row has a time; name the right column in columns.yaml: reported: [NAME OF COLUMN]"
    where = table.place(fault.row, fault.column)
    if sort == "date_order":
        return f"{where}: {fault.value} can be two days; set date_order: dmy or mdy in columns.yaml"
    return f"{where}: {fault.value} is no time that can be read, and no row has one; name another column"


# -- kept


def write(found: Found, out: Path, voice: Voice) -> None:
    """Keep what was found in a folder, each file whole, `check.json` last: without it there are no records."""
    checked, faults = found.checked, found.faults
    (out / CHECK).unlink(missing_ok=True)
    if found.was_proposed:
        unknown = {f"{key}s": faults.words(f"{key}_unknown") for key in ("kind", "outcome", "channel")}
        files.write_text(out / COLUMNS, as_yaml(found.columns, unknown))
    files.write_csv(out / FAULTS, faults.table(voice).to_csv(index=False))
    content = io.BytesIO()
    checked.rows.to_parquet(content, index=False)
    files.write_bytes(out / PARQUET, content.getvalue())
    told: dict[str, Any] = {
        "source": checked.source, "read": checked.read, "sorts": checked.sorts, "remarks": list(checked.remarks),
        "refused": list(checked.refused), "residents": checked.residents, "files": list(checked.files),
        "parquet": files.digest_of(content.getvalue()),
    }  # fmt: skip
    files.write_text(out / CHECK, json.dumps(files.with_digest(told), ensure_ascii=False, indent=1))


def kept(folder: Path) -> Checked:
    """Records that were checked before. Raises BadInput, Damaged."""
    if not (folder / CHECK).is_file():
        raise BadInput(f"{folder} holds no checked records; {AGAIN} out={folder}")
    told = files.json_of(folder / CHECK, AGAIN)
    content = (folder / PARQUET).read_bytes() if (folder / PARQUET).is_file() else b""
    if files.digest_of(content) != told["parquet"]:
        raise damaged(folder / PARQUET, files.CHANGED, AGAIN)
    return Checked(
        pd.read_parquet(io.BytesIO(content)), told["source"], told["read"], told["sorts"], tuple(told["remarks"]),
        tuple(told["refused"]), told["residents"], tuple(told["files"]),
    )  # fmt: skip
