"""Scenario: what nobody in the district government can choose."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Scenario(BaseModel):
    """An exogenous future."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    offending: float = Field(ge=0, description="searches of offenders, times those of today")
    grievances: float = Field(ge=0, description="occasions for grievances, times those of today")
    matters: float = Field(ge=0, description="things that are wrong in places, times those of today")
    other_calls_per_1000_year: float = Field(ge=0, description="calls to 110 about neither theft nor dispute")
