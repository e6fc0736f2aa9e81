"""Contiguous pieces of the map: growing them from seeds, dividing them evenly, flooding what is left."""

from __future__ import annotations

import heapq

import numpy as np

from ..compiled import kernel

DX = (-1, 0, 1, -1, 1, -1, 0, 1)
DY = (-1, -1, -1, 0, 0, 1, 1, 1)


@kernel
def grow(seeds, quota, reach_m, stretch, free, side, x, y, cost, columns):
    """Piece to which each square belongs after all pieces grew at once from their seeds; -1 for none.

    seeds, quota, reach_m, stretch: (n_pieces,). free, side, x, y, cost: (n_squares,). A piece takes the square
    beside it that is nearest to its seed, in units of its reach, until it has its quota; it stays on its side
    of the river. `cost` is in metres. Pieces are connected (eight neighbours).
    """
    owner = np.full(free.size, -1, np.int32)
    taken = np.zeros(seeds.size, np.int64)
    heap = [(0.0, np.int64(0), np.int64(0))]
    heap.pop()
    for s in range(seeds.size):
        heapq.heappush(heap, (0.0, np.int64(s), np.int64(seeds[s])))
    while len(heap) > 0:
        _, s, c = heapq.heappop(heap)
        if owner[c] >= 0 or taken[s] >= quota[s] or not free[c]:
            continue
        owner[c] = s
        taken[s] += 1
        for k in range(8):
            i, j = c % columns + DX[k], c // columns + DY[k]
            n = j * columns + i
            if i < 0 or i >= columns or j < 0 or n >= free.size:
                continue
            if free[n] and owner[n] < 0 and side[n] == side[seeds[s]]:
                dx, dy = x[n] - x[seeds[s]], y[n] - y[seeds[s]]
                far = np.sqrt(dx * dx / stretch[s] + dy * dy * stretch[s])
                heapq.heappush(heap, ((far + cost[n]) / reach_m[s], np.int64(s), np.int64(n)))
    return owner


@kernel
def neighbours_of(ix, iy, columns, rows):
    """(n, 8) rows around each row of a table of squares, -1 where there is none."""
    number = np.full(columns * rows, -1, np.int32)
    for a in range(ix.size):
        number[iy[a] * columns + ix[a]] = a
    out = np.full((ix.size, 8), -1, np.int32)
    for a in range(ix.size):
        for k in range(8):
            i, j = ix[a] + DX[k], iy[a] + DY[k]
            if 0 <= i < columns and 0 <= j < rows:
                out[a, k] = number[j * columns + i]
    return out


@kernel
def flood(label, neighbours):
    """Labels spread to the nearest unlabelled rows (-1), step by step over neighbours; what is cut off stays -1."""
    label = label.copy()
    queue = np.empty(label.size, np.int32)
    end = 0
    for a in range(label.size):
        if label[a] >= 0:
            queue[end] = a
            end += 1
    at = 0
    while at < end:
        a = queue[at]
        at += 1
        for k in range(8):
            n = neighbours[a, k]
            if n >= 0 and label[n] < 0:
                label[n] = label[a]
                queue[end] = n
                end += 1
    return label


@kernel
def components(member, neighbours):
    """Number of the connected component of each member row; -1 for the others."""
    label = np.full(member.size, -1, np.int32)
    stack = np.empty(member.size, np.int32)
    count = 0
    for start in range(member.size):
        if not member[start] or label[start] >= 0:
            continue
        label[start], stack[0], top = count, start, 1
        while top > 0:
            top -= 1
            a = stack[top]
            for k in range(8):
                n = neighbours[a, k]
                if n >= 0 and member[n] and label[n] < 0:
                    label[n] = count
                    stack[top] = n
                    top += 1
        count += 1
    return label


@kernel
def distance_to(x, y, to_x, to_y):
    """Metres from each point to the nearest of the others; infinite when there are none."""
    out = np.full(x.size, np.inf)
    for i in range(x.size):
        best = np.inf
        for j in range(to_x.size):
            d = (x[i] - to_x[j]) ** 2 + (y[i] - to_y[j]) ** 2
            best = min(best, d)
        out[i] = np.sqrt(best)
    return out


@kernel
def nearest(x, y, to_x, to_y):
    """Index of the nearest of the other points for each point; -1 when there are none."""
    out = np.full(x.size, -1, np.int32)
    for i in range(x.size):
        best = np.inf
        for j in range(to_x.size):
            d = (x[i] - to_x[j]) ** 2 + (y[i] - to_y[j]) ** 2
            if d < best:
                best, out[i] = d, j
    return out


