"""What the brief says: the question, an answer an arm in counts and money, how sure, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...comparison.averted import Averted, a_year, averted_by, extra_cost
from ...comparison.ranking import LEDGER
from ...comparison.robustness import Line, Reach, lines_of, reach_of
from ...comparison.study import Study
from ...comparison.trend import trends
from ...language.numbers import about
from ...language.phrases import printable
from ...language.voice import Voice
from ..document import Picture
from ..figures.brief import Effect, draw_effects
from ..sections.cells import needed
from ..sections.protocol import years_text

EVENTS = {"K1": "thefts", "K17.rate": "clashes"}  # what an answer counts, and what it is called in the plural
MOST_ARMS = 6  # that one page can answer for; the others stand in the report


@dataclass(frozen=True)
class Answer:
    """An arm in one sentence, and how sure it is."""

    lead: str
    text: str
    sure: str


@dataclass(frozen=True)
class Brief:
    """All that stands on the page. Empty: `addressee` and `office`, where nobody has said them."""

    voice: Voice
    title: str
    addressee: str
    question: str
    answers: Sequence[Answer]
    picture: Picture
    sure: Sequence[str]
    cannot: Sequence[str]
    attachments: Sequence[str]
    office: str
    date: str


def brief_of(study: Study, voice: Voice, attachments: Sequence[str] = ()) -> Brief:
    """The brief of a comparison in one language. `attachments`: names of the files that come with it."""
    words, s = voice["brief"], study.settings
    lines = lines_of(study) if study.robust is not None else []
    picture = Picture(
        "brief", words["picture_title"], words["picture"], lambda v: draw_effects(study, effects_of(study, lines), v)
    )
    left = len(study.arms) - MOST_ARMS
    answers = [_answer(study, arm, lines, voice) for arm in study.arms[:MOST_ARMS]]
    answers += [Answer("", words["other_arms"].format(n=left), "")] if left > 0 else []
    return Brief(
        voice, words["title"].format(arms=voice.arms(study.arms), district=district_of(study, voice)),
        printable(s.addressee),
        _question(study, voice), answers, picture, list(_sure(study, lines, voice)), words["cannot"],
        [printable(name) for name in attachments],
        printable(s.office), voice.date(s.day_of_issue),
    )  # fmt: skip


def district_of(study: Study, voice: Voice) -> str:
    """What the district is called."""
    return printable(voice.said(study.example.manifest["town"]["name"]))


def effects_of(study: Study, lines: Sequence[Line]) -> list[Effect]:
    """What the picture shows: an arm's effect on a kind of event by luck and over the assumptions tried."""
    return [
        Effect(arm, plural, study.row(arm, id_, LEDGER), reach_of(lines, arm, id_) if lines else None)
        for arm in study.arms[:MOST_ARMS]
        for id_, plural in EVENTS.items()
    ]


def _question(study: Study, voice: Voice) -> str:
    return printable(study.settings.question) or voice["brief"]["question"].format(
        arms=voice.arms(study.arms), reference=voice.arm(study.reference), district=district_of(study, voice)
    )


def _answer(study: Study, arm: str, lines: Sequence[Line], voice: Voice) -> Answer:
    """Events of the district in a year, money, the price of an event averted; then luck and assumptions."""
    words, extra = voice["answers"], extra_cost(study, arm)
    cost = words[{"higher": "more", "lower": "less"}.get(study.row(arm, "X1", LEDGER)["verdict"], "as_today")]
    fewer = {id_: averted_by(study, arm, id_) for id_ in EVENTS}
    each = [
        words["each"].format(money=voice.about_money(found.cost), event=words["one"][id_])
        for id_, found in fewer.items()
        if study.row(arm, id_, LEDGER)["verdict"] == "lower" and found.is_defined and found.cost > 0
    ]
    text = words["text"].format(
        events=words["then"].join(_counts(study, arm, id_, fewer[id_], voice) for id_ in EVENTS),
        cost=cost.format(money=voice.about_money(abs(extra.mean))), each="".join(each),
    )  # fmt: skip
    sure = voice["semicolon"].join(_effect(study, arm, id_, lines, voice) for id_ in EVENTS)
    return Answer(
        voice["brief"]["lead"].format(arm=voice.arm(arm)), text, voice["brief"]["effects"].format(effects=sure)
    )


