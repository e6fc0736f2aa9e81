"""The brief as the first page of a PDF."""

# pyright: reportUnknownMemberType=false
# (fpdf2 says too little about its types)

from __future__ import annotations

import io

from ..figures.fonts import Font
from ..paper import FAINT, INK, Sheet, blank, height_of, rows_of
from .content import Brief
from .layout import MM, RIGHT, SMALL, Layout, fitting, gap_of, layout_of, size_of, step_of, text_of
from .lines import Line, lines_of

STRONG = ("heading", "title")


def brief_pdf(brief: Brief, png: bytes, chinese: Font | None) -> bytes:
    """The brief alone as a PDF file. `chinese`: a font for its characters, where it has any."""
    sheet = blank(brief.title, brief.voice, chinese)
    add_brief(sheet, brief, png)
    return bytes(sheet.output())


def add_brief(sheet: Sheet, brief: Brief, png: bytes) -> None:
    """A page with the brief, its letters as large as fit. `png`: its picture."""
    layout, lines = layout_of(brief), lines_of(brief)
    sheet.set_margins(layout.left, layout.top, layout.right)
    sheet.set_auto_page_break(True, layout.bottom)
    sheet.add_page()
    sheet.start_section(brief.title)

    def count(line: Line, points: float) -> int:
        _set_font(sheet, line, points)
        return len(rows_of(text_of(line, layout), sheet.epw - 0.1, sheet))

    size, layout = fitting(lines, layout, height_of(png, sheet.epw), count)
    for line in lines:
        if line.role != "title":
            sheet.set_y(sheet.get_y() + gap_of(line, size, layout) * MM)
        if line.role == "picture":
            sheet.image(io.BytesIO(png), w=sheet.epw, alt_text=line.text)
        else:
            _print(sheet, line, size, layout)


def _set_font(sheet: Sheet, line: Line, points: float) -> None:
    family = sheet.text_font if line.role == "heading" else sheet.serif  # 黑体, 仿宋
    sheet.set_font(family, "B" if line.role in STRONG else "", points)


def _print(sheet: Sheet, line: Line, size: float, layout: Layout) -> None:
    points, step, text = size_of(line, size, layout), step_of(line, size, layout) * MM, text_of(line, layout)
    sheet.set_text_color(*(FAINT if line.role in SMALL else INK))
    _set_font(sheet, line, points)
    align = "C" if line.role == "title" else "R" if line.role in RIGHT else "L"
    rows = rows_of(text, sheet.epw - 0.1, sheet)
    if line.lead and line.role == "answer":
        head = text.removesuffix(line.text)[: len(rows[0])]
        sheet.set_font(sheet.serif, "B", points)
        sheet.cell(sheet.get_string_width(head), step, head)
        _set_font(sheet, line, points)
        rows[0] = rows[0].removeprefix(head)
    for row in rows:
        sheet.cell(0, step, row, new_x="LMARGIN", new_y="NEXT", align=align)
    if line.role == "title":
        sheet.ln(gap_of(line, size, layout) * MM)
