"""Occasions: the moments at which something may happen to somebody, laid out before anybody decides.

Each entity has a Poisson process of its own in continuous time; the waiting time before its n-th occasion
is the draw at the address (key, entity, n). So occasions do not depend on the tick, on policies or on one
another, and a process looks at a resident only when that resident's occasion has come (exact thinning:
give the process a rate that is never exceeded, then accept an occasion with the true share of that rate).
"""

from __future__ import annotations

import numpy as np

from .clock import HOURS_PER_YEAR, Clock
from .compiled import kernel
from .numerics import exponential
from .randomness import uniform

OCCASION = np.dtype([("who", "i4"), ("number", "i4"), ("time_h", "f8")], align=True)
WAIT = 0  # slot of the waiting-time draw; deciders use higher slots of the same key
WINDOW_DAYS = 7


class Occasions:
    """The occasions of n entities, handed out tick by tick in order of time.

    `entity`: their addresses, (n,), by default 0..n-1; OCCASION.who is the row, 0..n-1.
    """

    def __init__(self, key: np.uint64, per_year: np.ndarray, entity: np.ndarray | None = None) -> None:
        self.key, self.per_hour = key, np.asarray(per_year, np.float64) / HOURS_PER_YEAR
        self.entity = np.arange(self.per_hour.size) if entity is None else np.asarray(entity, np.int64)
        self.next_h = np.zeros(self.per_hour.size)
        self.number = np.zeros(self.per_hour.size, np.int32)
        _first(key, self.entity, self.per_hour, self.next_h)
        self._points, self._edges = np.zeros(0, OCCASION), np.zeros(1, np.int64)
        self._first_tick = self._beyond_tick = 0

    def due(self, now: Clock) -> np.ndarray:
        """Occasions within this tick, OCCASION, ordered by time."""
        if now.tick >= self._beyond_tick:
            self._look_ahead(now)
        i = now.tick - self._first_tick
        return self._points[self._edges[i] : self._edges[i + 1]]

    def due_today(self, now: Clock) -> np.ndarray:
        """Occasions of the day that begins with this tick, OCCASION, ordered by time."""
        return self.by_tick(now)[0]

    def by_tick(self, now: Clock) -> tuple[np.ndarray, np.ndarray]:
        """The same, and where each tick's begin among them: int64, (ticks a day + 1,)."""
        if now.tick >= self._beyond_tick:
            self._look_ahead(now)
        first = now.tick - self._first_tick - now.tick % now.ticks_per_day
        edges = self._edges[first : first + now.ticks_per_day + 1]
        return self._points[edges[0] : edges[-1]], edges - edges[0]

    def _look_ahead(self, now: Clock) -> None:
        """Lay out the occasions of the coming window."""
        ticks = WINDOW_DAYS * now.ticks_per_day
        edges_h = (now.tick + np.arange(ticks + 1)) * now.hours_per_tick
        expected = self.per_hour.sum() * (edges_h[-1] - edges_h[0])
        found, start, parts = 0, 0, []
        while start < self.per_hour.size:
            out = np.empty(int(expected + 6 * expected**0.5) + 1000, OCCASION)
            found, start = _collect(
                self.key, self.entity, self.per_hour, self.next_h, self.number, edges_h[-1], start, out
            )
            parts.append(out[:found])
        points = np.concatenate(parts) if parts else np.zeros(0, OCCASION)
        self._points = points[np.argsort(points["time_h"], kind="stable")]
        self._edges = np.searchsorted(self._points["time_h"], edges_h)
        self._first_tick, self._beyond_tick = now.tick, now.tick + ticks


@kernel
def _first(key, entity, per_hour, next_h):
    """Fill next_h, (n,), with the time of everybody's first occasion; never for a rate of zero."""
    for i in range(per_hour.size):
        next_h[i] = exponential(uniform(key, entity[i], 0, WAIT), per_hour[i]) if per_hour[i] > 0 else np.inf


@kernel
def _collect(key, entity, per_hour, next_h, number, until_h, start, out):
    """Write the occasions before until_h of the rows from `start` on; (rows written, row to go on with)."""
    n = 0
    for i in range(start, per_hour.size):
        while next_h[i] < until_h:
            if n == out.size:
                return n, i
            out[n].who, out[n].number, out[n].time_h = i, number[i], next_h[i]
            number[i] += 1
            next_h[i] += exponential(uniform(key, entity[i], number[i], WAIT), per_hour[i])
            n += 1
    return n, per_hour.size
