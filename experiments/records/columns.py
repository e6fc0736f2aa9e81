"""Which column means what: proposed from the names of the columns, written for people to correct, read and checked."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
# (pandas says too little about its types)

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from pydantic import Field, StrictStr, ValidationError

from govsim.simulation.engine.quantities import Checked

from ..errors import BadInput, nearest, refusal
from ..given_files import mapping_of
from ..given_tables import GivenTable
from .privacy import holding
from .times import NO_MOMENT, Order, moment_of
from .words import KINDS, role_of

Role = Literal[
    "number", "occurred", "reported", "clock", "arrived", "closed", "due", "kind", "subkind", "outcome", "channel",
    "x", "y", "street", "community", "grid", "address", "person",
]  # fmt: skip
ROLES: tuple[str, ...] = get_args(Role)
Source = Literal["calls", "cases", "tickets", "mediation", "hotline"]
SOURCES: tuple[str, ...] = get_args(Source)
CHANNEL_OF = {"calls": "110", "cases": "110", "tickets": "grid", "mediation": "community", "hotline": "hotline"}
SIGNS_OF = (  # of what the files are, in the names of their columns and sheets; the first that fits
    ("mediation", "调解|mediat"), ("hotline", "工单|诉求|12345|来电|hotline"), 
    ("cases", "立案|案件编号|crime|offen[cs]e|month"), ("calls", "警|110|call"), ("tickets", "网格|上报|处置|ticket"),
)  # fmt: skip
LOOKED_AT, PERSONAL_SHARE, TIMES_SHARE, LONG = 2000, 0.05, 0.8, 30  # rows; shares of filled cells; letters of a story
HEAD = """\
# How the columns of these records are read. Correct it, and give the same command again.
# 各列如何读取。如有不对，请改正后重新运行同一条命令。
#   source: calls (110), cases, tickets (grid), mediation, hotline (12345)
#   columns: ROLE: [NAME OF COLUMN, ...]; roles: {roles}
#   personal: never kept / 涉及个人信息，一律不保留    left_out: not read / 不读取
#   kinds, outcomes, channels: WORD: CODE for words that the tables do not know / 词表之外的用词
#   codes of kinds: {kinds}
"""


class Columns(Checked):
    """What the columns of some files mean."""

    source: Source = Field(description="what the records are")
    date_order: Order = Field(default="ymd", description="order of 05/03/2024: dmy or mdy; ymd where there is none")
    columns: dict[Role, tuple[StrictStr, ...]] = Field(description="names of columns by what they mean")
    personal: tuple[StrictStr, ...] = Field(default=(), description="columns about people, which are never kept")
    left_out: tuple[StrictStr, ...] = Field(default=(), description="columns that are not read")
    kinds: dict[StrictStr, StrictStr | None] = Field(default={}, description="codes of words for kinds")
    outcomes: dict[StrictStr, StrictStr | None] = Field(default={}, description="codes of words for outcomes")
    channels: dict[StrictStr, StrictStr | None] = Field(default={}, description="codes of words for channels")

    def of(self, table: GivenTable, role: str) -> str:
        """The column of a table that has a role, empty for none."""
        return next((name for name in self.columns.get(role, ()) if name in table.rows), "")  # type: ignore[call-overload]


def read_columns(path: Path) -> Columns:
    """A file of somebody. Raises BadInput, OSError."""
    values = mapping_of(path)
    columns = values.get("columns")
    if isinstance(columns, Mapping):
        if unknown := [str(role) for role in columns if role not in ROLES]:
            raise BadInput(f"{path}: there is no role {unknown[0]!r}; {nearest(unknown[0], ROLES)}")
        values["columns"] = {role: _names(names) for role, names in columns.items() if names}
    for key in ("personal", "left_out"):
        values[key] = _names(values.get(key) or ())
    for key in ("kinds", "outcomes", "channels"):
        words = values.get(key) or {}
        if not isinstance(words, Mapping):
            raise BadInput(f"{path}: {key} needs words and codes, such as {{盗窃电瓶: theft.vehicle}}")
        values[key] = {str(word): None if code is None else str(code) for word, code in words.items()}
    try:
        return Columns.model_validate(values)
    except ValidationError as error:
        raise BadInput(f"{path}: {refusal(error, '', Columns)}") from error


def _names(names: Any) -> tuple[str, ...]:
    return tuple(map(str, names)) if isinstance(names, Sequence) and not isinstance(names, str) else (str(names),)


def proposed(tables: Sequence[GivenTable], source: str = "") -> Columns:
    """What the names of the columns, and the numbers of people in them, say. Raises BadInput for no column of times."""
    found: dict[str, list[str]] = {}
    for table in tables:
        for name in map(str, table.rows):
            role = _role(table, name)
            if name not in found.setdefault(role, []):
                found[role].append(name)
    columns = {role: tuple(found[role]) for role in ROLES if role in found}
    if not {"occurred", "reported"} & set(columns):
        columns |= _by_values(tables, found.get("", ()))
    return Columns(
        source=source or _source(tables), columns=columns, personal=tuple(found.get("personal", ())),  # type: ignore[arg-type]
        left_out=tuple(name for name in (*found.get("story", ()), *found.get("", ())) if not _used(columns, name)),
    )  # fmt: skip


def _used(columns: Mapping[str, Sequence[str]], name: str) -> bool:
    return any(name in names for names in columns.values())


def _role(table: GivenTable, name: str) -> str:
    role, cells = role_of(name), table.rows[name][:LOOKED_AT]
    cells = cells[cells != ""]
    if role in ("", *ROLES) and role != "number" and len(cells) and holding(cells).mean() >= PERSONAL_SHARE:
        return "story" if cells.str.len().mean() > LONG else "personal"
    return role


def _by_values(tables: Sequence[GivenTable], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """A column whose cells are times, where none has the name of one. Raises BadInput where there is none."""
    for table in tables:
        for name in names:
            cells = table.rows[name][:LOOKED_AT] if name in table.rows else ()
            read = [moment_of(cell, "dmy") != NO_MOMENT for cell in cells if cell and not re.fullmatch(r"\d{5}", cell)]
            if read and sum(read) >= TIMES_SHARE * len(read):
                return {"reported": (name,)}
    first = tables[0]
    raise BadInput(
        f"{first.place(first.head_row)}: no column tells a time; known are {', '.join(map(str, first.rows))}; "
        "name it in a file: columns=FILE.yaml with columns: {reported: [NAME OF COLUMN]}"
    )


def _source(tables: Sequence[GivenTable]) -> str:
    text = " ".join(" ".join([table.sheet, table.file.stem, *map(str, table.rows)]) for table in tables).casefold()
    return next((source for source, sign in SIGNS_OF if re.search(sign, text)), "cases")


def as_yaml(columns: Columns, unknown: Mapping[str, Mapping[str, int]]) -> str:
    """The file for people. `unknown`: kinds, outcomes and channels without a code, each with its count."""
    values = columns.model_dump(mode="json", exclude={"kinds", "outcomes", "channels"})
    text = HEAD.format(roles=", ".join(ROLES), kinds=", ".join(KINDS)) + _dumped(values)
    for key in ("kinds", "outcomes", "channels"):
        told, more = {word: code for word, code in getattr(columns, key).items() if code}, unknown.get(key, {})
        text += f"{key}:\n{_lines(told)}{_open_lines(more)}" if told or more else f"{key}: {{}}\n"
    return text


def _lines(told: Mapping[str, str]) -> str:
    return "".join(f"  {_quoted(word)}: {code}\n" for word, code in told.items())


def _open_lines(counts: Mapping[str, int]) -> str:
    return "".join(f"  {_quoted(word)}:  # {n}\n" for word, n in counts.items())


def _quoted(word: str) -> str:
    return yaml.safe_dump(word, allow_unicode=True, default_style='"', width=10_000).strip()


def _dumped(values: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=110)
