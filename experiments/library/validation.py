"""The model against real districts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ..validation import runs
from ..validation.judging import counts, table_of
from .calls import call
from .errors import refusing
from .shown import Shown


class Validated(Shown):
    """What a validation found; `found` has everything, also what the page is made of."""

    def __init__(self, found: runs.Validation) -> None:
        self.found = found
        self.settings, self.failures = found.settings, found.failures

    @property
    def table(self) -> pd.DataFrame:
        """One row a part of a target: band, value, 90 % interval, judgement, source, grade."""
        return table_of(self.found.verdicts)

    @property
    def counts(self) -> dict[str, int]:
        """How many targets are met, missed, open (not decided) and missing (not measurable)."""
        return counts(self.found.verdicts)

    def report(self, out: str | Path | None = None) -> Path:
        """Write the pages, figures and table into a folder, that of the runs unless another is named."""
        from ..report.validation import write_validation

        folder = Path(out or self.settings.out)
        write_validation(self.found, folder)
        return folder

    def _facts(self) -> tuple[str, Mapping[str, Any]]:
        return "Validation", {
            "targets": ", ".join(f"{n} {name}" for name, n in self.counts.items()),
            "runs": f"{len(self.found.patterns)}, {self.settings.years:g} years each",
            "folder": self.settings.out,
        }


@refusing
def validate(district: str = "xigu", *, values: Mapping[str, Any] | None = None, **settings: Any) -> Validated:
    """Hold the model against every target, as `govsim validate` does it: `.table`, `.counts`, `.report(...)`.

    `validate(replications=10, years=3, interventions=False)`. Every run is kept: the same call goes on where it
    stopped. Raises BadInput.
    """
    return Validated(runs.validate(call("validate", None, district, values, settings)))
