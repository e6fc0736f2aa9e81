"""The indicators that governments report (governance_inventory Part 4), in truth and as the books have them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from . import (
    casework,
    costs,
    disputes,
    equity,
    escalation,
    links,
    people,
    perception,
    police,
    surroundings,
    theft,
)
from .base import BOTH, RECORDED, TRUE, Indicator, Reading, Window
from .costs import costs_within
from .equity import displacement_quotient, gini

REGISTRY: dict[str, Indicator] = {
    i.id: i
    for part in (
        theft,
        police,
        disputes,
        escalation,
        perception,
        costs,
        equity,
        surroundings,
        casework,
        people,
        links,
    )
    for i in part.INDICATORS
}

__all__ = [
    "BOTH", "RECORDED", "REGISTRY", "TRUE", "Indicator", "Reading", "Window", "compute", "costs_within",
    "displacement_quotient", "gini", "read_all",
]  # fmt: skip


def compute(tables: Mapping[str, pa.Table], from_h: float, to_h: float) -> pd.DataFrame:
    """Every indicator in every ledger for [from_h, to_h), hours since start.

    Columns: indicator, ledger, and those of Reading.
    """
    return read_all(Window(tables, from_h, to_h))


def read_all(window: Window) -> pd.DataFrame:
    """Every indicator in every ledger of a window; columns as of `compute`."""
    rows = [(i.id, ledger, *i.read(window, ledger)) for i in REGISTRY.values() for ledger in i.ledgers]
    return pd.DataFrame(rows, columns=["indicator", "ledger", *Reading._fields])
