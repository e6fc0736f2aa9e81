"""Times are what offices mean by them, in every form in which they write them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsim.experiments.records.times import DAY, MINUTE, MONTH, NO_MOMENT, clock_of, moment_of, order_of
from tests.experiments.records.exports import chinese_time

AFTERNOON = datetime(2024, 3, 5, 15, 20)
TEXTS = {
    "2024-03-05 15:20": MINUTE, "2024-03-05T15:20:00Z": MINUTE, "2024-03-05T15:20:00+08:00": MINUTE,
    "2024/3/5 15:20:00": MINUTE, "2024.3.5 15:20": MINUTE, "2024年3月5日 下午3时20分": MINUTE,
    "2024年3月5日下午3点20分": MINUTE, "2024年03月05日15时20分00秒": MINUTE, "20240305152000": MINUTE,
    "202403051520": MINUTE, "45356.638888889": MINUTE, "1709623200": MINUTE, "1709623200000": MINUTE,
    "5 Mar 2024 15:20": MINUTE, "Mar 5, 2024 3:20 PM": MINUTE, "２０２４－０３－０５　１５：２０": MINUTE,
    "2024-03-05 星期二 15:20": MINUTE, "2024-3-5 15:20:00.123": MINUTE,
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_minute_is_read_of_all_forms(text):
    assert moment_of(text) == (AFTERNOON, MINUTE)


@pytest.mark.parametrize("text", ["2024-03-05", "2024年3月5日", "20240305", "45356", "5-Mar-2024", "2024/03/05"])
def test_a_day_without_an_hour_is_known_as_one(text):
    assert moment_of(text) == (datetime(2024, 3, 5), DAY)


@pytest.mark.parametrize("text", ["2024-03", "2024年3月", "Mar 2024"])
def test_a_month_without_a_day_is_known_as_one(text):
    assert moment_of(text) == (datetime(2024, 3, 1), MONTH)


@pytest.mark.parametrize(
    "text", ["", "昨天下午", "2024年13月1日", "2024-02-30", "2024-03-05 25:00", "15:20", "1024-03-05", "12", "0", "nan",
             "2024-03-05 15:20 左右", "99999999999999", "05/03/2024"],
)  # fmt: skip
def test_what_is_no_time_is_none(text):
    assert moment_of(text) == NO_MOMENT


@pytest.mark.parametrize(("text", "hours"), [
    ("凌晨0时5分", 5 / 60), ("上午12:10", 10 / 60), ("中午12点", 12), ("下午3点半", 15.5), ("晚上9时", 21),
    ("晚上12点", 24),
    ("12:30 am", 0.5), ("12:30 PM", 12.5), ("24:00", 24), ("1520", 15 + 1 / 3), ("3pm", 15), ("傍晚6点整", 18),
])  # fmt: skip
def test_hours_are_those_of_the_half_of_the_day(text, hours):
    assert clock_of(text) == timedelta(hours=hours)


def test_days_and_months_are_told_apart_by_those_that_can_be_only_one():
    assert order_of(["05/03/2024", "25/03/2024"]) == "dmy"
    assert order_of(["05/03/2024", "03/25/2024"]) == "mdy"
    assert order_of(["05/03/2024"]) is None
    assert order_of(["25/03/2024", "03/25/2024"]) is None
    assert order_of(["2024-03-05"]) == "ymd"
    assert moment_of("05/03/2024 15:20", "dmy").time == AFTERNOON
    assert moment_of("03/05/2024 3:20 PM", "mdy").time == AFTERNOON


MOMENTS = st.datetimes(datetime(1980, 1, 1), datetime(2099, 1, 1)).map(lambda t: t.replace(second=0, microsecond=0))


@given(MOMENTS)
def test_every_minute_comes_back_from_its_chinese_form(time):
    assert moment_of(chinese_time(time)) == (time, MINUTE)


@given(st.text(max_size=40), st.sampled_from(["ymd", "dmy", "mdy"]))
def test_no_text_breaks_the_reading(text, order):
    moment_of(text, order)
    clock_of(text)
