"""A report as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from .document import Report
from .figures.style import Print, printed

HERE = Path(__file__).parent


def page(report: Report, prints: Mapping[str, Print] | None = None) -> str:
    """The whole page. `prints`: its figures by name, where they have been drawn."""
    prints = prints or prints_of(report, png=False)
    numbers = {picture.name: number for number, picture in enumerate(report.pictures(), 1)}
    svgs = {name: one.svg for name, one in prints.items()}
    return rendered("page.html.j2", report=report, words=report.voice.words, svgs=svgs, numbers=numbers)


def prints_of(report: Report, png: bool = True) -> dict[str, Print]:
    """Every figure of a report; `png`: for paper too."""
    return {picture.name: printed(picture, report.voice, png) for picture in report.pictures()}


def rendered(template: str, **contents: Any) -> str:
    """A page of a template of this folder."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["kind_of"] = lambda block: type(block).__name__
    environment.globals["heads_of"] = _heads
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
