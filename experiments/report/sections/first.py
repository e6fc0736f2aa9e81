"""The main results: what each arm is, what it does to the few outcomes all are judged by, and which is ahead."""

from __future__ import annotations

from collections.abc import Iterator

from ...comparison.ranking import LEDGER, MAIN, leaders, sign_of
from ...comparison.study import Study
from ...indicators import REGISTRY
from ...language.numbers import number
from ...language.voice import Voice
from ...policies.files import says
from ...statistics.verdict import FEW_PAIRS
from ..document import Card, Cards, Cell, Column, Item, Points, Section, Table, Text
from .answers import books_apart
from .cells import verdict_cell
from .indicators import COMPANIONS


def section(study: Study, voice: Voice) -> Section:
    """What each arm is, the table of main results, and which arm is ahead."""
    words = voice["first"]
    blocks = [
        Cards([card for arm in study.settings.arms if (card := _plain(study, arm, voice)).blocks]),
        _answer_table(study, voice), Text(words["resolution_with"].format(together=_together(study, voice)), "note"),
        Points([Item(text) for text in _best(study, voice)]),
    ]  # fmt: skip
    return Section("first", voice["sections"]["first"], blocks)


def _plain(study: Study, arm: str, voice: Voice) -> Card:
    """An arm in plain words, from the head of its policies' files."""
    texts = [Text(text) for name in arm.split("+") if (text := says(name, voice.language).text)]
    role = voice["first"]["role"]["reference" if arm == study.reference else "arm"]
    return Card(f"{role}{voice.arm(arm)}", texts)


def _answer_table(study: Study, voice: Voice) -> Table:
    words = voice["first"]["columns"]
    columns = [Column(words["outcome"], words=True), Column(voice.arm(study.reference)), *map(_head(voice), study.arms)]
    rows = []
    for id_ in MAIN:
        indicator = REGISTRY[id_]
        cells = [study.row(arm, id_, LEDGER) for arm in study.arms]
        name = Cell(f"{id_} {voice.name(indicator)}", f"{voice['ledger'][LEDGER]}\n{voice.unit(indicator.unit)}")
        base = Cell(number(cells[0]["reference_mean"]))
        rows.append([name, base, *(verdict_cell(row, indicator, voice) for row in cells)])
    return Table(columns, rows, _note(study, voice))


def _note(study: Study, voice: Voice) -> str:
    smallest = f"{study.settings.smallest:.0%}"
    return voice["first"]["table_note"].format(n=study.pairs, smallest=smallest, few=FEW_PAIRS)


def _head(voice: Voice):
    return lambda arm: Column(voice["first"]["columns"]["against"].format(arm=voice.arm(arm)))


def _together(study: Study, voice: Voice) -> str:
    """Rule (i) of the inventory: resolution is never shown without relapse, repeat complaints and the upward share."""
    told = []
    for arm in study.arms:
        rows = [(REGISTRY[id_], study.row(arm, id_, REGISTRY[id_].ledgers[0])) for id_ in COMPANIONS["K12"]]
        numbers = [f"{voice.name(i)} {number(row['difference'], signed=True)}" for i, row in rows]
        told.append(voice["first"]["of_arm"].format(arm=voice.arm(arm), text=voice["comma"].join(numbers)))
    return voice["semicolon"].join(told)


def _best(study: Study, voice: Voice) -> Iterator[str]:
    """For each outcome, the arms that are ahead of the others by more than matters, if there are any."""
    words = voice["first"]["best"]
    for id_ in MAIN:
        ahead, name = leaders(study, id_), voice.name(REGISTRY[id_])
        if all(study.row(arm, id_, LEDGER)["verdict"] == "alike" for arm in study.arms):
            yield words["alike"].format(name=name)
        elif study.reference in ahead:
            yield words["open"].format(name=name, reference=voice.arm(study.reference))
        elif ahead:
            kind, sure = "most" if sign_of(id_) > 0 else "least", words["among" if len(ahead) > 1 else "ahead"]
            yield words[kind].format(name=name, arms=voice.arms(ahead), sure=sure)
    yield from (sentence for arm in study.arms for sentence in _apart(study, arm, voice))


def _apart(study: Study, arm: str, voice: Voice) -> list[str]:
    return [voice["first"]["of_arm"].format(arm=voice.arm(arm), text=text) for text in books_apart(study, arm, voice)]