def _counts(study: Study, arm: str, id_: str, fewer: Averted, voice: Voice) -> str:
    words, row = voice["answers"], study.row(arm, id_, LEDGER)
    return words[row["verdict"]].format(
        n=about(abs(fewer.mean)), event=voice["events"][EVENTS[id_]], base=about(a_year(study, study.reference, id_)),
        between=voice["between"].format(low=about(-fewer.high, True), high=about(-fewer.low, True)),
        needed=needed(row, voice),
    )  # fmt: skip


def _effect(study: Study, arm: str, id_: str, lines: Sequence[Line], voice: Voice) -> str:
    """The effect as a share, with what luck does to it and what other assumptions do."""
    words, row = voice["brief"], study.row(arm, id_, LEDGER)
    event, base = voice["events"][EVENTS[id_]], abs(row["reference_mean"])
    if not base > 0:
        return voice["titled"].format(title=event, text=words["no_effects"])
    reach = reach_of(lines, arm, id_) if lines else None
    known = row["verdict"] != "unknown"
    return words["effect"].format(
        event=event, share=voice.percent(row["relative"]),
        luck=voice.percents(row["low90"] / base, row["high90"] / base) if known else words["no_luck"],
        range=_range(reach, voice) if reach else words["no_range"],
    )  # fmt: skip


def _range(reach: Reach, voice: Voice) -> str:
    low, high = voice.percent(reach.low), voice.percent(reach.high)
    if low == high:
        return voice["brief"]["same_range"].format(share=low)
    return voice["brief"]["range"].format(range=voice.percents(reach.low, reach.high))


def _sure(study: Study, lines: Sequence[Line], voice: Voice) -> Iterator[str]:
    """What the answer rests on: luck, assumptions, and a reference that moves by itself."""
    words, s = voice["brief"], study.settings
    yield words["luck"].format(n=study.pairs, years=years_text(s.years, voice.words), smallest=f"{s.smallest:.0%}")
    farthest = _farthest(study, lines)
    yield _hangs(study, *farthest, voice) if farthest else words["not_tried"]
    if told := trends_told(study, voice):
        yield words["trend"].format(trends=told)


def trends_told(study: Study, voice: Voice) -> str:
    """How much the reference itself changes in a year, where it does by more than matters; else nothing."""
    return voice["comma"].join(
        voice["brief"]["trend_of"].format(
            event=voice["events"][t.counted], yearly=voice.percent(t.yearly), range=voice.percents(t.low, t.high)
        )
        for t in trends(study)
    )


def _farthest(study: Study, lines: Sequence[Line]) -> tuple[str, str, Reach] | None:
    """Arm, indicator and reach where another assumption moves an effect most."""

    def moved(found: tuple[str, str, Reach]) -> float:
        arm, id_, reach = found
        return abs(reach.farthest.rows[id_, arm]["relative"] - study.row(arm, id_, LEDGER)["relative"])

    keys = [(arm, id_) for arm in study.arms[:MOST_ARMS] for id_ in EVENTS] if lines else []
    there = [(arm, id_, reach) for arm, id_ in keys if (reach := reach_of(lines, arm, id_))]
    return max(there, key=moved, default=None)


def _hangs(study: Study, arm: str, id_: str, reach: Reach, voice: Voice) -> str:
    assert study.robust is not None
    line, settings = reach.farthest, study.robust["setting"][study.robust["assumption"] == reach.farthest.assumption]
    end = voice["brief"]["ends"]["high" if line.value == settings.max() else "low"]
    return voice["brief"]["hangs"].format(
        n=study.robust["assumption"].nunique(), end=end, assumption=assumed(line.assumption, line.meaning, voice),
        value=f"{line.value:g}", arm=voice.arm(arm), event=voice["events"][EVENTS[id_]],
        share=voice.percent(line.rows[id_, arm]["relative"]), runs=line.rows[id_, arm]["n"],
    )  # fmt: skip


def assumed(path: str, meaning: str, voice: Voice) -> str:
    """An assumption in plain words; where nobody has found any, what its class says it means."""
    return voice["assumed"].get(path) or voice.said(meaning)
