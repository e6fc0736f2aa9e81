"""The plan of a district: every number from which a synthetic district is made. Values live in configs/district."""

from __future__ import annotations

from pydantic import Field

from ..engine.quantities import Number, Persons, Whole
from .plan_land import Grids, Industry, Street, Types, Valley
from .plan_parts import Part
from .plan_people import AgeGroup, Households, Routines, Ties, Traits, Work


class MapPlan(Part):
    """Maps that were read and checked; without them the land is a synthetic valley."""

    folder: str = Field(description="folder of the checked maps, beside the file of the district")
    digest: str = Field(description="what the maps in that folder were when they were checked")


class DistrictPlan(Part):
    """Every number of a synthetic district."""

    name: str
    geography: str = Field(description="how true the map is")
    population: Whole = Field(ge=100, le=2_000_000)
    reference_residents: Whole = Field(
        ge=100, le=100_000_000, description="counts and the extent in this plan are for so many residents"
    )
    rural_residents: Persons = Field(description="of reference_residents")
    area_side_m: Number = Field(ge=10, le=5_000)
    street_residents: Persons = Field(ge=1, description="there are no more streets than population / this")
    map: MapPlan | None = Field(default=None, description="real boundary and units; none: a synthetic valley")
    valley: Valley
    streets: tuple[Street, ...] = Field(min_length=1, max_length=1_000)
    industry: Industry
    grids: Grids
    types: Types
    ages: tuple[AgeGroup, ...] = Field(min_length=1, max_length=101)
    households: Households
    traits: Traits
    work: Work
    ties: Ties
    routines: Routines

    @property
    def scale(self) -> float:
        """Residents relative to the reference."""
        return self.population / self.reference_residents

    def count(self, reference: float) -> int:
        """A count of the plan for this district's population."""
        return int(reference * self.population / self.reference_residents + 0.5)
