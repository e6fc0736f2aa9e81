"""The tables of the report: rows of text, ready to be laid out."""

from __future__ import annotations

from typing import Any

from ..averted import AVERTED, averted_by, extra_cost
from ..indicators import BOTH, REGISTRY
from ..study import Study
from ..wording import interval, number, verdict, whole
from .answers import name_of

Cell = dict[str, Any]  # text, its interval, and whether the difference is clear


def _cell(text: str, between: str = "", is_clear: bool = False) -> Cell:
    return {"text": text, "between": between, "is_clear": is_clear}


def _difference(row: dict[str, Any]) -> Cell:
    found = verdict(row["low95"], row["high95"])
    between = "" if found in ("same", "unknown") else interval(row["low95"], row["high95"])
    return _cell(number(row["difference"], signed=True), between, found in ("lower", "higher"))


def ledgers(study: Study, words: dict[str, Any]) -> list[dict[str, Any]]:
    """Indicators that exist in truth and in the books: mean of the reference, then each arm's differences."""
    rows = []
    for i in REGISTRY.values():
        if i.ledgers != BOTH or study.indicators.loc[study.indicators["indicator"] == i.id, "value"].isna().all():
            continue
        is_main = i.headline or "." not in i.id
        cells = [_cell(number(study.values(study.reference, i.id, ledger).mean())) for ledger in BOTH]
        cells += [_difference(study.row(arm, i.id, ledger)) for arm in study.arms for ledger in BOTH]
        rows.append({"id": i.id, "name": name_of(i, words), "unit": i.unit, "cells": cells, "is_main": is_main})
    return rows


def everything(study: Study, words: dict[str, Any]) -> list[dict[str, Any]]:
    """The whole comparison, a row each."""
    return [
        {
            "arm": row["arm"], "id": row["indicator"], "name": name_of(REGISTRY[row["indicator"]], words),
            "unit": REGISTRY[row["indicator"]].unit, "ledger": words["ledger_short"][row["ledger"]],
            "reference_mean": number(row["reference_mean"]), "mean": number(row["mean"]),
            "difference": _difference(row),
            "needed": whole(row["replications_needed"]), "n": int(row["n"]),
        }
        for row in study.comparison.to_dict("records")
    ]  # fmt: skip


def costs(study: Study) -> dict[str, Any]:
    """Mean cost by item and payer of every arm, and totals; million yuan a year."""
    per_run = study.costs.assign(yuan=study.costs["yuan"] / study.settings.years / 1e6)
    runs = per_run.groupby("arm")["seed"].nunique()
    means = (
        per_run.pivot_table(index=["item", "payer"], columns="arm", values="yuan", aggfunc="sum", observed=True) / runs
    )
    means = means.reindex(columns=list(study.settings.arms)).fillna(0.0)
    used = means[means.abs().sum(axis=1) > 0]
    rows = [
        {"item": item, "payer": payer, "values": [number(v) for v in row]}
        for (item, payer), row in zip(used.index, used.to_numpy(float), strict=True)
    ]
    return {"rows": rows, "totals": [number(v) for v in means.sum().to_numpy(float)]}


def averted(study: Study, words: dict[str, Any]) -> list[dict[str, str]]:
    """Extra cost, number averted and cost of each averted event, for every arm and kind of event."""
    rows = []
    for arm in study.arms:
        extra = extra_cost(study, arm)
        for event in AVERTED:
            found = averted_by(study, arm, event)
            why = words["made_worse"] if found.high < 0 else words["not_defined"]
            cost = (
                f"{number(found.cost)} ({interval(found.cost_low, found.cost_high, signed=False)})"
                if found.is_defined
                else why
            )
            rows.append({
                "arm": arm,
                "extra": f"{number(extra.mean / 1e6, signed=True)} ({interval(extra.low / 1e6, extra.high / 1e6)})",
                "event": words["averted_names"][event], "cost": cost,
                "averted": f"{number(found.mean, signed=True)} ({interval(found.low, found.high)})",
            })  # fmt: skip
    return rows


def replications(study: Study, words: dict[str, Any]) -> list[dict[str, Any]]:
    """Replications needed for the precision aimed at, by headline reading; one cell group an arm."""
    rows = []
    for i in study.headlines():
        for ledger in i.ledgers:
            cells = []
            for arm in study.arms:
                row = study.row(arm, i.id, ledger)
                half = (
                    (row["high95"] - row["low95"]) / 2 / abs(row["reference_mean"])
                    if row["reference_mean"]
                    else float("nan")
                )
                now = f"{half:.1%}" if half == half else "–"
                cells.append(
                    {
                        "needed": whole(row["replications_needed"]),
                        "half": now,
                        "correlation": number(row["correlation"]),
                    }
                )
            rows.append(
                {"id": i.id, "name": name_of(i, words), "ledger": words["ledger_short"][ledger], "cells": cells}
            )
    return rows


def definitions(words: dict[str, Any]) -> list[dict[str, str]]:
    """How each indicator is counted."""
    return [
        {"id": i.id, "name": i.name, "zh": i.zh, "unit": i.unit, "numerator": i.numerator, "denominator": i.denominator,
         "better": words["better"][i.better]}
        for i in REGISTRY.values()
    ]  # fmt: skip
