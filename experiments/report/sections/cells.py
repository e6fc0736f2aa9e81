"""Cells of tables and badges of sentences, from rows of a comparison. What matters is decided there, once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...indicators import Indicator
from ...language.numbers import measured, number, percent, whole
from ...language.voice import Voice
from ...statistics.pairs import MONEY
from ...statistics.verdict import MATTERS, Verdict, sureness
from ..document import Cell, Tone

Row = Mapping[str, Any]  # of pairs.compare_arms


def tone_of(indicator: Indicator, found: Verdict) -> Tone:
    """Whether a difference that matters goes in the official direction."""
    if found not in MATTERS:
        return "unclear"
    if indicator.better == "ambiguous":
        return "ambiguous"
    return "better" if indicator.better == found else "worse"


def difference(row: Row, voice: Voice) -> Cell:
    """A paired difference with its 90 % interval; bold where it matters."""
    return Cell(difference_text(row, signed=True), between(row, voice), row["verdict"] in MATTERS)


def difference_text(row: Row, signed: bool = False) -> str:
    """A difference, or its size where it has no sign, as far as it is known."""
    value = row["difference"] if signed else abs(row["difference"])
    return measured(value, row["low90"], row["high90"], signed)


def between(row: Row, voice: Voice) -> str:
    """The 90 % interval of a difference; nothing where it cannot be told."""
    if row["verdict"] == "unknown":
        return ""
    return voice["fixed"] if is_fixed(row) else voice.measured_between(row["low90"], row["high90"])


def is_fixed(row: Row) -> bool:
    """Whether a difference is all but the same in every pair and no count: the policy sets it."""
    return number(row["low90"]) == number(row["high90"]) != number(0)


def verdict_cell(row: Row, indicator: Indicator, voice: Voice) -> Cell:
    """A difference with its interval and the verdict."""
    found = row["verdict"]
    if found == "unknown":
        return Cell("–")
    told = [voice["verdict_cell"]["ninety"].format(between=between(row, voice)), said(row, indicator, voice)]
    lines = [voice["fixed"]] if is_fixed(row) and found in MATTERS else told
    head = f"{difference_text(row, signed=True)} ({percent(row['relative'])})"
    return Cell(head, "\n".join(lines), found in MATTERS, tone_of(indicator, found))


def said(row: Row, indicator: Indicator, voice: Voice) -> str:
    """The verdict in a few words; how sure the direction is only where the difference matters."""
    words, found = voice["verdict_cell"], row["verdict"]
    if found in MATTERS:
        plain = indicator.better == "ambiguous" or indicator.id.startswith(MONEY)
        ways = ("lower", "higher") if plain else _ways(indicator)
        return words["matters"].format(sure=sure(row, ways, voice))
    return words[found].format(needed=needed(row, voice))


def _ways(indicator: Indicator) -> tuple[str, str]:
    return ("better", "worse") if indicator.better == "lower" else ("worse", "better")


def needed(row: Row, voice: Voice) -> str:
    """How many pairs would decide whether a difference matters."""
    words, n = voice["needed"], row["to_decide"]
    if math.isnan(n):
        return words["unknown"]
    return words["never"] if math.isinf(n) else words["some"].format(n=whole(n))


def sure(row: Row, ways: tuple[str, str], voice: Voice) -> str:
    """In calibrated words, how sure the likelier way of a difference is. `ways`: if it is lower, if it is higher."""
    p = row["p_lower"]
    way = ways[0] if p >= 0.5 else ways[1]
    return voice["sure"][sureness(max(p, 1 - p), row["n"])].format(way=voice["way"][way])
