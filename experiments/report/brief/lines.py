"""The brief as lines, numbered as an office numbers them: 一、 then （一） then 1. in Chinese (GB/T 9704-2012)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .content import Brief

Role = Literal[
    "title", "to", "heading", "text", "answer", "sure", "picture", "caption", "point", "attachment", "attached",
    "office", "date",
]  # fmt: skip

NUMERALS = "一二三四五六七八九十"
NUMBERED = {
    "zh": {"heading": "{n}、", "answer": "（{n}）", "point": "{k}. "},
    "en": {"heading": "", "answer": "", "point": "• "},
}


class Line(NamedTuple):
    """A paragraph; `lead`: its first words, set apart."""

    role: Role
    text: str
    lead: str = ""


def lines_of(brief: Brief, to_fill_in: bool = False) -> list[Line]:
    """All of them in order; the picture is a line of its own. `to_fill_in`: blanks for what nobody has said."""
    words = brief.voice["brief"]
    heads = [_numbered("heading", k, brief) + words["heads"][key] for k, key in enumerate(words["heads"])]
    to, office = brief.addressee, brief.office
    if to_fill_in:
        to, office = to or words["blank"]["addressee"], office or words["blank"]["office"]
    lines = [Line("title", brief.title)]
    lines += [Line("to", words["to"].format(addressee=to))] if to else []
    lines += [Line("heading", heads[0]), Line("text", brief.question), Line("heading", heads[1])]
    for k, one in enumerate(brief.answers):
        lines.append(Line("answer", one.text, _numbered("answer", k, brief) + one.lead if one.lead else ""))
        lines += [Line("sure", one.sure)] if one.sure else []
    lines += [Line("picture", brief.picture.title), Line("caption", brief.picture.caption)]
    for head, points in zip(heads[2:], (brief.sure, brief.cannot), strict=True):
        lines.append(Line("heading", head))
        lines += [Line("point", text, _numbered("point", k, brief)) for k, text in enumerate(points)]
    lines += _attached(brief)
    lines += [Line("office", office)] if office else []
    return [*lines, Line("date", brief.date)]


def _numbered(role: str, place: int, brief: Brief) -> str:
    return NUMBERED[brief.voice.language][role].format(k=place + 1, n=NUMERALS[place % len(NUMERALS)])


def _attached(brief: Brief) -> list[Line]:
    """Such as 附件：1. ..., each further one below the first."""
    titled, name = brief.voice["titled"], brief.voice["brief"]["attachments"]
    if len(brief.attachments) < 2:
        return [Line("attachment", titled.format(title=name, text=text)) for text in brief.attachments]
    below = "　" * 3 if brief.voice.language == "zh" else ""
    first, *others = (f"{k}. {text}" for k, text in enumerate(brief.attachments, 1))
    return [Line("attachment", titled.format(title=name, text=first)), *(Line("attached", below + t) for t in others)]
