"""What is wrong with records: one line each with file, row, column, what, and what to do; and how many of each sort."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportAssignmentType=false, reportOptionalMemberAccess=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from ..given_tables import GivenTable
from ..language.voice import Voice
from .privacy import hidden

LEFT_OUT = (
    "time_missing",
    "time_unreadable",
    "time_future",
    "duplicate",
    "further_row",
    "date_order",
    "no_time_column",
)
SORTS = (
    *LEFT_OUT, "time_order", "kind_unknown", "kind_missing", "outcome_unknown", "channel_unknown", "unit_unknown",
    "place_unreadable", "place_far", "personal_cell", "personal_column",
)  # fmt: skip
LONGEST = 40


class Fault(NamedTuple):
    """One thing that is wrong. `value`: the cell, without numbers of people."""

    file: str
    sheet: str
    row: int
    column: str
    sort: str
    value: str


class Faults:
    """All that is wrong, as it is found."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, table: GivenTable, rows: Iterable[int], column: str, sort: str, values: Iterable[str]) -> None:
        """Note some rows of a table. `rows`: their numbers in the file; `values`: their cells."""
        for row, value in zip(rows, values, strict=True):
            shown = hidden(" ".join(value.split()))[:LONGEST]
            self.found.append(Fault(str(table.file), table.sheet, int(row), column, sort, shown))

    def counts(self) -> dict[str, int]:
        """How many of each sort, those that there are."""
        counted = Counter(fault.sort for fault in self.found)
        return {sort: counted[sort] for sort in SORTS if counted[sort]}

    def words(self, sort: str) -> dict[str, int]:
        """The cells of a sort with their counts, most first."""
        return dict(Counter(fault.value for fault in self.found if fault.sort == sort and fault.value).most_common())

    def table(self, voice: Voice) -> pd.DataFrame:
        """One row a fault, in the order of files and rows, in words."""
        words = voice["records"]["faults"]
        rows = [
            (f.file, f.sheet, f.row or "", f.column, f.value, f.sort, words[f.sort]["what"], words[f.sort]["do"])
            for f in sorted(self.found, key=lambda f: (f.file, f.sheet, f.row))
        ]
        return pd.DataFrame(rows, columns=["file", "sheet", "row", "column", "value", "sort", "what", "do"])
