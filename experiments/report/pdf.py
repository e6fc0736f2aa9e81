"""A report as a PDF file, laid out by fpdf2."""

# pyright: reportUnknownMemberType=false
# (fpdf2 says too little about its types)

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace
from fpdf.outline import OutlineSection

from .brief.pdf import add_brief
from .document import Block, Card, Cards, Cell, Facts, Fold, Picture, Points, Report, Section, Table, Text
from .figures.fonts import Font
from .paper import FAINT, INK, LINE, WASH, Sheet, blank, rows_of

MARGIN_MM, WIDTH_MM = 18, 210 - 2 * 18  # A4, portrait
SIZES = {"title": 16, "section": 13, "card": 10.5, "plain": 9.5, "note": 8, "table": 7}
TONES = {"better": (0, 121, 90), "worse": (179, 71, 0), "ambiguous": (0, 114, 178)}
HEADING_MM, PARAGRAPH_MM, CAPTION_MM = 12, 10, 20
MOST_COLUMNS = 9  # a wider table is cut into several with the same first column


def pdf_of(report: Report, pngs: Mapping[str, bytes], chinese: Font | None) -> bytes:
    """The PDF file. `pngs`: figures by name. `chinese`: a font for its characters, where the report has any."""
    sheet, words = blank(report.title, report.voice, chinese), report.voice["brief"]
    add_brief(sheet, report.cover, pngs[report.cover.picture.name])
    sheet.set_margin(MARGIN_MM)
    sheet.set_auto_page_break(True, MARGIN_MM)
    sheet.add_page()
    _line(sheet, words["annex"].format(title=report.title), "title", bold=True)
    _line(sheet, f"{report.subtitle} · {report.cover.date}", "plain", FAINT)
    sheet.ln(4)
    _line(sheet, words["contents"], "card", bold=True)
    sheet.insert_toc_placeholder(_contents, allow_extra_pages=True)
    numbers = {picture.name: number for number, picture in enumerate(report.pictures(on_paper=True), 1)}
    writer = _Writer(sheet, report, pngs, numbers)
    printed = (section for section in report.sections if _is_printed(section))
    for number, section in enumerate(printed, 1):
        writer.section(section, number)
    return bytes(sheet.output())


def _is_printed(section: Section) -> bool:
    """Whether anything of a section is on paper, besides where to find it."""
    return any(not isinstance(block, Fold) or block.on_paper for block in section.blocks)


def _contents(sheet: FPDF, sections: Sequence[OutlineSection]) -> None:
    """A line a section of the annex, with its page."""
    assert isinstance(sheet, Sheet)
    for section in sections[1:]:  # the first is the brief
        sheet.set_font(sheet.text_font, size=SIZES["plain"])
        sheet.set_text_color(*INK)
        link = sheet.add_link(page=section.page_number)
        sheet.set_x(sheet.l_margin)
        sheet.cell(sheet.epw - 12, 6, section.name, link=link)
        sheet.cell(12, 6, str(section.page_number), align="R", link=link, new_x="LMARGIN", new_y="NEXT")


def _line(sheet: Sheet, text: str, size: str, colour: tuple[int, int, int] = INK, bold: bool = False) -> None:
    """A paragraph over the whole width."""
    sheet.set_font(sheet.text_font, "B" if bold else "", SIZES[size])
    sheet.set_text_color(*colour)
    for row in rows_of(text, sheet.epw - 0.1, sheet):
        sheet.cell(0, SIZES[size] * 0.53, row, new_x="LMARGIN", new_y="NEXT")
    sheet.ln(1.2)


