"""Numbers for people: three figures, signs, intervals."""

from __future__ import annotations

import math

MOST_DECIMALS = 4
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


def about(value: float, signed: bool = False) -> str:
    """A number of which two figures are worth saying."""
    if math.isnan(value) or math.isinf(value) or value == 0:
        return number(value)
    digits = 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, digits):{'+' if signed else ''},.{max(0, digits)}f}".replace("-", "−")


def measured(value: float, low: float, high: float, signed: bool = False) -> str:
    """A number as far as it is known: two figures of half its interval, and no more."""
    digits = _known_digits(low, high)
    return number(value, signed) if digits is None or math.isnan(value) else _rounded(value, digits, signed)


def measured_between(low: float, high: float, words: str, signed: bool = True) -> str:
    """The ends of an interval as far as they are known, in words with {low} and {high}."""
    digits = _known_digits(low, high)
    if digits is None:
        return between(low, high, words, signed)
    return words.format(low=_rounded(low, digits, signed), high=_rounded(high, digits, signed))


def _known_digits(low: float, high: float) -> int | None:
    """Decimals at which half an interval shows two figures; None without an interval."""
    half = (high - low) / 2
    return min(1 - math.floor(math.log10(half)), MOST_DECIMALS) if 0 < half < math.inf else None


def _rounded(value: float, digits: int, signed: bool) -> str:
    text = f"{round(value, digits):{'+' if signed else ''},.{max(0, digits)}f}"
    return text.replace("-", "−") if text.strip("+-0.,") else "≈0" if value else "0"


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


def about_percent(share: float) -> str:
    """A signed share in per cent, as a bare number of about two figures."""
    text = f"{100 * share:+.{0 if abs(share) >= 0.0995 else 1}f}"
    return "–" if math.isnan(share) else text.replace("-", "−") if text.strip("+-0.") else "0"


def percent(share: float) -> str:
    """A signed share in per cent."""
    return "–" if math.isnan(share) else f"{share:+.1%}".replace("-", "−")
