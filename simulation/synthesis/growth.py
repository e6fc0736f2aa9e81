"""Contiguous pieces of the map: growing them from seeds, flooding what is left, and distances."""

from __future__ import annotations

import heapq

import numpy as np

from ..engine.compiled import kernel

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
