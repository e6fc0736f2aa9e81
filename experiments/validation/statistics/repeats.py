"""The same victim or address again: gaps, and which share of the repeats comes soon (evidence F5)."""

from __future__ import annotations

import numpy as np

from .survival import kaplan_meier


def gaps(whose: np.ndarray, days: np.ndarray, end_day: float, shortest: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Days from each event of the first half of a window to the next one at the same address or victim.

    `whose`: numbers of addresses or victims, (n,); `days`: (n,), from the start of the window, which ends at
    `end_day`. Gaps below `shortest` are passed over: in police data they are often one event written twice. Gives
    durations and whether a next event was seen; where none was, the duration ends with the window.
    """
    if not len(whose):
        return np.zeros(0), np.zeros(0, bool)
    order = np.lexsort((days, whose))
    who, when = whose[order], np.asarray(days, float)[order]
    until = np.full(when.size, np.inf)
    starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
    for first, last in zip(starts, np.r_[starts[1:], who.size], strict=True):
        mine = when[first:last]
        following = np.searchsorted(mine, mine + max(shortest, 1e-12), "left")
        there = following < mine.size
        until[first:last][there] = mine[following[there]] - mine[there]
    early = when < end_day / 2
    seen = np.isfinite(until)
    return np.where(seen, until, end_day - when)[early], seen[early]


def share_of_repeats_within(durations: np.ndarray, seen: np.ndarray, soon: float, late: float) -> float:
    """Of the repeats within `late` days the share within `soon`, by Kaplan and Meier; NaN where there is none.

    A rate that does not change gives about soon / late.
    """
    curve = kaplan_meier(durations, seen)
    by_late = curve.happened_by(late)
    return curve.happened_by(soon) / by_late if by_late > 0 else float("nan")
