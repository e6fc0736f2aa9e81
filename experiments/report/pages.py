"""The pages of a comparison, each in a language: HTML, figures, PDF, Word and workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from .. import files
from ..comparison.study import Study
from ..language.voice import Voice
from .brief.pdf import brief_pdf
from .brief.word import word_of
from .compose import report_of
from .document import Report
from .figures.fonts import chinese_font
from .figures.style import Print
from .html import brief_page, page, prints_of
from .pdf import pdf_of
from .tables import workbook

FONT_PACKAGE = "fonts-noto-cjk"


def write_pages(
    study: Study, groups: pd.DataFrame, tables: dict[str, pd.DataFrame], voices: Mapping[str, Voice], out: Path
) -> list[str]:
    """Write the pages; lines to tell the reader, such as a font that is missing."""
    remarks = []
    for language, name in zip(study.settings.languages, study.settings.page_files, strict=True):
        voice, end = voices[language], name.removeprefix("report").removesuffix(".html")
        report = _report(study, groups, voice, end)
        prints = prints_of(report)
        files.write_text(out / name, page(report, prints))
        files.write_text(out / f"brief{end}.html", brief_page(report.cover, prints[report.cover.picture.name].svg))
        for figure, one in prints.items():
            files.write_text(out / "figures" / f"{figure}{end}.svg", one.svg)
        files.write_bytes(out / f"tables{end}.xlsx", workbook(tables, study, voice))
        if language == "zh" and chinese_font() is None:
            remarks.append(voice["no_font"].format(package=FONT_PACKAGE))
            report = _report(study, groups, voices["en"], end)
            prints = prints_of(report)
        _print(report, prints, out, end)
    return remarks


def _report(study: Study, groups: pd.DataFrame, voice: Voice, end: str) -> Report:
    """The report with the names of the files that the brief comes with. `end`: of their names, such as ".zh"."""
    attached = voice["brief"]["attachment"]
    files_of = {"report": f"report{end}.pdf", "tables": f"tables{end}.xlsx"}
    return report_of(study, groups, voice, [attached[key].format(file=file) for key, file in files_of.items()])


def _print(report: Report, prints: Mapping[str, Print], out: Path, end: str) -> None:
    """PNG files, PDF and Word, in a language whose characters a font of this system has."""
    pngs = {name: one.png for name, one in prints.items()}
    for name, png in pngs.items():
        files.write_bytes(out / "figures" / f"{name}{end}.png", png)
    font = chinese_font() if report.voice.language == "zh" else None
    picture = pngs[report.cover.picture.name]
    files.write_bytes(out / f"report{end}.pdf", pdf_of(report, pngs, font))
    files.write_bytes(out / f"brief{end}.pdf", brief_pdf(report.cover, picture, font))
    files.write_bytes(out / f"brief{end}.docx", word_of(report.cover, picture))
