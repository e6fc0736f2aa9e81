"""Sun and weather: against almanacs and the climate they are drawn from."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from govsim.simulation.calendar import sky
from govsim.simulation.calendar.book import Calendar
from govsim.simulation.calendar.days import is_dark
from govsim.simulation.calendar.plan import CalendarPlan, Sun
from govsim.simulation.engine.randomness import Draws
from tests.lab import part

PLAN: CalendarPlan = part("calendar", "calendar=lanzhou")
YEARS = 30


@pytest.mark.parametrize(("place", "day", "dawn", "dusk"), [  # almanacs: London in GMT, Nairobi near the equator
    ((51.5, -0.1, 0), date(2024, 6, 20), 3 + 43 / 60, 20 + 21 / 60),
    ((51.5, -0.1, 0), date(2024, 12, 21), 8 + 4 / 60, 15 + 53 / 60),
    ((-1.3, 36.8, 45), date(2024, 3, 20), 6 + 35 / 60, 18 + 42 / 60),
])  # fmt: skip
def test_the_sun_rises_and_sets_as_in_the_almanac(place, day, dawn, dusk):
    latitude, longitude, meridian = place
    found = sky.light_of(Sun(latitude_deg=latitude, longitude_deg=longitude, meridian_deg=meridian), day)
    assert found == pytest.approx((dawn, dusk), abs=4 / 60)


def test_days_are_longest_in_june_and_as_long_as_nights_at_the_equinox():
    length = {day: np.subtract(*sky.light_of(PLAN.sun, day)[::-1]) for day in days_of(2024)}
    assert max(length, key=length.__getitem__).month == 6
    assert min(length, key=length.__getitem__).month == 12
    assert length[date(2024, 3, 20)] == pytest.approx(12, abs=0.25)


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range(365)]


def test_it_is_dark_before_dawn_and_from_dusk_on():
    days = Calendar(PLAN, Draws(1)).days
    dawn, dusk = days["dawn_h"][1], days["dusk_h"][1]
    at = [24.0, 24 + dawn - 0.01, 24 + dawn + 0.001, 36.0, 24 + dusk - 0.01, 24 + dusk + 0.001, 47.9]
    assert [bool(is_dark(days, time_h)) for time_h in at] == [True, True, False, False, False, True, True]


@pytest.fixture(scope="module")
def weather() -> tuple[np.ndarray, np.ndarray]:
    """Months, and the days of many years."""
    calendar = Calendar(PLAN, Draws(3))
    calendar.reach(365 * YEARS)
    days = calendar.days[: 365 * YEARS]
    return np.array([calendar.date_of(n).month for n in range(days.size)]), days


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_as_warm_and_foul_as_their_climate(weather, month):
    months, days = weather
    here = days[months == month]
    inflation = (1 + PLAN.climate.temperature_persistence) / (1 - PLAN.climate.temperature_persistence)
    error_c = PLAN.climate.temperature_sd_c * (inflation / here.size) ** 0.5
    # a month's mean of lines between mid-months is not quite its normal: a quarter of the bend between neighbours
    t = PLAN.climate.temperature_c
    bend = (t[month - 2] + t[month % 12] - 2 * t[month - 1]) / 8
    assert abs(here["temperature_c"].mean() - t[month - 1] - bend) < 4 * error_c + 0.2
    share = PLAN.climate.foul_days[month - 1] / sky.days_in_month(date(2023, month, 1))
    stays = PLAN.climate.foul_persistence
    error = (share * (1 - share) / here.size * (1 + stays) / (1 - stays)) ** 0.5
    assert abs(here["foul"].mean() - share) < 4 * error + 0.01


def test_weather_stays_as_long_as_its_persistence_says(weather):
    months, days = weather
    for values, stays in (
        (days["foul"], PLAN.climate.foul_persistence), (days["temperature_c"], PLAN.climate.temperature_persistence),
    ):  # fmt: skip
        by_month = np.array([values[months == m].mean() for m in range(1, 13)])
        odd = values - by_month[months - 1]
        assert np.corrcoef(odd[:-1], odd[1:])[0, 1] == pytest.approx(stays, abs=0.05)


def test_weather_is_luck_of_the_seed_and_can_be_switched_off():
    other = Calendar(PLAN, Draws(4)).days
    assert (other["foul"] != Calendar(PLAN, Draws(3)).days["foul"]).any()
    assert (other == Calendar(PLAN, Draws(4)).days).all()
    still = Calendar(part("calendar", "calendar=flat"), Draws(4)).days
    assert not still["foul"].any()
    assert np.ptp(still["temperature_c"]) == np.ptp(still["dusk_h"]) == np.ptp(still["heating"]) == 0
