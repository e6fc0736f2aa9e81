"""What the runs say in plain sentences. Every number in them comes from the comparison."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from ..indicators import BOTH, RECORDED, TRUE, Indicator
from ..study import Study
from ..wording import Verdict, interval, number, percent, unit_of_difference, verdict

Badge = Literal["better", "worse", "ambiguous", "unclear"]


class Answer(NamedTuple):
    """One sentence about one reading, and whether governments want what it says."""

    text: str
    badge: Badge


def badge_of(indicator: Indicator, found: Verdict) -> Badge:
    """Whether a clear difference goes in the official direction."""
    if found not in ("lower", "higher"):
        return "unclear"
    if indicator.better == "ambiguous":
        return "ambiguous"
    return "better" if indicator.better == found else "worse"


def answers(study: Study, arm: str, words: dict[str, Any]) -> list[Answer]:
    """One sentence for each headline reading of an arm."""
    return [
        _answer(indicator, ledger, study.row(arm, indicator.id, ledger), words)
        for indicator in study.headlines()
        for ledger in indicator.ledgers
    ]


def _answer(indicator: Indicator, ledger: str, row: dict[str, Any], words: dict[str, Any]) -> Answer:
    found = verdict(row["low95"], row["high95"])
    text = words["answer"][found].format(
        name=name_of(indicator, words), ledger=words["ledger"][ledger], unit=unit_of_difference(indicator.unit),
        size=number(abs(row["difference"])), difference=number(row["difference"], signed=True),
        relative=percent(row["relative"]), interval=interval(row["low95"], row["high95"]),
    )  # fmt: skip
    return Answer(text, badge_of(indicator, found))


def name_of(indicator: Indicator, words: dict[str, Any]) -> str:
    """The indicator's name in the language of the report."""
    return indicator.zh if words["language"] == "zh" else indicator.name


def summary(study: Study, arm: str, words: dict[str, Any]) -> list[str]:
    """The arm in a sentence or two: how much is clear, and where the books mislead."""
    found = answers(study, arm, words)
    count = {badge: sum(a.badge == badge for a in found) for badge in ("better", "worse", "ambiguous", "unclear")}
    clear = len(found) - count["unclear"]
    first = words["summary"]["some" if clear else "none"].format(
        arm=arm, reference=study.reference, clear=clear, total=len(found), better=count["better"], worse=count["worse"],
        open=count["ambiguous"],
    )  # fmt: skip
    return [first, *_disagreements(study, arm, words)]


def _disagreements(study: Study, arm: str, words: dict[str, Any]) -> list[str]:
    """Headline indicators whose books say something else than the truth, where at least one is clear."""
    sentences = []
    for indicator in study.headlines():
        if indicator.ledgers != BOTH:
            continue
        rows = [study.row(arm, indicator.id, ledger) for ledger in (TRUE, RECORDED)]
        really, books = (verdict(row["low95"], row["high95"]) for row in rows)
        phrases = words["summary"]["disagree_words"]
        clear = {"lower", "higher"} & {really, books}
        if really != books and clear and really in phrases and books in phrases:
            name = name_of(indicator, words)
            sentences.append(
                words["summary"]["disagree"].format(name=name, really=phrases[really], books=phrases[books])
            )
    return sentences
