"""The plan of the land: valley, streets, industry, base grids and neighbourhood types."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from ..engine.quantities import Factor, LogSpread, Metres, Number, Persons, Share, Weight, Whole, Years
from .plan_parts import (
    DensityPerNtype,
    Extent,
    Part,
    Point,
    SharePerNtype,
    WeightPerNtype,
    YearsPerNtype,
)

KINDS_OF_STREET = "^(subdistrict|town|township)$"
Kilometres = Annotated[Number, Field(gt=0, le=200)]
Fringe = Annotated[Whole, Field(ge=0, le=50)]
Squares = Annotated[Number, Field(gt=0, le=10_000)]
Stretch = Annotated[Number, Field(ge=0.05, le=20)]
Households = Annotated[Whole, Field(ge=1, le=100_000)]
Served = Annotated[Persons, Field(ge=100)]  # residents for whom there is one
Closeness = Annotated[Number, Field(ge=-100, le=100)]


class Valley(Part):
    """The land. Places are shares of the map's width and height, lengths across the valley shares of its height."""

    extent_km: tuple[Kilometres, Kilometres] = Field(description="width and height for reference_residents")
    least_extent_km: tuple[Kilometres, Kilometres] = Field(description="width and height of the smallest map")
    river: tuple[Point, ...] = Field(
        min_length=2, max_length=1_000, description="course from the western to the eastern edge"
    )
    river_width_m: Extent
    south_floor: tuple[Point, ...] = Field(
        min_length=2, max_length=1_000, description="(place, width) of flat land south of the river"
    )
    north_floor: tuple[Point, ...] = Field(
        min_length=2, max_length=1_000, description="(place, width) of flat land north of the river"
    )
    roughness_m: Metres = Field(description="how far the edge of the flat land wanders")
    slope_cost: Factor = Field(description="metres of flat distance one metre up a slope is worth to builders")
    bridges: tuple[Share, ...]
    tableland_m: Extent = Field(description="radius of a tableland for reference_residents")
    village_reach_m: Extent = Field(description="villages lie within this distance of their town, same residents")
    village_slope_m: Metres = Field(description="villages lie at most so far above the flat land")
    fringe: Fringe = Field(description="squares of open land kept around everything built")


class Street(Part):
    """A street or town (街道/镇/乡): name, place and what belongs to it."""

    name: str
    name_zh: str
    kind: str = Field(pattern=KINDS_OF_STREET)
    x: Share
    y: Share
    urban_residents: Persons = Field(description="weight: how the urban residents are shared among streets")
    communities: tuple[str, ...]
    villages: tuple[str, ...]
    tableland: bool = Field(description="lies on a tableland above the valley floor")


class Site(Part):
    """A site of industry; `areas` is its size for reference_residents, `stretch` its length over its width."""

    x: Share
    y: Share
    areas: Squares
    stretch: Stretch


class Industry(Part):
    """Where the plants are; the first site is the dominant complex, if there is one."""

    sites: tuple[Site, ...] = Field(min_length=1, max_length=100)
    belt_m: Metres = Field(description="no housing within this distance of the complex")
    complex_employees: Persons = Field(
        description="for reference_residents; 0: there is no complex, and factories share every site"
    )

    @property
    def has_complex(self) -> bool:
        """Whether one plant dominates the district."""
        return self.complex_employees > 0


class GridNorm(Part):
    """Households in a base grid."""

    least: Households
    norm: Number = Field(ge=1, le=100_000)
    most: Households

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.least <= self.norm <= self.most:
            raise ValueError(f"least {self.least}, norm {self.norm:g} and most {self.most} must rise in this order")
        return self


class Grids(Part):
    """How the base grids and what lies across them are drawn."""

    urban: GridNorm
    rural: GridNorm
    most_per_community: Whole = Field(ge=1, le=1_000, description="a community with more grids is divided")
    circle_residents: Served = Field(description="residents in a patrol circle")
    station_residents: Served = Field(description="residents served by a police station")


class Pull(Part):
    """What draws a type of housing to a place; weights of closeness (0..1) and of chance."""

    industry: Closeness
    avenue: Closeness
    old_town: Closeness
    chance: Weight


class Types(Part):
    """What neighbourhood types are like."""

    share_of_households: SharePerNtype = Field(description="of urban family households")
    households_per_area: DensityPerNtype
    gate: SharePerNtype
    property_guard: WeightPerNtype
    efficacy: WeightPerNtype
    attraction: WeightPerNtype
    shops: DensityPerNtype = Field(description="shops in an area")
    managed_share: SharePerNtype = Field(description="share of areas managed by a property company")
    older_years: YearsPerNtype = Field(description="how much older householders are than in the youngest type")
    older_sd_years: Years = Field(description="sd of the ages of householders within a type, for sorting")
    newcomers: WeightPerNtype = Field(description="weight of living there for households registered elsewhere")
    renters: WeightPerNtype = Field(description="weight of renting")
    plant_workers: WeightPerNtype = Field(description="weight of working in manufacturing")
    pull: dict[str, Pull] = Field(description="what draws a type; types in order of who chooses first")
    spread: Share = Field(description="relative spread of gate, guard, efficacy, attraction and shops among areas")
    attraction_log_sd: LogSpread = Field(
        description="lasting differences between areas in what they offer thieves: spread of the logarithm (3.5 flag)"
    )
    old_town: Point
    pull_m: Extent = Field(description="distance at which the pull of plants is half as strong")
    avenue_m: Extent = Field(description="distance at which the pull of an avenue is half as strong")
    patch_m: Extent = Field(description="extent of a patch of one type that chance makes")
    park_share: Share = Field(description="parks and squares, share of the areas of a town")

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        total = sum(self.share_of_households.model_dump().values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"share_of_households adds up to {total:.4f}; it must be 1")
        return self
