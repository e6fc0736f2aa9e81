"""English sentences of the code in another language, found by their pattern.

The model and the commands are written in one language. `phrases_zh.yaml` pairs each sentence with its translation;
a changing part is a name in braces on both sides; some parts are phrases themselves. What is not in the catalogue stays
English.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

HERE = Path(__file__).parent
PLACE = re.compile(r"\{(\w+)\}")
# Changing parts that are phrases themselves; all others are names and numbers, and stand as they are.
SPOKEN = ("at", "channel", "hint", "meaning", "needed", "payer", "rule", "what", "which", "why")
LISTS = ("choices", "names")  # names with "or" between the last two
OR = " or "


CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]+")  # what no page, sheet or document can hold


class Pattern(NamedTuple):
    """An English sentence with changing parts, and what it is in the other language."""

    english: re.Pattern[str]
    other: str


@cache
def _catalogue(language: str) -> tuple[dict[str, str], list[Pattern]]:
    """Fixed phrases, and patterns with those first that say most themselves."""
    pairs: dict[str, str] = yaml.safe_load((HERE / f"phrases_{language}.yaml").read_text("utf-8"))
    changing = sorted((english for english in pairs if PLACE.search(english)), key=_own_letters, reverse=True)
    patterns = [Pattern(_regular(english), pairs[english]) for english in changing]
    return {english: other for english, other in pairs.items() if not PLACE.search(english)}, patterns


def _own_letters(english: str) -> int:
    return len(PLACE.sub("", english))


def _regular(english: str) -> re.Pattern[str]:
    parts = PLACE.split(english)
    text = "".join(f"(?P<{part}>.+?)" if i % 2 else re.escape(part) for i, part in enumerate(parts))
    return re.compile(text, re.DOTALL)


def printable(text: str) -> str:
    """A text that somebody gave, on one line and without characters that are not for print."""
    return " ".join(CONTROL.sub(" ", text).split())


def shortened(text: str, most: int) -> str:
    """A text cut to so many columns of print, of which a Chinese character takes two."""
    width = 0
    for at, letter in enumerate(text):
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > most:
            return f"{text[:at]}…"
    return text


@cache
def said(text: str, language: str) -> str:
    """A phrase or sentence of the code in a language; the English one where the catalogue has none."""
    if language == "en" or not text:
        return text
    fixed, patterns = _catalogue(language)
    if text in fixed:
        return fixed[text]
    matches = ((pattern.english.fullmatch(text), pattern.other) for pattern in patterns)
    found, other = next(((match, other) for match, other in matches if match), (None, ""))
    if found is None:
        return text
    parts = found.groupdict()
    parts |= {name: said(parts[name], language) for name in SPOKEN if name in parts}
    parts |= {name: parts[name].replace(OR, fixed[OR]) for name in LISTS if name in parts}
    return PLACE.sub(lambda place: parts[place[1]], other)
