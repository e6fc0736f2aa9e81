"""Small things that every page is made of: texts in the page's style, rows that wrap on a narrow screen, numbers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import panel as pn

NARROW = {"min-width": "0"}  # Panel asks for room for all parts side by side, which a phone has not
ROOM = NARROW | {"flex": "1 1 320px"}  # of a figure: two side by side where there is room for both


@cache
def inner_style() -> str:
    """Styles for what lies inside widgets, which the page's own do not reach."""
    return (Path(__file__).parent / "inner.css").read_text("utf-8")


def text_pane(html: str = "") -> pn.pane.HTML:
    """A text as wide as its place. `html`: escaped where somebody else wrote it."""
    return pn.pane.HTML(html, stylesheets=[inner_style()], sizing_mode="stretch_width")


def row(*parts: Any, **how: Any) -> pn.Row:
    """Parts side by side as long as there is room, then below each other."""
    return pn.Row(*parts, sizing_mode="stretch_width", styles=NARROW | {"flex-wrap": "wrap"}, **how)


def put(pane: pn.pane.HTML, html: str) -> None:
    """Set a text; nothing is sent to the browser when it is there already."""
    if pane.object != html:
        pane.object = html


def number(value: float, sign: str = "") -> str:
    """A number with three digits or so. `sign`: "+" writes it before positive ones too."""
    size = abs(value)
    return format(value, f"{sign},.{0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 1 else 3}f")
