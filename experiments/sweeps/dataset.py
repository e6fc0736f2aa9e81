"""A parquet dataset that grows: whole parts only, every key once, readable at any moment by anything.

Pages of a part bear checksums, and parts have names of one form: what is damaged, and what was laid beside them by a
program that synchronises folders, is found before it is counted.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .. import files
from ..errors import BadInput, Damaged, damaged

KEY = "run_id"
TABLES = "tables"  # in the row of a run that is on its way: digests of the files of its tables
NAME = re.compile(r"part-\d{6}\.parquet")
CUT = "it is no parquet file any more, or its checksums do not fit"
AGAIN = "give the command of the sweep again, which sets it aside and does its runs again"


class Dataset:
    """A folder of parquet files with one schema. Only the holder of the store's lock writes."""

    def __init__(self, folder: Path, schema: pa.Schema, most_rows: int) -> None:
        self.folder, self.schema, self.most_rows = folder, schema, most_rows
        self._known: dict[tuple, set[str]] = {}  # keys of a part, by its name, size and time

    def parts(self) -> list[Path]:
        """Files of the dataset in the order in which they were begun."""
        return parts_of(self.folder)

    def keys(self) -> set[str]:
        """Keys that are there. Raises Damaged for a part that cannot be read."""
        return self._keys_of(self.parts())

    def _keys_of(self, parts: Iterable[Path]) -> set[str]:
        marks = {part: (part.name, part.stat().st_size, part.stat().st_mtime_ns) for part in parts}
        self._known = {m: self._known.get(m) or _keys_in(part) for part, m in marks.items()}
        return set().union(*self._known.values())

    def damaged_parts(self) -> Iterator[tuple[Path, str]]:
        """Parts that are not as they were written, and what is wrong with them."""
        for part in self.parts():
            try:
                table = table_of(part)
            except Damaged as error:
                yield part, str(error)
            else:
                if not table.schema.equals(self.schema, check_metadata=True):
                    yield part, str(damaged(part, "its columns are not those of this store", AGAIN))

    def keys_without(self, parts: Iterable[Path]) -> set[str]:
        """Keys of the other parts."""
        left_out = set(parts)
        return self._keys_of(part for part in self.parts() if part not in left_out)

    def check(self) -> None:
        """Raise BadInput for files that are no parts, and for runs that are there twice."""
        folder = self.folder
        strange = [path.name for path in folder.glob("*") if path.name[0] != "." and not NAME.fullmatch(path.name)]
        if strange:
            raise BadInput(
                f"{folder} holds {strange[0]!r}, which this program did not write, perhaps a copy made by one that "
                "synchronises folders; move it away"
            )
        seen: dict[str, str] = {}
        for part in self.parts():
            if both := seen.keys() & (keys := _keys_in(part)):
                raise BadInput(
                    f"{folder}: {part.name} and {seen[min(both)]} hold the same runs; move the one that is a copy away"
                )
            seen |= dict.fromkeys(keys, part.name)

    def read(self, columns: list[str] | None = None) -> pa.Table:
        """All rows; part for part. Raises Damaged."""
        tables = [table_of(part, columns) for part in self.parts()]
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
            added = pa.concat_tables([table_of(last), added])
        number = int(parts[-1].stem.removeprefix("part-")) + 1 if parts else 0
        write_whole(last or self.folder / f"part-{number:06d}.parquet", added)

    def drop(self, column: str, value: str, but: Container[str] = ()) -> int:
        """Remove the rows with a value in a column, but not those of some keys; how many. Parts are replaced whole."""
        dropped = 0
        for part in self.parts():
            rows = table_of(part)
            spared = pa.array([key in but for key in rows[KEY].to_pylist()], pa.bool_())
            kept = rows.filter(pc.or_(pc.not_equal(rows[column], value), spared))  # pyright: ignore[reportAttributeAccessIssue]
            if kept.num_rows < rows.num_rows:
                dropped += rows.num_rows - kept.num_rows
                write_whole(part, kept)
        return dropped


def parts_of(folder: Path) -> list[Path]:
    """Files of a dataset in the order in which they were begun."""
    return sorted(path for path in folder.glob("part-*.parquet") if NAME.fullmatch(path.name))


def table_of(path: Path, columns: list[str] | None = None, remedy: str = AGAIN) -> pa.Table:
    """A parquet file that this program wrote. Raises Damaged, with what to do, and OSError where there is none."""
    with path.open("rb") as file:
        try:
            return pq.read_table(file, columns=columns, page_checksum_verification=True)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise damaged(path, CUT, remedy) from error


def _keys_in(part: Path) -> set[str]:
    return set(table_of(part, [KEY])[KEY].unique().to_pylist())


def write_whole(path: Path, table: pa.Table) -> None:
    """Write a parquet file so that it appears whole or not at all, and stays after a power cut."""
    files.write_whole(
        path, lambda temporary: pq.write_table(table, temporary, compression="zstd", write_page_checksum=True)
    )


def damage_of_row(path: Path) -> str:
    """What is wrong with the files of a run that is on its way; empty where nothing is. `path`: that of its row."""
    try:
        row = files.json_of(path, AGAIN)
        if row.get(KEY) != path.stem:
            raise damaged(path, "it says not which run it is of", AGAIN)
        for name, digest in row.get(TABLES, {}).items():
            table = path.with_name(name)
            if not table.exists() or files.digest_of(table.read_bytes()) != digest:
                raise damaged(table, files.CHANGED, AGAIN)
    except Damaged as error:
        return str(error)
    return ""


def with_key(table: pa.Table, run_id: str) -> pa.Table:
    """Rows with the key of their run in front."""
    key = pa.array([run_id] * table.num_rows, pa.string())
    return table.add_column(0, KEY, key)
