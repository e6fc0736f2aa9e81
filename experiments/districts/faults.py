"""What is wrong with a file, or remarkable: one line each with the file, the row, the column, and what to do."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path

from ..errors import BadInput
from ..files import write_csv


@dataclass(frozen=True)
class Fault:
    """One fault. `row` counts as a spreadsheet or the map does, from 1; empty where it concerns the whole file."""

    file: str
    what: str
    todo: str
    row: str = ""
    column: str = ""

    @property
    def place(self) -> str:
        """File, row and column in signs that need no language, such as people.csv:3 [age]."""
        return self.file + (f":{self.row}" if self.row else "") + (f" [{self.column}]" if self.column else "")

    def __str__(self) -> str:
        return f"{self.place}: {self.what}; {self.todo}"


@dataclass
class Findings:
    """What reading found: faults that stop it, and remarks on what was mended, guessed or left out."""

    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)

    def fault(self, file: str | Path, what: str, todo: str, row: object = "", column: str = "") -> None:
        """Note what stops the making of a district."""
        self.faults.append(Fault(_name(file), what, todo, str(row), column))

    def remark(self, file: str | Path, what: str, todo: str, row: object = "", column: str = "") -> None:
        """Note what does not stop it."""
        self.remarks.append(Fault(_name(file), what, todo, str(row), column))

    def stop_at_faults(self, listed: Path) -> None:
        """Write all faults as CSV and raise BadInput with the first of them, if there is one."""
        if not self.faults:
            return
        write_csv(listed, as_csv(self.faults))
        first, n = self.faults[0], len(self.faults)
        raise BadInput(
            f"{first.place}: {first.what}; {first.todo}. All faults ({n}) are in {listed}; nothing else was written"
        )


def as_csv(faults: list[Fault]) -> str:
    """Faults as a table."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(one.name for one in fields(Fault))
    table.writerows(astuple(fault) for fault in faults)
    return out.getvalue()


def _name(file: str | Path) -> str:
    return Path(str(file)).name
