"""Cells of tables and badges of sentences, from rows of a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ...comparison.ranking import p_better
from ...comparison.study import Study
from ...indicators import Indicator
from ...language.numbers import chance, number, percent
from ...language.voice import Voice
from ...statistics.verdict import Verdict, sureness, verdict
from ..document import Cell, Tone

Row = Mapping[str, Any]  # of pairs.compare_arms
Reading = Verdict | Literal["trifle"]
MONEY = "X1"  # every yuan matters: no difference in cost is a trifle


def reading_of(row: Row, smallest: float) -> Reading:
    """What the 90 % interval of a difference allows one to say. `smallest`: share of the reference that matters.

    A trifle: the interval lies wholly within what does not matter, by two one-sided tests at 5 % (Schuirmann 1987).
    """
    found = verdict(row["low90"], row["high90"])
    if found in ("same", "unknown") or str(row.get("indicator", "")).startswith(MONEY):
        return found
    largest = max(abs(row["low90"]), abs(row["high90"]))
    return "trifle" if largest < smallest * abs(row["reference_mean"]) else found


def tone_of(indicator: Indicator, found: Reading) -> Tone:
    """Whether a clear difference goes in the official direction."""
    if found not in ("lower", "higher"):
        return "unclear"
    if indicator.better == "ambiguous":
        return "ambiguous"
    return "better" if indicator.better == found else "worse"


def difference(row: Row, study: Study, voice: Voice) -> Cell:
    """A paired difference with its 90 % interval; bold where that leaves out 0 and matters."""
    found = reading_of(row, study.settings.smallest)
    small = "" if found in ("same", "unknown") else voice.between(row["low90"], row["high90"])
    return Cell(number(row["difference"], signed=True), small, found in ("lower", "higher"))


def verdict_cell(row: Row, indicator: Indicator, study: Study, voice: Voice) -> Cell:
    """A difference with both intervals, and how sure it is that the arm is better."""
    found = reading_of(row, study.settings.smallest)
    if found in ("same", "unknown"):
        return Cell(voice["same"] if found == "same" else "–")
    words, p = voice["verdict_cell"], p_better(row, indicator.id)
    lines = [
        words["fifty"].format(between=voice.between(row["low50"], row["high50"])),
        words["ninety"].format(between=voice.between(row["low90"], row["high90"])),
        words["p"].format(p=chance(p), sure=sure(p, ("better", "worse"), voice)),
    ]
    if found == "trifle":
        lines.append(words["trifle"].format(smallest=f"{study.settings.smallest:.0%}"))
    head = f"{number(row['difference'], signed=True)} ({percent(row['relative'])})"
    return Cell(head, "\n".join(lines), found in ("lower", "higher"), tone_of(indicator, found))


def sure(p: float, ways: tuple[str, str], voice: Voice) -> str:
    """In calibrated words, how sure the likelier of two ways is. `p`: probability of the first."""
    way = ways[0] if p >= 0.5 else ways[1]
    return voice["sure"][sureness(max(p, 1 - p))].format(way=voice["way"][way])