class _Writer:
    """Writes blocks one below the other."""

    def __init__(self, sheet: Sheet, report: Report, pngs: Mapping[str, bytes], numbers: Mapping[str, int]) -> None:
        self.sheet, self.words, self.pngs, self.numbers = sheet, report.voice.words, pngs, numbers

    def section(self, section: Section, number: int) -> None:
        """A section, its heading on the page of what it begins with."""
        self._make_room(HEADING_MM + self._height_of_start(section.blocks))
        self.sheet.start_section(f"{number}  {section.title}")
        _line(self.sheet, f"{number}  {section.title}", "section", bold=True)
        self.blocks(section.blocks, section.title)
        self.sheet.ln(4)

    def blocks(self, blocks: Sequence[Block], above: str = "") -> None:
        """All of them in order. `above`: the heading just written; it is not written again."""
        for block in blocks:
            self._block(block, above)

    def _make_room(self, height_mm: float) -> None:
        if self.sheet.will_page_break(height_mm):
            self.sheet.add_page()

    def _block(self, block: Block, above: str) -> None:
        match block:
            case Text():
                _line(self.sheet, block.text, "note" if block.kind == "note" else "plain", bold=block.kind == "lead")
            case Points():
                self._points(block)
            case Facts():
                self._rows([], [[Cell(name, strong=True), Cell(text)] for name, text in block.rows], (1, 4))
            case Table():
                for part in _parts(block):
                    self._table(part)
            case Picture():
                self._picture(block, above)
            case Fold():
                self._fold(block)
            case Cards():
                for card in block.cards:
                    self._card(card)

    def _fold(self, fold: Fold) -> None:
        if fold.on_paper:
            self._make_room(2 * HEADING_MM)
            _line(self.sheet, fold.title, "card", bold=True)
            self.blocks(fold.blocks)
        else:
            _line(self.sheet, self.words["not_on_paper"].format(title=fold.title), "note", FAINT)

    def _card(self, card: Card) -> None:
        if all(isinstance(block, Text) for block in card.blocks):
            text = " ".join(block.text for block in card.blocks if isinstance(block, Text))
            _line(self.sheet, self.words["titled"].format(title=card.title, text=text), "plain")
            return
        self._make_room(2 * HEADING_MM)
        _line(self.sheet, card.title, "card", bold=True)
        self.blocks(card.blocks)

    def _points(self, points: Points) -> None:
        for item in points.items:
            badge = f"  [{item.badge}]" if item.badge else ""
            _line(
                self.sheet, f"{'!' if points.warning else '•'} {item.text}{badge}", "plain", TONES.get(item.tone, INK)
            )

    def _picture(self, picture: Picture, above: str) -> None:
        self._make_room(self._height(picture))
        if picture.title != above:
            _line(self.sheet, picture.title, "card", bold=True)
        width, height = self._size(picture)
        self.sheet.image(io.BytesIO(self.pngs[picture.name]), w=width, h=height, alt_text=picture.title)
        number = self.words["figure"].format(n=self.numbers[picture.name])
        _line(self.sheet, f"{number} {picture.caption}", "note", FAINT)

    def _height_of_start(self, blocks: Sequence[Block]) -> float:
        """Height of the paragraphs and of the figure that must not be torn from the heading above them, mm."""
        height = HEADING_MM
        for block in blocks:
            if isinstance(block, Picture):
                return height + self._height(block)
            if not isinstance(block, Text):
                break
            height += PARAGRAPH_MM
        return height

    def _height(self, picture: Picture) -> float:
        """Height with title and caption, mm."""
        return self._size(picture)[1] + CAPTION_MM

    def _size(self, picture: Picture) -> tuple[float, float]:
        return _fitted(self.pngs[picture.name], self.sheet.eph - 3 * HEADING_MM - CAPTION_MM)

    def _table(self, table: Table) -> None:
        heads = [f"{c.group}\n{c.title}" if c.group else c.title for c in table.columns]
        widths = tuple(2.4 if c.words and not i else 1.3 if c.words else 1 for i, c in enumerate(table.columns))
        self._rows(heads, table.rows, widths)
        if table.note:
            _line(self.sheet, table.note, "note", FAINT)

    def _rows(self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> None:
        sheet = self.sheet
        sheet.set_font(sheet.text_font, size=SIZES["table"])
        sheet.set_text_color(*INK)
        sheet.set_draw_color(*LINE)
        head = FontFace(emphasis="BOLD", fill_color=WASH)
        with sheet.table(
            col_widths=tuple(widths), line_height=SIZES["table"] * 0.52, headings_style=head, padding=0.6,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES, first_row_as_headings=bool(heads), text_align="LEFT",
        ) as table:  # fmt: skip
            if heads:
                table.row(heads)
            for row in rows:
                line = table.row()
                for cell in row:
                    text = f"{cell.text}\n{cell.small}" if cell.small else cell.text
                    look = FontFace(emphasis="BOLD" if cell.strong else None, color=TONES.get(cell.tone, INK))
                    line.cell(text, style=look)
        sheet.ln(2)


def _parts(table: Table) -> list[Table]:
    """A wide table as several of about the same width, each with the columns that name its rows."""
    if len(table.columns) <= MOST_COLUMNS:
        return [table]
    named = max(1, next((k for k, column in enumerate(table.columns) if not column.words), 1))
    others = len(table.columns) - named
    step = math.ceil(others / math.ceil(others / (MOST_COLUMNS - named)))
    starts = range(named, len(table.columns), step)
    return [
        Table(
            [*table.columns[:named], *table.columns[at : at + step]],
            [[*row[:named], *row[at : at + step]] for row in table.rows],
            table.note if at == starts[-1] else "",
        )
        for at in starts
    ]


def _fitted(png: bytes, most_mm: float) -> tuple[float, float]:
    """Width and height in mm that keep the shape of a PNG file within the page."""
    wide, high = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    scale = min(WIDTH_MM / wide, most_mm / high)
    return wide * scale, high * scale
