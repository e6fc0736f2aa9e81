"""What the runs say in plain sentences. Every number in them comes from the comparison."""

from __future__ import annotations

from typing import Any

from ...comparison.study import Study
from ...indicators import BOTH, RECORDED, TRUE, Indicator
from ...language.numbers import percent
from ...language.voice import Voice
from ..document import Card, Cards, Fold, Item, Points, Section, Text
from .cells import between, difference_text, needed, sure, tone_of


def section(study: Study, voice: Voice) -> Section:
    """A card an arm."""
    cards = [_card(study, arm, voice) for arm in study.arms]
    return Section("answers", voice["sections"]["answers"], [Cards(cards)])


def _card(study: Study, arm: str, voice: Voice) -> Card:
    items = answers(study, arm, voice)
    clear, rest = ([i for i in items if (i.tone == "unclear") == unclear] for unclear in (False, True))
    blocks = [*(Text(sentence, "lead") for sentence in summary(study, arm, voice)), Points(clear)]
    if rest:
        blocks.append(Fold(voice["unclear"].format(n=len(rest)), [Points(rest)]))
    return Card(voice.arm(arm), blocks)


def answers(study: Study, arm: str, voice: Voice) -> list[Item]:
    """One sentence for each headline reading of an arm."""
    readings = [(indicator, ledger) for indicator in study.headlines() for ledger in indicator.ledgers]
    return [
        _answer(indicator, ledger, study.row(arm, indicator.id, ledger), study, voice) for indicator, ledger in readings
    ]


def _answer(indicator: Indicator, ledger: str, row: dict[str, Any], study: Study, voice: Voice) -> Item:
    """One sentence about one reading, and whether governments want what it says."""
    found = row["verdict"]
    text = voice["answer"][found].format(
        name=voice.name(indicator), ledger=voice["ledger"][ledger], unit=voice.unit_of_difference(indicator.unit),
        size=difference_text(row), difference=difference_text(row, signed=True),
        relative=percent(row["relative"]), interval=between(row, voice), sure=sure(row, ("lower", "higher"), voice),
        needed=needed(row, voice), smallest=f"{study.settings.smallest:.0%}",
    )  # fmt: skip
    tone = tone_of(indicator, found)
    return Item(text, tone, "" if tone == "unclear" else voice["badge"][tone])


def summary(study: Study, arm: str, voice: Voice) -> list[str]:
    """The arm in a sentence or two: how much is clear, and where the books mislead."""
    found = [item.tone for item in answers(study, arm, voice)]
    clear = len(found) - found.count("unclear")
    readings = [(indicator.id, ledger) for indicator in study.headlines() for ledger in indicator.ledgers]
    verdicts = [study.row(arm, *reading)["verdict"] for reading in readings]
    first = voice["summary"]["some" if clear else "none"].format(
        arm=voice.arm(arm), reference=voice.arm(study.reference), clear=clear, total=len(found),
        better=found.count("better"), worse=found.count("worse"), open=found.count("ambiguous"),
        alike=verdicts.count("alike"), undecided=verdicts.count("open"),
    )  # fmt: skip
    return [first, *books_apart(study, arm, voice)]


def books_apart(study: Study, arm: str, voice: Voice) -> list[str]:
    """A sentence for each headline indicator whose books say something else than the truth."""
    sentences, phrases = [], voice["summary"]["disagree_words"]
    for indicator in study.headlines():
        if indicator.ledgers != BOTH:
            continue
        really, books = (study.row(arm, indicator.id, ledger)["verdict"] for ledger in (TRUE, RECORDED))
        if really != books and {"lower", "higher"} & {really, books} and really in phrases and books in phrases:
            words = {"name": voice.name(indicator), "really": phrases[really], "books": phrases[books]}
            sentences.append(voice["summary"]["disagree"].format(**words))
    return sentences
