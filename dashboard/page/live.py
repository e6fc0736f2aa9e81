"""The live page: two maps, controls, levers, what is behind a click, the twin lines."""

# pyright: reportOperatorIssue=false
# (Bokeh says too little about its types)

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import panel as pn
from bokeh.core.properties import Int
from bokeh.model import DataModel
from bokeh.models import CustomJS

from govsim.experiments.language.phrases import said as phrase
from govsim.experiments.language.voice import voice_of

from ..live import messages
from ..live.session import Session
from ..live.views import ARMS, MOST_DAYS
from ..words import words_of
from .course import Lines, totals_html
from .levers import LeverPanel
from .maps import Maps, legend_html
from .panes import NARROW, ROOM, inner_style, number, put, row
from .why import Why

PERIOD_MS = 12  # how often the page looks for news
AHEAD = 2  # frames on their way to the browser at most: it draws one while the next one comes
PATIENCE_S = 2.0  # a browser that has not drawn a frame by then gets the next one all the same
TOTALS_S = 0.3  # the table of counts is written anew this often while time runs
NOTICE_S = 8.0  # how long a refusal stays to be read
STEPS = {"hour": 1, "day": 24, "week": 168}
WINDOWS = (28, 91, 365)  # days over which indicators are measured


class Pulse(DataModel):
    """Number of the frame that was sent, and of the one that the browser has drawn."""

    sent = Int(0)
    seen = Int(0)


