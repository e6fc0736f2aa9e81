"""The report from its sections, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..comparison.study import Study
from ..language.voice import Voice
from .brief.content import brief_of, district_of, trends_told
from .document import Picture, Report, Section, Text
from .figures.course import time_series
from .figures.differences import forest
from .sections import (
    answers,
    first,
    groups,
    indicators,
    money,
    months,
    places,
    protocol,
    published,
    robustness,
)


def report_of(study: Study, found: pd.DataFrame, voice: Voice, attachments: Sequence[str] = ()) -> Report:
    """The whole report in one language. `found`: fairness.by_group; `attachments`: what the brief comes with."""
    sections = [
        first.section(study, voice), answers.section(study, voice), indicators.ledgers(study, voice),
        _forest(study, voice), _series(study, voice), places.section(study, voice), places.displacement(study, voice),
        money.section(study, voice), groups.section(study, found, voice), robustness.section(study, voice),
        published.section(study, voice), indicators.section(study, voice), protocol.compared(study, voice),
        protocol.honest(study, voice), protocol.replications(study, voice), protocol.everything(study, voice),
        protocol.again(study, voice),
    ]  # fmt: skip
    return Report(
        voice,
        voice["title"].format(arms=voice.arms(study.arms)),
        voice["subtitle"].format(
            district=district_of(study, voice),
            replications=study.settings.replications,
            years=protocol.years_text(study.settings.years, voice.words),
            reference=voice.arm(study.reference),
        ),
        [section for section in sections if section.blocks],
        brief_of(study, voice, attachments),
    )


def _forest(study: Study, voice: Voice) -> Section:
    title = voice["sections"]["forest"]
    caption = voice["forest_text"].format(reference=voice.arm(study.reference))
    return Section("forest", title, [Picture("forest", title, caption, lambda v: forest(study, v))])


def _series(study: Study, voice: Voice) -> Section:
    title = voice["sections"]["series"]
    picture = Picture("series", title, voice["series_caption"], lambda v: time_series(study, v))
    told = trends_told(study, voice)
    trend = [Text(voice["trend_text"].format(trends=told), "lead")] if told else []
    by_month = months.table(study, voice)
    text = Text(voice["series_text"]["months" if by_month else "weeks"])
    return Section("series", title, [text, *trend, picture, *([by_month] if by_month else [])])
