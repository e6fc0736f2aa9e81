"""The brief for Word: in Chinese an official paper as GB/T 9704-2012 sets it, with blanks for what is not known yet."""

# pyright: reportPrivateUsage=false, reportUnknownMemberType=false
# (python-docx has no names of its own for some elements)

from __future__ import annotations

import io
import math
import unicodedata
import zipfile
from datetime import datetime
from functools import partial

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE as PARTS
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.run import Run

from ..paper import height_of
from .content import Brief
from .layout import A4_MM, MM, RIGHT, Layout, fitting, gap_of, layout_of, size_of, step_of
from .lines import Line, lines_of

STAMP = (2000, 1, 1, 0, 0, 0)  # of the parts of the file: the same study gives the same bytes
# Fonts by name, as offices in China have them, and what stands in where one is not installed.
FANGSONG, TITLE, HEAD, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
STAND_INS = {
    FANGSONG: "仿宋,FangSong,华文仿宋,STFangsong", TITLE: "方正小标宋_GBK,华文中宋,STZhongsong,宋体,SimSun",
    HEAD: "SimHei,华文黑体,STHeiti", KAI: "楷体,KaiTi,华文楷体,STKaiti", SONG: "SimSun,华文宋体,STSong",
}  # fmt: skip
LATIN_TEXT = {"zh": "Times New Roman", "en": "Calibri"}
CHINESE_OF = {"title": TITLE, "heading": HEAD}
LATIN_EM = 0.52  # mean width of a Latin letter, ems; a Chinese one has 1
PAGE_NUMBER_PT = 14  # 4号


def word_of(brief: Brief, png: bytes) -> bytes:
    """A .docx file of one page of A4. `png`: the picture."""
    layout, lines = layout_of(brief), lines_of(brief, to_fill_in=True)
    paper = Document()
    _page(paper, layout)
    size, layout = fitting(lines, layout, height_of(png, layout.width_mm), partial(_rows, layout))
    for line in lines:
        _write(paper, line, size, layout, brief, png)
    _number_pages(paper, brief)
    _about(paper, brief)
    _name_fonts(paper)
    return _packed(paper)


def _page(paper: Paper, layout: Layout) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(A4_MM[0]), Mm(A4_MM[1])
    section.top_margin, section.bottom_margin = Mm(layout.top), Mm(layout.bottom)
    section.left_margin, section.right_margin = Mm(layout.left), Mm(layout.right)
    section.footer_distance = Mm(layout.bottom - 12)  # the number stands 7 mm below the text


def _rows(layout: Layout, line: Line, points: float) -> int:
    """Lines of print that a text takes: Chinese letters are squares."""
    text = f"{line.lead}{line.text}"
    ems = sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else LATIN_EM for letter in text)
    ems += len(layout.indent) if line.role not in ("title", "to", *RIGHT) else 0
    return max(1, math.ceil(ems * points * MM / (layout.width_mm * 0.985)))


def _write(paper: Paper, line: Line, size: float, layout: Layout, brief: Brief, png: bytes) -> None:
    paragraph = paper.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(gap_of(line, size, layout) if line.role != "title" else 0), Pt(0)
    if line.role == "picture":
        paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(layout.width_mm))
        return
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(step_of(line, size, layout))
    points = size_of(line, size, layout)
    if line.role == "title":
        paragraph.alignment, form.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(gap_of(line, size, layout))
    elif line.role in RIGHT:
        paragraph.alignment, form.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Pt(2 * points)
    elif line.role != "to" and layout.indent:
        form.first_line_indent = Pt(len(layout.indent) * points)
    language = brief.voice.language
    if line.lead:
        gap = "" if layout.indent else " "
        lead = paragraph.add_run(f"{line.lead}{gap}")
        _set(lead, KAI if line.role == "answer" else FANGSONG, points, language, bold=line.role == "answer")
    bold = language == "en" and line.role in ("title", "heading")
    _set(paragraph.add_run(line.text), CHINESE_OF.get(line.role, FANGSONG), points, language, bold)


def _set(run: Run, chinese: str, points: float, language: str, bold: bool = False) -> None:
    run.font.size, run.font.bold, run.font.name = Pt(points), bold, LATIN_TEXT[language]
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), chinese)
    if language == "zh":
        fonts.set(qn("w:hint"), "eastAsia")  # quotation marks are Chinese ones
    said = OxmlElement("w:lang")
    said.set(qn("w:val"), "en-US")
    said.set(qn("w:eastAsia"), "zh-CN")
    run._element.get_or_add_rPr().append(said)


def _number_pages(paper: Paper, brief: Brief) -> None:
    """Such as — 1 — at the outer edge."""
    paragraph = paper.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.right_indent = Pt(PAGE_NUMBER_PT)
    before, after = brief.voice["brief"]["page"].split("{n}")
    _set(paragraph.add_run(before), SONG, PAGE_NUMBER_PT, brief.voice.language)
    paragraph._p.append(_page_number(paragraph.add_run("1"), brief))
    _set(paragraph.add_run(after), SONG, PAGE_NUMBER_PT, brief.voice.language)


def _page_number(run: Run, brief: Brief) -> BaseOxmlElement:
    """A field around a run."""
    _set(run, SONG, PAGE_NUMBER_PT, brief.voice.language)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(run._element)
    return field


def _about(paper: Paper, brief: Brief) -> None:
    about = paper.core_properties
    about.title, about.author, about.comments = brief.title[:255], brief.office[:255], ""
    about.created = about.modified = datetime(*STAMP)
    about.language = brief.voice["html_language"]


def _name_fonts(paper: Paper) -> None:
    """Tell Word what to take where a font is not installed."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/></w:font>' for name, others in STAND_INS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'
    paper.part.part_related_by(PARTS.FONT_TABLE)._blob = text.encode()


def _packed(paper: Paper) -> bytes:
    """The file, its parts without the time of day."""
    loose, packed = io.BytesIO(), io.BytesIO()
    paper.save(loose)
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for part in parts.infolist():
            file.writestr(zipfile.ZipInfo(part.filename, STAMP), parts.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
