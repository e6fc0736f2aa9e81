"""A table that grows: rows of one structured dtype, read by column name, never moved."""

from __future__ import annotations

import numpy as np


class Table:
    """`table.rows` are the rows in use, shape (n,); `table.rows["heat"]` is one column of them.

    Kernels append by writing behind the last row into `buffer` and handing the new count to `grow_to`.
    """

    def __init__(self, dtype: np.dtype, capacity: int = 1024) -> None:
        self.buffer = np.zeros(capacity, dtype)
        self._use(0)

    def __deepcopy__(self, memo: dict) -> Table:
        """A table of its own; NumPy alone would copy the view and the buffer apart."""
        twin = Table(self.buffer.dtype, 0)
        memo[id(self)] = twin
        twin.buffer = self.buffer.copy()
        twin._use(self._count)
        return twin

    def __repr__(self) -> str:
        return f"Table of {self._count:,} rows: {', '.join(self.buffer.dtype.names or ())}"

    def __len__(self) -> int:
        return self._count

    def _use(self, count: int) -> None:
        """Take the first `count` rows into use."""
        self._count = count
        self.rows = self.buffer[:count]  # a view; made here because it is read more often than it changes

    def reserve(self, extra: int) -> None:
        """Make sure that `extra` more rows fit; existing rows keep their numbers and values."""
        needed = self._count + extra
        if needed > self.buffer.size:
            grown = np.zeros(max(needed, 2 * self.buffer.size), self.buffer.dtype)
            grown[: self._count] = self.rows
            self.buffer = grown
            self._use(self._count)

    def grow_to(self, count: int) -> np.ndarray:
        """Take the rows up to `count` into use; returns the new ones."""
        before = self._count
        if not before <= count <= self.buffer.size:
            raise ValueError(f"a table of {before} rows with room for {self.buffer.size} cannot grow to {count}")
        if count != before:
            self._use(int(count))
        return self.buffer[before:count]

    def add(self, rows: np.ndarray) -> np.ndarray:
        """Append copies of these rows; returns the new ones."""
        self.reserve(rows.size)
        self.buffer[self._count : self._count + rows.size] = rows
        return self.grow_to(self._count + rows.size)

    def cut_to(self, count: int) -> None:
        """Take the rows from `count` on out of use."""
        self._use(int(count))
