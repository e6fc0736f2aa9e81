"""What it costs and who pays (X1)."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from govsim.simulation.engine.clock import DAYS_PER_MONTH, HOURS_PER_DAY

from .base import TRUE, Indicator, Reading, Window, share
from .rows import as_frame

PAYERS = {"public": "财政", "enterprise": "企业", "residents": "居民"}


def costs_within(window: Window) -> pd.DataFrame:
    """Yuan of the window by item and payer; columns item, payer, yuan.

    A 30-day month that lies partly in the window counts by its days; the last month of a run ends with the run.
    """
    return window.keep("costs within", "", lambda: _costs_within(window))


def _costs_within(window: Window) -> pd.DataFrame:
    costs = as_frame(window.rows("costs"), ("month", "item", "payer", "cost_yuan"))
    daily = window.rows("daily")["day"]
    run_ends = max(daily.max() + 1 if daily.size else 0, window.to_h / HOURS_PER_DAY)
    begins = costs["month"] * DAYS_PER_MONTH
    ends = np.minimum(begins + DAYS_PER_MONTH, run_ends)
    within = np.minimum(ends, window.to_h / HOURS_PER_DAY) - np.maximum(begins, window.from_h / HOURS_PER_DAY)
    part = np.maximum(within, 0) / np.maximum(ends - begins, 1e-9)
    costs = costs.assign(yuan=costs["cost_yuan"] * part)
    return costs.groupby(["item", "payer"], observed=True, as_index=False)["yuan"].sum()


def _cost(window: Window, ledger: str, payers: tuple[str, ...]) -> Reading:
    costs = costs_within(window)
    return share(float(costs["yuan"][costs["payer"].isin(payers)].sum()), window.residents * window.years)


INDICATORS = (
    Indicator(
        "X1", "Cost", "人均经费", "yuan per resident and year", "yuan spent on staff and services",
        "residents times years",
        "lower", (TRUE,), partial(_cost, payers=tuple(PAYERS)), headline=True,
    ),
    *(
        Indicator(
            f"X1.{payer}", f"Cost paid by: {payer}", f"人均经费（{zh}）", "yuan per resident and year",
            f"yuan paid by: {payer}",
            "residents times years", "ambiguous", (TRUE,), partial(_cost, payers=(payer,)),
        )
        for payer, zh in PAYERS.items()
    ),
)  # fmt: skip