class LivePage:
    """One browser tab that watches a session."""

    def __init__(self, session: Session, language: str, connected: Callable[[], bool]) -> None:
        self.session, self.language, self.words = session, language, words_of(language)
        self.watcher, voice = session.watch(connected), voice_of(language)
        self.notice, self.notice_until = "", 0.0
        self.sent_at, self.totals_at, self.fresh = 0.0, 0.0, False
        self.maps = Maps(self.words, self._picked)
        self.lines = Lines(self.words)
        self.why = Why(session, self.words, voice)
        self.levers = LeverPanel(session, self.words, voice, self._complain)
        self.pulse = Pulse()
        self.pulse.js_on_change("sent", CustomJS(code="requestAnimationFrame(() => { cb_obj.seen = cb_obj.sent })"))
        self.maps.figures["a"].tags = [self.pulse]
        self._controls()
        self.parts = {
            "controls": self._control_bar(), "levers": self.levers.view, "maps": self._map_pane(),
            "below": self._below(), "why": self.why.view,
        }  # fmt: skip
        for part in self.parts.values():
            for one in part.select(lambda view: isinstance(view, pn.pane.HTML | pn.Accordion)):
                one.stylesheets = [*one.stylesheets, inner_style()]
        self._catch_up()

    # -- what stands on it

    def _controls(self) -> None:
        said = self.words["controls"]
        self.play = pn.widgets.Button(name=said["play"], button_type="primary", width=110, css_classes=["play"])
        self.play.on_click(lambda _: self._toggle())
        self.speed = pn.widgets.Select(
            options={label: float(hours) for hours, label in self.words["speeds"].items()}, value=24.0, width=150
        )
        self.speed.param.watch(lambda event: self.session.say(messages.Speed(event.new)), "value")
        self.steps = [self._step_button(said[name], hours) for name, hours in STEPS.items()]
        self.restart = pn.widgets.Button(name=said["restart"], width=110)
        self.restart.on_click(lambda _: self.session.restart())
        self.day = pn.widgets.IntInput(value=30, start=0, end=MOST_DAYS, width=80)
        self.go = pn.widgets.Button(name=said["go"], width=60)
        self.go.on_click(lambda _: self.session.say(messages.Jump(int(self.day.value or 0))))
        self.layer = pn.widgets.Select(
            options={label: name for name, label in self.words["layers"].items()}, value="thefts", width=220
        )
        self.layer.param.watch(self._layer, "value")
        self.events = pn.widgets.Checkbox(name=said["events"], value=True, align="center")
        self.staff = pn.widgets.Checkbox(name=said["staff"], value=True, align="center")
        for box in (self.events, self.staff):
            box.param.watch(lambda _: self._redraw(), "value")
        self.moment = pn.pane.HTML("", width=240, css_classes=["moment-pane"])
        self.state = pn.pane.HTML("", sizing_mode="stretch_width", css_classes=["state-pane"])

    def _step_button(self, name: str, hours: int) -> pn.widgets.Button:
        button = pn.widgets.Button(name=name, width=84)
        button.on_click(lambda _: self.session.say(messages.StepOn(hours)))
        return button

    def _control_bar(self) -> pn.Column:
        said = self.words["controls"]
        bar = row(
            self.moment, self.play, *self.steps, _label(said["speed"]), self.speed, self.restart,
            _label(said["jump"]), self.day, self.go, align="center",
        )  # fmt: skip
        return pn.Column(bar, self.state, sizing_mode="stretch_width", styles=NARROW)

    def _map_pane(self) -> pn.Column:
        said = self.words["controls"]
        legend = pn.pane.HTML(legend_html(self.words), align="center")
        choice = row(_label(said["layer"]), self.layer, self.events, self.staff, legend)
        self.geography = pn.pane.HTML("", sizing_mode="stretch_width")
        maps = row(*(pn.pane.Bokeh(self.maps.figures[arm], sizing_mode="stretch_width") for arm in ARMS))
        return pn.Column(choice, maps, self.geography, sizing_mode="stretch_width")

    def _below(self) -> pn.Column:
        said = self.words
        self.totals = pn.pane.HTML(totals_html(None, said), sizing_mode="stretch_width")
        lines = pn.Column(
            row(pn.pane.HTML(f"<h2>{said['course']['title']}</h2>"), self.lines.choice),
            pn.pane.Bokeh(self.lines.plot, sizing_mode="stretch_width"),
            sizing_mode="stretch_width", styles=ROOM,
        )  # fmt: skip
        counts = pn.Column(pn.pane.HTML(f"<h2>{said['totals']['title']}</h2>"), self.totals, width=330)
        self.window = pn.widgets.Select(
            options={said["indicators"]["days"].format(days=days): days for days in WINDOWS}, value=91, width=110
        )
        self.measure = pn.widgets.Button(name=said["indicators"]["button"], width=100)
        self.measure.on_click(lambda _: self._measure())
        self.measured = pn.pane.HTML(f"<p class=note>{said['indicators']['none']}</p>", sizing_mode="stretch_width")
        head = row(pn.pane.HTML(f"<h2>{said['indicators']['title']}</h2>"), _label(said["indicators"]["window"]),
                   self.window, self.measure)  # fmt: skip
        above = row(lines, counts)
        return pn.Column(above, head, self.measured, sizing_mode="stretch_width")

    # -- what somebody does

    def _toggle(self) -> None:
        frame = self.session.frame
        self.session.say(messages.Play(not (frame and frame.runs)))

    def _layer(self, event: Any) -> None:
        self.session.say(messages.Show(event.new))
        self._redraw()

    def _picked(self, arm: str, area: int) -> None:
        self.why.look(arm, area)

    def _measure(self) -> None:
        self.measured.object = f"<p class=note>{self.words['indicators']['wait']}</p>"
        self.session.say(messages.Measure(self.window.value))

    def _complain(self, line: str) -> None:
        text = self.words["state"]["refused"].format(reason=phrase(line, self.language))
        self.notice, self.notice_until = text, time.monotonic() + NOTICE_S

    # -- what comes

    def _catch_up(self) -> None:
        """Show what the session had said before this page came."""
        if self.session.geometry is not None:
            self._stand()
        if self.session.course is not None:
            self.lines.show(self.session.course)
        if self.session.measured is not None:
            self.measured.object = indicators_html(self.session.measured, self.words, self.language)
        self.speed.value = self.session.speed if self.session.speed in self.speed.options.values() else 24.0
        self.session.say(messages.Show(self.layer.value))
        self.fresh = self.session.frame is not None
        self._state()

    def _stand(self) -> None:
        geometry = self.session.geometry
        assert geometry is not None
        self.maps.stand(geometry)
        text = self.words["synthetic"].format(geography=phrase(geometry.geography, self.language).rstrip(".。"))
        self.geography.object = f"<p class=note>{escape(text)}</p>"

    def tick(self) -> None:
        """Take what has come, draw the newest frame when the browser has drawn the last one, ask for the next."""
        if self.watcher.gone:
            return
        news = self.watcher.take()
        self.fresh = self.fresh or any(isinstance(message, messages.Drawn) for message in news)
        if not news and not self.fresh and self.session.frame is not None and not self.session.alive:
            return
        with pn.io.hold():
            for message in news:
                self._show(message)
            drawn = self.pulse.sent - self.pulse.seen < AHEAD or time.monotonic() - self.sent_at > PATIENCE_S
            if self.fresh and drawn:
                self._redraw()
                self.fresh, self.sent_at = False, time.monotonic()
                self.pulse.sent += 1
            self._state()
        if not self.fresh:
            self.session.ask()

    def _show(self, message: Any) -> None:
        match message:
            case messages.Ready():
                self._stand()
            case messages.Drawn(_, course):
                if course is not None:
                    self.lines.show(course)
            case messages.Ordered(arm, _) if arm == self.levers.arm.value:
                self.levers.show()
            case messages.Refused(reason):
                self._complain(reason)
            case messages.Seen(arm, place):
                self.why.show_place(arm, place)
            case messages.Followed(_, chain):
                self.why.show_chain(chain)
            case messages.Measured():
                self.measured.object = indicators_html(message, self.words, self.language)
            case messages.Crashed():
                pass  # the state line says so

    def _redraw(self) -> None:
        frame = self.session.frame
        if frame is None:
            return
        layer = self.layer.value if self.layer.value in ("none", frame.layer) else "none"
        self.maps.show(frame, layer, bool(self.events.value), bool(self.staff.value))
        weekday = self.words["weekdays"][frame.date.weekday()]
        text = self.words["moment"].format(day=frame.day, date=frame.date, weekday=weekday, hour=frame.hour)
        put(self.moment, f"<div class=moment>{text}</div>")
        if not frame.runs or time.monotonic() > self.totals_at + TOTALS_S:
            put(self.totals, totals_html(frame, self.words))
            self.totals_at = time.monotonic()
        name = self.words["controls"]["pause" if frame.runs else "play"]
        if self.play.name != name:
            self.play.name = name

    def _state(self) -> None:
        said, bad = self.words["state"], True
        if self.session.crash:
            text = said["crashed"].format(reason=escape(self.session.crash.reason))
        elif time.monotonic() < self.notice_until:
            text = escape(self.notice)
        else:
            bad = False
            text = self._going()
        put(self.state, f"<div class='state{' bad' if bad else ''}'>{text}</div>")

    def _going(self) -> str:
        """What time is doing."""
        said, frame = self.words["state"], self.session.frame
        if self.session.geometry is None:
            return said["preparing"]
        if frame is not None and frame.to_day is not None:
            return said["jumping"].format(day=frame.day, to_day=frame.to_day)
        if frame is None or (frame.day + frame.hour == 0 and not frame.playing):
            return said["ready"]
        if frame.day >= MOST_DAYS:
            return said["over"].format(day=MOST_DAYS)
        return said["playing" if frame.playing else "paused"]


