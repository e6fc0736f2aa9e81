"""Exports are read as offices have them: what is usable stays, what is not is said, what is about people is gone."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govsim.experiments.errors import BadInput, Damaged
from govsim.experiments.language.voice import Voice
from govsim.experiments.records import check as checking
from govsim.experiments.records.check import CHECK, COLUMNS, FAULTS, PARQUET, check, kept, write
from govsim.experiments.records.privacy import holds
from govsim.experiments.records.words import KINDS, Vocabulary, role_of, table
from tests.experiments.records.exports import HEAD, calls, csv_of, excel_of, identity_number, saved

NOW = datetime(2026, 1, 1)
ROWS = calls(300)
KEPT = ["time", "precision", "kind", "outcome", "channel", "street", "x_m", "y_m", "arrived"]


def checked(path: Path, folder: Path, **options):
    return check([path] if isinstance(path, Path) else path, folder / "out", now=NOW, **options)


def keep(found, folder: Path) -> Path:
    write(found, folder / "out", Voice("zh"))
    return folder / "out"


def excel_rows():
    """The same rows with numbers as Excel has them."""
    return [[*row[:11], float(row[11]), float(row[12]), row[13]] for row in ROWS]


def test_the_same_records_are_read_of_every_kind_of_file(tmp_path):
    text = csv_of(ROWS)
    files = {
        "gb18030": saved(tmp_path, "a.csv", text), "utf-8": saved(tmp_path, "b.csv", text, "utf-8-sig"),
        "utf-16": saved(tmp_path, "c.txt", csv_of(ROWS, separator="\t"), "utf-16"),
        "semicolons": saved(tmp_path, "d.csv", csv_of(ROWS, separator=";"), "utf-8"),
        "excel": saved(tmp_path, "e.xlsx", excel_of(excel_rows(), title="2024年西固区110警情登记表")),
    }  # fmt: skip
    tables = {name: checked(path, tmp_path).checked for name, path in files.items()}
    first = tables.pop("gb18030")
    assert (len(first.rows), first.source, first.precision) == (300, "calls", "minute")
    for name, other in tables.items():
        pd.testing.assert_frame_equal(other.rows[KEPT], first.rows[KEPT], obj=name)


def test_columns_may_stand_in_any_order(tmp_path):
    order = np.random.default_rng(3).permutation(len(HEAD))
    shuffled = [[row[i] for i in order] for row in ROWS]
    one = checked(saved(tmp_path, "a.csv", csv_of(ROWS)), tmp_path).checked.rows
    other = checked(saved(tmp_path, "b.csv", csv_of(shuffled, [HEAD[i] for i in order])), tmp_path).checked.rows
    pd.testing.assert_frame_equal(one[KEPT], other[KEPT])


def test_rows_that_cannot_be_are_told_apart_and_counted(tmp_path):
    extra = [
        ROWS[0], (ROWS[1][0], *ROWS[2][1:]), ("N1", "2031年1月1日 上午1时1分", *ROWS[3][2:]),
        ("N2", "昨天", *ROWS[4][2:]), ("N3", "", *ROWS[5][2:]), ("N4", *ROWS[6][1:3], "盗窃", "盗窃手机", *ROWS[6][5:]),
        ("N5", *ROWS[7][1:3], "外星人", "", *ROWS[7][5:]), ("N6", ROWS[8][1], "2023年1月1日 上午1时1分", *ROWS[8][3:]),
        ("N7", *ROWS[9][1:11], "0", "0", ""), ("N8", *ROWS[10][1:11], "113.6", "36.1", ""),
    ]  # fmt: skip
    found = checked(saved(tmp_path, "a.csv", csv_of([*ROWS, *extra])), tmp_path)
    assert found.checked.sorts == {
        "time_missing": 1, "time_unreadable": 1, "time_future": 1, "duplicate": 1, "further_row": 1, "time_order": 1,
        "kind_unknown": 2, "place_unreadable": 1, "place_far": 1, "personal_column": 4,
    }  # fmt: skip
    assert (found.checked.read, len(found.checked.rows)) == (310, 305)
    by_row = {(fault.sort, fault.row) for fault in found.faults.found}
    assert {("duplicate", 302), ("further_row", 303), ("time_future", 304), ("time_unreadable", 305)} <= by_row
    stolen = found.checked.rows.query("row == 307")["kind"].item()
    assert stolen == "theft"  # the upper level is known, the lower one is not guessed
    assert found.checked.rows.query("row == 308")["kind"].item() == ""


def test_nothing_that_is_kept_has_a_name_or_number_of_a_person(tmp_path):
    luck = np.random.default_rng(2)
    hidden = [(f"P{i}", *row[1:3], f"电话1380000{i:04d}", identity_number(luck), *row[5:9], "13800009999", *row[10:])
              for i, row in enumerate(ROWS[:5])]  # fmt: skip
    out = keep(checked(saved(tmp_path, "a.csv", csv_of([*ROWS, *hidden])), tmp_path), tmp_path)
    rows = pd.read_parquet(out / PARQUET)
    texts = [str(cell) for name in rows.select_dtypes(["object", "string"]) for cell in rows[name].unique()]
    texts += [(out / name).read_text("utf-8") for name in (COLUMNS, FAULTS, CHECK)]
    assert not any(holds(text) or "张某" in text or "号楼" in text or "称在楼下" in text for text in texts)
    assert "***" in (out / FAULTS).read_text("utf-8")


def test_a_column_of_numbers_of_people_is_refused_whatever_it_is_called(tmp_path):
    path = saved(tmp_path, "a.csv", "时间,类别\n" + "".join(f"2024-03-05,1380000{i:04d}\n" for i in range(50)))
    found = check([path], tmp_path / "out", now=NOW)
    assert found.columns.personal == ("类别",)
    how = saved(tmp_path, "how.yaml", "source: calls\ncolumns: {reported: [时间], kind: [类别]}\n", "utf-8")
    with pytest.raises(BadInput, match=r"column 类别: numbers of people stand there"):
        checked(path, tmp_path, columns=how)
    how.write_text("source: calls\ncolumns: {reported: [时间], person: [类别]}\n", "utf-8")
    assert checked(path, tmp_path, columns=how).checked.rows["person"].tolist() == list(range(50))


def test_a_file_that_was_corrected_counts_and_is_not_written_over(tmp_path):
    path = saved(tmp_path, "a.csv", csv_of([(*row[:3], "丢东西", "", *row[5:]) for row in ROWS]))
    out = keep(checked(path, tmp_path), tmp_path)
    proposed = (out / COLUMNS).read_text("utf-8")
    assert '"丢东西":  # 300' in proposed
    assert (kept(out).rows["kind"] == "").all()
    (out / COLUMNS).write_text(proposed.replace('"丢东西":', '"丢东西": theft.burglary'), "utf-8")
    keep(checked(path, tmp_path), tmp_path)
    assert (kept(out).rows["kind"] == "theft.burglary").all()
    assert '"丢东西": theft.burglary' in (out / COLUMNS).read_text("utf-8")


def test_a_proposal_is_read_as_what_it_proposes(tmp_path):
    path = saved(tmp_path, "a.csv", csv_of(ROWS))
    found = checked(path, tmp_path)
    out = keep(found, tmp_path)
    again = checked(path, tmp_path)
    assert (found.was_proposed, again.was_proposed) == (True, False)
    pd.testing.assert_frame_equal(again.checked.rows, kept(out).rows, check_dtype=False)


def test_units_that_are_not_in_the_list_are_listed_and_not_used(tmp_path):
    units = saved(tmp_path, "units.csv", "名称\n西固城街道办事处\n福利路\n康乐社区居委会\n临洮街街道\n")
    found = checked(saved(tmp_path, "a.csv", csv_of(ROWS)), tmp_path, units=units)
    assert set(found.faults.words("unit_unknown")) == {"四季青街道"}
    assert set(found.checked.rows["street"]) == {"西固城街道", "福利路街道", "临洮街街道", ""}


def test_rows_by_month_may_be_alike_and_are_different_incidents(tmp_path):
    text = "month,longitude,latitude\n" + "2022-01-01,-1.17,53.0\n" * 30 + "2022-02-01,-1.18,53.01\n" * 3
    found = checked(saved(tmp_path, "a.csv", text, "utf-8"), tmp_path, kind="theft.burglary").checked
    assert (len(found.rows), found.precision, found.remarks) == (33, "month", ("monthly",))
    assert f"{found.last:%Y-%m-%d}" == "2022-03-01"


def test_midnight_that_stands_for_an_unknown_hour_is_no_hour(tmp_path):
    times = [f"2024-03-{1 + i % 28:02d} {i % 24:02d}:{i % 60:02d}" for i in range(1, 200)]
    text = "编号,报警时间,类别\n" + "".join(
        f"{i},{t},盗窃\n" for i, t in enumerate([*times, *["2024-03-05 00:00"] * 40])
    )
    found = checked(saved(tmp_path, "a.csv", text), tmp_path).checked
    assert "midnight" in found.remarks
    assert (found.rows["precision"] == "day").sum() >= 40


@pytest.mark.parametrize(("text", "options", "about"), [
    ("a,b\n1,2\n", {}, r"row 1: no column tells a time; known are a, b"),
    ("时间,类别\n昨天,盗窃\n", {}, r"row 2, column 时间: 昨天 is no time"),
    ("时间,类别\n05/03/2024,盗窃\n", {}, r"05/03/2024 can be two days; set date_order"),
    ("时间,类别\n", {}, "no rows below"),
    ("时间,类别\n2024-03-05,盗窃\n", {"kind": "theft.bike"}, r"there is no code 'theft\.bike'"),
    ("时间,类别\n2024-03-05,盗窃\n", {"source": "110"}, "there is no code '110'"),
    ("时间,类别\n2024-03-05,盗窃\n", {"sheet": "x"}, "no sheet 'x'"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line_and_nothing_is_written(text, options, about, tmp_path):
    with pytest.raises(BadInput, match=about) as refused:
        checked(saved(tmp_path, "a.csv", text), tmp_path, **options)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("how", "about"), [
    ("columns: {reported: [时间]}", "source has no value"),
    ("source: calls\ncolumns: {when: [时间]}", "no role 'when'"),
    ("source: calls\ncolumns: {reported: [x]}", "no file has a column 'x'"),
    ("source: calls\ncolumns: {reported: [时间]}\nkinds: {盗: theft.x}", r"no code 'theft\.x'"),
    ("source: calls\ncolumns: {reported: [时间]}\nkinds: [a]", "kinds needs words and codes"), ("a: b: c", "how.yaml"),
])  # fmt: skip
def test_a_wrong_file_of_columns_is_refused_in_one_line(how, about, tmp_path):
    path = saved(tmp_path, "a.csv", "时间,类别\n2024-03-05,盗窃\n")
    with pytest.raises(BadInput, match=about) as refused:
        checked(path, tmp_path, columns=saved(tmp_path, "how.yaml", how, "utf-8"))
    assert "\n" not in str(refused.value)


def test_records_that_were_written_in_part_or_damaged_are_none(tmp_path, monkeypatch):
    path = saved(tmp_path, "a.csv", csv_of(ROWS))
    out = keep(checked(path, tmp_path), tmp_path)
    with pytest.raises(BadInput, match="other files"):
        checked(saved(tmp_path, "b.csv", csv_of(ROWS)), tmp_path)
    found = checked(path, tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device", str(out))

    monkeypatch.setattr(checking.files, "write_bytes", full)
    with pytest.raises(OSError, match="space"):
        keep(found, tmp_path)
    monkeypatch.undo()
    with pytest.raises(BadInput, match="no checked records"):
        kept(out)
    keep(found, tmp_path)
    (out / PARQUET).write_bytes((out / PARQUET).read_bytes()[:-1])
    with pytest.raises(Damaged):
        kept(out)


def test_every_word_of_the_tables_has_one_code_and_words_are_never_guessed():
    words = [str(word) for each in table("kinds.yaml").values() for word in each]
    assert len(set(words)) == len(words)
    known = Vocabulary()
    assert {known.kind(word) for word in words} == set(KINDS)
    for word in ("盗窃手机壳", "疑似入户盗窃未遂", "theftx", "纠", ""):
        assert known.kind(word) == ""
    assert known.kind("盗窃/入户盗窃/撬锁") == "theft.burglary"
    assert known.kind("其他", "纠纷") == "dispute"


def test_names_of_columns_are_known_without_their_brackets_and_groups():
    assert role_of("报警时间（年月日）") == "reported"
    assert role_of("报警信息 报警时间") == "reported"
    assert role_of("Date Occurred") == "occurred"
    assert role_of("报警人联系电话") == "personal"
    assert role_of("备注2") == ""


CELLS = st.one_of(
    st.sampled_from([
        "", "盗窃", "纠纷/邻里纠纷", "2024-03-05 15:20", "05/03/2024", "45356.5", "nan", "-1", "1e400", "'\"", "null",
        "13800001234", "兰州市西固区福利路街道康乐社区1号", "\u2028", "=1+1", '="7"', "103.6", "36.1",
    ]),
    st.text(max_size=12),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=16), max_size=12), seed=st.integers(0, 99),
       encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]))  # fmt: skip
def test_any_table_is_read_or_refused_in_one_line(rows, seed, encoding, tmp_path):
    head = list(HEAD)
    random.Random(seed).shuffle(head)
    text = "\n".join([",".join(head), *(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)])
    path = saved(tmp_path, "fuzz.csv", text.encode(encoding, "replace"))
    try:
        found = checked(path, tmp_path)
    except BadInput as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017
        return
    assert 0 < len(found.checked.rows) <= found.checked.read
    assert found.checked.rows["time"].notna().all()
    keep(found, tmp_path)
    pd.testing.assert_frame_equal(kept(tmp_path / "out").rows, found.checked.rows, check_dtype=False)
    for name in (CHECK, COLUMNS):
        (tmp_path / "out" / name).unlink()
