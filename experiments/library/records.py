"""Records of one's own, checked and held against the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import BadInput
from ..indicators import REGISTRY
from ..language.voice import Voice
from ..records import compare
from ..records.check import Found, check, write
from ..records.indicators import recorded_indicators
from ..validation.judging import counts
from .calls import call
from .errors import refusing
from .shown import Shown


class Records(Shown):
    """Records that were checked; `found` has everything."""

    def __init__(self, found: Found, folder: Path) -> None:
        self.found, self.folder = found, folder

    @property
    def table(self) -> pd.DataFrame:
        """One row an incident: times, kind, outcome, channel, units, `x_m` and `y_m`, file and row; nobody's name."""
        return self.found.checked.rows

    @property
    def faults(self) -> pd.DataFrame:
        """One row a fault: file, sheet, row, column, what, and what to do."""
        return self.found.faults.table(Voice("en"))

    @property
    def indicators(self) -> pd.DataFrame:
        """Every indicator of the books by id: its value, or in `missing` what the records do not have."""
        rows = [
            (line.id, REGISTRY[line.id].name, REGISTRY[line.id].unit, line.reading.value if line.reading else None,
             line.reading.n if line.reading else 0, line.missing)
            for line in recorded_indicators(self.found.checked)
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["indicator", "name", "unit", "value", "n", "missing"]).set_index("indicator")

    def compare(self, district: str = "xigu", *, values: Mapping[str, Any] | None = None, **settings: Any) -> Compared:
        """Hold the model against them, as `govsim records compare` does it. Raises BadInput."""
        return compare_records(self.folder, district, values=values, **settings)

    def _facts(self) -> tuple[str, Mapping[str, Any]]:
        checked = self.found.checked
        return "Records", {
            "usable": f"{len(checked.rows):,} of {checked.read:,} rows", "source": checked.source,
            "from": f"{checked.first:%Y-%m-%d}", "to": f"{checked.last - pd.Timedelta(days=1):%Y-%m-%d}",
            "folder": self.folder,
        }  # fmt: skip


class Compared(Shown):
    """What a comparison with records found; `found` has everything, also what the page is made of."""

    def __init__(self, found: compare.Compared) -> None:
        self.found = found
        self.settings, self.failures = found.settings, found.failures

    @property
    def table(self) -> pd.DataFrame:
        """One row a part: records and model with 90 % intervals, band, judgement."""
        from ..report.records import table_of

        return table_of(self.found)

    @property
    def counts(self) -> dict[str, int]:
        """How many comparisons are met (agree), missed, open (not decided)."""
        return counts(self.found.verdicts)

    def report(self, out: str | Path | None = None) -> Path:
        """Write the pages, figures, table and targets into a folder, that of the runs unless another is named."""
        from ..report.records import write_compared

        folder = Path(out or self.settings.out)
        write_compared(self.found, folder)
        return folder

    def _facts(self) -> tuple[str, Mapping[str, Any]]:
        return "Comparison with records", {
            "comparisons": ", ".join(f"{n} {name}" for name, n in self.counts.items()),
            "runs": f"{self.found.runs}, {self.settings.years:g} years each", "folder": self.settings.out,
        }  # fmt: skip


@refusing
def records(
    files: str | Path | Sequence[str | Path], *, out: str | Path | None = None, columns: str | Path | None = None,
    kind: str = "", source: str = "", sheet: str = "", units: str | Path | None = None, residents: float | None = None,
    overwrite: bool = False,
) -> Records:  # fmt: skip
    """Check exports of incidents, as `govsim records check` does it, and keep them: `.table`, `.faults`, `.indicators`.

    `records("110.xlsx", residents=407_010).compare("small", replications=4)`. Raises BadInput.
    """
    paths = [Path(files)] if isinstance(files, str | Path) else [Path(one) for one in files]
    if not paths:
        raise BadInput("records check needs files: govsim records check FILE...")
    folder = Path(out) if out else Path("records") / (paths[0].name.partition(".")[0] or "mine")
    how, names = (Path(one) if one else None for one in (columns, units))
    found = check(paths, folder, how, kind, source, sheet, names, residents, overwrite)
    write(found, folder, Voice("en"))
    return Records(found, folder)


@refusing
def compare_records(
    folder: str | Path, district: str = "xigu", *, values: Mapping[str, Any] | None = None, **settings: Any
) -> Compared:
    """Hold the model against checked records: `.table`, `.counts`, `.report(...)`.

    Every run is kept: the same call goes on where it stopped. Raises BadInput.
    """
    asked = call("records", None, district, values, {"records": str(folder), **settings})
    return Compared(compare.compare_records(asked))
