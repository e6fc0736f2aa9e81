"""Small things that every page is made of: a text in the page's style, set anew only when it changes; numbers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import panel as pn


@cache
def inner_style() -> str:
    """Styles for what lies inside widgets, which the page's own do not reach."""
    return (Path(__file__).parent / "inner.css").read_text("utf-8")


def text_pane(html: str = "") -> pn.pane.HTML:
    """A text as wide as its place. `html`: escaped where somebody else wrote it."""
    return pn.pane.HTML(html, stylesheets=[inner_style()], sizing_mode="stretch_width")


def put(pane: pn.pane.HTML, html: str) -> None:
    """Set a text; nothing is sent to the browser when it is there already."""
    if pane.object != html:
        pane.object = html


def number(value: float, sign: str = "") -> str:
    """A number with three digits or so. `sign`: "+" writes it before positive ones too."""
    size = abs(value)
    return format(value, f"{sign},.{0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 1 else 3}f")
