"""What it costs, who pays, and what an averted event costs."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from ...comparison.averted import AVERTED, Extra, averted_by, extra_cost
from ...comparison.study import Study
from ...indicators import TRUE
from ...language.numbers import measured, number
from ...language.voice import Voice
from ...statistics.verdict import MATTERS
from ..document import Block, Cell, Column, Item, Picture, Points, Section, Table, Text
from ..figures.money import acceptability_curve, has_cost, plane

PAYERS = ("X1.public", "X1.enterprise", "X1.residents")


def section(study: Study, voice: Voice) -> Section:
    """Costs by item and payer, cost of each averted event, and the two figures of health economists."""
    blocks: list[Block] = [
        Points([Item(_paid(study, arm, voice)) for arm in study.arms]),
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


def _paid(study: Study, arm: str, voice: Voice) -> str:
    words, extra = voice["spent"], extra_cost(study, arm)
    if study.row(arm, "X1", TRUE)["verdict"] not in MATTERS:
        return words["as_today"].format(arm=voice.arm(arm), between=_between(extra, voice))
    payers = []
    for id_ in PAYERS:
        row = study.row(arm, id_, TRUE)
        yuan = row["difference"] * study.areas["residents"].sum()
        if row["difference"]:
            payers.append(words["payer"].format(who=words["payers"][id_], yuan=voice.money(yuan, signed=True)))
    return words["text"].format(
        arm=voice.arm(arm), yuan=voice.money(extra.mean, signed=True), between=_between(extra, voice),
        payers=voice["comma"].join(payers) or words["nobody"],
    )  # fmt: skip


def _between(extra: Extra, voice: Voice) -> str:
    low, high = voice.money(extra.low, signed=True), voice.money(extra.high, signed=True)
    return voice["fixed"] if low == high else voice["spent"]["interval"].format(low=low, high=high)


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
                ends = found.cost_low, found.cost_high
                cost = Cell(measured(found.cost, *ends), voice.measured_between(*ends, signed=False))
            ends = found.low, found.high
            many = Cell(measured(found.mean, *ends, signed=True), voice.measured_between(*ends), found.is_defined)
            rows.append([Cell(voice.arm(arm)), spent, Cell(voice["averted_names"][event]), many, cost])
    keys = {"arm": True, "extra": False, "event": True, "averted": False, "cost": False}
    return Table([Column(voice["averted_columns"][key], words=words) for key, words in keys.items()], rows)


def _spent(study: Study, arm: str, voice: Voice) -> Cell:
    mean, low, high = (yuan / voice["money_scale"] for yuan in extra_cost(study, arm))
    if number(low) == number(high):
        return Cell(number(mean, True), voice["fixed"])
    return Cell(measured(mean, low, high, True), voice.measured_between(low, high))
