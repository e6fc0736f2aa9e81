"""Who gains and who loses: streets, kinds of neighbourhood, locals and newcomers, enterprises; and equity."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportIndexIssue=false
# pyright: reportGeneralTypeIssues=false, reportOperatorIssue=false
# (pandas says too little about its types)

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from govsim.simulation.town import NTYPES

from ...comparison.groups import ORIGIN, STREET, TYPE
from ...comparison.study import Study
from ...indicators import REGISTRY, TRUE
from ...indicators.measure import MAPPED
from ...language.numbers import number, percent
from ...language.phrases import shortened
from ...language.voice import MOST_COLUMNS, Voice
from ...statistics.verdict import MATTERS
from ..document import Cell, Column, Item, Picture, Points, Section, Table, Text
from ..figures.differences import Line, forest_of
from .cells import difference

GROUPINGS = (ORIGIN, TYPE, STREET)
EQUITY = ("X2.K1.worst", "X2.K1.gini", "X2.K17.worst", "X2.K17.gini", "X2.K15.worst", "X2.K15.gini")
NAMED = 3  # groups named as gaining or losing most


def section(study: Study, found: pd.DataFrame, voice: Voice) -> Section:
    """`found`: fairness.by_group."""
    words = voice["groups"]
    blocks = [
        Points([Item(_sides(arm, found, voice)) for arm in study.arms]), Text(words["text"]),
        Picture("groups", voice["sections"]["groups"], words["caption"], lambda v: figure(study, found, v)),
        _table(study, found, voice), Text(words["equity_text"]), _equity(study, voice),
    ]  # fmt: skip
    return Section("groups", voice["sections"]["groups"], blocks)


def _sides(arm: str, found: pd.DataFrame, voice: Voice) -> str:
    """Who gains and who loses most under an arm, of the groups with a difference that matters."""
    words, rows = voice["sides"], found[found["arm"] == arm]
    clear = rows[rows["verdict"].isin(MATTERS)].sort_values("relative")
    parts = []
    for key, some in (("gain", clear[clear["relative"] < 0]), ("lose", clear[clear["relative"] > 0].iloc[::-1])):
        named = [
            words["one"].format(
                group=name_of(row["grouping"], row["group"], voice), event=voice["events"][row["mapped"]],
                relative=percent(row["relative"]),
            )
            for row in some.head(NAMED).to_dict("records")
        ]  # fmt: skip
        parts.append(words[key].format(who=voice["comma"].join(named)) if named else words[f"nobody_{key}"])
    origin = clear[clear["grouping"] == ORIGIN]
    return words["text"].format(arm=voice.arm(arm), gain=parts[0], lose=parts[1], n=len(clear), total=len(rows),
                                origin=words["origin" if len(origin) else "no_origin"])  # fmt: skip


def name_of(grouping: str, group: str, voice: Voice) -> str:
    """What a group is called; streets by a name that `names_of_streets` has put into the voice."""
    if grouping == TYPE:
        return NTYPES[int(group)][voice.language == "zh"]
    return voice.titles.get(f"street {group}", group) if grouping == STREET else voice["groups"]["origins"][group]


def figure(study: Study, found: pd.DataFrame, voice: Voice) -> Figure:
    """Relative differences by group, a panel a kind of event."""
    panels = []
    for mapped in MAPPED:
        rows = found[found["mapped"] == mapped]
        lines = [Line(shortened(name_of(*key, voice), MOST_COLUMNS), _of_arms(rows, *key)) for key in _order(found)]
        panels.append((voice["maps_names"][mapped], lines))
    return forest_of(panels, study, voice)


def _order(found: pd.DataFrame) -> list[tuple[str, str]]:
    keys = found[["grouping", "group"]].drop_duplicates().itertuples(index=False, name=None)
    return sorted(keys, key=lambda key: GROUPINGS.index(key[0]))


def _of_arms(rows: pd.DataFrame, grouping: str, group: str) -> dict[str, list[dict]]:
    here = rows[(rows["grouping"] == grouping) & (rows["group"] == group)]
    return {str(arm): part.to_dict("records") for arm, part in here.groupby("arm")}


def _table(study: Study, found: pd.DataFrame, voice: Voice) -> Table:
    words = voice["groups"]["columns"]
    columns = [Column(words["group"], words=True), Column(words["event"], words=True), Column(words["reference"])]
    columns += [
        Column(words[key], voice.arm(arm), words=False) for arm in study.arms for key in ("difference", "relative", "p")
    ]
    rows = []
    for grouping, group in _order(found):
        for mapped in MAPPED:
            arms = _of_arms(found[found["mapped"] == mapped], grouping, group)
            of = [arms[arm][0] for arm in study.arms]
            names = (name_of(grouping, group, voice), voice["events"][mapped], number(of[0]["reference_mean"]))
            cells = [Cell(name) for name in names]
            for row in of:
                cells += [difference(row, voice), Cell(percent(row["relative"])), Cell(voice.chance(row["p_lower"]))]
            rows.append(cells)
    return Table(columns, rows, voice["groups"]["note"])


def _equity(study: Study, voice: Voice) -> Table:
    """Worst street and Gini coefficient between streets, truth."""
    columns = [Column(voice["groups"]["columns"]["equity"], words=True), Column(voice.arm(study.reference))]
    columns += [Column(voice.arm(arm)) for arm in study.arms]
    rows = []
    for id_ in EQUITY:
        of = [study.row(arm, id_, TRUE) for arm in study.arms]
        name = Cell(voice.name(REGISTRY[id_]), voice.unit(REGISTRY[id_].unit))
        rows.append([name, Cell(number(of[0]["reference_mean"])), *(difference(row, voice) for row in of)])
    return Table(columns, rows)
