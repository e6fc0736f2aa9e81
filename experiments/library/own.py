"""A district of one's own, made from files: `govsim.new_district("mine", boundary="boundary.gpkg")`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ..composition.parts import composed, plain_of
from ..composition.towns import town_of, try_plan
from ..districts.describing import described, fit_of, notes_of
from ..districts.writing import new_district as write
from ..language.voice import Voice
from .errors import refusing
from .shown import Shown


class NewDistrict(Shown):
    """A district that was read from files; its `name` is what `govsim.run(name)` takes."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        self.notes = notes_of(name)

    @property
    def remarks(self) -> pd.DataFrame:
        """What was mended, guessed or left out: file, what, todo, row, column."""
        return pd.DataFrame(self.notes["remarks"], columns=["file", "what", "todo", "row", "column"])

    @property
    def fit(self) -> pd.DataFrame:
        """Every margin that a town can show: unit ("" for the district), margin, given, town, error (relative)."""
        rows = [(one.margin.unit, one.margin.name, one.margin.value, one.town, one.error)
                for one in fit_of(self.name, self.notes, self._town())]  # fmt: skip
        return pd.DataFrame(rows, columns=["unit", "margin", "given", "town", "error"])

    def check(self, language: str = "en") -> str:
        """What `govsim district check` says."""
        return "\n".join(described(self.name, self._town(), Voice(language)))

    def _town(self):
        plain = plain_of(composed([f"district={self.name}"]))
        return town_of(json.dumps(plain["district"]), int(plain["district_seed"]))

    def _facts(self) -> tuple[str, Mapping[str, Any]]:
        return f"District {self.name}", {
            "file": str(self.path), "area": f"{self.notes['area_km2']:.1f} km2", "geography": self.notes["geography"],
            "remarks": len(self.notes["remarks"]),
        }  # fmt: skip


@refusing
def new_district(name: str, boundary: str | Path, **files: str | Path | float) -> NewDistrict:
    """Make a district from files, as `govsim district new` does it: streets=, communities=, grids=, people=, ...

    `new_district("mine", boundary="boundary.gpkg", streets="streets.gpkg", people="census.csv", crs="gcj02")`.
    Writes configs/district/mine.yaml in the folder one works in. Raises BadInput, and then nothing is written but
    the list of faults.
    """
    words = {"boundary": str(boundary), **{key: str(value) for key, value in files.items()}}
    path, _ = write(name, words, try_plan)
    return NewDistrict(name, path)
