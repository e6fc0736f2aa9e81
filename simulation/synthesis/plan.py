"""The plan of a district: every number from which a synthetic district is made. Values live in configs/district."""

from __future__ import annotations

from typing import Annotated, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..town import ENTERPRISE_KINDS

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Point = tuple[float, float]
Day = Annotated[str, Field(pattern="^[HWTA]{24}$")]  # one letter an hour: home, work, third place, away
KINDS_OF_STREET = "^(subdistrict|town|township)$"


class Part(BaseModel):
    """A part of the plan: frozen, complete, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PerNtype(Part):
    """One number for each neighbourhood type; the fields' order is the order of the codes 1..10."""

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

    @property
    def by_code(self) -> np.ndarray:
        """The numbers indexed by `ntype`; (11,), code 0 is unused."""
        return np.array([0.0, *self.model_dump().values()])


class PerKind(Part):
    """One number for each kind of enterprise; the fields' order is the order of the codes."""

    complex: NotNegative
    factory: NotNegative
    office: NotNegative
    shop: NotNegative
    market: NotNegative
    school: NotNegative
    transit: NotNegative
    hospital: NotNegative
    property: NotNegative

    @property
    def by_code(self) -> np.ndarray:
        """The numbers indexed by `kind`; (9,)."""
        return np.array(list(self.model_dump().values()))


class Spread(Part):
    """A number that differs from person to person: normal, cut to 0..1."""

    mean: Share
    sd: NotNegative


class Normal(Part):
    """A number of years that differs from family to family: normal."""

    mean: float
    sd: NotNegative


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
    fringe: int = Field(ge=0, description="squares of open land kept around everything built")


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

    least: int = Field(gt=0)
    norm: Positive
    most: int = Field(gt=0)


class Grids(Part):
    """How the base grids and what lies across them are drawn."""

    urban: GridNorm
    rural: GridNorm
    most_per_community: int = Field(gt=0, description="a community with more grids is divided")
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


class AgeGroup(Part):
    """Residents of one group of ages, for reference_residents."""

    from_age: int = Field(ge=0, le=100)
    male: NotNegative
    female: NotNegative


class Households(Part):
    """Family and collective households, for reference_residents; `collective` counts persons."""

    family: Positive
    one_person: NotNegative
    one_generation: NotNegative = Field(description="one-person households included")
    two_generations: NotNegative
    collective: NotNegative
    one_parent_share: Share = Field(description="of families with children of any age at home")
    mother_share: Share = Field(description="of one-parent families, led by the mother")
    second_grandparent_share: Share = Field(description="of three-generation households, with two grandparents")
    third_child_share: Share = Field(description="of children beyond the first, third ones")
    adult_child_weight: tuple[tuple[int, NotNegative], ...] = Field(description="(from age, living with parents)")
    partner_weight: tuple[tuple[int, NotNegative], ...] = Field(description="(from age, woman living as a couple)")
    mother_older: Normal = Field(description="years between mother and child")
    husband_older: Normal = Field(description="years between husband and wife")
    sibling_apart: NotNegative = Field(description="sd of the years between siblings")
    room: int = Field(gt=0, le=255, description="most people in a room of a dormitory")
    student_share: Share = Field(description="of collective residents, students; the others are workers")
    student_ages: tuple[int, int] = Field(description="youngest and oldest")
    student_male_share: Share
    worker_ages: tuple[int, int]
    worker_male_share: Share
    student_rooms_per_area: Positive
    worker_rooms_per_area: Positive


class Traits(Part):
    """Registration, wealth and temper."""

    same_county: NotNegative = Field(description="registered elsewhere in the county, for reference_residents")
    same_province: NotNegative
    other_province: NotNegative
    single_newcomer: Positive = Field(description="weight of newcomers among one-person households")
    renter_share: Share = Field(description="of family households")
    newcomer_renter: Positive = Field(description="weight of renting for households registered elsewhere")
    young_renter: Positive = Field(description="the same where the householder is under 35")
    car_share: Share
    ebike_share: Share
    family_car: Positive = Field(description="weight of a car where there are two adults of working age or more")
    goods_log_sd: NotNegative
    legal: Spread
    trust: Spread
    safety: Spread
    newcomer_trust: float = Field(description="added to trust when registered in another county or province")
    schooling_legal: float = Field(description="added to legal consciousness under 45, taken off over 60")
    rural_trust: float = Field(description="added to trust in villages")
    special_male: Positive = Field(description="weight of men in correction, among the released and drug users")
    correction_share: Share
    released_share: Share
    drugs_share: Share
    illness_share: Share
    youth_share: Share = Field(description="youth at risk, share of all residents")


