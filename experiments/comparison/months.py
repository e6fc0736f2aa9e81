"""Counts by month of the calendar, against the month before (环比) and the same month of the year before (同比)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportIndexIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..statistics.pairs import compared
from ..statistics.verdict import Verdict, verdict
from .study import Study


class Change(NamedTuple):
    """How much a month's count differs from another's: shares of the other, with the 90 % interval."""

    share: float
    low: float
    high: float
    verdict: Verdict


class Month(NamedTuple):
    """One month under an arm. `name`: such as 2026-01; `mean`: of its count; no change without the other month."""

    name: str
    mean: float
    on_month: Change | None
    on_year: Change | None


def months_of(study: Study, arm: str, counted: str, ledger: str) -> list[Month]:
    """The months after the burn-in; none where the runs are followed by weeks. Totals, as offices compare them."""
    counts = counts_by_month(study, arm, counted, ledger)
    return [
        Month(
            name, float(counts[name].mean()),
            *(_on(study, counts, name, earlier(name, by)) for by in (1, 12)),
        )
        for name in counts.columns
    ]  # fmt: skip


def counts_by_month(study: Study, arm: str, counted: str, ledger: str) -> pd.DataFrame:
    """Counts of the months after the burn-in: one row a seed, one column a month such as 2026-01."""
    s = study.series
    rows = s[(s["arm"] == arm) & (s["counted"] == counted) & (s["ledger"] == ledger)]
    rows = rows[(rows["from_day"] >= 0) & (rows["month"] != "")]
    return rows.pivot(index="seed", columns="month", values="count").sort_index(axis=1)


def earlier(month: str, by: int) -> str:
    """The month so many months before one."""
    year, number = (int(part) for part in month.split("-"))
    years, index = divmod(12 * year + number - 1 - by, 12)
    return f"{years:04d}-{index + 1:02d}"


def _on(study: Study, counts: pd.DataFrame, month: str, other: str) -> Change | None:
    return change(study, counts[month], counts[other]) if other in counts else None


def change(study: Study, now: pd.Series, before: pd.Series) -> Change | None:
    """How much counts of the same seeds differ; None where there is nothing to compare with, or no interval."""
    row = compared(now.to_numpy(float), before.to_numpy(float), study.aims, per_event=1.0)
    if not row["reference_mean"]:
        return None
    share, low, high = (row[key] / row["reference_mean"] for key in ("difference", "low90", "high90"))
    return Change(share, low, high, verdict(low, high, study.aims.smallest)) if np.isfinite(low) else None
