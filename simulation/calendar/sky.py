"""Sun and weather of days. Source of the sun's course: Spencer (1971); of the weather: see the plan."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from ..engine.numerics import normal_quantile
from ..engine.randomness import Draws
from .plan import Climate, Sun

SUNSET_ALTITUDE_DEG = -0.833  # of the sun's centre: refraction and its radius
FIXED_LIGHT = (6.0, 19.0)  # dawn and dusk where the seasons of light are switched off
MINUTES_PER_DEGREE, MINUTES_PER_HOUR = 4, 60
FOUL, ANOMALY = 0, 1  # draw slots


def light_of(sun: Sun, day: date) -> tuple[float, float]:
    """Dawn and dusk, hours of the clock, to whole minutes so that no machine's cosine matters."""
    turn = 2 * math.pi * (day.timetuple().tm_yday - 1) / 365
    declination = (
        0.006918 - 0.399912 * math.cos(turn) + 0.070257 * math.sin(turn) - 0.006758 * math.cos(2 * turn)
        + 0.000907 * math.sin(2 * turn) - 0.002697 * math.cos(3 * turn) + 0.00148 * math.sin(3 * turn)
    )  # fmt: skip
    equation_min = 229.18 * (
        0.000075 + 0.001868 * math.cos(turn) - 0.032077 * math.sin(turn) - 0.014615 * math.cos(2 * turn)
        - 0.040849 * math.sin(2 * turn)
    )  # fmt: skip
    latitude, altitude = math.radians(sun.latitude_deg), math.radians(SUNSET_ALTITUDE_DEG)
    cosine = (math.sin(altitude) - math.sin(latitude) * math.sin(declination)) / (
        math.cos(latitude) * math.cos(declination)
    )
    half_min = MINUTES_PER_DEGREE * math.degrees(math.acos(min(1.0, max(-1.0, cosine))))
    noon_min = 12 * MINUTES_PER_HOUR + MINUTES_PER_DEGREE * (sun.meridian_deg - sun.longitude_deg) - equation_min
    return round(noon_min - half_min) / MINUTES_PER_HOUR, round(noon_min + half_min) / MINUTES_PER_HOUR


def foul_share(climate: Climate, day: date) -> float:
    """Share of such days on which the weather is foul."""
    return climate.foul_days[day.month - 1] / days_in_month(day)


def days_in_month(day: date) -> int:
    """Days of a date's month."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - day.replace(day=1)).days


def usual_c(climate: Climate, day: date) -> float:
    """Temperature to expect: a straight line between the middles of two months."""
    at = (day.day - 0.5) / days_in_month(day) - 0.5
    here, other = day.month - 1, (day.month - 1 + (1 if at >= 0 else -1)) % 12
    return climate.temperature_c[here] + abs(at) * (climate.temperature_c[other] - climate.temperature_c[here])


def mean_c(climate: Climate) -> float:
    """Mean temperature of the year."""
    return sum(climate.temperature_c) / len(climate.temperature_c)


def luck_of(draws: Draws, first: int, beyond: int) -> tuple[np.ndarray, np.ndarray]:
    """Draws for the weather of days `first` to `beyond`, the day's number as address: uniform and standard normal."""
    days = np.arange(first, beyond)
    return (
        draws.uniform("weather", days, 0, FOUL),
        normal_quantile(draws.uniform("weather", days, 0, ANOMALY)),
    )


def next_weather(
    climate: Climate, day: date, before: tuple[bool, float] | None, u: float, z: float
) -> tuple[bool, float]:
    """Whether a day is foul, and its temperature's difference from the usual, degrees.

    `before`: the same of the day before, None for the first day, which is drawn from the long run.
    """
    share, sd, stays = foul_share(climate, day), climate.temperature_sd_c, climate.temperature_persistence
    if before is None:
        return u < share, sd * z
    was_foul, anomaly = before
    chance = share + climate.foul_persistence * ((1.0 if was_foul else 0.0) - share)
    return u < chance, stays * anomaly + math.sqrt(1 - stays * stays) * sd * z
