"""Tables that people write: CSV and Excel as offices keep them, every cell a text, every row with its number.

What a file is, its content says, not its name: Excel of both kinds, tables of web pages that were named .xls, and text
in UTF-8, GB18030 or UTF-16 with commas, semicolons, tabs or bars, each of them packed with gzip or not. The head of the
columns may stand below titles and empty rows, and in two rows where cells are merged.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pandas as pd

from .errors import BadInput, nearest
from .given_files import letters_of

MOST_TABLE_BYTES, MOST_CELLS = 500_000_000, 50_000_000
LOOKED_AT = 50  # rows in which the head of the columns is looked for
HEAD_SHARE = 0.6  # of the columns have a name in the row that is their head
EXCEL, OLD_EXCEL, GZIP, MARKUP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", re.compile(rb"\s*<[!?a-zA-Z]")
SEPARATORS = ",;\t|"
NUMBER = re.compile(r"[-+]?[\d.,:/%\s年月日时分秒TZ-]+")
CONTROLS = re.compile("[\0-\x08\x0e-\x1f\ufffd]")
QUOTED, BESIDE = re.compile(r'"[^"]*"'), re.compile(r"\t+([,;\n\r])")  # tabs after a value keep it a text
AS_TEXT = re.compile(r'="(.*)"')  # how exports keep Excel from reading a number
Grid = list[list[str]]


@dataclass(frozen=True)
class GivenTable:
    """A table of somebody. `rows`: texts, "" for an empty cell; its index are the rows' numbers in the file, from 1."""

    file: Path
    sheet: str  # "" where a file has no sheets
    head_row: int  # number of the row with the names of the columns, of the lower one where there are two
    rows: pd.DataFrame

    def place(self, row: int | None = None, column: str = "") -> str:
        """Where something stands, for a message."""
        parts = [f"sheet {self.sheet}" * bool(self.sheet), f"row {row}" if row is not None else "",
                 f"column {column}" * bool(column)]  # fmt: skip
        return ", ".join([str(self.file), *filter(None, parts)])


def read_table(path: Path, sheet: str = "") -> GivenTable:
    """The one table of a file, or that of a sheet. Raises BadInput where there are several to choose from."""
    tables = read_tables(path)
    if sheet:
        named = [table for table in tables if table.sheet == sheet]
        if not named:
            raise BadInput(f"{path} has no sheet {sheet!r} with a table; {nearest(sheet, [t.sheet for t in tables])}")
        return named[0]
    if len(tables) > 1:
        raise BadInput(f"{path} has several sheets with tables; choose one of {', '.join(t.sheet for t in tables)}")
    return tables[0]


def read_tables(path: Path) -> list[GivenTable]:
    """Every table of a file, one a sheet that is not hidden. Raises BadInput, also where there is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}; name a file with a table") from error
    found = [_table(path, sheet, cells) for sheet, cells in _grids(content, str(path))]
    tables = [table for table in found if table is not None]
    if not tables:
        raise BadInput(f"{path} has no table: names of columns in one row and values below are needed")
    return tables


# -- cells


def _grids(content: bytes, name: str) -> Iterator[tuple[str, Grid]]:
    """Names of sheets with their cells, from the first row of the file."""
    content = _unpacked(content, name)
    if content.startswith((EXCEL, OLD_EXCEL)):
        yield from _sheets(content, name)
    elif MARKUP.match(content[:200]):
        yield "", _of_web_page(content, name)
    else:
        yield "", _of_text(_letters(content, name), name)


def _unpacked(content: bytes, name: str) -> bytes:
    if content.startswith(GZIP):
        try:
            content = gzip.GzipFile(fileobj=io.BytesIO(content)).read(MOST_TABLE_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise BadInput(f"{name} is packed with gzip and damaged ({error}); pack it again") from error
    if len(content) > MOST_TABLE_BYTES:
        raise BadInput(f"{name} has more than {MOST_TABLE_BYTES:,} bytes; give it in several files, one a year")
    if not content.strip():
        raise BadInput(f"{name} is empty; names of columns in one row and values below are needed")
    return content


def _sheets(content: bytes, name: str) -> Iterator[tuple[str, Grid]]:
    """The sheets of a workbook that are not hidden."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        if content.startswith(EXCEL):
            _refuse_bombs(content, name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for i, known in enumerate(book.sheets_metadata):
            if known.visible == SheetVisibleEnum.Visible and known.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_index(i)
                if sheet.end and (sheet.end[0] + 1) * (sheet.end[1] + 1) > MOST_CELLS:
                    raise BadInput(f"{name}, sheet {known.name}: more than {MOST_CELLS:,} cells; delete the empty ones")
                rows = sheet.to_python(skip_empty_area=False) if sheet.end else []
                yield known.name, [[text_of_cell(cell) for cell in row] for row in rows]
    except PasswordError as error:
        raise BadInput(f"{name} is protected by a password; save it without one") from error
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, OverflowError) as error:
        raise BadInput(f"{name} is no workbook that can be read ({error}); save it as .xlsx or CSV") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the library's Rust, which has no class to catch
            raise
        raise BadInput(f"{name} is a damaged workbook; open it and save it as .xlsx or CSV") from error


