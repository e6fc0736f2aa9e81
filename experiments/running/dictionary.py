"""The data dictionary: every column of every table that leaves the program, with its unit and meaning."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from govsim.simulation.observation.schema import TABLES

from .. import files
from ..indicators import REGISTRY, Indicator

FILE = "dictionary.csv"
RECORDED = {"true": "in truth", "recorded": "as offices recorded it"}


class Column(NamedTuple):
    """A column and what it says."""

    table: str
    column: str
    type: str
    unit: str
    meaning: str


def of_schemas(schemas: Mapping[str, pa.Schema]) -> list[Column]:
    """The columns of tables whose fields say their unit and meaning."""
    return [
        Column(table, field.name, str(field.type), *(_said(field, key) for key in ("unit", "meaning")))
        for table, schema in schemas.items()
        for field in schema
    ]


def of_runs() -> list[Column]:
    """The columns of all tables a run hands over."""
    return of_schemas(TABLES)


def meaning_of(indicator: Indicator, ledger: str) -> str:
    """What a column of an indicator says."""
    counted = f"{indicator.numerator} / {indicator.denominator}" if indicator.denominator else indicator.numerator
    return f"{indicator.id} {indicator.name}, {RECORDED[ledger]}: {counted}"


def of_indicators() -> list[Column]:
    """One row an indicator and ledger, as the column `indicator` of long tables names them."""
    return [
        Column("indicators", f"{i.id}/{ledger}", "double", i.unit, meaning_of(i, ledger))
        for i in REGISTRY.values()
        for ledger in i.ledgers
    ]


def field(name: str, type_: pa.DataType, meaning: str, unit: str = "") -> pa.Field:
    """A column that says its unit and meaning, in its metadata, wherever the file goes."""
    return pa.field(name, type_, metadata={"meaning": meaning, "unit": unit})


def write_dictionary(folder: Path, columns: Iterable[Column]) -> None:
    """Write dictionary.csv beside the tables it is about."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerows([Column._fields, *columns])
    files.write_csv(folder / FILE, text.getvalue())


def _said(field: pa.Field, key: str) -> str:
    return (field.metadata or {}).get(key.encode(), b"").decode()
