"""A report as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import escape

from .. import files
from .brief.content import Brief
from .brief.lines import lines_of
from .document import Report
from .figures.style import Print, printed

TEMPLATES = Path(__file__).parent / "templates"


def page(report: Report, prints: Mapping[str, Print] | None = None) -> str:
    """The whole page. `prints`: its figures by name, where they have been drawn."""
    prints = prints or prints_of(report, png=False)
    numbers = {picture.name: number for number, picture in enumerate(report.pictures(), 1)}
    svgs = {name: one.svg for name, one in prints.items()}
    return rendered(
        "page.html.j2", report=report, words=report.voice.words, svgs=svgs, numbers=numbers,
        sheet=lines_of(report.brief) if report.brief else (),
    )  # fmt: skip


def brief_page(brief: Brief, svg: str) -> str:
    """The brief alone as an HTML file. `svg`: its picture."""
    words = brief.voice.words
    return rendered("brief.html.j2", words=words, title=brief.title, svgs={"brief": svg}, sheet=lines_of(brief))


def prints_of(report: Report, png: bool = True) -> dict[str, Print]:
    """Every figure of a report; `png`: for paper too."""
    pictures = (*([report.brief.picture] if report.brief else []), *report.pictures())
    return {picture.name: printed(picture, report.voice, png) for picture in pictures}


def rendered(template: str, **contents: Any) -> str:
    """A page of a template."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["kind_of"] = lambda block: type(block).__name__
    environment.globals["heads_of"] = _heads
    environment.globals["label_of"] = _label
    return environment.get_template(template).render(**contents)


def _heads(table: Any) -> list[tuple[str, int]]:
    """Group titles over the columns of a table and how many columns each spans; empty without groups."""
    groups: list[tuple[str, int]] = []
    for column in table.columns:
        if groups and groups[-1][0] == column.group and column.group:
            groups[-1] = (column.group, groups[-1][1] + 1)
        else:
            groups.append((column.group, 1))
    return groups if any(group for group, _ in groups) else []


def _label(column: Any) -> str:
    """What a cell is about, for narrow screens, where the cells of a row stand one below the other."""
    text = f"{column.group} {column.title}" if column.group else column.title
    return f' data-label="{escape(text)}"'


def write_sheet(report: Report, out: Path, name: str, stem: str) -> None:
    """A page and its figures beside it; what the page's name has after `stem`, a language, theirs have too."""
    prints = prints_of(report, png=False)
    files.write_text(out / name, page(report, prints))
    end = name.removeprefix(stem).removesuffix(".html")
    for figure, one in prints.items():
        files.write_text(out / "figures" / f"{figure}{end}.svg", one.svg)
