"""The plan of the land: valley, streets, industry, base grids and neighbourhood types."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from .plan_parts import Count, NotNegative, Part, PerNtype, Point, Positive, PositiveCount, Share

KINDS_OF_STREET = "^(subdistrict|town|township)$"


class Valley(Part):
    """The land. Places are shares of the map's width and height, lengths across the valley shares of its height."""

    extent_km: tuple[Positive, Positive] = Field(description="width and height for reference_residents")
    least_extent_km: tuple[Positive, Positive] = Field(description="width and height of the smallest map")
    river: tuple[Point, ...] = Field(min_length=2, description="course from the western to the eastern edge")
    river_width_m: Positive
    south_floor: tuple[Point, ...] = Field(min_length=2, description="(place, width) of flat land south of the river")
    north_floor: tuple[Point, ...] = Field(min_length=2, description="(place, width) of flat land north of the river")
    roughness_m: NotNegative = Field(description="how far the edge of the flat land wanders")
    slope_cost: NotNegative = Field(description="metres of flat distance one metre up a slope is worth to builders")
    bridges: tuple[Share, ...]
    tableland_m: Positive = Field(description="radius of a tableland for reference_residents")
    village_reach_m: Positive = Field(description="villages lie within this distance of their town, same residents")
    village_slope_m: NotNegative = Field(description="villages lie at most so far above the flat land")
    fringe: Count = Field(description="squares of open land kept around everything built")


class Street(Part):
    """A street or town (街道/镇/乡): name, place and what belongs to it."""

    name: str
    name_zh: str
    kind: str = Field(pattern=KINDS_OF_STREET)
    x: Share
    y: Share
    urban_residents: NotNegative = Field(description="weight: how the urban residents are shared among streets")
    communities: tuple[str, ...]
    villages: tuple[str, ...]
    tableland: bool = Field(description="lies on a tableland above the valley floor")


class Site(Part):
    """A site of industry; `areas` is its size for reference_residents, `stretch` its length over its width."""

    x: Share
    y: Share
    areas: Positive
    stretch: Positive


class Industry(Part):
    """Where the plants are; the first site is the dominant complex."""

    sites: tuple[Site, ...] = Field(min_length=1)
    belt_m: NotNegative = Field(description="no housing within this distance of the complex")
    complex_employees: Positive = Field(description="for reference_residents")


class GridNorm(Part):
    """Households in a base grid."""

    least: PositiveCount
    norm: Positive
    most: PositiveCount


class Grids(Part):
    """How the base grids and what lies across them are drawn."""

    urban: GridNorm
    rural: GridNorm
    most_per_community: PositiveCount = Field(description="a community with more grids is divided")
    circle_residents: Positive = Field(description="residents in a patrol circle")
    station_residents: Positive = Field(description="residents served by a police station")


class Pull(Part):
    """What draws a type of housing to a place; weights of closeness (0..1) and of chance."""

    industry: float
    avenue: float
    old_town: float
    chance: NotNegative


class Types(Part):
    """What neighbourhood types are like."""

    share_of_households: PerNtype = Field(description="of urban family households")
    households_per_area: PerNtype
    gate: PerNtype
    property_guard: PerNtype
    efficacy: PerNtype
    attraction: PerNtype
    shops: PerNtype = Field(description="shops in an area")
    managed_share: PerNtype = Field(description="share of areas managed by a property company")
    older_years: PerNtype = Field(description="how much older householders are than in the youngest type")
    older_sd_years: NotNegative = Field(description="sd of the ages of householders within a type, for sorting")
    newcomers: PerNtype = Field(description="weight of living there for households registered elsewhere")
    renters: PerNtype = Field(description="weight of renting")
    plant_workers: PerNtype = Field(description="weight of working in manufacturing")
    pull: dict[str, Pull] = Field(description="what draws a type; types in order of who chooses first")
    spread: Share = Field(description="relative spread of gate, guard, efficacy, attraction and shops among areas")
    old_town: Point
    pull_m: Positive = Field(description="distance at which the pull of plants is half as strong")
    avenue_m: Positive = Field(description="distance at which the pull of an avenue is half as strong")
    patch_m: Positive = Field(description="extent of a patch of one type that chance makes")
    park_share: Share = Field(description="parks and squares, share of the areas of a town")

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        total = sum(self.share_of_households.model_dump().values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"share_of_households adds up to {total:.4f}; it must be 1")
        return self
