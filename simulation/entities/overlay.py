"""The grid overlay: base grids drawn anew inside their communities, with even numbers of households."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..town import Town


def own_overlay(town: Town) -> Town:
    """The same town with an overlay of its own that can be drawn anew."""
    kept = {name: getattr(town, name).copy() for name in ("areas", "grid_start", "grid_areas")}
    return replace(town, **kept)


def redraw(town: Town, communities: np.ndarray) -> np.ndarray:
    """Draw the base grids of some communities anew, in place; the rows of the grids drawn.

    The areas of a community are put in order along its longer axis and cut where the households are shared most
    evenly. The number of grids stays, and each keeps at least one area.
    """
    areas, drawn = town.areas, []
    for community in communities:
        here = np.flatnonzero((areas["community"] == community) & (areas["grid"] >= 0))
        rows = np.unique(areas["grid"][here])
        if rows.size < 2:
            continue
        ordered = here[np.argsort(_along(areas["x_m"][here], areas["y_m"][here]), kind="stable")]
        cuts = even_cuts(areas["households"][ordered], rows.size)
        areas["grid"][ordered] = np.repeat(rows, np.diff(cuts))
        drawn.append(rows)
    order = town.grid_areas[np.argsort(areas["grid"][town.grid_areas], kind="stable")]
    town.grid_areas[:] = order
    town.grid_start[:] = np.searchsorted(areas["grid"][order], np.arange(town.n_grids + 1))
    return np.concatenate(drawn) if drawn else np.zeros(0, np.int64)


def _along(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Position of points along the axis in which they are spread most."""
    offset = np.stack([x - x.mean(), y - y.mean()])
    return np.linalg.eigh(offset @ offset.T)[1][:, 1] @ offset


def even_cuts(weights: np.ndarray, parts: int) -> np.ndarray:
    """Cuts of a sequence into consecutive parts whose sums have the least sum of squares; (parts + 1,) indices."""
    n, total = weights.size, np.concatenate([[0], np.cumsum(weights, dtype=np.float64)])
    best = np.full((parts + 1, n + 1), np.inf)
    chosen = np.zeros((parts + 1, n + 1), np.int64)
    best[0, 0] = 0.0
    for k in range(1, parts + 1):
        for end in range(k, n + 1):
            cost = best[k - 1, :end] + (total[end] - total[:end]) ** 2
            chosen[k, end] = int(np.argmin(cost))
            best[k, end] = cost[chosen[k, end]]
    cuts = np.zeros(parts + 1, np.int64)
    cuts[parts] = n
    for k in range(parts, 0, -1):
        cuts[k - 1] = chosen[k, cuts[k]]
    return cuts
