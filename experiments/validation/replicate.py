"""One run as measures read it: its window, the years of it, and where and when its thefts were."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pyarrow as pa

from govsim.simulation.engine.clock import HOURS_PER_DAY, HOURS_PER_YEAR

from ..indicators import Window
from ..indicators.rows import Rows


class Replicate:
    """One run between the end of its burn-in and its end. Look and do not write."""

    def __init__(self, tables: Mapping[str, pa.Table], burn_in_h: float, end_h: float, seed: int, start: date) -> None:
        """`burn_in_h`, `end_h`: hours since midnight of `start`; `seed`: of the run, the luck of permutations."""
        self.tables, self.burn_in_h, self.end_h, self.seed, self.start = tables, burn_in_h, end_h, seed, start
        self.window = Window(tables, burn_in_h, end_h)

    def luck(self, what: int = 0) -> np.random.Generator:
        """Luck of permutations and null models, the same at every reading."""
        return np.random.default_rng((self.seed, what))

    @cached_property
    def years(self) -> list[Window]:
        """The whole years of the window; the window itself where it is shorter than one."""
        starts = np.arange(self.burn_in_h, self.end_h - HOURS_PER_YEAR + 1, HOURS_PER_YEAR)
        return [Window(self.tables, s, s + HOURS_PER_YEAR) for s in starts] or [self.window]

    @cached_property
    def first_year(self) -> Window | None:
        """The first year of the run, where the burn-in is at least as long."""
        return Window(self.tables, 0, HOURS_PER_YEAR) if self.burn_in_h >= HOURS_PER_YEAR else None

    @property
    def days(self) -> float:
        """Length of the window, days."""
        return (self.end_h - self.burn_in_h) / HOURS_PER_DAY

    @cached_property
    def centres(self) -> np.ndarray:
        """Centres of the areas, metres, (n_areas, 2)."""
        return self.window.areas[["x_m", "y_m"]].to_numpy(float)

    @cached_property
    def thefts(self) -> Rows:
        """Thefts that happened in the window."""
        return self.window.began("theft")

    @cached_property
    def recorded_thefts(self) -> Rows:
        """Thefts that happened in the window and are in the books."""
        return self.thefts[self.thefts["recorded"]]

    def by_area(self, rows: Rows) -> np.ndarray:
        """Events by area, all areas, (n_areas,)."""
        return np.bincount(rows["area"], minlength=len(self.window.areas)).astype(float)

    def by_day(self, rows: Rows) -> np.ndarray:
        """Events by whole day of the window, (n_days,)."""
        day = ((rows["time_h"] - self.burn_in_h) // HOURS_PER_DAY).astype(int)
        n = int(self.days)
        return np.bincount(day[day < n], minlength=n).astype(float)

    @cached_property
    def dates(self) -> list[date]:
        """The whole days of the window."""
        first = self.start + timedelta(hours=self.burn_in_h)
        return [first + timedelta(days=n) for n in range(int(self.days))]
