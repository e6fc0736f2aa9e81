"""The numbers behind a report as tables: CSV files, and one Excel file with a sheet each."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.dataframe import dataframe_to_rows

from .. import files
from ..comparison.study import Study
from ..indicators import REGISTRY
from ..language.voice import Voice

HEAD, WIDTH = Font(bold=True), 18


def tables_of(study: Study, groups: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Each table by the name of its file. `groups`: fairness.by_group."""
    tables = {
        "comparison": study.comparison, "indicators": study.indicators, "groups": groups, "costs": study.costs,
        "series": study.series, "places": study.places.merge(study.areas, on="area"), "areas": study.areas,
    }  # fmt: skip
    return tables | ({"assumptions": study.robust} if study.robust is not None else {})


def definitions(voice: Voice) -> pd.DataFrame:
    """How each indicator is counted, in the words of a language."""
    return pd.DataFrame(
        {
            "indicator": i.id, "name": voice.name(i), "unit": voice.unit(i.unit), "numerator": voice.said(i.numerator),
            "denominator": voice.said(i.denominator), "better": voice["better"][i.better],
            "ledgers": " ".join(i.ledgers),
        }
        for i in REGISTRY.values()
    )  # fmt: skip


def workbook(tables: dict[str, pd.DataFrame], study: Study, voice: Voice) -> bytes:
    """One Excel file: what it is, then a sheet a table. Areas and places are left to CSV: they are long."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = voice["excel"]["read_me"]
    for line in (study.command, *voice["excel"]["text"]):
        first.append([line])
    for name, table in {**tables, "definitions": definitions(voice)}.items():
        if name in ("places", "areas"):
            continue
        sheet = book.create_sheet(voice["excel"]["sheets"][name])
        for row in dataframe_to_rows(table.astype(object).where(table.notna(), None), index=False):
            sheet.append(row)
        sheet.freeze_panes = "A2"
        for cell in sheet[1]:
            cell.font = HEAD
            sheet.column_dimensions[cell.column_letter].width = WIDTH
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Each table as a CSV file of its name."""
    for name, table in tables.items():
        files.write_text(folder / f"{name}.csv", table.to_csv(index=False))
