"""Rows of a table of a run, as indicators read them: NumPy columns that are selected together.

A data frame says the same in more words and costs a tenth of a millisecond a question; an indicator asks a dozen, and
a run is asked for two hundred indicators. Columns are taken when they are read, and then once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

type Column = Any  # an array of numbers, (n,), or Words
NO_WORD = -1


class Words:
    """A column of words: `codes` say which of `known` each is; NO_WORD for none."""

    def __init__(self, codes: np.ndarray, known: tuple[str, ...]) -> None:
        self.codes, self.known = codes, known

    def __len__(self) -> int:
        return self.codes.size

    def __getitem__(self, which: np.ndarray) -> Words:
        return Words(self.codes[which], self.known)

    def __eq__(self, word: object) -> np.ndarray:  # type: ignore[override]
        return self.codes == self._code(word)

    def __ne__(self, word: object) -> np.ndarray:  # type: ignore[override]
        return ~(self == word)

    __hash__ = None  # type: ignore[assignment]

    def isin(self, words: Iterable[str]) -> np.ndarray:
        """Whether each is one of some words, bool."""
        wanted = np.zeros(len(self.known) + 1, bool)  # the last one stands for no word
        wanted[[code for word in words if (code := self._code(word)) != NO_SUCH]] = True
        return wanted[self.codes]

    def _code(self, word: object) -> int:
        return self.known.index(word) if word in self.known else NO_SUCH


NO_SUCH = -2  # code of a word that the column does not know


class Rows:
    """Some rows of a table. `rows["area"]` is a column; `rows[bool or row numbers]` are fewer rows."""

    def __init__(self, read: Callable[[str], Column], size: int, which: np.ndarray | None = None) -> None:
        """`read`: gives a whole column; `which`: numbers of the rows, all for None."""
        self._read, self._which, self._size = read, which, size if which is None else which.size
        self._taken: dict[str, Column] = {}

    @classmethod
    def of(cls, table: pa.Table) -> Rows:
        """All rows of a table."""
        return cls(_Columns(table).__getitem__, table.num_rows)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, what: Any) -> Any:
        if isinstance(what, str):
            if what not in self._taken:
                whole = self._read(what)
                self._taken[what] = whole if self._which is None else whole[self._which]
            return self._taken[what]
        chosen = np.flatnonzero(what) if what.dtype == bool else what
        fewer = Rows(self._read, 0, chosen if self._which is None else self._which[chosen])
        # columns of one's own, which no table has, go along
        fewer._taken = {name: self._taken[name][chosen] for name in self._own}
        fewer._own = self._own
        return fewer

    _own: frozenset[str] = frozenset()

    def assign(self, **columns: Column) -> Rows:
        """The same rows with more columns, or others of the same name."""
        more = Rows(self._read, self._size, self._which)
        more._taken = {name: self._taken[name] for name in self._own} | columns
        more._own = self._own | frozenset(columns)
        return more

    def first_of_each(self, column: str) -> Rows:
        """The first row of each value of a column, in the order of the rows."""
        _, first = np.unique(self[column], return_index=True)
        return self[np.sort(first)]

    def by(self, *columns: str) -> dict[tuple[str, ...], Rows]:
        """The rows of every combination of words that occurs."""
        words = [self[name] for name in columns]
        combined = np.zeros(self._size, np.int64)
        for one in words:
            combined = combined * (len(one.known) + 1) + one.codes
        parts = {}
        for code in np.unique(combined):
            rows = np.flatnonzero(combined == code)
            parts[tuple(one.known[one.codes[rows[0]]] for one in words)] = self[rows]
        return parts


class _Columns(Mapping[str, Column]):
    """The columns of a table as arrays: each is made once, and only when somebody reads it."""

    def __init__(self, table: pa.Table) -> None:
        self._table, self._made = table, dict[str, Column]()

    def __getitem__(self, name: str) -> Column:
        if name not in self._made:
            self._made[name] = _column(self._table[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table.schema.names)

    def __len__(self) -> int:
        return self._table.num_columns


def _column(column: pa.ChunkedArray) -> Column:
    """Numbers as they are, NaN for an empty cell; words as codes."""
    if pa.types.is_dictionary(column.type):
        whole = column.unify_dictionaries().combine_chunks()
        chunk = whole if isinstance(whole, pa.DictionaryArray) else whole.chunk(0)
        codes = chunk.indices.fill_null(NO_WORD).to_numpy(zero_copy_only=False)
        return Words(codes.astype(np.int64), tuple(chunk.dictionary.to_pylist()))
    return column.to_numpy()


def as_frame(rows: Rows, columns: Iterable[str]) -> pd.DataFrame:
    """Columns of some rows as a data frame, words as words."""
    made = {name: rows[name] for name in columns}
    return pd.DataFrame({
        name: pd.Categorical.from_codes(c.codes, c.known) if isinstance(c, Words) else c for name, c in made.items()
    })  # fmt: skip


def among(values: np.ndarray, those: Iterable[int] | np.ndarray) -> np.ndarray:
    """Whether each value is one of those, bool."""
    return np.isin(values, those if isinstance(those, np.ndarray | pd.Series) else np.array(sorted(those), np.int64))


def looked_up(keys: np.ndarray, known: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The value of each key, NaN for one that is not known. `known`: ascending, (m,); `values`: (m,)."""
    if known.size == 0:
        return np.full(keys.size, np.nan)
    at = np.minimum(np.searchsorted(known, keys), known.size - 1)
    return np.where(known[at] == keys, values[at], np.nan)