class Sector(Part):
    """A branch of industry; `persons` is its weight, `kinds` those of its enterprises, `away_share` works outside."""

    persons: NotNegative
    kinds: tuple[str, ...]
    away_share: Share

    @model_validator(mode="after")
    def _known_kinds(self) -> Self:
        unknown = set(self.kinds) - set(ENTERPRISE_KINDS)
        if unknown:
            raise ValueError(f"unknown kinds of enterprise {sorted(unknown)}; allowed are {ENTERPRISE_KINDS}")
        return self


class Work(Part):
    """Who works where."""

    employed_share: Share = Field(description="of residents aged 15 and over")
    profile: tuple[tuple[int, NotNegative, NotNegative], ...] = Field(description="(from age, men, women) weights")
    sectors: dict[str, Sector]
    per_1000: PerKind = Field(description="enterprises per 1,000 residents; shops: one a shopping area")
    size_exponent: PerKind = Field(description="of the Pareto distribution of employees; 0 where all are alike")
    largest_times: Positive = Field(description="largest over smallest enterprise of a kind, the complex excepted")
    commute_m: Positive = Field(description="distance at which a work place is half as attractive")
    commute_power: int = Field(ge=1, description="how steeply attraction falls with distance")
    school_m: Positive = Field(description="the same for schools")
    errand_m: Positive = Field(description="the same for shopping")
    local_power: int = Field(ge=1, description="how steeply schools and shops lose attraction with distance")
    market_pull: NotNegative = Field(description="a market counts as this many shops for errands")
    park_pull: NotNegative
    guards_least: PerKind
    guards_per_1000: PerKind = Field(description="guards on duty per 1,000 employees")
    goods: PerKind
    goods_log_sd: NotNegative


class Ties(Part):
    """Whom residents know, in the order of asking; slots add up to N_TIES."""

    neighbours: int = Field(ge=0)
    kin: int = Field(ge=0)
    colleagues: int = Field(ge=0)
    newcomer_keeps: Share = Field(description="chance of each tie for those registered in another county or province")


Choice = dict[str, NotNegative]  # routine: weight


class Followers(Part):
    """Which routines people of each standing follow; employees are named by the kind of their enterprise."""

    infant: Choice
    pupil: Choice
    student: Choice
    farmer: Choice
    away: Choice
    retired: Choice
    at_home: Choice
    youth: Choice
    complex: Choice
    factory: Choice
    office: Choice
    shop: Choice
    market: Choice
    school: Choice
    transit: Choice
    hospital: Choice
    property: Choice


class Routines(Part):
    """Weekly timetables, and which of them people of each standing follow (weights)."""

    weeks: dict[str, tuple[Day, ...]] = Field(description="7 days from Monday, or workday, Saturday, Sunday")
    followed_by: Followers

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for name, days in self.weeks.items():
            if len(days) not in (3, 7):
                raise ValueError(f"routine {name} has {len(days)} days; give 3 (workday, Saturday, Sunday) or 7")
        for standing, choice in self.followed_by.model_dump().items():
            if unknown := set(choice) - set(self.weeks):
                raise ValueError(f"{standing} follow unknown routines {sorted(unknown)}")
        return self


class DistrictPlan(Part):
    """Every number of a synthetic district."""

    name: str
    geography: str = Field(description="how true the map is")
    population: int = Field(ge=100, le=2_000_000)
    reference_residents: int = Field(gt=0, description="counts and the extent in this plan are for so many residents")
    rural_residents: NotNegative = Field(description="of reference_residents")
    area_side_m: Positive
    street_residents: Positive = Field(description="there are no more streets than population / this")
    valley: Valley
    streets: tuple[Street, ...] = Field(min_length=1)
    industry: Industry
    grids: Grids
    types: Types
    ages: tuple[AgeGroup, ...]
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
