"""Whether a difference is clear, and how sure its direction is."""

from __future__ import annotations

import math
from typing import Literal

Verdict = Literal["lower", "higher", "unclear", "same", "unknown"]
Sureness = Literal["certain", "extremely", "very", "likely", "open", "unknown"]
# Calibrated language: Mastrandrea et al. (2010), guidance note on consistent treatment of uncertainties, IPCC.
SURE: tuple[tuple[float, Sureness], ...] = ((0.99, "certain"), (0.95, "extremely"), (0.9, "very"), (0.66, "likely"))


def sureness(p: float) -> Sureness:
    """How sure one of two directions is when it has probability p >= 0.5."""
    if math.isnan(p):
        return "unknown"
    for least, word in SURE:
        if p >= least:
            return word
    return "open"


def verdict(low: float, high: float) -> Verdict:
    """What an interval of a difference allows one to say."""
    if math.isnan(low):
        return "unknown"
    if low == high == 0:
        return "same"
    if low > 0:
        return "higher"
    return "lower" if high < 0 else "unclear"
