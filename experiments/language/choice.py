"""Which language somebody wants."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

LANGUAGES = ("en", "zh")
BOTH = "both"
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # in this order, as POSIX says


def of_locale(environment: Mapping[str, str] = os.environ) -> str:
    """Chinese where the locale is Chinese, else English."""
    for name in VARIABLES:
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def asked(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """The language of help and error lines: that of `language=` among the words of a command, or of the locale."""
    for word in reversed(words):
        key, _, value = word.partition("=")
        if key == "language" and value in LANGUAGES:
            return value
    return of_locale(environment)


def known(language: str | None) -> tuple[str, ...]:
    """The languages meant by `language=`: one, or both; empty means that of the locale. Raises ValueError."""
    if language == BOTH:
        return LANGUAGES
    chosen = language or of_locale()
    if chosen not in LANGUAGES:
        raise ValueError(f"language is {chosen!r}; it must be zh, en or both")
    return (chosen,)
