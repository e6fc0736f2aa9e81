"""Numbers for people: three figures, signs, intervals."""

from __future__ import annotations

import math

POINTS = {"%": "percentage points", "% of resident-hours": "percentage points", "0..100": "points of 100"}


def number(value: float, signed: bool = False) -> str:
    """A number with about three figures; an en dash where there is none."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞"
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:{'+' if signed else ''},.{min(digits, 4)}f}"
    return "≈0" if not text.strip("+-0.,") else text.replace("-", "−")


def about(value: float) -> str:
    """A number of which two figures are worth saying."""
    if math.isnan(value) or math.isinf(value) or value == 0:
        return number(value)
    digits = 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, digits):,.{max(0, digits)}f}".replace("-", "−")


def whole(value: float) -> str:
    """A count."""
    return number(value) if math.isnan(value) or math.isinf(value) else f"{value:,.0f}"


def interval(low: float, high: float, signed: bool = True) -> str:
    """An interval such as "−1.2 to +0.4"."""
    return between(low, high, "{low} to {high}", signed)


def between(low: float, high: float, words: str, signed: bool = True) -> str:
    """An interval in words with {low} and {high}."""
    return "–" if math.isnan(low) else words.format(low=number(low, signed), high=number(high, signed))


def chance(p: float) -> str:
    """A probability in per cent, never rounded to certainty."""
    if math.isnan(p):
        return "–"
    return ">99 %" if p > 0.99 else "<1 %" if p < 0.01 else f"{p:.0%}".replace("%", " %")


def unit_of_difference(unit: str) -> str:
    """The unit of a difference: of two shares it is percentage points."""
    return POINTS.get(unit, unit)


def percent(share: float) -> str:
    """A signed share in per cent."""
    return "–" if math.isnan(share) else f"{share:+.1%}".replace("-", "−")
