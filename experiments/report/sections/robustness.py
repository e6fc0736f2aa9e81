"""How far the effects of the arms, and their ranking, hang on assumptions."""

from __future__ import annotations

from collections.abc import Sequence

from ...comparison.ranking import MAIN
from ...comparison.robustness import Line, changes_of_ranking, lines_of
from ...comparison.study import Study
from ...indicators import REGISTRY
from ...language.numbers import percent
from ...language.voice import Voice
from ..brief.content import assumed
from ..document import Cell, Column, Item, Points, Section, Table, Text


def section(study: Study, voice: Voice) -> Section:
    """A row an assumption and end of its range: what each arm does, and the best; empty where none was tried."""
    title = voice["sections"]["robust"]
    if study.robust is None:
        return Section("robust", title, [])
    words = voice["robust"]
    columns = [Column(words["assumption"], words=True), Column(words["value"])]
    columns += [Column(voice.arm(arm), voice.name(REGISTRY[id_])) for id_ in MAIN for arm in study.arms]
    rows = [_row(line, study.arms, voice) for line in lines_of(study)]
    text = Text(words["text"].format(n=study.settings.robust_replications))
    changes = Points([Item(text) for text in _what_changes(study, voice)])
    return Section("robust", title, [text, Table(columns, rows, words["note"]), changes])


def _row(line: Line, arms: Sequence[str], voice: Voice) -> list[Cell]:
    name = assumed(line.assumption, line.meaning, voice)
    cells = [Cell(name, line.assumption), Cell(f"{line.value:g}" if line.assumption else "")]
    for id_ in MAIN:
        for arm in arms:
            row = line.rows.get((id_, arm))
            best = voice["robust"]["best"] if line.best[id_] == arm else ""
            cells.append(Cell(percent(row["relative"]), best) if row else Cell("–"))
    return cells


def _what_changes(study: Study, voice: Voice) -> list[str]:
    """Assumptions under which another arm is best, or that none is."""
    words, robust = voice["change"], study.robust
    assert robust is not None
    told = [
        words["changed"].format(
            name=voice.name(REGISTRY[c.indicator]), assumption=assumed(c.assumption, c.meaning, voice),
            value=f"{c.value:g}", usual=voice.arm(c.usual), best=voice.arm(c.best), p=voice.chance(c.p),
        )
        for c in changes_of_ranking(study)
    ]  # fmt: skip
    return told or [words["none"].format(n=robust["assumption"].nunique())]