@kernel
def spaced(x, y, count, apart_m):
    """Rows of `count` points that are as far apart as may be, earlier ones preferred."""
    out = np.empty(count, np.int64)
    while True:
        n = 0
        for i in range(x.size):
            ok = n < count
            for k in range(n):
                if (x[i] - x[out[k]]) ** 2 + (y[i] - y[out[k]]) ** 2 < apart_m * apart_m:
                    ok = False
            if ok:
                out[n] = i
                n += 1
        if n == count or apart_m < 1.0:
            return out[:n]
        apart_m *= 0.85


@kernel
def halve(region, weight, x, y, neighbours, goal, parts_first, parts_second):
    """Which rows of a region make its first half: a connected piece, swept along the longer axis; bool, like region.

    The first half weighs about `goal`. Each half keeps at least as many rows with weight as it has parts.
    """
    inside = np.zeros(weight.size, np.int8)  # 1 in the region, 2 in the first half
    for r in region:
        inside[r] = 1
    key = _sweep(region, weight, x, y)
    place = np.full(weight.size, -1, np.int32)
    left = 0
    for i in range(region.size):
        place[region[i]] = i
        left += weight[region[i]] > 0
    heap = [(0.0, np.int64(0))]
    heap.pop()
    order = np.argsort(key)
    mass, got, next_start = 0.0, 0, 0
    while True:
        if len(heap) == 0:
            while next_start < region.size and inside[region[order[next_start]]] != 1:
                next_start += 1
            if next_start == region.size:
                break
            heapq.heappush(heap, (key[order[next_start]], np.int64(region[order[next_start]])))
        _, r = heapq.heappop(heap)
        if inside[r] != 1:
            continue
        if weight[r] > 0:
            enough = got >= parts_first and mass + 0.5 * weight[r] > goal
            if enough or (left <= parts_second and got > 0):
                break
            got, left = got + 1, left - 1
        inside[r] = 2
        mass += weight[r]
        for k in range(8):
            n = neighbours[r, k]
            if n >= 0 and inside[n] == 1:
                heapq.heappush(heap, (key[place[n]], np.int64(n)))
    _join_islands(region, inside, weight, neighbours, left, parts_second)
    out = np.zeros(region.size, np.bool_)
    for i in range(region.size):
        out[i] = inside[region[i]] == 2
    return out


@kernel
def _sweep(region, weight, x, y):
    """Place of each row along the longer axis of the weighted part of a region."""
    low_x, high_x, low_y, high_y = np.inf, -np.inf, np.inf, -np.inf
    for r in region:
        if weight[r] > 0:
            low_x, high_x = min(low_x, x[r]), max(high_x, x[r])
            low_y, high_y = min(low_y, y[r]), max(high_y, y[r])
    key = np.empty(region.size)
    wide = high_x - low_x >= high_y - low_y
    for i in range(region.size):
        r = region[i]
        key[i] = x[r] + 1e-3 * y[r] if wide else y[r] + 1e-3 * x[r]
    return key


@kernel
def _join_islands(region, inside, weight, neighbours, left, parts_second):
    """Give the pieces that the sweep cut off from the second half to the first, unless the second runs short."""
    rest = np.zeros(weight.size, np.bool_)
    for r in region:
        rest[r] = inside[r] == 1
    label = components(rest, neighbours)
    count = label.max() + 1
    if count < 2:
        return
    mass, weighted, touches = np.zeros(count), np.zeros(count, np.int64), np.zeros(count, np.bool_)
    for r in region:
        if label[r] >= 0:
            mass[label[r]] += weight[r] + 1e-9
            weighted[label[r]] += weight[r] > 0
            for k in range(8):
                n = neighbours[r, k]
                touches[label[r]] |= n >= 0 and inside[n] == 2
    keep = np.argmax(mass)
    for c in range(count):
        if c != keep and touches[c] and left - weighted[c] >= parts_second:
            left -= weighted[c]
            for r in region:
                if label[r] == c:
                    inside[r] = 2


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
    half = shares.size // 2
    goal = float(np.cumsum(weight[region[at]])[-1] * shares[:half].sum() / shares.sum())
    in_first = halve(region[at], weight, x, y, neighbours, goal, int(shares[:half].sum()), int(shares[half:].sum()))
    _divide(at[in_first], first, shares[:half], region, weight, x, y, neighbours, part)
    _divide(at[~in_first], first + half, shares[half:], region, weight, x, y, neighbours, part)
