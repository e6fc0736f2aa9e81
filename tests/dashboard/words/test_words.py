"""The dashboard says the same in both languages, and has a word for everything that it can show."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any

import pytest

from govsim.dashboard.live.places import CONDITIONS
from govsim.dashboard.live.views import LEVELS
from govsim.dashboard.words import words_of
from govsim.simulation.entities.disputes import OUTCOMES
from govsim.simulation.entities.thefts import CLEARED_BY, GUARDS
from govsim.simulation.observation.schema import CHANNELS, DISPUTE_TYPES, THEFT_TYPES

LATIN_AS_IS = re.compile(r"\{[^}]*\}|govsim \w+|configs/policy|English|\*\*|110|YAML|Ctrl-C|HTML|lessons")


def leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, below in node.items():
            yield from leaves(below, f"{path}.{key}")
    elif isinstance(node, list):
        for i, below in enumerate(node):
            yield from leaves(below, f"{path}[{i}]")
    else:
        assert isinstance(node, str), f"{path} is {node!r}; a word that YAML takes for something else needs quotes"
        yield path, node


def test_both_catalogues_have_the_same_keys_and_fill_in_the_same_values():
    english, chinese = (dict(leaves(words_of(language))) for language in ("en", "zh"))
    assert list(english) == list(chinese)
    for path, text in english.items():
        fields = [sorted({f for _, f, *_ in string.Formatter().parse(t) if f}) for t in (text, chinese[path])]
        assert fields[0] == fields[1], path


def test_the_chinese_catalogue_is_chinese():
    for path, text in leaves(words_of("zh")):
        if path not in (".html_language", ".other_language", ".replay.help"):  # commands as they are typed
            assert not re.search(r"[A-Za-z]{2,}", LATIN_AS_IS.sub("", text)), (path, text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_there_is_a_word_for_everything_that_can_be_seen(language):
    why = words_of(language)["why"]
    assert set(why["subtypes"]) == {*THEFT_TYPES, *DISPUTE_TYPES}
    assert set(why["channels"]) == set(CHANNELS)
    assert set(why["outcomes"]) == {*OUTCOMES, *CLEARED_BY, "clashed"}
    assert set(why["guards"]) == set(GUARDS)
    assert set(why["conditions"]) == set(CONDITIONS)
    assert set(why["levels"]) == set(why["place"]) == set(LEVELS)
