"""What it costs, who pays, and what an averted event costs."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from ...comparison.averted import AVERTED, averted_by, extra_cost
from ...comparison.study import Study
from ...language.numbers import number
from ...language.voice import Voice
from ..document import Block, Cell, Column, Picture, Section, Table, Text
from ..figures.money import acceptability_curve, has_cost, plane


def section(study: Study, voice: Voice) -> Section:
    """Costs by item and payer, cost of each averted event, and the two figures of health economists."""
    blocks: list[Block] = [
        Text(voice["costs_text"]), _costs(study, voice), Text(voice["averted_text"]), _averted(study, voice)
    ]  # fmt: skip
    if has_cost(study):
        titles, captions = voice["money_titles"], voice["money_captions"]
        blocks += [
            Picture("plane", titles["plane"], captions["plane"], lambda v: plane(study, v)),
            Picture("acceptability", titles["acceptability"], captions["acceptability"],
                    lambda v: acceptability_curve(study, v)),
        ]  # fmt: skip
    return Section("costs", voice["sections"]["costs"], blocks)


def _costs(study: Study, voice: Voice) -> Table:
    """Mean cost by item and payer of every arm, and totals, a year."""
    means = mean_costs(study) / voice["money_scale"]
    words = voice["costs_columns"]
    columns = [Column(words["item"], words=True), Column(words["payer"], words=True)]
    columns += [Column(voice.arm(arm)) for arm in study.settings.arms]
    rows = [
        [Cell(voice.said(str(item))), Cell(voice.said(str(payer))), *(Cell(number(v)) for v in row)]
        for (item, payer), row in zip(means.index, means.to_numpy(float), strict=True)
    ]
    total = [Cell(words["total"]), Cell(""), *(Cell(number(v)) for v in means.sum().to_numpy(float))]
    return Table(columns, [*rows, total], last_is_total=True)


def mean_costs(study: Study):
    """Yuan a year: items and payers by arms, those that cost anything."""
    per_run = study.costs.assign(yuan=study.costs["yuan"] / study.settings.years)
    runs = per_run.groupby("arm")["seed"].nunique()
    sums = per_run.pivot_table(index=["item", "payer"], columns="arm", values="yuan", aggfunc="sum", observed=True)
    means = (sums / runs).reindex(columns=list(study.settings.arms)).fillna(0.0)
    return means[means.abs().sum(axis=1) > 0]


def _averted(study: Study, voice: Voice) -> Table:
    """Extra cost, number averted and cost of each averted event, for every arm and kind of event."""
    rows = []
    for arm in study.arms:
        spent = _spent(study, arm, voice)
        for event in AVERTED:
            found = averted_by(study, arm, event)
            cost = Cell(voice["made_worse" if found.high < 0 else "not_defined"])
            if found.is_defined:
                cost = Cell(number(found.cost), voice.between(found.cost_low, found.cost_high, signed=False))
            many = Cell(number(found.mean, signed=True), voice.between(found.low, found.high), found.is_defined)
            rows.append([Cell(voice.arm(arm)), spent, Cell(voice["averted_names"][event]), many, cost])
    keys = {"arm": True, "extra": False, "event": True, "averted": False, "cost": False}
    return Table([Column(voice["averted_columns"][key], words=words) for key, words in keys.items()], rows)


def _spent(study: Study, arm: str, voice: Voice) -> Cell:
    mean, low, high = (yuan / voice["money_scale"] for yuan in extra_cost(study, arm))
    return Cell(number(mean, True), voice["fixed"] if number(low) == number(high) else voice.between(low, high))
