"""The first page: the question, the answer and how sure it is, costs, winners and losers, and what is not known."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportIndexIssue=false
# pyright: reportGeneralTypeIssues=false, reportOperatorIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ...comparison.averted import Averted, Extra, a_year, averted_by, extra_cost
from ...comparison.groups import ORIGIN
from ...comparison.ranking import LEDGER, MAIN, leaders, sign_of
from ...comparison.robustness import changes_of_ranking
from ...comparison.study import Study
from ...indicators import REGISTRY, TRUE
from ...language.numbers import about, chance, number, percent
from ...language.voice import Voice
from ...policies.files import says
from ...statistics.verdict import FEW_PAIRS, MATTERS
from ..document import Card, Cards, Cell, Column, Item, Points, Section, Table, Text
from . import groups
from .answers import books_apart
from .cells import needed, verdict_cell
from .indicators import COMPANIONS

EVENTS = {"K1": "thefts", "K17.rate": "clashes"}  # what an answer counts, and what it is called in the plural
NAMED = 3  # groups named as gaining or losing most
PAYERS = ("X1.public", "X1.enterprise", "X1.residents")


def section(study: Study, found: pd.DataFrame, voice: Voice) -> Section:
    """All of the first page. `found`: fairness.by_group."""
    words = voice["first"]
    blocks = [
        Text(_question(study, voice), "lead"), Points([Item(_answer(study, arm, voice)) for arm in study.arms]),
        Cards([_plain(study, arm, voice) for arm in study.settings.arms]),
        _answer_table(study, voice), Text(words["resolution_with"].format(together=_together(study, voice)), "note"),
        Points([Item(text) for text in _best(study, voice)]),
        Text(words["heads"]["money"], "lead"), Points([Item(_money(study, arm, voice)) for arm in study.arms]),
        Text(words["heads"]["groups"], "lead"), Points([Item(_sides(arm, found, voice)) for arm in study.arms]),
        Text(words["heads"]["change"], "lead"), Points([Item(text) for text in _what_changes(study, voice)]),
        Text(words["heads"]["cannot"], "lead"), Points([Item(text) for text in words["cannot"]], warning=True),
    ]  # fmt: skip
    return Section("first", voice["sections"]["first"], blocks)


def _question(study: Study, voice: Voice) -> str:
    if study.settings.question:
        return study.settings.question
    return voice["first"]["question"].format(
        arms=voice.arms(study.arms), reference=voice.arm(study.reference),
        district=voice.said(study.example.manifest["town"]["name"]),
    )  # fmt: skip


def _answer(study: Study, arm: str, voice: Voice) -> str:
    """An arm in one sentence: events of the district in a year, money, and the price of an event averted."""
    words, extra = voice["first"]["answers"], extra_cost(study, arm)
    cost = words["as_today" if not extra.mean else "more" if extra.mean > 0 else "less"]
    fewer = {id_: averted_by(study, arm, id_) for id_ in EVENTS}
    each = [
        words["each"].format(money=voice.money(found.cost), event=words["one"][id_])
        for id_, found in fewer.items()
        if study.row(arm, id_, LEDGER)["verdict"] == "lower" and found.is_defined and found.cost > 0
    ]
    return words["text"].format(
        arm=voice.arm(arm), events=words["then"].join(_counts(study, arm, id_, fewer[id_], voice) for id_ in EVENTS),
        cost=cost.format(money=voice.money(abs(extra.mean))), each="".join(each),
    )  # fmt: skip


def _counts(study: Study, arm: str, id_: str, fewer: Averted, voice: Voice) -> str:
    words, row = voice["first"]["answers"], study.row(arm, id_, LEDGER)
    return words[row["verdict"]].format(
        n=about(abs(fewer.mean)), event=voice["events"][EVENTS[id_]], base=about(a_year(study, study.reference, id_)),
        between=voice.between(-fewer.high, -fewer.low), needed=needed(row, voice),
    )  # fmt: skip


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


def _money(study: Study, arm: str, voice: Voice) -> str:
    words, extra = voice["first"]["money"], extra_cost(study, arm)
    payers = []
    for id_ in PAYERS:
        row = study.row(arm, id_, TRUE)
        yuan = row["difference"] * study.areas["residents"].sum()
        if row["difference"]:
            payers.append(words["payer"].format(who=words["payers"][id_], yuan=voice.money(yuan, signed=True)))
    return words["text"].format(
        arm=voice.arm(arm), yuan=voice.money(extra.mean, signed=True), between=_between(extra, voice),
        payers=voice["comma"].join(payers) or words["nobody"],
    )  # fmt: skip


def _between(extra: Extra, voice: Voice) -> str:
    low, high = voice.money(extra.low, signed=True), voice.money(extra.high, signed=True)
    return voice["fixed"] if low == high else voice["first"]["money"]["interval"].format(low=low, high=high)


def _sides(arm: str, found: pd.DataFrame, voice: Voice) -> str:
    """Who gains and who loses most under an arm, of the groups with a difference that matters."""
    words, rows = voice["first"]["sides"], found[found["arm"] == arm]
    clear = rows[rows["verdict"].isin(MATTERS)].sort_values("relative")
    parts = []
    for key, some in (("gain", clear[clear["relative"] < 0]), ("lose", clear[clear["relative"] > 0].iloc[::-1])):
        named = [
            words["one"].format(
                group=groups.name_of(row["grouping"], row["group"], voice), event=voice["events"][row["mapped"]],
                relative=percent(row["relative"]),
            )
            for row in some.head(NAMED).to_dict("records")
        ]  # fmt: skip
        parts.append(words[key].format(who=voice["comma"].join(named)) if named else words[f"nobody_{key}"])
    origin = clear[clear["grouping"] == ORIGIN]
    return words["text"].format(arm=voice.arm(arm), gain=parts[0], lose=parts[1], n=len(clear), total=len(rows),
                                origin=words["origin" if len(origin) else "no_origin"])  # fmt: skip


def _what_changes(study: Study, voice: Voice) -> list[str]:
    """What would change the ranking: assumptions that did, or that nobody has asked."""
    words = voice["first"]["change"]
    if study.robust is None:
        return [words["not_asked"]]
    changes = changes_of_ranking(study)
    told = [
        words["changed"].format(
            name=voice.name(REGISTRY[c.indicator]), assumption=voice.said(c.meaning), value=f"{c.value:g}",
            usual=voice.arm(c.usual), best=voice.arm(c.best), p=chance(c.p),
        )
        for c in changes
    ]  # fmt: skip
    return told or [words["none"].format(n=study.robust["assumption"].nunique())]
