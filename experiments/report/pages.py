"""The pages of a comparison, each in a language: HTML, figures, PDF and workbook."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from .. import files
from ..comparison.study import Study
from ..language.voice import Voice
from .compose import report_of
from .document import Report
from .figures.fonts import chinese_font
from .figures.style import Print
from .html import page, prints_of
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
        report = report_of(study, groups, voice)
        prints = prints_of(report)
        files.write_text(out / name, page(report, prints))
        for figure, one in prints.items():
            files.write_text(out / "figures" / f"{figure}{end}.svg", one.svg)
        files.write_bytes(out / f"tables{end}.xlsx", workbook(tables, study, voice))
        if language == "zh" and chinese_font() is None:
            remarks.append(voice["no_font"].format(package=FONT_PACKAGE))
            report = report_of(study, groups, voices["en"])
            prints = prints_of(report)
        _print(report, prints, out, end)
    return remarks


def _print(report: Report, prints: Mapping[str, Print], out: Path, end: str) -> None:
    """PNG files and the PDF, in a language whose characters a font of this system has."""
    pngs = {name: one.png for name, one in prints.items()}
    for name, png in pngs.items():
        files.write_bytes(out / "figures" / f"{name}{end}.png", png)
    font = chinese_font() if report.voice.language == "zh" else None
    files.write_bytes(out / f"report{end}.pdf", pdf_of(report, pngs, font))
