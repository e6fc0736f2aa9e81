"""The kinds of numbers a configuration holds, each finite and with both ends.

The highest value is far above anything sensible and low enough that no run can be asked for that never ends or does
not fit in memory. A field may be narrower: `Days = Field(gt=0)`.
"""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo

ENDS = ("ge", "gt", "le", "lt")


class Checked(BaseModel):
    """A part of a configuration: frozen, complete, without unknown keys and without a number that is none."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _no_truth(value: object) -> object:
    """Python takes true for 1; who writes it where a number belongs meant something else."""
    if isinstance(value, bool):
        raise ValueError(f"a number is needed, not {str(value).lower()}")
    return value


def ends_of(field: FieldInfo) -> tuple[float, float]:
    """Lowest and highest value of a number; infinite where it has no end."""
    ends = {name: [getattr(limit, name) for limit in field.metadata if hasattr(limit, name)] for name in ENDS}
    return max([-math.inf, *ends["ge"], *ends["gt"]]), min([math.inf, *ends["le"], *ends["lt"]])


Number = Annotated[float, BeforeValidator(_no_truth)]
Whole = Annotated[int, BeforeValidator(_no_truth)]

Share = Annotated[Number, Field(ge=0, le=1)]
LogOdds = Annotated[Number, Field(ge=-50, le=50)]
Weight = Annotated[Number, Field(ge=0, le=100)]  # on log odds or a logarithm
LogSpread = Annotated[Number, Field(ge=0, le=5)]  # standard deviation of a logarithm
Factor = Annotated[Number, Field(ge=0, le=1_000)]  # times the usual, or relative to others
Years = Annotated[Number, Field(ge=0, le=120)]
Days = Annotated[Number, Field(ge=0, le=1e9)]  # 1e9: never
Hours = Annotated[Number, Field(ge=0, le=8_766)]
Minutes = Annotated[Number, Field(ge=0, le=10_080)]
PerDay = Annotated[Number, Field(ge=0, le=100)]
PerYear = Annotated[Number, Field(ge=0, le=10_000)]  # a person or place
Per1000 = Annotated[Number, Field(ge=0, le=20_000)]  # a year per 1,000 residents
Density = Annotated[Number, Field(ge=0, le=1_000)]  # things an area, a person, per 1,000 or 10,000 residents
Yuan = Annotated[Number, Field(ge=0, le=1e9)]
Metres = Annotated[Number, Field(ge=0, le=100_000)]
KmPerHour = Annotated[Number, Field(ge=0, le=200)]
Persons = Annotated[Number, Field(ge=0, le=100_000_000)]

Count = Annotated[Whole, Field(ge=0, le=1_000_000)]
Age = Annotated[Whole, Field(ge=0, le=120)]
Day = Annotated[Whole, Field(ge=0, le=36_525)]
Interval = Annotated[Whole, Field(ge=1, le=36_525)]  # days between two
HourOfDay = Annotated[Whole, Field(ge=0, le=23)]
