"""What studies found of the same measures, beside the model's numbers."""

from __future__ import annotations

from ...comparison.published import Beside, beside
from ...comparison.study import Study
from ...indicators import REGISTRY
from ...language.voice import Voice
from ..document import Cell, Column, Section, Table, Text


def section(study: Study, voice: Voice) -> Section:
    """A row an arm of which something is known; empty where nothing is."""
    title, words, rows = voice["sections"]["published"], voice["published"], beside(study)
    if not rows:
        return Section("published", title, [])
    names = ("arm", "measure", "found", "grade", "model", "verdict")
    columns = [Column(words["columns"][name], words=name != "model") for name in names]
    table = Table(columns, [_row(row, study, voice) for row in rows], note=words["note"])
    return Section("published", title, [Text(words["text"]), table])


def _row(row: Beside, study: Study, voice: Voice) -> list[Cell]:
    words, known = voice["published"], row.published
    low, high = known.change
    if high is None:
        found = words["at_least"].format(end=voice.percent(low or 0.0))
    elif low is None:
        found = words["at_most"].format(end=voice.percent(high))
    else:
        found = voice.percents(low, high)
    reading = words["reading"].format(name=voice.name(REGISTRY[known.indicator]), places=words["places"][known.places])
    return [
        Cell(voice.arm(row.arm)), Cell(known.zh if voice.language == "zh" else known.en, known.source),
        Cell(found, reading), Cell(known.grade), Cell(voice.percent(row.relative), voice.percents(row.low, row.high)),
        Cell(words["verdicts"][row.verdict]),
    ]  # fmt: skip
