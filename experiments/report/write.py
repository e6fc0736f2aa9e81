"""All that is written of a comparison: pages, PDF, figures and tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .. import files
from ..comparison.groups import by_group
from ..comparison.study import Study
from ..language.voice import Voice
from ..policies.files import titles
from ..running.dictionary import of_indicators, of_runs, write_dictionary
from .compose import report_of
from .document import Report
from .figures.fonts import chinese_font
from .figures.style import Print
from .html import page, prints_of
from .pdf import pdf_of
from .tables import tables_of, workbook, write_tables

FONT_PACKAGE = "fonts-noto-cjk"


def voices_of(study: Study) -> dict[str, Voice]:
    """The voices of both languages, with the names of the study's arms and streets."""
    named = titles(study.settings.arms)
    columns = {"en": "street_name", "zh": "street_name_zh"}
    for language, column in columns.items():
        streets = study.areas[["street", column]].drop_duplicates()
        named[language] |= {f"street {number}": name for number, name in streets.itertuples(index=False, name=None)}
    return {language: Voice(language, named[language]) for language in columns}


def report_files(study: Study) -> list[str]:
    """Names of the pages, one a language; none where none are asked for."""
    if not study.settings.pages:
        return []
    languages = study.settings.languages
    return ["report.html"] if len(languages) == 1 else [f"report.{language}.html" for language in languages]


def write_report(study: Study, out: Path) -> list[str]:
    """Write all that is asked for into a folder; lines to tell the reader, such as a font that is missing."""
    groups, voices, remarks = by_group(study), voices_of(study), []
    tables = tables_of(study, groups)
    write_tables(tables, out / "tables")
    write_dictionary(out / "tables", [*of_runs(), *of_indicators()])
    files.write_text(out / "config.yaml", study.config)
    for language, name in zip(study.settings.languages, report_files(study), strict=False):
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
