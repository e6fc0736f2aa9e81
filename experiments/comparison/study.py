"""Everything a comparison found, for tables, reports and figures."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..composition.settings import CompareSettings
from ..indicators import REGISTRY, Indicator
from ..indicators.measure import MAPPED
from ..running import store
from ..running.store import run_folder
from ..statistics.pairs import Aims


@dataclass(frozen=True)
class Study:
    """The small tables of all runs and what they say together. Each table has the columns arm and seed."""

    settings: CompareSettings
    comparison: pd.DataFrame  # one row an arm, indicator and ledger; see pairs.compare_arms
    indicators: pd.DataFrame
    series: pd.DataFrame
    places: pd.DataFrame
    groups: pd.DataFrame
    costs: pd.DataFrame
    robust: pd.DataFrame | None = None  # the comparison under other assumptions; see robust.compare_assumptions
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

    @property
    def aims(self) -> Aims:
        """Which precision is aimed at, and which difference matters."""
        return Aims.of(self.settings)

    @property
    def pairs(self) -> int:
        """Pairs of runs at most of any comparison."""
        return max(int(n) for n in self.comparison["n"])

    @cached_property
    def seeds(self) -> list[int]:
        """Seeds of which at least one run succeeded."""
        return sorted(self.indicators["seed"].unique().tolist())

    def treated(self, arm: str) -> np.ndarray | None:
        """Rows of the areas that an arm treats; None where it treats the whole district."""
        seed = int(self.indicators["seed"][self.indicators["arm"] == arm].iloc[0])
        treated = store.read_manifest(run_folder(Path(self.settings.out), arm, seed))["town"]["treated"]
        return None if treated is None else np.array(treated, int)

    def counts_by(self, column: str, when: str) -> pd.DataFrame:
        """Events by a column of the areas: arm, seed, mapped, that column, count; zeros included."""
        where = self.areas[column]
        rows = self.places[self.places["when"] == when]
        keys = ["arm", "seed", "mapped", column]
        counts = rows.assign(**{column: rows["area"].map(where)}).groupby(keys)["count"].sum()
        runs = self.indicators[["arm", "seed"]].drop_duplicates().itertuples(index=False, name=None)
        every = [(*run, mapped, place) for run in runs for mapped in MAPPED for place in np.unique(where)]
        index = pd.MultiIndex.from_tuples(every, names=keys)
        return counts.reindex(index, fill_value=0).rename("count").reset_index()

    @cached_property
    def areas(self) -> pd.DataFrame:
        """The areas table of the town all arms share."""
        return self.example.tables["areas"].to_pandas()

    def row(self, arm: str, indicator: str, ledger: str) -> dict[str, Any]:
        """The comparison of one arm in one indicator and ledger."""
        return self._rows[arm, indicator, ledger]

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        return {(row["arm"], row["indicator"], row["ledger"]): row for row in self.comparison.to_dict("records")}

    def has_values(self, indicator: str) -> bool:
        """Whether any run has a value of an indicator."""
        i = self.indicators
        return bool(i.loc[i["indicator"] == indicator, "value"].notna().any())

    def sizes(self, arm: str, indicator: str, ledger: str) -> float:
        """Mean number of cases, people or places on which an indicator rests in a run."""
        return float(self._of(arm, indicator, ledger)["n"].mean())

    @cached_property
    def config(self) -> str:
        """The whole configuration of a run of the reference, YAML."""
        seed = self.seeds[0]
        return store.read_config(run_folder(Path(self.settings.out), self.reference, seed))

    def values(self, arm: str, indicator: str, ledger: str) -> pd.Series:
        """Values of an indicator by seed."""
        return self._of(arm, indicator, ledger).set_index("seed")["value"].sort_index()

    def per_event(self, arm: str, indicator: str, ledger: str) -> float:
        """What one event adds to an indicator, mean over the runs; NaN where it counts none."""
        return float(self._of(arm, indicator, ledger)["per_event"].mean())

    def _of(self, arm: str, indicator: str, ledger: str) -> pd.DataFrame:
        i = self.indicators
        return i[(i["arm"] == arm) & (i["indicator"] == indicator) & (i["ledger"] == ledger)]

    @staticmethod
    def headlines() -> list[Indicator]:
        """The few indicators a study is judged by."""
        return [i for i in REGISTRY.values() if i.headline]
