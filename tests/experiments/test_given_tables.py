"""Tables of offices are the same however they were saved, and what is none is refused in one line that says where."""

from __future__ import annotations

import codecs
import gzip
import io
from datetime import date, datetime
from pathlib import Path

import pytest
import xlwt
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from govsim.experiments.errors import BadInput
from govsim.experiments.given_tables import GivenTable, letters_of_column, read_table, read_tables

HEAD, BODY = ("编号", "报警时间", "类别"), [("001", "2024-03-05 15:20:00", "盗窃"), ("002", "2024-03-06", "纠纷；噪音")]
CSV = "\n".join(",".join(row) for row in (HEAD, *BODY)) + "\n"
SAVED = {
    "UTF-8": CSV.encode(),
    "UTF-8 with signature": codecs.BOM_UTF8 + CSV.encode(),
    "GB18030": CSV.encode("gb18030"),
    "UTF-16": CSV.encode("utf-16"),
    "UTF-16 of the other order": codecs.BOM_UTF16_BE + CSV.encode("utf-16-be"),
    "UTF-16 without signature": CSV.encode("utf-16-le"),
    "UTF-16 of the other order without signature": CSV.encode("utf-16-be"),
    "semicolons": CSV.replace(",", ";").encode(),
    "tabs after the values too": CSV.replace(",", "\t,").replace("\n", "\t\r\n").encode("gbk"),
    "tabs": CSV.replace(",", "\t").encode("utf-16"),
    "bars": CSV.replace(",", "|").encode(),
    "quoted": "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in (HEAD, *BODY)).encode(),
    "numbers kept as texts": CSV.replace("001", '="001"').encode(),
    "packed": gzip.compress(CSV.encode(), mtime=0),
    "a web page that is called Excel": (
        "<html><meta charset='gbk'><table>"
        + "".join("<tr>" + "".join(f"<td> {cell} </td>" for cell in row) + "</tr>" for row in (HEAD, *BODY))
        + "</table></html>"
    ).encode("gbk"),
}  # fmt: skip


def saved(content: bytes, folder: Path, name: str = "table.csv") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def values(table: GivenTable) -> list[tuple[str, ...]]:
    return [tuple(table.rows), *table.rows.itertuples(index=False, name=None)]


def excel(rows, merged: str = "", sheet: str = "一季度") -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def old_excel(rows) -> bytes:
    book = xlwt.Workbook()
    sheet, of_dates = book.add_sheet("旧表"), xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM:SS")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            sheet.write(i, j, cell, *([of_dates] if isinstance(cell, datetime) else []))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("content", SAVED.values(), ids=SAVED)
def test_a_table_is_the_same_however_it_was_saved(content, tmp_path):
    table = read_table(saved(content, tmp_path))
    assert values(table) == [HEAD, *BODY]
    assert (table.head_row, table.sheet, table.rows.index.tolist()) == (1, "", [2, 3])


@pytest.mark.parametrize("make", [excel, old_excel])
def test_cells_of_excel_are_the_texts_that_one_sees(make, tmp_path):
    rows = [HEAD, (1, datetime(2024, 3, 5, 15, 20), "盗窃"), (2.5, datetime(2024, 3, 6), " x\u3000")]
    table = read_table(saved(make(rows), tmp_path, "named_as_text.csv"))
    assert values(table) == [HEAD, ("1", "2024-03-05 15:20:00", "盗窃"), ("2.5", "2024-03-06", "x")]
    assert table.place(3, "类别").endswith("row 3, column 类别")


def test_titles_empty_rows_and_merged_cells_stand_above_the_head(tmp_path):
    rows = [["2024年警情登记表", None, None], [], ["单位：起"], HEAD, [], *BODY]
    table = read_table(saved(excel(rows, "A1:C1"), tmp_path, "a.xlsx"))
    assert values(table) == [HEAD, *BODY]
    assert (table.head_row, table.rows.index.tolist(), table.sheet) == (4, [6, 7], "一季度")


