"""Hours of the day as directions on a circle (evidence 4.E)."""

from __future__ import annotations

import numpy as np

HOURS = 24.0


def direction(hours: np.ndarray) -> tuple[float, float]:
    """Circular mean, hours 0 to 24, and resultant length R, 0 (any hour) to 1 (one hour), of z = mean exp(2 pi i h/24).

    Leave out hours that are written when nobody knows, such as midnight. NaN where there is no event.
    """
    if not len(hours):
        return float("nan"), float("nan")
    z = np.exp(2j * np.pi * np.asarray(hours) / HOURS).mean()
    return float(np.angle(z) * HOURS / (2 * np.pi)) % HOURS, float(abs(z))


def hours_apart(one: float, other: float) -> float:
    """From another hour to this one the short way round, -12 to 12: positive where this one is later."""
    return (one - other + HOURS / 2) % HOURS - HOURS / 2
