"""The monthly table: stocks and shares that are no events, such as how much of the district the database covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa

from ..engine.clock import DAYS_PER_MONTH, Clock
from ..town import Town
from .schema import LEDGERS, MONTHLY, MONTHLY_ITEMS

Share = tuple[np.ndarray, np.ndarray]  # numerator and denominator by area, (n_areas,) each


class Monthly:
    """Adds up numerators and denominators by street at the end of every 30-day month."""

    def __init__(self, town: Town) -> None:
        self.street, self.n_streets = town.areas["street"], town.n_streets
        self._months: list[tuple[int, int, int, np.ndarray, np.ndarray]] = []

    def is_due(self, now: Clock) -> bool:
        """Whether a month ends with this tick."""
        return now.ends_day and (now.day + 1) % DAYS_PER_MONTH == 0

    def note(self, shares: Mapping[tuple[str, str], Share], now: Clock) -> None:
        """Write down this month's shares by (item, ledger)."""
        for (item, ledger), (numerator, denominator) in shares.items():
            have, of = (np.bincount(self.street, column, self.n_streets) for column in (numerator, denominator))
            code = (now.day // DAYS_PER_MONTH, MONTHLY_ITEMS.index(item), LEDGERS.index(ledger))
            self._months.append((*code, have, of))

    def table(self) -> pa.Table:
        """One row a month, street and item; schema MONTHLY."""
        return pa.table([pa.array(column, field.type) if not pa.types.is_dictionary(field.type) else column
                         for column, field in zip(self._columns(), MONTHLY, strict=True)], schema=MONTHLY)  # fmt: skip

    def _columns(self) -> Iterator[np.ndarray | pa.Array]:
        n = self.n_streets
        codes = np.array([m[:3] for m in self._months], np.int32).reshape(-1, 3)
        yield np.repeat(codes[:, 0], n)
        yield np.tile(np.arange(n, dtype=np.int32), len(codes))
        for column, words in ((1, MONTHLY_ITEMS), (2, LEDGERS)):
            yield pa.DictionaryArray.from_arrays(
                pa.array(np.repeat(codes[:, column], n).astype(np.int8)), pa.array(words)
            )
        for column in (3, 4):
            yield np.concatenate([m[column] for m in self._months] or [np.zeros(0)])
