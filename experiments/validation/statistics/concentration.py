"""How unevenly events fall on places or people, and what luck alone would show with as many events (evidence 4.C)."""

from __future__ import annotations

import numpy as np


def share_of_places(counts: np.ndarray, share: float) -> float:
    """Smallest share of all places that holds a share of the events, F1. `counts`: (n_places,), zeros included.

    Almost a law of small numbers where there are fewer events than places: read it beside `share_by_luck`.
    """
    falling = np.sort(counts)[::-1].cumsum()
    if not falling.size or falling[-1] == 0:
        return float("nan")
    return float(np.searchsorted(falling, share * falling[-1] - 1e-9) + 1) / falling.size


def share_in_top(counts: np.ndarray, top: float) -> float:
    """Share of the events at the `top` share of those counted, most first; one in part counts in part.

    `counts`: (n,), of places (zeros included) or of people who did it at least once (F8, top 10 % of the active).
    """
    if not counts.size or counts.sum() == 0:
        return float("nan")
    falling = np.concatenate([[0.0], np.sort(counts)[::-1].cumsum()])
    return float(np.interp(top * counts.size, np.arange(falling.size), falling) / falling[-1])


def by_luck(events: int, places: int, luck: np.random.Generator, draws: int = 99) -> np.ndarray:
    """Counts of as many events thrown at random on as many places, (draws, places): the same-N null."""
    return luck.multinomial(events, np.full(places, 1 / places), size=draws)


def share_by_luck(events: int, places: int, share: float, luck: np.random.Generator, draws: int = 99) -> float:
    """`share_of_places` of the same number of events thrown at random, mean of some draws."""
    return float(np.mean([share_of_places(counts, share) for counts in by_luck(events, places, luck, draws)]))


def gini(counts: np.ndarray) -> float:
    """Gini coefficient, 0 to 1: 2 sum i x_(i) / (n sum x) - (n + 1) / n.

    Leave the zeros in to say how few are hit at all (prevalence), out to say how unequal those are (frequency).
    """
    n, total = counts.size, counts.sum()
    if total == 0:
        return float("nan")
    return float(2 * (np.arange(1, n + 1) * np.sort(counts)).sum() / (n * total) - (n + 1) / n)