def _refuse_bombs(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(one.file_size for one in packed.infolist()) > 4 * MOST_TABLE_BYTES:
            raise BadInput(f"{name} unpacks to more than {4 * MOST_TABLE_BYTES:,} bytes; give it in several files")


def text_of_cell(cell: Any) -> str:
    """A cell of a workbook as text: whole numbers without a point, dates as 2024-03-05 15:20:00, without midnight."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    return cell.isoformat() if isinstance(cell, date | time) else clean(str(cell))


def clean(text: str) -> str:
    """A text without blanks around it, nor what an export puts there to keep Excel from reading a number."""
    text = text.strip(" \t\r\n\f\v\xa0\u3000\ufeff")
    found = AS_TEXT.fullmatch(text)
    return found[1].strip() if found else text


def _of_web_page(content: bytes, name: str) -> Grid:
    """The largest table of a web page, as old office systems export "Excel"."""
    from lxml import etree, html  # type: ignore[attr-defined]  # of python-docx

    try:
        page = html.fromstring(content)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BadInput(f"{name} is no table that can be read; open it and save it as .xlsx or CSV") from error
    tables = [table.xpath(".//tr") for table in page.xpath("//table")]
    rows = max(tables, key=len, default=[])
    return [[clean(" ".join(str(cell.text_content()).split())) for cell in row.xpath("./td|./th")] for row in rows]


def _letters(content: bytes, name: str) -> str:
    """The text of bytes, UTF-16 without a signature too. Raises BadInput."""
    half = len(content[:2000]) / 2
    for order, start in (("utf-16-le", 1), ("utf-16-be", 0)):
        if not len(content) % 2 and content[start:2000:2].count(0) > 0.2 * half:
            text = content.decode(order, "replace")
            if not CONTROLS.search(text):
                return text
    return letters_of(content, name)


def _of_text(text: str, name: str) -> Grid:
    separator = _separator(text)
    for strict in (True, False):  # quotes within a cell that are not doubled are let through
        rows: Grid = []
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
        try:
            rows.extend([clean(cell) for cell in row] for row in reader)
        except csv.Error as error:
            if "unexpected end" in str(error) or "limit" in str(error):
                raise BadInput(f"{name}, row {len(rows) + 1}: a quote is opened and never closed; close it") from error
            if not strict:
                raise BadInput(f"{name}, row {len(rows) + 1}: {error}; save the table as CSV in UTF-8") from error
        else:
            return rows
    raise AssertionError("unreachable")


def _separator(text: str) -> str:
    """The sign that most often divides the first lines into one number of cells."""
    start = BESIDE.sub(r"\1", QUOTED.sub("", text[:50_000]))
    lines = [line for line in start.splitlines()[:LOOKED_AT] if line.strip(SEPARATORS + " ")]

    def evenness(sign: str) -> tuple[int, int]:
        often = Counter(line.count(sign) for line in lines if sign in line)
        return max(((times, count) for count, times in often.items()), default=(0, 0))

    return max(SEPARATORS, key=evenness)


# -- head and rows


def _table(path: Path, sheet: str, cells: Grid) -> GivenTable | None:
    """The table among the cells of a sheet, None where there is none."""
    filled = [(number, row) for number, row in enumerate(cells, start=1) if any(row)]
    if not filled:
        return None
    at = _head_at([row for _, row in filled[:LOOKED_AT]])
    names, used = _names([row for _, row in filled[at : at + 4]])
    (head_row, _), body = filled[at + used - 1], filled[at + used :]
    width = max([len(names), *(_filled_to(row) for _, row in body)])
    names = _told_apart([*names, *[""] * (width - len(names))])
    rows = pd.DataFrame(
        [(row + [""] * width)[:width] for _, row in body], columns=pd.Index(names, dtype=object),
        index=pd.Index([number for number, _ in body], name="row", dtype="int64"), dtype=object,
    )  # fmt: skip
    empty = [name for name in names if name.startswith("column ") and not any(rows[name])]
    return GivenTable(path, sheet, head_row, rows.drop(columns=empty))


def _filled_to(row: Sequence[str]) -> int:
    return max((i for i, cell in enumerate(row, start=1) if cell), default=0)


def _head_at(rows: Sequence[Sequence[str]]) -> int:
    """Which row has the names: the first that fills most of the columns, with words and not with numbers."""
    widths = sorted(sum(map(bool, row)) for row in rows)
    usual = widths[len(widths) // 2]
    wide = [i for i, row in enumerate(rows) if sum(map(bool, row)) >= HEAD_SHARE * usual]
    return next((i for i in wide if _is_of_words(rows[i])), wide[0])


def _is_of_words(row: Sequence[str]) -> bool:
    told = [cell for cell in row if cell]
    return 2 * sum(not NUMBER.fullmatch(cell) for cell in told) > len(told)


def _names(rows: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """Names of the columns, and how many rows they stand in: two where the upper one has merged cells."""
    width = max(_filled_to(row) for row in rows[:2])
    upper, *rest = [[*row, *[""] * width][:width] for row in rows]
    if len(rest) < 2 or not _is_second_head(upper, rest[0], rest[1:]):
        return [_name(cell) for cell in upper][: _filled_to(upper)], 1
    names, group = [], ""
    for above, below in zip(upper, rest[0], strict=True):
        group = above or group
        names.append(_name(f"{group} {below}" if below else above))
    return names, 2


def _is_second_head(upper: Sequence[str], lower: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a row names the columns under merged cells: words in all gaps above it, some with numbers below."""
    gaps = [i for i, cell in enumerate(upper) if not cell]
    if not gaps or not all(lower[i] for i in gaps) or any(NUMBER.fullmatch(cell) for cell in lower if cell):
        return False
    return any(NUMBER.fullmatch(row[i]) for i in gaps for row in body if row[i])


def _name(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell).split())


def _told_apart(names: Sequence[str]) -> list[str]:
    """Names that are there once: an empty one is the column's letter, a second one has a number."""
    seen: Counter[str] = Counter()
    made: list[str] = []
    for i, name in enumerate(names):
        name = name or f"column {letters_of_column(i)}"
        seen[name] += 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in names:
            seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return made


def letters_of_column(number: int) -> str:
    """What Excel calls a column: 0 is A, 26 is AA."""
    found, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
