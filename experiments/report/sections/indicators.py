"""Indicators as offices report them, by family; never one without those that keep it honest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...comparison.study import Study
from ...indicators import BOTH, RECORDED, REGISTRY, Indicator
from ...language.numbers import number, whole
from ...language.voice import Voice
from ..document import Cell, Column, Fold, Item, Points, Section, Table, Text
from .cells import difference

# Reporting rules of the inventory, Part 4: (i) resolution and closure never alone; (ii) more disputes or reports are
# neither good nor bad without the truth about thefts, criminal cases and clashes.
RESOLUTION_WITH = ("K12.relapse", "K24", "K23")
REPORTS_WITH = ("K1", "K15", "K17")
COMPANIONS = {"K12": RESOLUTION_WITH, "K19": RESOLUTION_WITH, "K11": REPORTS_WITH, "K18": REPORTS_WITH}
SURVEYED = ("K29", "K30", "A25")  # rule (iii): with the number asked, and the ceiling of answers said
FAMILIES = {
    "safety": ("K1", "K2", "K3", "K4", "K34", "A19", "A3", "A18"),
    "police": ("K7", "K8", "K10"),
    "disputes": ("K11", "K12", "K13", "K15", "K17", "K22", "K23", "F4", "F11", "F12", "A20"),
    "matters": ("K18", "K19", "K20", "K21", "K22.matters", "K23.matters", "K24", "D2", "D8", "D9", "K26"),
    "people": ("K27", "K28", "K29", "K30", "A25", "A7", "E8"),
    "technology": ("K32", "K33", "F13", "X4", "F1", "F5"),
    "enterprises": ("K35",),
    "money": ("X1", "X2"),
}


def section(study: Study, voice: Voice) -> Section:
    """A table a family."""
    words = voice["indicators"]
    blocks = [Text(words["text"]), Points([Item(rule) for rule in words["rules"]], warning=True)]
    for family in FAMILIES:
        blocks.append(Fold(words["families"][family], [table(study, ids_of(family), voice)], on_paper=True))
    return Section("indicators", voice["sections"]["indicators"], blocks)


def ids_of(family: str) -> list[str]:
    """Indicators of a family with all their variants, and the companions of each."""
    own = [id_ for head in FAMILIES[family] for id_ in REGISTRY if _belongs(id_, head)]
    return with_companions(list(dict.fromkeys(own)))


def _belongs(id_: str, head: str) -> bool:
    """Whether an indicator is that of the head or a variant; one that a family names itself is its own head."""
    named = {head for heads in FAMILIES.values() for head in heads}
    return id_ == head or (id_.startswith(f"{head}.") and id_ not in named)


def with_companions(ids: Sequence[str]) -> list[str]:
    """The indicators, each that needs company followed by it."""
    found: dict[str, None] = {}
    for id_ in ids:
        found.setdefault(id_)
        for companion in COMPANIONS.get(id_, ()):
            if companion not in ids:
                found.setdefault(companion)
    return list(found)


def table(study: Study, ids: Sequence[str], voice: Voice) -> Table:
    """Readings of indicators in each ledger that has any: level of the reference, then each arm's difference."""
    columns = [
        Column(voice["columns"]["indicator"], words=True), Column(voice["columns"]["ledger"], words=True),
        Column(voice["columns"]["n"]), *(Column(voice.arm(arm)) for arm in study.settings.arms),
    ]  # fmt: skip
    return Table(columns, [row for id_ in ids for row in _rows(study, REGISTRY[id_], voice)])


def _rows(study: Study, indicator: Indicator, voice: Voice) -> Iterator[list[Cell]]:
    for ledger in indicator.ledgers:
        of = [study.row(arm, indicator.id, ledger) for arm in study.arms]
        if all(row["n"] == 0 for row in of):
            continue
        name = Cell(f"{indicator.id} {voice.name(indicator)}", note_of(indicator, ledger, voice))
        size = study.sizes(study.reference, indicator.id, ledger)
        yield [
            name, Cell(voice["ledger_short"][ledger]), Cell(whole(size)), Cell(number(of[0]["reference_mean"])),
            *(difference(row, voice) for row in of),
        ]  # fmt: skip


def note_of(indicator: Indicator, ledger: str, voice: Voice) -> str:
    """The unit, and for answers of a survey that they have a ceiling."""
    unit = voice.unit(indicator.unit)
    is_survey = ledger == RECORDED and indicator.id.startswith(SURVEYED)
    return f"{unit}\n{voice['indicators']['ceiling']}" if is_survey else unit


def ledgers(study: Study, voice: Voice) -> Section:
    """Truth and books side by side, for every indicator that has both."""
    main = [i for i in REGISTRY.values() if i.ledgers == BOTH and (i.headline or "." not in i.id)]
    more = [i for i in REGISTRY.values() if i.ledgers == BOTH and i not in main]
    blocks = [
        Text(voice["ledgers_text"]), _side_by_side(study, main, voice),
        Fold(voice["ledgers_more"], [_side_by_side(study, more, voice)]),
    ]  # fmt: skip
    return Section("ledgers", voice["sections"]["ledgers"], blocks)


def _side_by_side(study: Study, indicators: Sequence[Indicator], voice: Voice) -> Table:
    words, short = voice["columns"], voice["ledger_short"]
    heads = [words["mean_of"].format(arm=voice.arm(study.reference))]
    heads += [words["difference_of"].format(arm=voice.arm(arm)) for arm in study.arms]
    columns = [Column(words["indicator"], words=True)]
    columns += [Column(short[ledger], head) for head in heads for ledger in BOTH]
    rows = []
    for i in indicators:
        if not study.has_values(i.id):
            continue
        cells = [Cell(f"{i.id} {voice.name(i)}", note_of(i, RECORDED, voice))]
        cells += [Cell(number(study.values(study.reference, i.id, ledger).mean())) for ledger in BOTH]
        cells += [difference(study.row(arm, i.id, ledger), voice) for arm in study.arms for ledger in BOTH]
        rows.append(cells)
    return Table(columns, rows)


def definitions(voice: Voice) -> Table:
    """How each indicator is counted."""
    keys = ("id", "name", "unit", "numerator", "denominator", "better")
    columns = [Column(voice["definitions_columns"][key], words=True) for key in keys]
    rows = [
        [
            Cell(i.id), Cell(voice.name(i)), Cell(voice.unit(i.unit)), Cell(voice.said(i.numerator)),
            Cell(voice.said(i.denominator)), Cell(voice["better"][i.better]),
        ]
        for i in REGISTRY.values()
    ]  # fmt: skip
    return Table(columns, rows)
