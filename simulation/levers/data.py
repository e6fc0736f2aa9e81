"""The database of people, households and places, and who decides by it: what is ordered (F1-F3, F5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from ..engine.quantities import Number, Share
from ..town import Town
from .base import LeverGroup, Plan


@dataclass(frozen=True, kw_only=True, repr=False)
class DataLevers(LeverGroup):
    """Smart governance (F1, F2, F3, F5)."""

    entry_share: np.ndarray  # (n_areas,) share of grid workers' desk minutes spent on the database, 0..1
    latency_days: np.ndarray  # (n_areas,) days until a report can be used by other offices
    data_led: np.ndarray  # (n_areas,) weight of the risk map against last month's impressions, 0..1
    recent: np.ndarray  # (n_areas,) weight of the last weeks in the risk map against the last year, 0..1
    targeting: np.ndarray  # (n_areas,) share of field hours that grid workers spend at listed places, 0..1
    repeat_visits: np.ndarray  # (n_areas,) share of settled cases visited again that had broken out before, 0..1


class DataPlan(Plan):
    """Database and analysis before any policy."""

    entry_share: Share = Field(description="share of grid workers' desk minutes spent on the database")
    latency_days: Number = Field(ge=0, le=365, description="days until a report can be used by other offices")
    data_led: Share = Field(description="weight of the risk map against last month's impressions")
    recent: Share = Field(description="weight of the last weeks in the risk map against the last year")
    targeting: Share = Field(description="share of field hours spent at listed places")
    repeat_visits: Share = Field(description="share of cases that broke out before and are visited again")

    def levers(self, town: Town) -> DataLevers:
        """The same orders in every area."""
        return DataLevers(**self.everywhere(town))
