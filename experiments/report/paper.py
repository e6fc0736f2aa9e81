"""Sheets of A4 for the PDF: fonts, colours, numbers of pages."""

# pyright: reportUnknownMemberType=false
# (fpdf2 says too little about its types)

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import matplotlib as mpl
from fpdf import FPDF

from ..language.voice import Voice
from .figures.fonts import Font, chinese_font, serif_font

LATIN, CHINESE, SERIF = "latin", "chinese", "serif"
INK, FAINT, LINE, WASH = (29, 39, 48), (102, 114, 125), (221, 227, 232), (246, 248, 250)
TOKEN = re.compile(r"[ \t]+|[^\s\u2e80-\uffff“”‘’]+|.")
NOT_FIRST = "，。；：？！、）》」』】”’…%％"  # of a line
NOT_LAST = "（《「『【“‘"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # the same study gives the same bytes


class Sheet(FPDF):
    """Pages of A4 with a number below."""

    text_font = serif = LATIN
    number_text = "{n}"

    def footer(self) -> None:
        """The number of the page."""
        self.set_y(-12)
        self.set_font(self.text_font, size=8)
        self.set_text_color(*FAINT)
        self.cell(0, 5, self.number_text.format(n=self.page_no()), align="C")


def blank(title: str, voice: Voice, chinese: Font | None) -> Sheet:
    """A document without pages. `chinese`: a font for its characters, where there are any."""
    sheet = Sheet(orientation="portrait", format="A4")
    sheet.set_creation_date(EPOCH)
    sheet.set_title(title)
    sheet.set_lang(voice["html_language"])
    sheet.number_text = voice["brief"]["page"]
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    sheet.add_font(LATIN, "", folder / "DejaVuSans.ttf")
    sheet.add_font(LATIN, "B", folder / "DejaVuSans-Bold.ttf")
    if chinese is not None:
        _add(sheet, CHINESE, chinese, chinese_font("Bold") or chinese)
        _add(sheet, SERIF, serif_font() or chinese, serif_font("Bold") or chinese)
        sheet.set_fallback_fonts([LATIN], exact_match=False)
        sheet.text_font, sheet.serif = CHINESE, SERIF
    return sheet


def _add(sheet: Sheet, family: str, *fonts: Font) -> None:
    for style, font in zip(("", "B"), fonts, strict=True):
        sheet.add_font(family, style, font.path, collection_font_number=font.number)


def rows_of(text: str, width_mm: float, sheet: Sheet) -> list[str]:
    """A text broken into lines of the font that is set: between words, in Chinese by the rules for punctuation."""
    rows, row = [], ""
    for unit in _units(text):
        if not row or sheet.get_string_width((row + unit).rstrip(" ")) <= width_mm:
            row += unit
            continue
        rows.append(row)
        row = unit.lstrip(" ")
    rows.append(row)
    return [part for row in rows for part in _cut(row.rstrip(" "), width_mm, sheet)]


def _units(text: str) -> Iterator[str]:
    """What no line may be broken within: words, letters with the punctuation that belongs to them."""
    unit = ""
    for token in TOKEN.findall(text):
        if unit and token[0] not in NOT_FIRST and unit[-1] not in NOT_LAST and not token.isspace():
            yield unit
            unit = ""
        unit += token
    if unit:
        yield unit


def _cut(row: str, width_mm: float, sheet: Sheet) -> Iterator[str]:
    """A row, or where one unit is longer than a line, as many as it takes."""
    while len(row) > 1 and sheet.get_string_width(row) > width_mm:
        fits = max(1, next(k for k in range(len(row), 0, -1) if k == 1 or sheet.get_string_width(row[:k]) <= width_mm))
        yield row[:fits]
        row = row[fits:]
    yield row


def height_of(png: bytes, width_mm: float) -> float:
    """Height of a PNG file at a width, mm."""
    wide, high = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    return width_mm * high / wide
