"""Whether the ranking of the arms holds under other assumptions."""

from __future__ import annotations

from ...comparison.ranking import MAIN
from ...comparison.robustness import lines_of
from ...comparison.study import Study
from ...indicators import REGISTRY
from ...language.numbers import percent
from ...language.voice import Voice
from ..document import Cell, Column, Section, Table, Text


def section(study: Study, voice: Voice) -> Section:
    """A row an assumption and end of its range; the best arm in each outcome, and what each arm does to it."""
    words = voice["robust"]
    if study.robust is None:
        return Section("robust", voice["sections"]["robust"], [Text(words["not_run"])])
    columns = [Column(words["assumption"], words=True), Column(words["value"])]
    columns += [Column(voice.arm(arm), voice.name(REGISTRY[id_])) for id_ in MAIN for arm in study.arms]
    rows = []
    for line in lines_of(study):
        cells = [Cell(voice.said(line.meaning), line.assumption), Cell(f"{line.value:g}" if line.assumption else "")]
        for id_ in MAIN:
            for arm in study.arms:
                row = line.rows[id_, arm]
                cells.append(Cell(percent(row["relative"]), voice["robust"]["best"] if line.best[id_] == arm else ""))
        rows.append(cells)
    text = words["text"].format(n=study.settings.robust_replications)
    return Section("robust", voice["sections"]["robust"], [Text(text), Table(columns, rows, words["note"])])
