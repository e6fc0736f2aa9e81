"""What the books say month by month under the reference, as offices read it: 环比 and 同比."""

from __future__ import annotations

from ...comparison.months import Change, Month, months_of
from ...comparison.study import Study
from ...indicators import RECORDED
from ...indicators.measure import COUNTED
from ...language.numbers import whole
from ...language.voice import Voice
from ...statistics.verdict import MATTERS
from ..document import Cell, Column, Table

NONE_LEFT = -1.0  # an interval that reaches down to it is one of too few events


def table(study: Study, voice: Voice) -> Table | None:
    """Recorded events of each measured month; None where the runs are followed by weeks."""
    by_kind = {counted: months_of(study, study.reference, counted, RECORDED) for counted in COUNTED}
    names = [month.name for month in by_kind["thefts"]]
    if not names:
        return None
    words, a_year = voice["by_month"], any(month.on_year for month in by_kind["thefts"])
    columns = [Column(words["month"], words=True)]
    for counted in COUNTED:
        group = voice["series_names"][counted][RECORDED]
        columns += [Column(words["count"], group), Column(words["on_month"], group)]
        columns += [Column(words["on_year"], group)] if a_year else []
    rows = [
        [Cell(_named(name, voice)), *(cell for months in by_kind.values() for cell in _cells(months[i], a_year, voice))]
        for i, name in enumerate(names)
    ]
    return Table(columns, rows, note=words["note"].format(arm=voice.arm(study.reference)))


def _named(month: str, voice: Voice) -> str:
    year, number = month.split("-")
    return voice["by_month"]["name"].format(year=int(year), month=int(number))


def _cells(month: Month, a_year: bool, voice: Voice) -> list[Cell]:
    changes = [month.on_month, *([month.on_year] if a_year else [])]
    return [Cell(whole(month.mean)), *(_cell(change, voice) for change in changes)]


def _cell(change: Change | None, voice: Voice) -> Cell:
    if change is None or change.low <= NONE_LEFT:
        return Cell("–")
    return Cell(voice.percent(change.share), voice.percents(change.low, change.high), change.verdict in MATTERS)
