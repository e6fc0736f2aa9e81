"""One run: done, kept in a folder, read back as tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from govsim.simulation.engine.clock import HOURS_PER_YEAR
from govsim.simulation.observation.schema import TABLES

from ..composition.parts import check_parts
from ..composition.settings import RunSettings, settings_of
from ..composition.words import policy_word
from ..indicators import REGISTRY, compute
from ..running import store
from ..running.dictionary import of_runs
from ..running.run import execute
from .calls import Policies, call, named, node_of, written
from .errors import refusing
from .shown import Shown, some, with_meaning


class Run(Shown):
    """A stored run. Its tables are DataFrames whose `attrs` have the unit and meaning of each column.

    folder: where its parquet files lie; manifest: versions, seed and row counts; config: every number of it.
    """

    def __init__(self, folder: str | Path) -> None:
        """Raises BadInput where there is no complete run of this version's schema."""
        self.folder = Path(folder)
        stored = refusing(store.read_run)(self.folder)
        self.manifest, self._tables = stored.manifest, stored.tables

    @property
    def config(self) -> dict[str, Any]:
        """Every number of the run."""
        return yaml.safe_load(store.read_config(self.folder))

    def table(self, name: str) -> pd.DataFrame:
        """A table by name: events, daily, survey, costs, monthly, matters or areas."""
        return with_meaning(self._tables[name].to_pandas(), _columns(name))

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in TABLES and "_tables" in self.__dict__:
            return self.table(name)
        raise AttributeError(f"a run has no {name!r}; its tables are {', '.join(TABLES)}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    def indicators(self, from_day: float = 0, to_day: float | None = None) -> pd.DataFrame:
        """Every indicator in every ledger between two days of the run: one row a reading, with name and unit."""
        end_h = self.manifest["ticks"] * self.config["hours_per_tick"] if to_day is None else 24 * to_day
        found = compute(self._tables, 24 * from_day, end_h)
        about = {"name": lambda i: i.name, "unit": lambda i: i.unit, "better": lambda i: i.better}
        for column, of in about.items():
            found[column] = [of(REGISTRY[id_]) for id_ in found["indicator"]]
        return found

    @cached_property
    def dictionary(self) -> pd.DataFrame:
        """Every column of every table: table, column, type, unit, meaning."""
        return dictionary()

    def _facts(self) -> tuple[str, Mapping[str, Any]]:
        config, rows = self.config, self.manifest["rows"]
        return f"Run of {self.manifest['town']['name']}, seed {self.manifest['seed']}", {
            "policies": some(list(config["policy"] or {})) or "none: as today",
            "length": f"{self.manifest['ticks'] * config['hours_per_tick'] / HOURS_PER_YEAR:.2f} years",
            "tables": ", ".join(f"{name} ({n:,})" for name, n in rows.items()),
            "folder": str(self.folder),
        }


@refusing
def run(
    district: str = "xigu", policies: Policies = (), *, values: Mapping[str, Any] | None = None, progress: bool = True,
    **settings: Any,
) -> Run:  # fmt: skip
    """One run, as `govsim run` does it: `run("small", policies=["more_patrol"], seed=7, years=1)`.

    Arguments as those of District, and the top-level values of the configuration: years, hours_per_tick, out,
    overwrite ... The very same run is read, not done again. Raises BadInput.
    """
    names, own = named(policies)
    nodes = [f"+policy.{name}={written(node_of(policy, here=True))}" for name, policy in own.items()]
    words = [policy_word([name for name in names if name not in own]), *nodes]
    what = call("run", None, district, values, settings, words)
    checked = settings_of(what.cfg, RunSettings)
    check_parts(what.cfg)
    execute(what.cfg, checked, Path(checked.out), progress=progress)
    return Run(checked.out)


def dictionary() -> pd.DataFrame:
    """Every column of every table a run hands over: table, column, type, unit, meaning."""
    return pd.DataFrame(of_runs())


def _columns(table: str) -> dict[str, tuple[str, str]]:
    return {one.column: (one.unit, one.meaning) for one in of_runs() if one.table == table}
