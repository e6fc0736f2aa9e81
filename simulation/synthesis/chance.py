"""Chance in the making of a district: exact shares, weighted choices and smooth noise, each from named draws."""

from __future__ import annotations

import numpy as np

from ..engine.numerics import log_each, normal_quantile
from ..engine.randomness import Draws


def uniforms(draws: Draws, step: str, n: int) -> np.ndarray:
    """`n` numbers in [0, 1) that belong to one named step of the synthesis."""
    return draws.uniform(f"synthesis.{step}", np.arange(n), 0)


def normals(draws: Draws, step: str, n: int) -> np.ndarray:
    """`n` standard normal numbers that belong to one named step."""
    return normal_quantile(uniforms(draws, step, n))


def shuffled(draws: Draws, step: str, n: int) -> np.ndarray:
    """A random order of 0..n-1."""
    return np.argsort(uniforms(draws, step, n), kind="stable")


def choose(draws: Draws, step: str, weight: np.ndarray, count: int) -> np.ndarray:
    """Exactly `count` of the rows, with the given weights and without repetition; bool, (n,).

    Rows of weight 0 are taken only when there are no others. Source: Efraimidis & Spirakis (2006), keys -log(u)/w.
    """
    chosen = np.zeros(weight.size, bool)
    if count >= weight.size:
        chosen[:] = True
    elif count > 0:
        key = -log_each(1.0 - uniforms(draws, step, weight.size)) / np.maximum(weight, 1e-9)
        chosen[np.argpartition(key, count - 1)[:count]] = True
    return chosen


def apportion(weight: np.ndarray, total: int, most: np.ndarray | None = None) -> np.ndarray:
    """Whole numbers in proportion to `weight` that add up to `total`, none above `most` (largest remainders)."""
    weight = np.asarray(weight, float)
    limit = np.full(weight.size, total) if most is None else np.asarray(most)
    if limit.sum() < total:
        raise ValueError(f"cannot give out {total} when the limits add up to {limit.sum()}")
    given = np.zeros(weight.size, np.int64)
    while (left := total - int(given.sum())) > 0:
        open_ = np.where(given < limit, weight, 0.0)
        if open_.sum() <= 0:
            open_ = (given < limit).astype(float)
        exact = open_ / np.cumsum(open_)[-1] * left
        step = np.minimum(np.floor(exact + 1e-9).astype(np.int64), limit - given)
        given += step
        if (step < np.floor(exact + 1e-9)).any():
            continue  # somebody reached the limit: share out again what is left
        remainder = np.where(given < limit, exact - step, -1.0)
        last = np.argsort(-remainder, kind="stable")[: total - int(given.sum())]
        given[last] += given[last] < limit[last]
    return given


def by_age(table: tuple[tuple[float, ...], ...], ages: np.ndarray, column: int = 1) -> np.ndarray:
    """Value of a table with rows (from age, ...) at each age."""
    starts = np.array([row[0] for row in table])
    values = np.array([row[column] for row in table], float)
    at = np.searchsorted(starts, ages, side="right") - 1
    return np.where(at >= 0, values[np.maximum(at, 0)], 0.0)


def smooth_noise(draws: Draws, step: str, x: np.ndarray, y: np.ndarray, length: float) -> np.ndarray:
    """A field that wanders between -1 and 1 over distances of about `length`; at points x, y >= 0, (n,)."""
    u, v = x / length, y / length
    i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
    rows = int(j.max()) + 2
    knots = 2.0 * uniforms(draws, step, (int(i.max()) + 2) * rows) - 1.0
    s, t = _ease(u - i), _ease(v - j)
    west = knots[i * rows + j] * (1 - t) + knots[i * rows + j + 1] * t
    east = knots[(i + 1) * rows + j] * (1 - t) + knots[(i + 1) * rows + j + 1] * t
    return west * (1 - s) + east * s


def _ease(t: np.ndarray) -> np.ndarray:
    return t * t * (3 - 2 * t)
