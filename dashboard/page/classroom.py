"""The pages of the classroom: a group's, the board, and the trainer's."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import panel as pn

from govsim.experiments.errors import BadInput
from govsim.experiments.language.phrases import said as phrase
from govsim.experiments.language.voice import Voice, voice_of
from govsim.experiments.policies.files import says
from govsim.experiments.statistics.verdict import MATTERS

from ..classroom.room import OUTCOMES, Classroom, Group, Standing, Wanted
from ..live.levers import FAMILIES, levers
from ..words import words_of
from .levers import LeverRow
from .panes import number, put, text_pane
from .shell import asked

PERIOD_MS = 1000
TEXTS = 3  # of the board's columns
OPEN_GROUP = """const at = new URL(location.href);
at.searchParams.set("group", cb_obj.value);
location.href = at;"""


class GroupPage:
    """One browser of a group: joins, chooses, hands in, reads what came of it."""

    def __init__(self, room: Classroom, language: str) -> None:
        self.room, self.language = room, language
        self.words = words_of(language)
        self.said, self.voice = self.words["classroom"], voice_of(language)
        self.key = asked("group")
        self.wanted: dict[str, dict[str, float]] = {}
        self.notice = text_pane()
        self.result = text_pane()
        self.board = text_pane()
        self.head = text_pane()
        self.form = pn.Column(sizing_mode="stretch_width")
        self.parts = {
            "head": self.head,
            "form": pn.Column(self.form, self.notice),
            "result": self.result,
            "board": self.board,
        }
        self._lay_out()
        self.tick()

    @property
    def group(self) -> Group | None:
        """The group of this browser."""
        return self.room.group_of(self.key)

    def _lay_out(self) -> None:
        group = self.group
        if group is None:
            self.name = pn.widgets.TextInput(name=self.said["name"], max_length=24, width=300)
            join = pn.widgets.Button(name=self.said["join"], button_type="primary", width=140)
            join.on_click(lambda _: self._join())
            self.joined = pn.widgets.TextInput(visible=False)
            self.joined.jscallback(value=OPEN_GROUP)
            self.form.objects = [self.name, join, self.joined]
            return
        families = {label: family for family, label in self.words["levers"]["families"].items()}
        self.family = pn.widgets.Select(options=families, value=FAMILIES[0], name=self.words["levers"]["family"])
        self.family.param.watch(lambda _: self._family(), "value")
        self.rows = pn.Column(sizing_mode="stretch_width")
        self.chosen = text_pane()
        self.submit = pn.widgets.Button(name=self.said["hand_in"], button_type="primary", width=200)
        self.submit.on_click(lambda _: self._hand_in())
        self.form.objects = [self.family, self.rows, self.chosen, self.submit]
        if group.handed_in:
            self.wanted = {name: dict(values) for name, values in group.handed_in[-1].wanted.items()}
        self._family()

    def _family(self) -> None:
        mine = [lever for lever in levers().values() if lever.family == self.family.value]
        rows = [LeverRow(lever, self.voice, self._choose) for lever in mine]
        for row in rows:
            row.show(self.wanted.get(row.lever.name))
        self.rows.objects = [row.view for row in rows]
        self._tell_chosen()

    def _choose(self, lever: str, values: Mapping[str, float] | None) -> None:
        self.wanted.pop(lever, None)
        if values is not None:
            self.wanted[lever] = dict(values)
        self._tell_chosen()

    def _tell_chosen(self) -> None:
        self.chosen.object = (
            f"<h3>{self.said['chosen']}</h3>{policy_html(self.wanted, self.voice, self.said['nothing'])}"
        )

    # -- what somebody does

    def _join(self) -> None:
        try:
            group = self.room.join(self.name.value_input or self.name.value)
        except BadInput as error:
            self._complain(error)
            return
        self.joined.value = group.key  # the browser opens the page of the group

    def _hand_in(self) -> None:
        self.notice.object = ""
        try:
            self.room.hand_in(self.key, self.wanted)
        except BadInput as error:
            self._complain(error)
        self.tick()

    def _complain(self, error: BadInput) -> None:
        self.notice.object = f"<p class='state bad'>{escape(phrase(str(error), self.language))}</p>"

    # -- what is shown

    def tick(self) -> None:
        """Bring the page up to date."""
        task, group = self.room.task, self.group
        outcome = self.said["outcomes"][task.outcome]
        text = self.said["task"].format(
            budget=f"{task.budget_yuan:,.0f}", outcome=outcome, district=task.district, days=task.days, seeds=task.seeds
        )
        who = f" · {escape(group.name)}" if group else ""
        put(self.head, f"<h1>{self.said['title']}{who}</h1><p>{text}</p>")
        put(self.result, self._result(group) if group else "")
        put(self.board, board_html(self.room, self.voice, group.name if group else ""))

    def _result(self, group: Group) -> str:
        if not group.handed_in:
            return f"<p class=note>{self.said['nothing_yet']}</p>"
        if trouble := self.room.trouble(group):
            return f"<p class='state bad'>{escape(phrase(trouble, self.language))}</p>"
        if self.room.pending(group):
            done, total = self.room.progress(group)
            return f"<p class=note>{self.said['running'].format(done=done, total=total)}</p>"
        standing = self.room.standing(group)
        if standing is None:
            return f"<p class=note>{self.said['waiting']}</p>"
        over = "" if standing.within_budget else f"<p class='state bad'>{self.said['over_long']}</p>"
        return f"<h2>{self.said['result']}</h2>{over}{standing_html(standing, self.words)}"


def policy_html(wanted: Wanted, voice: Voice, nothing: str) -> str:
    """Levers, what their numbers mean, and their values."""
    lines = []
    for name, values in wanted.items():
        meanings = {slider.field: voice.said(slider.meaning) for slider in levers()[name].sliders}
        numbers = "".join(f"<br>{escape(meanings[field])}: {value:g}" for field, value in values.items())
        lines.append(f"<li>{escape(says(name, voice.language).title)}<small>{numbers}</small></li>")
    return f"<ul class=orders>{''.join(lines)}</ul>" if lines else f"<p class=note>{nothing}</p>"


def standing_html(standing: Standing, words: Mapping[str, Any]) -> str:
    """Every outcome of a group against today."""
    said, rows = words["classroom"], []
    rows.append(
        f"<tr><td class=l>{said['cost']}</td><td></td><td><b>{standing.cost:+,.0f}</b></td><td></td><td></td></tr>"
    )
    for outcome, row in standing.differences.items():
        good = "lower" if OUTCOMES[outcome][1] else "higher"
        kind = "" if row["verdict"] not in MATTERS else "better" if row["verdict"] == good else "worse"
        rows.append(
            f"<tr><td class=l>{said['outcomes'][outcome]}</td><td>{number(row['reference_mean'])}</td>"
            f"<td class='{kind}'><b>{number(row['difference'], '+')}</b></td><td>{_interval(row)}</td>"
            f"<td class=l>{said['verdicts'][row['verdict']]}</td></tr>"
        )
    heads = "".join(f"<th>{head}</th>" for head in said["columns"])
    return f"<table class=numbers><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _interval(row: Mapping[str, Any]) -> str:
    return f"{number(row['low90'], '+')} … {number(row['high90'], '+')}"


def board_html(room: Classroom, voice: Voice, mine: str) -> str:
    """The groups, the best first."""
    said, outcome = words_of(voice.language)["classroom"], room.task.outcome
    rows = []
    for one in room.board():
        row = one.differences[outcome]
        rank = str(one.place) if one.within_budget else said["over"]
        what = voice["comma"].join(escape(says(name, voice.language).title) for name in one.wanted) or said["nothing"]
        rows.append(
            f"<tr{' class=guess' if one.group == mine else ''}>"
            f"<td class=l>{rank}</td><td class=l><b>{escape(one.group)}</b></td>"
            f"<td class=l>{what}</td>"
            f"<td><b>{number(row['difference'], '+')}</b><small>{_interval(row)}</small></td>"
            f"<td>{one.cost:+,.0f}</td></tr>"
        )
    names = [head.format(outcome=said["outcomes"][outcome]) for head in said["board_columns"]]
    heads = "".join(f"<th{' class=l' if i < TEXTS else ''}>{name}</th>" for i, name in enumerate(names))
    table = f"<table class=numbers><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    shown = table if rows else f"<p class=note>{said['empty']}</p>"
    return f"<h2>{said['board']}</h2>{shown}<p class=note>{said['board_note']}</p>"


class TrainerPage:
    """The trainer's page: what the task is, and the board."""

    def __init__(self, room: Classroom, key: str, language: str) -> None:
        self.room, self.key, self.voice = room, key, voice_of(language)
        said = words_of(language)["classroom"]
        task = room.task
        names = {said["outcomes"][outcome]: outcome for outcome in OUTCOMES}
        self.outcome = pn.widgets.Select(name=said["rank_by"], options=names, value=task.outcome, width=320)
        money = {"start": 0, "end": 1e10, "step": 50_000}
        self.budget = pn.widgets.FloatInput(name=said["budget"], value=task.budget_yuan, width=320, **money)
        self.seeds = pn.widgets.IntInput(name=said["seeds"], value=task.seeds, start=2, end=20, width=160)
        self.days = pn.widgets.IntInput(name=said["days"], value=task.days, start=30, end=730, step=30, width=160)
        save = pn.widgets.Button(name=said["save"], button_type="primary", width=160)
        save.on_click(lambda _: self._save())
        self.notice, self.board = text_pane(), text_pane()
        head = text_pane(f"<h1>{said['trainer']}</h1><p class=note>{said['trainer_note']}</p>")
        self.parts = {
            "form": pn.Column(head, self.outcome, self.budget, pn.Row(self.seeds, self.days), save, self.notice,
                              sizing_mode="stretch_width"),
            "board": self.board,
        }  # fmt: skip
        self.said = said
        self.tick()

    def _save(self) -> None:
        self.room.set_task(
            self.key, outcome=self.outcome.value, budget_yuan=float(self.budget.value or 0),
            seeds=int(self.seeds.value or 2), days=int(self.days.value or 30),
        )  # fmt: skip
        self.notice.object = f"<p class=note>{self.said['saved']}</p>"
        self.tick()

    def tick(self) -> None:
        """Bring the board up to date."""
        put(self.board, board_html(self.room, self.voice, ""))
