"""What a calendar is made of; values in configs/calendar. Every part can be switched off."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from ..engine.quantities import Checked, Days, Number, Share, Whole

MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
DayOfMonth = Annotated[Whole, Field(ge=1, le=28)]
Degrees = Annotated[Number, Field(ge=-180, le=180)]
Celsius = Annotated[Number, Field(ge=-60, le=60)]
DaysOfMonth = Annotated[Number, Field(ge=0, le=28)]
Name = Annotated[str, Field(max_length=40)]


class Season(Checked):
    """From a day of the year to another, both included; over the turn of the year where the first is later."""

    first: MonthDay
    last: MonthDay

    def has(self, day: date) -> bool:
        """Whether a date falls into it."""
        here = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


class Festival(Checked):
    """The holiday for which people go home to where they are registered."""

    name: Name = Field(description="of its first day, as the public holidays call it; empty for none")
    days_before: Days = Field(le=60, description="days before it at which those who stay long have left")
    days_after: Days = Field(le=60, description="days after it until they are back")
    leave_same_county: Share = Field(description="share of households registered elsewhere in the county who leave")
    leave_same_province: Share = Field(description="the same for elsewhere in the province")
    leave_other_province: Share = Field(description="the same for other provinces")
    long_share: Share = Field(description="share of those who leave who stay away for all these days")


class Schools(Checked):
    """Holidays of schools and of the campus."""

    days_before_festival: Days = Field(le=60, description="days before the festival on which they begin")
    days_after_festival: Days = Field(le=60, description="days after it until which they last")
    summer: Season
    routines: tuple[Name, ...] = Field(description="routines that have a Saturday instead of a school day")
    campus: tuple[Name, ...] = Field(description="routines of those who leave the district in holidays")


class Sun(Checked):
    """Where the sun rises and sets."""

    latitude_deg: Degrees = Field(ge=-66, le=66)
    longitude_deg: Degrees
    meridian_deg: Degrees = Field(description="of the clock's time zone")


class Climate(Checked):
    """What the weather of a month is like; January first."""

    temperature_c: tuple[Celsius, ...] = Field(min_length=12, max_length=12, description="mean of the month")
    temperature_sd_c: Number = Field(ge=0, le=20, description="spread of days around it")
    temperature_persistence: Share = Field(lt=1, description="correlation of one day's difference with the next one's")
    foul_days: tuple[DaysOfMonth, ...] = Field(min_length=12, max_length=12, description="days of rain, snow or dust")
    foul_persistence: Share = Field(lt=1, description="how much more likely foul weather is after a foul day")
    indoors_share: Share = Field(description="share of residents who stay at home instead of going out on such a day")


class PayDays(Checked):
    """When wages and debts are due."""

    days_of_month: tuple[DayOfMonth, ...]
    days: Days = Field(le=28, description="days for which one waits for it")
    before_festival_days: Days = Field(le=60, description="days before the festival in which the year's are due")


class Switches(Checked):
    """Parts of the calendar that act."""

    public_holidays: bool
    travel: bool
    school_holidays: bool
    daylight: bool
    weather: bool
    heating: bool
    pay_days: bool


class CalendarPlan(Checked):
    """The days of a run."""

    start_date: date = Field(description="date of the first day of a run: 2024-01-01")
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = Field(
        description="whose public holidays: a two-letter code"
    )
    subdivision: Annotated[str, Field(max_length=20)] = Field(description="of the country, such as ENG; empty for none")
    switches: Switches
    festival: Festival
    schools: Schools
    sun: Sun
    climate: Climate
    heating: Season
    pay_days: PayDays

    @field_validator("start_date", mode="before")
    @classmethod
    def _written_out(cls, value: object) -> object:
        """Only dates as people write them, no numbers of seconds. Raises ValueError."""
        if isinstance(value, str | date):
            return value
        raise ValueError("a date is needed, such as 2024-01-01")

    @field_validator("start_date")
    @classmethod
    def _in_range(cls, value: date) -> date:
        if not 1950 <= value.year <= 2080:
            raise ValueError("the year must be 1950 to 2080")
        return value

    @field_validator("country")
    @classmethod
    def _known(cls, value: str) -> str:
        from .dates import countries

        if value not in countries():
            raise ValueError(f"no public holidays are known for {value!r}; take a code such as CN or GB")
        return value
