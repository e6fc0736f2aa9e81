"""Search finds Chinese too: a run of its characters is known by the pairs of neighbours, here and in the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

WORD = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
SPLITTER = r"""
var pairsOf = (word) =>
  /^[\u3400-\u9fff]{2}/.test(word) ? [...word].slice(1).map((next, i) => word[i] + next) : [word];
var splitQuery = (query) =>
  (query.match(/[\u3400-\u9fff]+|(?:(?![\u3400-\u9fff])[\p{Letter}\p{Number}_\p{Emoji_Presentation}])+/gu) || [])
    .flatMap(pairsOf);
"""


class SearchBoth(SearchEnglish):
    """English by stems, Chinese by pairs of characters; nothing that has to know words."""

    js_splitter_code = SPLITTER

    def split(self, input: str) -> list[str]:
        """The words of a text."""
        return [part for word in WORD.findall(input) for part in _parts(word)]


def _parts(word: str) -> Iterator[str]:
    """A run of Chinese in overlapping pairs; any other word, and a single character, as it is."""
    if len(word) > 1 and "\u3400" <= word[0] <= "\u9fff":
        yield from (word[i : i + 2] for i in range(len(word) - 1))
    else:
        yield word


def setup(app: Sphinx) -> dict[str, bool]:
    """Take the place of the search in English."""
    app.add_search_language(SearchBoth)
    return {"parallel_read_safe": True}
