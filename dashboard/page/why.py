"""See why: a clicked place, its latest events, and the chain of one of them, as text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import Any

import panel as pn

from govsim.experiments.language.voice import Voice

from ..live.messages import Follow, LookAt
from ..live.session import Session
from ..live.views import LEVELS, Chain, Happening, Place, Step
from .maps import ntype_name

SHARES = ("nuisance",)  # of the conditions, those that are no share


class Why:
    """The panel beside the maps."""

    def __init__(self, session: Session, words: Mapping[str, Any], voice: Voice) -> None:
        self.session, self.words, self.voice = session, words, voice
        said = words["why"]
        self.at: tuple[str, int] | None = None
        self.level = pn.widgets.RadioButtonGroup(
            options={said["levels"][level]: level for level in LEVELS}, value="area", sizing_mode="stretch_width"
        )
        self.level.param.watch(lambda _: self._ask(), "value")
        self.place = pn.pane.HTML(f"<p class=note>{said['help']}</p>", sizing_mode="stretch_width")
        self.events = pn.widgets.Select(
            options={}, size=8, name=said["follow"], visible=False, sizing_mode="stretch_width"
        )
        self.events.param.watch(self._follow, "value")
        self.chain = pn.pane.HTML("", sizing_mode="stretch_width")
        self.view = pn.Column(
            pn.pane.HTML(f"<h2>{said['title']}</h2>"), self.level, self.place, self.events, self.chain,
            sizing_mode="stretch_width",
        )  # fmt: skip

    def look(self, arm: str, area: int) -> None:
        """Ask for an area that was clicked."""
        self.at = (arm, area)
        self._ask()

    def _ask(self) -> None:
        if self.at:
            self.session.say(LookAt(*self.at, self.level.value))

    def _follow(self, event: Any) -> None:
        if event.new and self.at:
            kind, row = event.new
            self.session.say(Follow(self.at[0], kind, row))

    def show_place(self, arm: str, place: Place) -> None:
        """Draw a place."""
        self.place.object = place_html(arm, place, self.words, self.voice.language)
        self.events.options = {self._line(one): (one.kind, one.row) for one in place.events}
        self.events.value = None
        self.events.visible = bool(place.events)
        self.chain.object = "" if place.events else f"<p class=note>{self.words['why']['none']}</p>"

    def _line(self, one: Happening) -> str:
        said = self.words["why"]
        books = said["known"]["recorded" if one.recorded else "noticed" if one.noticed else "unknown"]
        return said["event"].format(
            day=int(one.time_h // 24), hour=int(one.time_h % 24), subtype=said["subtypes"][one.subtype], books=books,
            came_to=said["outcomes"][one.came_to],
        )  # fmt: skip

    def show_chain(self, chain: Chain) -> None:
        """Draw a chain."""
        self.chain.object = chain_html(chain, self.words)


def place_html(arm: str, place: Place, words: Mapping[str, Any], language: str) -> str:
    """What there is at a place."""
    said = words["why"]
    names = {"community": escape(place.community), "number": place.number, "street": place.street[language == "zh"]}
    heading = said["heading"].format(arm=words["arms"][arm], place=said["place"][place.level].format(**names))
    facts, rows = place.facts, []
    for key, label in said["facts"].items():
        books = facts.get(f"{key}_recorded")
        note = f" <small>({said['in_books'].format(n=f'{books:,.0f}')})</small>" if books is not None else ""
        rows.append(f"<tr><td class=l>{label}</td><td>{facts[key]:,.0f}{note}</td></tr>")
    for key, label in said["conditions"].items():
        value = place.conditions[key]
        rows.append(f"<tr><td class=l>{label}</td><td>{f'{value:.1f}' if key in SHARES else f'{value:.0%}'}</td></tr>")
    kind = said["ntype"].format(ntype=ntype_name(place.ntype, language)) if place.level == "area" else ""
    return f"<h3>{heading}</h3><p class=note>{kind}</p><table class='numbers facts'>{''.join(rows)}</table>"


def chain_html(chain: Chain, words: Mapping[str, Any]) -> str:
    """One event from beginning to end; of a theft also the thief's reckoning."""
    steps = "".join(f"<li><b>{when(step, words)}</b> {step_text(step, words)}</li>" for step in chain.steps)
    reckoning = _reckoning(chain, words) if chain.reasons else ""
    return f"<ol class=chain>{steps}</ol>{reckoning}"


def when(step: Step, words: Mapping[str, Any]) -> str:
    """Day and time of a step."""
    minutes = round(step.time_h * 60)
    return words["why"]["day"].format(day=minutes // 1440, hour=minutes // 60 % 24, minute=minutes % 60)


def step_text(step: Step, words: Mapping[str, Any]) -> str:
    """A step in words."""
    said = words["why"]
    catalogues = {"subtype": "subtypes", "channel": "channels", "outcome": "outcomes", "by": "outcomes"}
    values = {k: said[catalogues[k]][v] if k in catalogues else v for k, v in step.values.items()}
    return said["steps"][step.what].format(**values)


def _reckoning(chain: Chain, words: Mapping[str, Any]) -> str:
    said, terms = words["why"]["reasons"], chain.reasons
    rows = [(said[key], terms[key]) for key in ("inclination", "value", "place", "knowledge")]
    rows.append((said["risk"].format(risk=terms["perceived_risk"]), terms["risk"]))
    rows.append((said["guards"], terms["guards"]))
    parts = [
        (said["guard"].format(name=words["why"]["guards"][name]), -value)
        for name, value in chain.guards.items()
        if value
    ]
    odds = terms["odds"]
    how = said["how"].format(
        refused=terms["refused"],
        known=said["last" if terms["at_last_place"] else "daily"],
        earlier=terms["earlier_thefts"],
    )
    body = "".join(f"<tr><td class=l>{label}</td><td>{value:+.2f}</td></tr>" for label, value in rows)
    body += "".join(f"<tr class=part><td class=l>{label}</td><td>{value:+.2f}</td></tr>" for label, value in parts)
    total = said["odds"].format(p=1 / (1 + math.exp(-odds)))
    return (
        f"<h3>{said['title']}</h3><p class=note>{how}</p><table class='numbers facts'>{body}"
        f"<tr class=total><td class=l>{total}</td><td>{odds:+.2f}</td></tr></table>"
    )
