"""P7: decisions by data. A fuller and fresher database, risk maps instead of impressions, visits where they matter."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from ..engine.quantities import Number, Share
from .base import Aims


class DataDriven(Aims):
    """P7. From experience to data, with the same staff."""

    family: ClassVar[str] = "data"

    entry_share: Share = Field(description="share of grid workers' desk minutes spent on the database")
    latency_days: Number = Field(ge=0, le=365, description="days until a report can be used by other offices")
    data_led: Share = Field(description="weight of the risk map against last month's impressions")
    recent: Share = Field(description="weight of the last weeks in the risk map against the last year")
    targeting: Share = Field(description="share of field hours spent at listed places")
    repeat_visits: Share = Field(description="share of cases that broke out before and are visited again")
