"""The list of lessons, and one lesson: story, prediction, reveal from runs, one case followed twice."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
# (Panel says too little about its types)

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import panel as pn
from bokeh.models import RadioGroup

from govsim.experiments.statistics.pairs import USUAL
from govsim.experiments.statistics.verdict import FEW_PAIRS, MATTERS

from ..lessons.lesson import Lesson, Outcome
from ..lessons.study import LEVEL, SURE, Difference, Study
from ..words import words_of
from .panes import number, text_pane
from .shell import asked
from .why import chain_html

MOST_OF_FEW = 0.9  # largest probability that is said from few seeds

PERIOD_MS = 400


def list_html(found: Mapping[str, Lesson], language: str, keep: Mapping[str, str]) -> str:
    """Cards of all lessons."""
    said = words_of(language)["lessons"]
    cards = []
    for place, (key, lesson) in enumerate(found.items(), 1):
        link = "lesson?" + urlencode({"name": key, "lang": language, **keep})
        cards.append(
            f"<a class='card lesson' href='{link}'><small>{place}</small><h3>{escape(lesson.title.of(language))}</h3>"
            f"<p>{escape(lesson.goal.of(language))}</p></a>"
        )
    return f"<h1>{said['title']}</h1><p class=note>{said['help']}</p><div class=cards>{''.join(cards)}</div>"


class LessonPage:
    """One browser tab that takes a lesson."""

    def __init__(self, lesson: Lesson, study: Study, language: str) -> None:
        self.lesson, self.study, self.language = lesson, study, language
        self.words = words_of(language)
        self.said = self.words["lessons"]
        self.decided = False
        study.start()
        answers = [text.of(language) for text in lesson.answers]
        self.choice = RadioGroup(labels=answers, active=None)  # Panel's own always has one chosen
        self.choice.on_change("active", lambda attr, old, new: self._chosen())
        self.decide = pn.widgets.Button(name=self.said["decide"], button_type="primary", disabled=True, width=200)
        self.decide.on_click(lambda _: self._decide())
        self.progress = text_pane()
        self.reveal = pn.Column(sizing_mode="stretch_width")
        question = f"<h2>{self.said['predict']}</h2><p class=lead>{escape(lesson.prediction.question.of(language))}</p>"
        self.parts = {
            "story": text_pane(story_html(lesson, language, self._live_links())),
            "prediction": pn.Column(
                text_pane(question),
                pn.pane.Bokeh(self.choice),
                self.decide,
                self.progress,
                sizing_mode="stretch_width",
            ),
            "reveal": self.reveal,
        }
        self.tick()

    def _live_links(self) -> str:
        """Links to the live page with the orders of each arm, where levers can say them."""
        links = []
        for index, arm in enumerate(self.lesson.arms):
            if index and arm.levers():
                query = urlencode({"lang": self.language, "lesson": self.lesson.key, "arm": index})
                links.append(f"<a href='.?{query}'>{escape(arm.name.of(self.language))}</a>")
        return self.said["live"].format(links=self.words["comma"].join(links)) if links else ""

    def _chosen(self) -> None:
        self.decide.disabled = self.choice.active is None or self.decided

    def _decide(self) -> None:
        self.decided = True
        self.decide.disabled = self.choice.disabled = True
        self.tick()

    def tick(self) -> None:
        """Show how far the runs are, and the reveal when they are done and somebody has decided."""
        batch = self.study.batch
        if batch.all_done and batch.trouble:
            self.progress.object = (
                f"<p class='state bad'>{escape(self.said['trouble'].format(reason=batch.trouble))}</p>"
            )
            return
        if not batch.all_done:
            text = self.said["running"].format(done=batch.finished, total=len(batch.futures))
            share = batch.finished / max(1, len(batch.futures))
            self.progress.object = f"<p class=note>{text}</p><progress value={share:.3f}></progress>"
        elif not self.decided:
            self.progress.object = f"<p class=note>{self.said['ready']}</p>"
        elif not self.reveal.objects:
            self.progress.object = ""
            guessed = int(self.choice.active or 0)
            self.reveal.objects = [text_pane(reveal_html(self.study, guessed, self.language)), self._case()]
        elif self.study.case is not None and self.study.case.done():
            self.reveal[1].object = case_html(self.study, self.language)

    def _case(self) -> pn.pane.HTML:
        waiting = f"<p class=note>{self.said['case_running']}</p>" if self.lesson.case else ""
        return text_pane(waiting)


def story_html(lesson: Lesson, language: str, live: str) -> str:
    """What is told before anything is asked."""
    said = words_of(language)["lessons"]
    story = "".join(f"<p>{escape(part)}</p>" for part in lesson.story.of(language).strip().split("\n\n"))
    lists = "".join(
        f"<h3>{said[name]}</h3><ul>{''.join(f'<li>{escape(one.of(language))}</li>' for one in ones)}</ul>"
        for name, ones in (("notice", lesson.notice), ("try", lesson.attempt))
    )
    arms = "".join(f"<li>{escape(arm.name.of(language))}</li>" for arm in lesson.arms)
    span = said["protocol"].format(
        district=lesson.district, days=lesson.days, seeds=lesson.seeds, burn_in=lesson.burn_in_days
    )
    return (
        f"<h1>{escape(lesson.title.of(language))}</h1><p class=goal>{escape(lesson.goal.of(language))}</p>{story}"
        f"<h3>{said['arms']}</h3><ol start=0>{arms}</ol>{lists}<p class=note>{live}</p><p class=note>{span}</p>"
    )


def reveal_html(study: Study, guessed: int, language: str) -> str:
    """What the runs say, and what it means for the guess."""
    said, lesson = words_of(language)["lessons"], study.lesson
    chances = study.chances()
    texts = lesson.answers
    best = max(range(len(chances)), key=lambda i: chances[i])
    verdict = "open" if chances[best] < SURE else "right" if best == guessed else "wrong"
    told = said[verdict].format(answer=escape(texts[best].of(language)), p=_chance(chances[best], lesson.seeds))
    lines = "".join(
        f"<tr{' class=guess' if i == guessed else ''}><td class=l>{escape(text.of(language))}</td>"
        f"<td class=bar><i style='width:{100 * p:.0f}%'></i></td><td>{_chance(p, lesson.seeds)}</td></tr>"
        for i, (text, p) in enumerate(zip(texts, chances, strict=True))
    )
    think = "".join(f"<li>{escape(one.of(language))}</li>" for one in lesson.think)
    return (
        f"<h2>{said['reveal']}</h2><p class='lead {verdict}'>{told}</p>"
        f"<table class='numbers chances'>{lines}</table><p class=note>{said['chances']}</p>"
        f"{_outcomes(study, language)}<h3>{said['think']}</h3><ul>{think}</ul><p class=finished>{said['finished']}</p>"
    )


def _outcomes(study: Study, language: str) -> str:
    said, lesson = words_of(language)["lessons"], study.lesson
    heads = "".join(f"<th>{escape(arm.name.of(language))}</th>" for arm in lesson.arms)
    rows = []
    for key, outcome in lesson.outcomes.items():
        base = study.values(0, key).mean()
        cells = [f"<td>{number(base)}</td>"]
        cells += [_cell(study.difference(arm, key), outcome) for arm in range(1, len(lesson.arms))]
        rows.append(f"<tr><td class=l>{escape(outcome.name.of(language))}</td>{''.join(cells)}</tr>")
    note = said["table_note"].format(seeds=lesson.seeds, level=LEVEL, smallest=f"{USUAL.smallest:.0%}")
    table = f"<table class=numbers><thead><tr><th></th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f"{table}<p class=note>{note}</p>"


def _cell(difference: Difference, outcome: Outcome) -> str:
    low, high, reference = difference.low, difference.high, abs(difference.reference)
    matters = difference.verdict in MATTERS
    good = (difference.verdict == "lower") == (outcome.better == "less")
    kind = "" if not matters else "open" if outcome.better == "open" else "better" if good else "worse"
    if not math.isfinite(difference.mean):
        return "<td>–</td>"
    between = f"{low / reference:+.0%} … {high / reference:+.0%}" if reference else f"{low:+.1f} … {high:+.1f}"
    share = f"{difference.relative:+.1%}" if reference else f"{difference.mean:+.1f}"
    dots = "".join(f"<i style='left:{50 + 50 * _scaled(d, difference):.0f}%'></i>" for d in difference.pairs)
    return f"<td class='{kind}'><b>{share}</b><small>{between}</small><span class=dots>{dots}</span></td>"


def _scaled(value: float, difference: Difference) -> float:
    """-1..1: a pair's difference on a scale that shows all of them and 0."""
    widest = max(abs(d) for d in difference.pairs) or 1.0
    return value / widest


