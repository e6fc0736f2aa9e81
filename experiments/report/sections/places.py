"""Where it happens: maps, and displacement around treated places."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportIndexIssue=false
# pyright: reportGeneralTypeIssues=false, reportOperatorIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from ...comparison.rings import RINGS, displacement_quotient, rings
from ...comparison.study import Study
from ...indicators.measure import MAPPED
from ...language.numbers import number, percent
from ...language.voice import Voice
from ..document import Block, Cell, Column, Fold, Picture, Section, Table, Text
from ..figures.differences import Line, forest_of
from ..figures.maps import FALSE_SHARE, LEVELS, maps
from .cells import difference


def section(study: Study, voice: Voice) -> Section:
    """Maps by street, grid and area: the first open, the finer ones on request."""
    blocks: list[Block] = [Text(voice["maps_text"].format(
        side=f"{study.areas['side_m'].iloc[0]:g}", share=f"{FALSE_SHARE:.0%}",
    ))]  # fmt: skip
    for level in LEVELS:
        pictures = [_map(study, mapped, level, voice) for mapped in MAPPED]
        blocks += pictures if level == LEVELS[0] else [Fold(voice["maps_levels"][level], pictures)]
    return Section("maps", voice["sections"]["maps"], blocks)


def _map(study: Study, mapped: str, level: str, voice: Voice) -> Picture:
    title = voice["maps_title"].format(name=voice["maps_names"][mapped], level=voice["maps_levels"][level])
    return Picture(f"map_{mapped}_{level}", title, voice["map_label"], lambda v: maps(study, mapped, level, v))


def displacement(study: Study, voice: Voice) -> Section:
    """For each arm that treats part of the district: inside, near, farther and beyond; empty where none does."""
    words, found_of = voice["displacement"], {arm: rings(study, arm) for arm in study.arms}
    blocks: list[Block] = []
    for arm, found in found_of.items():
        if found is None:
            continue
        title = words["title"].format(arm=voice.arm(arm))
        draw = partial(_figure, study, arm, found)
        blocks += [Picture(f"rings_{arm}", title, words["caption"], draw), _table(study, found, voice)]
    everywhere = [Text(words["everywhere"].format(arm=voice.arm(a)), "note") for a, f in found_of.items() if f is None]
    told = [Text(words["text"]), *blocks, *everywhere] if blocks else []
    return Section("displacement", voice["sections"]["displacement"], told)


def _figure(study: Study, arm: str, found: pd.DataFrame, voice: Voice) -> Figure:
    panels = []
    for mapped in MAPPED:
        rows = found[found["mapped"] == mapped].set_index("ring", drop=False)
        there = [ring for ring in RINGS if ring in rows.index]
        lines = [Line(voice["displacement"]["rings"][ring], {arm: [rows.loc[ring].to_dict()]}) for ring in there]
        panels.append((voice["maps_names"][mapped], lines))
    return forest_of(panels, study, voice)


def _table(study: Study, found: pd.DataFrame, voice: Voice) -> Table:
    words = voice["displacement"]
    keys = ("event", "ring", "reference", "difference", "relative", "quotient")
    rows = []
    for mapped in MAPPED:
        quotient = displacement_quotient(found, mapped)
        for row in found[found["mapped"] == mapped].to_dict("records"):
            rows.append([
                Cell(voice["events"][mapped]), Cell(words["rings"][row["ring"]]), Cell(number(row["reference_mean"])),
                difference(row, voice), Cell(percent(row["relative"])), Cell(number(quotient, signed=True)),
            ])  # fmt: skip
    return Table([Column(words["columns"][key], words=key in keys[:2]) for key in keys], rows, words["note"])