def test_a_head_of_two_rows_is_read_as_one(tmp_path):
    rows = [["街道", "人口", None, "备注"], [None, "男", "女", None], ["西固城", 20, 21, "x"], ["陈坪", 5, 6, ""]]
    table = read_table(saved(excel(rows, "B1:C1"), tmp_path, "a.xlsx"))
    assert values(table)[0] == ("街道", "人口 男", "人口 女", "备注")
    assert table.rows.index.tolist() == [3, 4]
    # a first row of values is no second head
    rows = [["街道", "人口", None], ["西固城", 20, "x"], ["陈坪", 5, "y"]]
    assert values(read_table(saved(excel(rows), tmp_path, "b.xlsx")))[1] == ("西固城", "20", "x")


def test_years_can_be_names_of_columns(tmp_path):
    table = read_table(saved("地区,2010,2020\n西固,36,39\n".encode(), tmp_path))
    assert values(table) == [("地区", "2010", "2020"), ("西固", "36", "39")]


def test_columns_without_a_name_of_their_own_have_one(tmp_path):
    table = read_table(saved(b"a,,a,a (2)\n1,2,3,4,5\n", tmp_path))
    assert tuple(table.rows) == ("a", "column B", "a (3)", "a (2)", "column E")
    assert [letters_of_column(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_cells_with_line_ends_are_one_cell_and_rows_are_counted_as_excel_does(tmp_path):
    table = read_table(saved(b'a,b\n"one\ntwo",2\n\n3,4\n', tmp_path))
    assert table.rows["a"].to_dict() == {2: "one\ntwo", 4: "3"}


def test_quotes_within_a_cell_are_let_through(tmp_path):
    assert read_table(saved('a,b\n"他说"你好"",2\n'.encode(), tmp_path)).rows["b"].tolist() == ["2"]


def test_sheets_that_are_seen_are_read_and_one_is_chosen(tmp_path):
    book = Workbook()
    for name in ("一月", "二月", "字典"):
        book.create_sheet(name).append(["a", "b"])
    book["字典"].sheet_state = "hidden"
    del book["Sheet"]
    book.create_sheet("空")
    book.save(tmp_path / "a.xlsx")
    assert [table.sheet for table in read_tables(tmp_path / "a.xlsx")] == ["一月", "二月"]
    assert read_table(tmp_path / "a.xlsx", "二月").sheet == "二月"
    for sheet, about in (("", "several sheets with tables; choose one of 一月, 二月"), ("三月", "no sheet '三月'")):
        with pytest.raises(BadInput, match=about):
            read_table(tmp_path / "a.xlsx", sheet)


@pytest.mark.parametrize(("content", "about"), [
    (b"", "is empty"), (b"\n\n  \n", "is empty"), (b",,,\n,,\n", "has no table"),
    (b'a,b\n1,2\n"3,4\n5,6\n', r"row 3: a quote is opened and never closed"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no text that can be read"), (b"PK\x03\x04junk", "no workbook that can be read"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "no workbook"),
    (gzip.compress(CSV.encode(), mtime=0)[:40], "pack it again"),
    (b"<html><p>no</p></html>", "has no table"),
])  # fmt: skip
def test_what_is_no_table_is_refused_in_one_line_with_its_name(content, about, tmp_path):
    with pytest.raises(BadInput, match=about) as refused:
        read_tables(saved(content, tmp_path))
    assert "table.csv" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read_tables(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="cannot be read"):
        read_tables(tmp_path)


WHOLE = excel([HEAD, *BODY, [1.5, date(2024, 1, 1), True]])
DAMAGED = st.tuples(st.sampled_from([WHOLE, old_excel([HEAD, *BODY]), *SAVED.values()]), st.integers(0, 5000),
                    st.binary(max_size=8), st.integers(0, 6000)).map(
    lambda t: (t[0][: t[1] % len(t[0])] + t[2] + t[0][t[1] % len(t[0]) + len(t[2]) :])[: t[3] or None]
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode), DAMAGED))
@example(content=b"\x1f\x8b")
@example(content=b"<!")
def test_any_bytes_are_a_table_or_refused_in_one_line(content, tmp_path):
    try:
        tables = read_tables(saved(content, tmp_path))
    except BadInput as error:
        tables = []
        assert len(str(error).splitlines()) == 1  # noqa: PT017
    for table in tables:
        assert table.rows.columns.is_unique
        assert table.rows.index.is_monotonic_increasing
        assert all(isinstance(cell, str) for column in table.rows for cell in table.rows[column])
