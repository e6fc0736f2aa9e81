"""Dividing a region into connected parts of given weights: streets into communities, these into base grids."""

from __future__ import annotations

import heapq

import numpy as np

from ..engine.compiled import inner, kernel
from .growth import components


@kernel
def halve(region, weight, neighbours, goal, parts_first, parts_second):
    """Which rows of a region, given in the order of a sweep, make its first half: a connected piece; bool, like region.

    The first half weighs about `goal`. Each half keeps at least as many rows with weight as it has parts.
    """
    place = np.full(weight.size, -1, np.int64)  # of each row in the region
    first = np.zeros(region.size, np.bool_)
    left = 0
    for i in range(region.size):
        place[region[i]] = i
        left += weight[region[i]] > 0
    heap = [np.int64(0)]
    mass, got, start = 0.0, 0, 0
    while True:
        if len(heap) == 0:
            while start < region.size and first[start]:
                start += 1
            if start == region.size:
                break
            heapq.heappush(heap, np.int64(start))
        i = heapq.heappop(heap)
        if first[i]:
            continue
        w = weight[region[i]]
        if w > 0:
            enough = got >= parts_first and mass + 0.5 * w > goal
            if enough or (left <= parts_second and got > 0):
                break
            got, left = got + 1, left - 1
        first[i] = True
        mass += w
        for k in range(8):
            n = neighbours[region[i], k]
            if n >= 0 and place[n] >= 0 and not first[place[n]]:
                heapq.heappush(heap, np.int64(place[n]))
    _join_islands(region, place, first, weight, neighbours, left, parts_second)
    return first


@inner
def _join_islands(region, place, first, weight, neighbours, left, parts_second):
    """Give the pieces that the sweep cut off from the second half to the first, unless the second runs short."""
    rest = np.zeros(weight.size, np.bool_)
    for i in range(region.size):
        rest[region[i]] = not first[i]
    label = components(rest, neighbours)
    mass, weighted = np.zeros(region.size), np.zeros(region.size, np.int64)
    touches, keep = np.zeros(region.size, np.bool_), 0
    for r in region:
        if label[r] >= 0:
            mass[label[r]] += weight[r] + 1e-9
            weighted[label[r]] += weight[r] > 0
            for k in range(8):
                n = neighbours[r, k]
                if n >= 0 and place[n] >= 0 and first[place[n]]:
                    touches[label[r]] = True
    for c in range(region.size):
        if mass[c] > mass[keep]:
            keep = c
    for c in range(region.size):
        if mass[c] > 0 and c != keep and touches[c] and left - weighted[c] >= parts_second:
            left -= weighted[c]
            for i in range(region.size):
                if label[region[i]] == c:
                    first[i] = True


def sweep(region: np.ndarray, weight: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Order of the rows of a region along the longer axis of its weighted part."""
    heavy = region[weight[region] > 0]
    heavy = heavy if heavy.size else region
    wide = np.ptp(x[heavy]) >= np.ptp(y[heavy])
    along, across = (x, y) if wide else (y, x)
    return np.lexsort((across[region], along[region]))


def divide(region: np.ndarray, shares: np.ndarray, weight: np.ndarray, x, y, neighbours) -> np.ndarray:
    """Part of each row of a region after dividing it into connected parts that weigh as `shares` say.

    region: rows. shares: (n_parts,) positive whole numbers: a part also keeps so many rows with weight, if there
    are enough. weight, x, y: (n_areas,). Returns numbers of parts, like region.
    """
    part = np.zeros(region.size, np.int32)
    _divide(np.arange(region.size), 0, shares, region, weight, x, y, neighbours, part)
    return part


def _divide(at, first, shares, region, weight, x, y, neighbours, part) -> None:
    part[at] = first
    if shares.size == 1 or at.size < 2:
        return
    at = at[sweep(region[at], weight, x, y)]
    half = shares.size // 2
    goal = float(np.cumsum(weight[region[at]])[-1] * shares[:half].sum() / shares.sum())
    in_first = halve(region[at], weight, neighbours, goal, int(shares[:half].sum()), int(shares[half:].sum()))
    _divide(at[in_first], first, shares[:half], region, weight, x, y, neighbours, part)
    _divide(at[~in_first], first + half, shares[half:], region, weight, x, y, neighbours, part)
