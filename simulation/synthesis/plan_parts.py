"""What plans are made of: kinds of numbers, and one number for each of a list of types."""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from ..engine.quantities import Age, Checked, Density, Metres, Number, Share, Weight, Whole, Years

Positive = Annotated[Weight, Field(gt=0)]
Extent = Annotated[Metres, Field(gt=0)]
Power = Annotated[Whole, Field(ge=1, le=10)]  # how steeply attraction falls with distance
ByAge = Annotated[tuple[tuple[Age, Weight], ...], Field(min_length=1, max_length=121)]  # (from age, weight)
Point = tuple[Share, Share]
Day = Annotated[str, Field(pattern="^[HWTA]{24}$")]  # one letter an hour: home, work, third place, away


class Part(Checked):
    """A part of the plan: frozen, complete, without unknown keys."""


class PerCode(Part):
    """One number for each of a fixed list of codes; the fields' order is the order of the codes."""

    first_code: ClassVar[int] = 0

    @property
    def by_code(self) -> np.ndarray:
        """The numbers indexed by code; (first_code + n_fields,)."""
        return np.array([0.0] * self.first_code + list(self.model_dump().values()))


class PerNtype[N: float](PerCode):
    """One number for each neighbourhood type, codes 1..10."""

    first_code: ClassVar[int] = 1

    acquaintance: N
    new_compound: N
    old_compound: N
    three_no: N
    village: N
    enterprise_housing: N
    industrial: N
    commercial: N
    school: N
    open: N


class PerKind[N: float](PerCode):
    """One number for each kind of enterprise, codes 0..8."""

    complex: N
    factory: N
    office: N
    shop: N
    market: N
    school: N
    transit: N
    hospital: N
    property: N


class Spread(Part):
    """A number that differs from person to person: normal, cut to 0..1."""

    mean: Share
    sd: Share


class Normal(Part):
    """A number of years that differs from family to family: normal."""

    mean: Annotated[Number, Field(ge=-50, le=80)]
    sd: Years


WeightPerNtype = PerNtype[Weight]
SharePerNtype = PerNtype[Share]
YearsPerNtype = PerNtype[Years]
DensityPerNtype = PerNtype[Density]
WeightPerKind = PerKind[Weight]
DensityPerKind = PerKind[Density]
