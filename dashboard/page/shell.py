"""What every page has: its frame, its language, links that keep both, and styles that reach into the widgets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import panel as pn
from panel.template import Template
from panel.theme.native import Native

from govsim.experiments.language.choice import LANGUAGES

from ..words import words_of

HERE = Path(__file__).parent
LINKS = {"live": ".", "lessons": "lessons", "class": "class", "about": "about"}  # relative: a server may be in front


def asked(name: str, default: str = "") -> str:
    """A value of the page's address, at most 200 characters."""
    given = pn.state.session_args.get(name, [])
    return given[0].decode("utf-8", "replace")[:200] if given else default


def language_of(default: str) -> str:
    """The language of this page."""
    wanted = asked("lang", default)
    return wanted if wanted in LANGUAGES else default


def page(
    here: str, language: str, parts: Mapping[str, Any], keep: Mapping[str, str] | None = None, again_s: int = 0
) -> Template:
    """A page.

    `parts`: Panel objects by the name of their place; `keep`: values that its own address keeps; `again_s`: seconds
    after which the browser asks for it again, 0 for never.
    """
    words, other = words_of(language), next(one for one in LANGUAGES if one != language)
    kept = {key: value for key, value in (keep or {}).items() if value}
    template = Template((HERE / "page.html").read_text("utf-8"), design=Native)
    template.add_variable("words", words)
    template.add_variable("style", (HERE / "style.css").read_text("utf-8"))
    template.add_variable("here", here)
    template.add_variable("again_s", again_s)
    template.add_variable("frame", here if here == "live" else f"plain {here}")
    template.add_variable("places", list(parts))
    template.add_variable("links", {n: f"{path}?{urlencode({'lang': language, **kept})}" for n, path in LINKS.items()})
    template.add_variable("other_language", "?" + urlencode({**_own(), "lang": other, **kept}))
    template.add_variable("other_hreflang", other)
    for name, part in parts.items():
        template.add_panel(name, part)
    return template


def _own() -> dict[str, str]:
    """The values of this page's own address."""
    return {name: asked(name) for name in pn.state.session_args if name not in ("lang", "bokeh-session-id")}
