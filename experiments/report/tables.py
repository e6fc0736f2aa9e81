"""The numbers behind a report as tables: CSV files, and one Excel file with a sheet each."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from .. import files
from ..comparison.study import Study
from ..indicators import REGISTRY
from ..language.voice import Voice

LEFT_TO_CSV = "places"  # rows by the hundred thousand
WIDTHS, LOOKED_AT = (9, 40), 50  # narrowest and widest column; rows by which the width is chosen


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
    """One Excel file: what it is, then a sheet a table. Text is text, whatever it begins with; numbers are rounded."""
    from openpyxl import Workbook  # half a second to load

    book = Workbook()
    first = book.active
    assert first is not None
    first.title = voice["excel"]["read_me"]
    _fill(first, [[line] for line in (study.command, *voice["excel"]["text"])])
    for name, table in {**tables, "definitions": definitions(voice)}.items():
        if name == LEFT_TO_CSV:
            continue
        sheet = book.create_sheet(voice["excel"]["sheets"][name])
        values = table.astype(object).where(table.notna(), None)
        _fill(sheet, [list(table.columns), *values.itertuples(index=False, name=None)])
        _lay_out(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet: Any, rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.cell.cell import TYPE_STRING as TEXT

    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value == "":
                continue
            if isinstance(value, str):
                cell = sheet.cell(number, column, ILLEGAL_CHARACTERS_RE.sub("", value))
                cell.data_type = TEXT  # never a formula
            elif isinstance(value, float):
                if math.isfinite(value):
                    sheet.cell(number, column, value).number_format = _format_of(value)
            elif value is not None:
                sheet.cell(number, column, value)


def _format_of(value: float) -> str:
    """Four digits that count, thousands apart."""
    digits = 3 - math.floor(math.log10(abs(value))) if value else 0
    return "#,##0" if digits <= 0 or value == round(value) else "#,##0." + "0" * min(digits, 9)


def _lay_out(sheet: Any) -> None:
    """The head in bold, always seen, with a filter; columns as wide as what they hold, within reason."""
    from openpyxl.styles import Font

    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for column in sheet.iter_cols(max_row=LOOKED_AT):
        letters = max(len(str(cell.value)) for cell in column if cell.value is not None)
        sheet.column_dimensions[column[0].column_letter].width = min(max(letters + 2, WIDTHS[0]), WIDTHS[1])
        column[0].font = Font(bold=True)


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Each table as a CSV file of its name."""
    for name, table in tables.items():
        files.write_csv(folder / f"{name}.csv", table.to_csv(index=False))