def case_html(study: Study, language: str) -> str:
    """One event in both arms."""
    said, lesson, words = words_of(language)["lessons"], study.lesson, words_of(language)
    assert study.case is not None
    assert lesson.case is not None
    if study.case.cancelled() or study.case.exception() is not None or study.case.result() is None:
        return f"<p class=note>{said['no_case']}</p>"
    found = study.case.result()
    names = [escape(lesson.arms[arm].name.of(language)) for arm in (0, lesson.case.arm)]
    second = chain_html(found.second, words) if found.second else f"<p>{said['absent']}</p>"
    return (
        f"<h2>{said['case']}</h2><p>{escape(lesson.case.text.of(language))}</p><div class=two>"
        f"<div class=card><h3>{names[0]}</h3>{chain_html(found.first, words)}</div>"
        f"<div class=card><h3>{names[1]}</h3>{second}</div></div>"
    )


def _chance(p: float, seeds: int) -> str:
    """A probability as one may say it: never certain, never impossible, from few seeds not even nearly."""
    if seeds < FEW_PAIRS and not 1 - MOST_OF_FEW <= p <= MOST_OF_FEW:
        return f"&gt;{MOST_OF_FEW:.0%}" if p > 0.5 else f"&lt;{1 - MOST_OF_FEW:.0%}"
    return "&gt;99%" if p > 0.995 else "&lt;1%" if p < 0.005 else f"{p:.0%}"


def lesson_asked(found: Mapping[str, Lesson]) -> Lesson | None:
    """The lesson that the page's address names."""
    return found.get(asked("name"))
