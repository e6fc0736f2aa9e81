"""PRIM, the patient rule induction method (Friedman & Fisher 1999), for scenarios that are won or lost.

A box begins with everything and is peeled, a twentieth of what is left at a time, always where most is gained by the
point given up (the lenient objective of Kwakkel & Jaxa-Rozen 2016), so that uncertainties with few values are not
preferred. Then sides along which more points of interest lie than were thought are pasted again. The next box is
sought among the points that no box holds (covering).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

PEEL = PASTE = 0.05  # share of the points of a box that are given up, or taken in, at a time
LEAST_MASS = 0.05  # share of all points that a box holds at least


class Side(NamedTuple):
    """One limit moved: of which column, the lower or the upper one, to where, and what the box holds then."""

    column: int
    is_low: bool
    limit: float
    inside: np.ndarray  # (n,) bool


@dataclass(frozen=True)
class Limits:
    """A box: what it holds, and where it ends in every column; a limit that restricts nothing is infinite."""

    low: np.ndarray  # (k,)
    high: np.ndarray  # (k,)
    inside: np.ndarray  # (n,) bool

    def moved(self, side: Side) -> Limits:
        """The box with one limit moved."""
        low, high = self.low.copy(), self.high.copy()
        (low if side.is_low else high)[side.column] = side.limit
        return Limits(low, high, side.inside)


def found_boxes(x: np.ndarray, wins: np.ndarray, threshold: float, most: int) -> list[Limits]:
    """Boxes in which at least `threshold` of the points are wins, the first found first.

    x: (n, k); wins: (n,) bool. Of the boxes on the way the one that holds the most wins is taken.
    """
    left, found = np.ones(len(x), bool), list[Limits]()
    while len(found) < most and (left & wins).any():
        way = peeled(x, wins, left)
        good = [box for box in way if wins[box.inside].mean() >= threshold]
        if not good:
            break
        best = max(good, key=lambda box: (wins[box.inside].sum(), -box.inside.sum()))
        found.append(pasted(x, wins, left, best))
        left = left & ~found[-1].inside
    return found


def peeled(x: np.ndarray, wins: np.ndarray, left: np.ndarray) -> list[Limits]:
    """All boxes on the way from everything that is left to the smallest one; `left`: (n,) bool."""
    nowhere = np.full(x.shape[1], np.inf)
    way, least = [Limits(-nowhere, nowhere, left)], max(1, int(np.ceil(LEAST_MASS * len(x))))
    while sides := [side for side in _inwards(x, way[-1].inside) if side.inside.sum() >= least]:
        now = way[-1].inside
        gains = [(wins[s.inside].mean() - wins[now].mean()) / (now.sum() - s.inside.sum()) for s in sides]
        way.append(way[-1].moved(sides[int(np.argmax(gains))]))
    return way


def pasted(x: np.ndarray, wins: np.ndarray, left: np.ndarray, box: Limits) -> Limits:
    """The box with sides moved outwards for as long as it is no less dense."""
    while sides := list(_outwards(x, left, box)):
        densest = max(sides, key=lambda side: wins[side.inside].mean())
        if wins[densest.inside].mean() < wins[box.inside].mean():
            break
        box = box.moved(densest)
    return box


def _inwards(x: np.ndarray, inside: np.ndarray) -> Iterator[Side]:
    """Each limit moved in past a share of the points, or past all that are equal there."""
    for column, values in enumerate(x.T):
        there = np.unique(values[inside])
        if there.size < 2:
            continue
        low, high = np.quantile(values[inside], [PEEL, 1 - PEEL])
        first = there[max(1, int(np.searchsorted(there, low)))]  # the lowest and the highest value kept
        last = there[min(there.size - 2, int(np.searchsorted(there, high, "right")) - 1)]
        yield Side(column, True, _between(there, first, -1), inside & (values >= first))
        yield Side(column, False, _between(there, last, 1), inside & (values <= last))


def _outwards(x: np.ndarray, left: np.ndarray, box: Limits) -> Iterator[Side]:
    """Each limit moved out to take in a share of the points more, if there are any."""
    more = max(1, int(PASTE * box.inside.sum()))
    for column, values in enumerate(x.T):
        others = np.delete(np.arange(x.shape[1]), column)
        beside = left & ((x[:, others] >= box.low[others]) & (x[:, others] <= box.high[others])).all(axis=1)
        below, above = (
            np.sort(values[beside & side]) for side in (values < box.low[column], values > box.high[column])
        )
        if below.size:
            first = below[-min(more, below.size)]
            limit = _between(np.unique(values[left]), first, -1)
            yield Side(column, True, limit, beside & (values >= first) & (values <= box.high[column]))
        if above.size:
            last = above[min(more, above.size) - 1]
            limit = _between(np.unique(values[left]), last, 1)
            yield Side(column, False, limit, beside & (values <= last) & (values >= box.low[column]))


def _between(there: np.ndarray, value: float, step: int) -> float:
    """The middle between a value and its neighbour; infinite where there is none."""
    neighbour = int(np.searchsorted(there, value)) + step
    return (value + there[neighbour]) / 2 if 0 <= neighbour < there.size else step * np.inf