def indicators_html(measured: messages.Measured, words: Mapping[str, Any], language: str) -> str:
    """Every indicator that can be told from the window, with its official name, in both arms and ledgers."""
    from govsim.experiments.indicators import REGISTRY  # loads the model's code: not before somebody measures

    said, rows = words["indicators"], []
    for indicator in REGISTRY.values():
        name = indicator.zh if language == "zh" else indicator.name
        unit = phrase(indicator.unit, language)
        for ledger in indicator.ledgers:
            a, b = (measured.values[arm][indicator.id, ledger] for arm in ARMS)
            if a != a or b != b:  # not a number: the window says nothing about it
                continue
            rows.append(
                f"<tr><td class=l>{indicator.id} {escape(name)}<small> {escape(unit)}</small></td>"
                f"<td class=l>{said['truth' if ledger == 'true' else 'books']}</td>"
                f"<td>{number(a)}</td><td>{number(b)}</td><td>{number(b - a, '+')}</td></tr>"
            )
    heads = "".join(f"<th{' class=l' if i < 2 else ''}>{head}</th>" for i, head in enumerate(said["columns"]))
    span = said["span"].format(from_day=measured.from_day, to_day=measured.to_day)
    table = f"<table class=numbers><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f"<p class=note>{span}</p><div class=scroll>{table}</div>"


def _label(text: str) -> pn.pane.HTML:
    return pn.pane.HTML(f"<span class=note>{text}</span>", align="center", margin=(4, 2, 4, 10))
