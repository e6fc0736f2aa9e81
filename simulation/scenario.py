"""Scenario: what nobody in the district government can choose."""

from __future__ import annotations

from pydantic import Field

from .engine.quantities import Checked, Factor, Per1000


class Scenario(Checked):
    """An exogenous future."""

    offending: Factor = Field(description="searches of offenders, times those of today")
    grievances: Factor = Field(description="occasions for grievances, times those of today")
    matters: Factor = Field(description="things that are wrong in places, times those of today")
    other_calls_per_1000_year: Per1000 = Field(description="calls to 110 about neither theft nor dispute")
