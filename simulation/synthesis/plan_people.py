"""The plan of the people: ages, households, traits, work, ties and routines."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from ..engine.quantities import Age, Count, Factor, LogSpread, Number, Persons, Share, Weight, Whole, Years
from ..town import ENTERPRISE_KINDS
from .plan_parts import ByAge, Day, DensityPerKind, Extent, Normal, Part, Positive, Power, Spread, WeightPerKind


def _rise(ages: tuple[int, int]) -> tuple[int, int]:
    if ages[0] > ages[1]:
        raise ValueError(f"the youngest, {ages[0]}, is older than the oldest, {ages[1]}")
    return ages


AgeRange = Annotated[tuple[Age, Age], AfterValidator(_rise)]
Rooms = Annotated[Number, Field(gt=0, le=10_000)]
Change = Annotated[Number, Field(ge=-1, le=1)]


class AgeGroup(Part):
    """Residents of one group of ages, for reference_residents."""

    from_age: Age = Field(ge=0, le=100)
    male: Persons
    female: Persons


class Households(Part):
    """Family and collective households, for reference_residents; `collective` counts persons."""

    family: Persons = Field(gt=0)
    one_person: Persons
    one_generation: Persons = Field(description="one-person households included")
    two_generations: Persons
    collective: Persons
    one_parent_share: Share = Field(description="of families with children of any age at home")
    mother_share: Share = Field(description="of one-parent families, led by the mother")
    second_grandparent_share: Share = Field(description="of three-generation households, with two grandparents")
    third_child_share: Share = Field(description="of children beyond the first, third ones")
    adult_child_weight: ByAge = Field(description="(from age, living with parents)")
    partner_weight: ByAge = Field(description="(from age, woman living as a couple)")
    mother_older: Normal = Field(description="years between mother and child")
    husband_older: Normal = Field(description="years between husband and wife")
    sibling_apart: Years = Field(description="sd of the years between siblings")
    room: Whole = Field(gt=0, le=255, description="most people in a room of a dormitory")
    student_share: Share = Field(description="of collective residents, students; the others are workers")
    student_ages: AgeRange = Field(description="youngest and oldest")
    student_male_share: Share
    worker_ages: AgeRange
    worker_male_share: Share
    student_rooms_per_area: Rooms
    worker_rooms_per_area: Rooms


class Traits(Part):
    """Registration, wealth and temper."""

    same_county: Persons = Field(description="registered elsewhere in the county, for reference_residents")
    same_province: Persons
    other_province: Persons
    single_newcomer: Positive = Field(description="weight of newcomers among one-person households")
    renter_share: Share = Field(description="of family households")
    newcomer_renter: Positive = Field(description="weight of renting for households registered elsewhere")
    young_renter: Positive = Field(description="the same where the householder is under 35")
    car_share: Share
    ebike_share: Share
    family_car: Positive = Field(description="weight of a car where there are two adults of working age or more")
    goods_log_sd: LogSpread
    legal: Spread
    trust: Spread
    safety: Spread
    newcomer_trust: Change = Field(description="added to trust when registered in another county or province")
    schooling_legal: Change = Field(description="added to legal consciousness under 45, taken off over 60")
    rural_trust: Change = Field(description="added to trust in villages")
    special_male: Positive = Field(description="weight of men in correction, among the released and drug users")
    correction_share: Share
    released_share: Share
    drugs_share: Share
    illness_share: Share
    youth_share: Share = Field(description="youth at risk, share of all residents")


class Sector(Part):
    """A branch of industry; `persons` is its weight, `kinds` those of its enterprises, `away_share` works outside."""

    persons: Persons
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
    profile: tuple[tuple[Age, Weight, Weight], ...] = Field(description="(from age, men, women) weights")
    sectors: dict[str, Sector]
    per_1000: DensityPerKind = Field(description="enterprises per 1,000 residents; shops: one a shopping area")
    size_exponent: WeightPerKind = Field(description="of the Pareto distribution of employees; 0 where all are alike")
    largest_times: Number = Field(
        ge=1, le=1e6, description="largest over smallest enterprise of a kind, the complex excepted"
    )
    commute_m: Extent = Field(description="distance at which a work place is half as attractive")
    commute_power: Power = Field(description="how steeply attraction falls with distance")
    school_m: Extent = Field(description="the same for schools")
    errand_m: Extent = Field(description="the same for shopping")
    local_power: Power = Field(description="how steeply schools and shops lose attraction with distance")
    market_pull: Factor = Field(description="a market counts as this many shops for errands")
    park_pull: Factor
    guards_least: WeightPerKind
    guards_per_1000: DensityPerKind = Field(description="guards on duty per 1,000 employees")
    goods: WeightPerKind
    goods_log_sd: LogSpread


class Ties(Part):
    """Whom residents know, in the order of asking; slots add up to N_TIES."""

    neighbours: Count
    kin: Count
    colleagues: Count
    newcomer_keeps: Share = Field(description="chance of each tie for those registered in another county or province")


Choice = dict[str, Weight]  # routine: weight


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
