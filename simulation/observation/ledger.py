"""The ledger: what is written down day by day, area by area."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ..engine.clock import HOURS_PER_DAY
from ..engine.table import Table
from ..entities.disputes import LIVE, Disputes
from .schema import DAILY


class Ledger:
    """Append-only; one row a day and area where anything was to be seen."""

    def __init__(self, n_areas: int) -> None:
        self.n_areas = n_areas
        self._patrol: list[np.ndarray] = []
        self._grid: list[np.ndarray] = []
        self._open: list[np.ndarray] = []

    def step(self, field: np.ndarray, cases: Disputes) -> None:
        """At the end of a day note presence and open disputes."""
        self._patrol.append(field["patrol_min"].astype(np.float32))
        self._grid.append(field["grid_min"].astype(np.float32))
        live = cases.rows[cases.live.rows]
        counts = np.bincount(live["area"][live["state"] == LIVE], minlength=self.n_areas)
        self._open.append(counts.astype(np.int16))

    def table(self, thefts: Table, cases: Disputes) -> pa.Table:
        """The daily table; schema DAILY."""
        days = len(self._open)
        counts = {
            "thefts": self._count(thefts.rows["time_h"], thefts.rows["area"], days),
            "thefts_recorded": self._count_where(thefts.rows, "time_h", thefts.rows["recorded"] == 1, days),
            "onsets": self._count(cases.rows["opened_h"], cases.rows["area"], days),
            "clashes": self._count(
                cases.clashes.rows["time_h"], cases.rows["area"][cases.clashes.rows["dispute"]], days
            ),
        }
        shape = (days, self.n_areas)
        counts["patrol_min"] = np.concatenate(self._patrol or [np.zeros(0, np.float32)])
        counts["grid_min"] = np.concatenate(self._grid or [np.zeros(0, np.float32)])
        counts["open_disputes"] = np.concatenate(self._open or [np.zeros(0, np.int16)])
        something = np.any([c != 0 for c in counts.values()], axis=0)
        day, area = np.divmod(np.flatnonzero(something), self.n_areas) if shape[0] else (np.zeros(0), np.zeros(0))
        columns = {"day": day, "area": area} | {name: c[something] for name, c in counts.items()}
        return pa.table([pa.array(columns[f.name]).cast(f.type) for f in DAILY], schema=DAILY)

    def _count(self, time_h: np.ndarray, area: np.ndarray, days: int) -> np.ndarray:
        day = (time_h // HOURS_PER_DAY).astype(np.int64)
        within = day < days
        return np.bincount(day[within] * self.n_areas + area[within], minlength=days * self.n_areas).astype(np.int16)

    def _count_where(self, rows: np.ndarray, time: str, where: np.ndarray, days: int) -> np.ndarray:
        return self._count(rows[time][where], rows["area"][where], days)
