"""What plans are made of: kinds of numbers, and one number for each of a list of types."""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]
PositiveCount = Annotated[int, Field(gt=0)]
Power = Annotated[int, Field(ge=1)]  # how steeply attraction falls with distance
ByAge = tuple[tuple[int, NotNegative], ...]  # (from age, weight)
Point = tuple[float, float]
Day = Annotated[str, Field(pattern="^[HWTA]{24}$")]  # one letter an hour: home, work, third place, away


class Part(BaseModel):
    """A part of the plan: frozen, complete, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PerCode(Part):
    """One number for each of a fixed list of codes; the fields' order is the order of the codes."""

    first_code: ClassVar[int] = 0

    @property
    def by_code(self) -> np.ndarray:
        """The numbers indexed by code; (first_code + n_fields,)."""
        return np.array([0.0] * self.first_code + list(self.model_dump().values()))


class PerNtype(PerCode):
    """One number for each neighbourhood type, codes 1..10."""

    first_code: ClassVar[int] = 1

    acquaintance: NotNegative
    new_compound: NotNegative
    old_compound: NotNegative
    three_no: NotNegative
    village: NotNegative
    enterprise_housing: NotNegative
    industrial: NotNegative
    commercial: NotNegative
    school: NotNegative
    open: NotNegative


class PerKind(PerCode):
    """One number for each kind of enterprise, codes 0..8."""

    complex: NotNegative
    factory: NotNegative
    office: NotNegative
    shop: NotNegative
    market: NotNegative
    school: NotNegative
    transit: NotNegative
    hospital: NotNegative
    property: NotNegative


class Spread(Part):
    """A number that differs from person to person: normal, cut to 0..1."""

    mean: Share
    sd: NotNegative


class Normal(Part):
    """A number of years that differs from family to family: normal."""

    mean: float
    sd: NotNegative
