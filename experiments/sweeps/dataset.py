"""A parquet dataset that grows: whole parts only, every key once, readable at any moment by anything."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .. import files

KEY = "run_id"


class Dataset:
    """A folder of parquet files with one schema. Only the holder of the store's lock writes."""

    def __init__(self, folder: Path, schema: pa.Schema, most_rows: int) -> None:
        self.folder, self.schema, self.most_rows = folder, schema, most_rows
        self._known: dict[tuple, set[str]] = {}  # keys of a part, by its name, size and time

    def parts(self) -> list[Path]:
        """Files of the dataset in the order in which they were begun."""
        return sorted(self.folder.glob("part-*.parquet"))

    def keys(self) -> set[str]:
        """Keys that are there."""
        marks = {part: (part.name, part.stat().st_size, part.stat().st_mtime_ns) for part in self.parts()}
        self._known = {m: self._known.get(m) or _keys_in(part) for part, m in marks.items()}
        return set().union(*self._known.values())

    def read(self, columns: list[str] | None = None) -> pa.Table:
        """All rows; part for part."""
        tables = [pq.read_table(part, columns=columns) for part in self.parts()]
        kept = self.schema if columns is None else pa.schema([self.schema.field(c) for c in columns])
        return pa.concat_tables(tables) if tables else kept.empty_table()

    def append(self, tables: Iterable[pa.Table]) -> None:
        """Add rows: to the last part while it is small, else to a new one. A part is replaced in one step."""
        added = pa.concat_tables(
            [self.schema.empty_table(), *(t.select(self.schema.names).cast(self.schema) for t in tables)]
        )
        parts = self.parts()
        last = parts[-1] if parts and pq.read_metadata(parts[-1]).num_rows < self.most_rows else None
        if added.num_rows == 0 and parts:
            return
        if last is not None:
            added = pa.concat_tables([pq.read_table(last), added])
        number = int(parts[-1].stem.removeprefix("part-")) + 1 if parts else 0
        write_whole(last or self.folder / f"part-{number:06d}.parquet", added)

    def drop(self, column: str, value: str) -> int:
        """Remove the rows with a value in a column; how many. Each part is replaced in one step."""
        dropped = 0
        for part in self.parts():
            rows = pq.read_table(part)
            kept = rows.filter(pc.not_equal(rows[column], value))  # pyright: ignore[reportAttributeAccessIssue]
            if kept.num_rows < rows.num_rows:
                dropped += rows.num_rows - kept.num_rows
                write_whole(part, kept)
        return dropped


def _keys_in(part: Path) -> set[str]:
    return set(pq.read_table(part, columns=[KEY])[KEY].unique().to_pylist())


def write_whole(path: Path, table: pa.Table) -> None:
    """Write a parquet file so that it appears whole or not at all, and stays after a power cut."""
    files.write_whole(path, lambda temporary: pq.write_table(table, temporary, compression="zstd"))
