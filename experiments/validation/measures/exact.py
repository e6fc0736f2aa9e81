"""What must hold to the last digit in every run (V16)."""

from __future__ import annotations

import numpy as np

from ..replicate import Replicate
from .base import mean


def _ledgers_broken(run: Replicate) -> float:
    """Events that are recorded without a report, or reported without anybody having noticed or before they were."""
    rows = run.window.rows("events")
    wrong = (rows["recorded"] & ~rows["reported"]) | (rows["reported"] & ~rows["noticed"]) | ~rows["occurred"]
    return float((wrong | (rows["reported_h"] < rows["time_h"] - 1e-6)).sum())


def _costs_off(run: Replicate) -> float:
    """Largest gap between a cost and its quantity times unit cost, share of the largest cost."""
    rows = run.window.rows("costs")
    gap = np.abs(rows["quantity"] * rows["unit_cost_yuan"] - rows["cost_yuan"])
    return float(gap.max() / max(np.abs(rows["cost_yuan"]).max(), 1.0)) if len(rows) else float("nan")


MEASURES = {"exact.ledgers": mean(_ledgers_broken), "exact.costs": mean(_costs_off)}
