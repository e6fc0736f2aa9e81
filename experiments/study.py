"""Everything a comparison found, for tables, reports and figures."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from . import store
from .arms import run_folder
from .indicators import REGISTRY, Indicator
from .settings import CompareSettings


@dataclass(frozen=True)
class Study:
    """The small tables of all runs and what they say together. Each table has the columns arm and seed."""

    settings: CompareSettings
    comparison: pd.DataFrame  # one row an arm, indicator and ledger; see pairs.compare_arms
    indicators: pd.DataFrame
    series: pd.DataFrame
    places: pd.DataFrame
    costs: pd.DataFrame
    failures: dict[str, str] = field(default_factory=dict)
    command: str = ""

    @property
    def reference(self) -> str:
        """The arm all others are compared with."""
        return self.settings.arms[0]

    @property
    def arms(self) -> tuple[str, ...]:
        """The other arms."""
        return self.settings.arms[1:]

    @cached_property
    def example(self) -> store.StoredRun:
        """One run of the reference, for the map and the versions."""
        seed = int(self.indicators["seed"][self.indicators["arm"] == self.reference].iloc[0])
        return store.read_run(run_folder(Path(self.settings.out), self.reference, seed))

    @cached_property
    def areas(self) -> pd.DataFrame:
        """The areas table of the town all arms share."""
        return self.example.tables["areas"].to_pandas()

    def row(self, arm: str, indicator: str, ledger: str) -> dict[str, Any]:
        """The comparison of one arm in one indicator and ledger."""
        c = self.comparison
        return c[(c["arm"] == arm) & (c["indicator"] == indicator) & (c["ledger"] == ledger)].to_dict("records")[0]

    def values(self, arm: str, indicator: str, ledger: str) -> pd.Series:
        """Values of an indicator by seed."""
        i = self.indicators
        rows = i[(i["arm"] == arm) & (i["indicator"] == indicator) & (i["ledger"] == ledger)]
        return rows.set_index("seed")["value"].sort_index()

    @staticmethod
    def headlines() -> list[Indicator]:
        """The few indicators a study is judged by."""
        return [i for i in REGISTRY.values() if i.headline]
