"""Whether a difference matters, and how sure its direction is: one rule for every sentence, table and colour."""

from __future__ import annotations

import math
from typing import Literal

# lower, higher: it matters. alike: it does not. open: not decided yet. unknown: fewer than two pairs.
Verdict = Literal["lower", "higher", "alike", "open", "unknown"]
MATTERS: tuple[Verdict, Verdict] = ("lower", "higher")
Sureness = Literal["certain", "extremely", "very", "likely", "open", "unknown"]
# Calibrated language: Mastrandrea et al. (2010), guidance note on consistent treatment of uncertainties, IPCC.
# "Certain" asks for more than the 99 % of the note: either direction could be said, and once in a hundred is too often.
SURE: tuple[tuple[float, Sureness], ...] = ((0.995, "certain"), (0.95, "extremely"), (0.9, "very"), (0.66, "likely"))
FEW_PAIRS = 8  # below so many no word stronger than "likely"


def verdict(low: float, high: float, least: float) -> Verdict:
    """What an interval of a difference allows one to say. `least`: smallest difference that matters, 0 or more.

    It matters when the whole interval lies beyond `least`, and does not when all of it lies within: two one-sided
    tests (Schuirmann 1987). Otherwise more replications have to decide.
    """
    if math.isnan(low) or math.isnan(least):
        return "unknown"
    if -least <= low and high <= least:
        return "alike"
    if low > least:
        return "higher"
    return "lower" if high < -least else "open"


def sureness(p: float, n: int) -> Sureness:
    """How sure one of two directions is when it has probability p >= 0.5 from n pairs."""
    if math.isnan(p):
        return "unknown"
    for least, word in SURE:
        if p >= least:
            return word if n >= FEW_PAIRS else "likely"
    return "open"
