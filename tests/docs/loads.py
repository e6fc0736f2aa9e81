"""What a page or a style makes a browser fetch from another host."""

from __future__ import annotations

import re
from html.parser import HTMLParser

FAR = re.compile(r"\s*(?:https?:)?//", re.I)
STYLE = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?:https?:)?//[^"')\s]*""", re.I)
LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src",
           "embed": "src", "object": "data", "link": "href"}  # fmt: skip


def far_of_style(text: str) -> list[str]:
    """Fonts, images and other styles."""
    return STYLE.findall(text)


def far_of_page(text: str) -> list[str]:
    """Scripts, styles, images and frames; links that a reader may follow are none of these."""
    parser = _Parser()
    parser.feed(text)
    return parser.far + far_of_style(text)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.far: list[str] = []

    def handle_starttag(self, tag, attrs):
        if ("rel", "canonical") in attrs:
            return
        loading = ("srcset", LOADING.get(tag))
        self.far += [value for key, value in attrs if key in loading and value and FAR.match(value)]
