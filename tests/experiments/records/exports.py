"""Exports of incidents as offices have them, invented: no person, number or place in them is anybody's."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from openpyxl import Workbook

from govsim.experiments.records.privacy import CHECK_DIGITS, WEIGHTS

HEAD = (
    "警情编号", "报警时间", "到达时间", "警情类别", "警情细类", "处理结果", "报警人姓名", "联系电话", "身份证号",
    "所属街道", "案发地址", "经度", "纬度", "简要案情",
)  # fmt: skip
KINDS = (
    ("盗窃", "入户盗窃"), ("盗窃", "盗窃电动车"), ("纠纷", "邻里纠纷"), ("纠纷", "家庭纠纷"), ("求助", "群众求助"),
    ("交通", "交通事故"),
)  # fmt: skip
SHARES = (0.06, 0.10, 0.14, 0.12, 0.38, 0.20)
STREETS = ("西固城街道", "福利路街道", "临洮街街道", "四季青街道")
FIRST = datetime(2024, 1, 1)


def identity_number(luck: np.random.Generator) -> str:
    """An identity number with a right check digit, of a county that does not exist."""
    born = datetime(1950, 1, 1) + timedelta(days=int(luck.integers(0, 20_000)))
    digits = f"999999{born:%Y%m%d}{luck.integers(0, 1000):03d}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return digits + CHECK_DIGITS[total % 11]


def chinese_time(time: datetime) -> str:
    """Such as 2024年3月5日 下午3时20分."""
    half, hour = ("上午", time.hour) if time.hour < 12 else ("下午", time.hour - 12 or 12)
    return f"{time.year}年{time.month}月{time.day}日 {half}{hour}时{time.minute}分"


def calls(n: int = 1200, days: int = 366, seed: int = 1, as_text=chinese_time) -> list[tuple]:
    """Rows of 110 calls in the order of HEAD, without the head."""
    luck = np.random.default_rng(seed)
    rows = []
    for i in range(n):
        hour = float(luck.choice([luck.normal(19, 3), luck.uniform(0, 24)])) % 24
        time = FIRST + timedelta(days=int(luck.integers(0, days)), hours=hour)
        time = time.replace(second=0, microsecond=0)
        kind, small = KINDS[luck.choice(len(KINDS), p=SHARES)]
        street = STREETS[luck.integers(len(STREETS))]
        phone = f"1380000{luck.integers(0, 10_000):04d}"
        result = "已处理" if kind not in ("纠纷",) else str(luck.choice(["现场调解", "调解不成"], p=[0.7, 0.3]))
        arrived = time + timedelta(minutes=int(luck.integers(3, 15)))
        rows.append((
            f"J{2024000000 + i}", as_text(time), as_text(arrived), kind, small, result,
            f"张{'某' * (1 + i % 2)}", phone, identity_number(luck), street,
            f"兰州市西固区{street}康乐社区{luck.integers(1, 90)}号楼", f"{103.6 + luck.normal(0, 0.02):.6f}",
            f"{36.1 + luck.normal(0, 0.01):.6f}", f"报警人电话{phone}，称在楼下被盗，请民警前往处理。",
        ))  # fmt: skip
    return rows


def csv_of(rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD, separator: str = ",") -> str:
    """A CSV text."""
    return "".join(separator.join(map(str, row)) + "\r\n" for row in (head, *rows))


def excel_of(rows: Sequence[Sequence[object]], head: Sequence[str] = HEAD, title: str = "") -> bytes:
    """A workbook, with a merged title above the head where one is given."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if title:
        sheet.append([title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(head))
        sheet.append([])
    for row in (head, *rows):
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def saved(folder: Path, name: str, content: bytes | str, encoding: str = "gb18030") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path
