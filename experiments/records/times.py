"""Times as offices write them: 2024-03-05 15:20, 2024年3月5日 下午3时20分, 20240305152000, 05/03/2024, 45356.64.

The time is the wall clock's, as it is written. A day without an hour, and a month without a day, are known as such.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

Precision = Literal["minute", "day", "month", ""]
MINUTE, DAY, MONTH = "minute", "day", "month"
Order = Literal["ymd", "dmy", "mdy"]
FIRST_YEAR = 1980  # nothing earlier is in a database of incidents
EXCEL_ZERO = datetime(1899, 12, 30)
MONTHS = {name: i for i, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
AFTERNOON, MORNING = ("下午", "晚上", "傍晚", "晚", "pm"), ("上午", "凌晨", "早上", "清晨", "早", "am")
HALF = re.compile(r"上午|下午|凌晨|早上|清晨|中午|傍晚|晚上|早|晚|(?<![a-z])[ap]\.?m\.?(?!\w)", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2})?(?:\.\d+)?秒?)?")
YMD = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})?)?(?:日[T\s]*|[T\s]+|(?=\D)|$)")
XXY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T,\s]+|$)")
NAMED = re.compile(r"(?:(\d{1,2})[\s-]+)?([A-Za-z]{3,9})\.?[\s-]+(?:(\d{1,2}),?[\s-]+)?(\d{4})(?:[T,\s]+|$)")
TIGHT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?:([0-2]\d)([0-5]\d)([0-5]\d)?)?")
ZONE = re.compile(r"\s*(?:Z|[+-]\d{2}:?\d{2})$")
WEEKDAY = re.compile(
    r"[(（]?(?:星期|周)[一二三四五六日天][)）]?|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.IGNORECASE
)


class Moment(NamedTuple):
    """A time and how exactly it is known; none where the text is no time."""

    time: datetime | None
    precision: Precision = ""


NO_MOMENT = Moment(None)


def order_of(texts: Iterable[str]) -> Order | None:
    """Whether 05/03/2024 is in March or May, by those that can be only one; None where none tells, or both do."""
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := XXY.match(text.strip()))]
    days_first, months_first = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    if not pairs:
        return "ymd"
    return None if days_first == months_first else ("dmy" if days_first else "mdy")


def moment_of(text: str, order: Order = "ymd") -> Moment:
    """A text as a time. `order`: of the parts of 05/03/2024; ymd where there is none like that."""
    text = WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text).strip()).strip()
    try:
        return _number(text) or _tight(text) or _written(text, order)
    except (ValueError, OverflowError):
        return NO_MOMENT


def _number(text: str) -> Moment | None:
    """Days since 1900 as Excel counts them, or seconds or milliseconds since 1970."""
    if not re.fullmatch(r"\d{5}(\.\d+)?|\d{10}|\d{13}", text):
        return None
    value = float(text)
    if value >= 1e9:
        time = datetime(1970, 1, 1) + timedelta(hours=8, seconds=value / (1000 if value >= 1e12 else 1))
        return _made(time.replace(microsecond=0), MINUTE)
    minutes = round(value * 1440)  # a cell holds a day to some digits only
    return _made(EXCEL_ZERO + timedelta(minutes=minutes), MINUTE if minutes % 1440 else DAY)


def _tight(text: str) -> Moment | None:
    found = TIGHT.fullmatch(text)
    if not found:
        return None
    parts = [int(part) for part in found.groups() if part]
    return _made(datetime(*parts), MINUTE if found[4] else DAY)  # type: ignore[arg-type]


def _written(text: str, order: Order) -> Moment:
    text = ZONE.sub("", text) if ":" in text else text
    if found := YMD.match(text):
        year, month, day = found[1], found[2], found[3]
    elif found := XXY.match(text):
        if order == "ymd" and min(int(found[1]), int(found[2])) <= 12 < max(int(found[1]), int(found[2])):
            order = "dmy" if int(found[1]) > 12 else "mdy"
        if order == "ymd":
            return NO_MOMENT
        day, month = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
        year = found[3]
    elif found := NAMED.match(text):
        year, month, day = found[4], str(MONTHS.get(found[2][:3].lower(), 0)), found[1] or found[3]
    else:
        return NO_MOMENT
    rest = text[found.end() :].strip()
    date = datetime(int(year), int(month), int(day or 1))
    if not rest:
        return _made(date, DAY if day else MONTH)
    clock = clock_of(rest)
    return NO_MOMENT if clock is None or not day else _made(date + clock, MINUTE)


def clock_of(text: str) -> timedelta | None:
    """A time of the day, from midnight: 15:20, 下午3时20分, 3:20 PM; None where it is none."""
    half = HALF.search(text)
    word = half[0].lower().replace(".", "") if half else ""
    bare = HALF.sub(" ", text).strip().replace("整", "").replace("点半", "点30").replace("时半", "时30")
    found = CLOCK.fullmatch(bare) or re.fullmatch(r"(\d{2})(\d{2})()", bare)
    found = found or (re.fullmatch(r"(\d{1,2})()()", bare) if half else None)
    if not found:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    at_midnight = (12, 0, 0) if word.startswith("晚") else (24, 0, 0)
    if (hour, minute, second) == at_midnight:
        return timedelta(days=1)
    if (word in AFTERNOON or (word == "中午" and hour < 3)) and hour < 12:
        hour += 12
    elif word in MORNING and hour == 12:
        hour = 0
    return timedelta(hours=hour, minutes=minute, seconds=second) if hour < 24 and max(minute, second) < 60 else None


def _made(time: datetime, precision: Precision) -> Moment:
    return Moment(time, precision) if time.year >= FIRST_YEAR else NO_MOMENT
