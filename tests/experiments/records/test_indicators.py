"""Indicators of records are what one counts by hand, by the functions that read a run; what is missing is named."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from govsim.experiments.indicators import RECORDED, REGISTRY
from govsim.experiments.language import words_of
from govsim.experiments.records.check import Checked, check
from govsim.experiments.records.compare import replicate_of
from govsim.experiments.records.indicators import NEEDS, NO_RECORD, recorded_indicators
from govsim.experiments.validation.measures.shapes import STREAMS
from tests.experiments.records.exports import calls, csv_of, saved

NOW = datetime(2026, 1, 1)


def records(tmp_path: Path, text: str, **options) -> Checked:
    return check([saved(tmp_path, "a.csv", text)], tmp_path / "out", now=NOW, **options).checked


def read(checked: Checked) -> dict[str, float]:
    return {line.id: line.reading.value for line in recorded_indicators(checked) if line.reading}


def test_rates_of_calls_are_counts_over_residents_and_years(tmp_path):
    rows = calls(2000)
    found = read(records(tmp_path, csv_of(rows), residents=50_000))
    kinds = [row[3] for row in rows]
    years = 366 / 365
    assert found["K1"] == pytest.approx(kinds.count("盗窃") / 50 / years)
    assert found["K7"] == pytest.approx(kinds.count("纠纷") / 50 / years)
    assert found["K7.share"] == pytest.approx(100 * kinds.count("纠纷") / 2000)
    assert found["K1.burglary"] + found["K1.vehicle"] == pytest.approx(found["K1"])
    assert 8 < found["K10"] < 9  # minutes, drawn from 3 to 14
    assert "K11" not in found  # disputes that were told to 110 are not all
    assert "K1.enterprise" not in found  # no theft of that type is not none


def test_a_type_that_is_not_said_counts_among_all_thefts_and_in_no_type(tmp_path):
    rows = [(*row[:4], "" if i % 2 else row[4], *row[5:]) for i, row in enumerate(calls(2000))]
    checked = records(tmp_path, csv_of(rows), residents=50_000)
    lines = {line.id: line for line in recorded_indicators(checked)}
    assert lines["K1"].reading is not None
    assert lines["K1"].reading.numerator == sum(row[3] == "盗窃" for row in rows)
    assert lines["K1.burglary"].missing == "theft_types"


def test_mediations_are_settled_within_a_month_or_not(tmp_path):
    head = ("编号", "登记时间", "办结时间", "纠纷类型", "调解结果", "来源")
    ends = ["01-20"] * 6 + ["04-20"] * 2
    rows = [(str(i), "2024-01-05", f"2024-{end}", "邻里纠纷", "调解成功", "社区") for i, end in enumerate(ends)]
    rows.append(("90", "2024-02-01", "2024-02-09", "家庭纠纷", "调解不成", "110"))
    rows.append(("91", "2024-12-30", "", "家庭纠纷", "调解中", "110"))
    found = read(records(tmp_path, csv_of(rows, head), residents=10_000))
    assert found["K12"] == pytest.approx(100 * 6 / 9)  # of nine that are followed for a month
    assert found["K13"] == pytest.approx(100 * 8 / 9)
    assert found["K13.community"] == 100
    assert found["K23"] == pytest.approx(100 * 2 / 10)
    assert found["F12"] == pytest.approx((6 * 15 + 2 * 106) / 8)


def test_tickets_are_closed_in_time_or_not(tmp_path):
    head = ("工单编号", "上报时间", "办结时间", "截止时间", "事件类别", "来源")
    ends = [f"2024-03-{2 + i:02d} 09:00" for i in range(8)]
    rows = [(str(i), "2024-03-01 09:00", end, "2024-03-05 09:00", "市容环境", "网格员") for i, end in enumerate(ends)]
    rows.append(("99", "2024-04-20", "", "2024-04-22", "咨询", "12345热线"))
    found = read(records(tmp_path, csv_of(rows, head), source="tickets"))
    assert found["K20"] == pytest.approx(100 * 4 / 8)  # the last is due after the records end
    assert found["D2"] == pytest.approx(100 * 8 / 9)


def test_every_indicator_of_the_books_has_a_value_or_a_reason_in_both_languages(tmp_path):
    lines = recorded_indicators(records(tmp_path, csv_of(calls(300))))
    assert [line.id for line in lines] == [i.id for i in REGISTRY.values() if RECORDED in i.ledgers]
    assert all((line.reading is None) == bool(line.missing) for line in lines)
    named = {need for needs in NEEDS.values() for need in needs} | {NO_RECORD, "no_case"}
    for language in ("en", "zh"):
        assert set(words_of(language)["records"]["needs"]) == named


def test_days_of_the_week_and_hours_are_those_of_the_calendar(tmp_path):
    rows = [row for row in calls(500) if not row[1].startswith("2024年1月")]
    checked = records(tmp_path, csv_of(rows))
    assert checked.first.day_of_week == 3  # not the day on which a run begins
    run = replicate_of(checked)
    rows = STREAMS["theft_calls"].of(run)
    own = checked.rows[checked.rows["kind"].str.startswith("theft")].sort_values("time")
    hours = np.sort(rows["time_h"])
    assert (hours // 24 % 7).astype(int).tolist() == own["time"].dt.day_of_week.tolist()
    assert np.allclose(hours % 24, own["time"].dt.hour + own["time"].dt.minute / 60)
