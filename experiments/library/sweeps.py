"""Many runs over ranges of numbers: sweeps, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..composition.asked import Asked
from ..composition.settings import SweepSettings, settings_of
from ..sweeps import discovery as _discovery
from ..sweeps import power as _power
from ..sweeps import sensitivity as _sensitivity
from ..sweeps.engine import Tally
from ..sweeps.experiment import carry_out, plan_of
from ..sweeps.store import SweepStore
from .calls import Policies, call, written
from .errors import refusing
from .shown import Shown, some

if TYPE_CHECKING:
    from ..sweeps.optimisation import Optimum

type Factors = Mapping[str, Any]  # path to (low, high), a list of values, or {"low": 1, "high": 9, "scale": "log"}


class Sweep(Shown):
    """A store of runs and what the last call did to it."""

    def __init__(self, store: SweepStore, tally: Tally, settings: SweepSettings) -> None:
        self.folder, self.tally, self.settings, self._store = store.folder, tally, settings, store

    @property
    def table(self) -> pd.DataFrame:
        """The design with its results: a row a point, arm and seed; a column a factor and an indicator (K1_true)."""
        return self._store.designed()

    @property
    def daily(self) -> pd.DataFrame:
        """Counts a day by run_id, when they are kept."""
        return self._store.read("daily")

    @property
    def dictionary(self) -> pd.DataFrame:
        """Every column of the tables: table, column, type, unit, meaning."""
        return pd.read_csv(Path(self.folder) / "dictionary.csv", keep_default_na=False)

    def _facts(self) -> tuple[str, Mapping[str, Any]]:
        t, names = self.tally, list(self._store.kinds)
        return f"Sweep of {some(names) or 'no factor'}", {
            "runs": f"{t.planned} planned, {t.there} were there, {t.done} done, {t.failed} failed",
            "arms": some(list(self.settings.arms)),
            "folder": str(self.folder),
        }


def _asked(
    command: str, factors: Factors, arms: Policies, district: str, values: Mapping[str, Any] | None,
    settings: Mapping[str, Any],
) -> Asked:  # fmt: skip
    words = [f"factors.{path}={written(spec)}" for path, spec in factors.items()]
    return call(command, arms, district, values, settings, words)


@refusing
def sweep(
    factors: Factors, arms: Policies = ("baseline",), district: str = "xigu", *,
    values: Mapping[str, Any] | None = None, **settings: Any,
) -> Sweep:  # fmt: skip
    """Thousands of runs over ranges of numbers, as `govsim sweep` does it.

    `sweep({"process.theft.sight_weight": (.3, 1)}, district="small", samples=32, out="store")`. Every finished run is
    kept: the same call goes on where it stopped. Raises BadInput.
    """
    asked = _asked("sweep", factors, arms, district, values, settings)
    checked = settings_of(asked.cfg, SweepSettings)
    return Sweep(*carry_out(plan_of(asked, checked), asked, checked), checked)


@refusing
def sensitivity(
    factors: Factors, arms: Policies = ("baseline",), district: str = "xigu", *,
    values: Mapping[str, Any] | None = None, **settings: Any,
) -> _sensitivity.Sensitivity:  # fmt: skip
    """Which numbers matter: Morris screening, then Sobol indices, as `govsim sensitivity` does it. Raises BadInput."""
    return _sensitivity.sensitivity(_asked("sensitivity", factors, arms, district, values, settings))


@refusing
def discover(
    factors: Factors, arms: Policies, district: str = "xigu", *, values: Mapping[str, Any] | None = None,
    **settings: Any,
) -> _discovery.Discovery:  # fmt: skip
    """Under which uncertainties the second arm beats the first, as `govsim discover` does it. Raises BadInput."""
    return _discovery.discover(_asked("discover", factors, arms, district, values, settings))


@refusing
def optimise(
    factors: Factors, arms: Policies = ("baseline",), district: str = "xigu", *,
    values: Mapping[str, Any] | None = None, **settings: Any,
) -> Optimum:  # fmt: skip
    """The best levers within a budget, as `govsim optimise` does it. Raises BadInput."""
    from ..sweeps.optimisation import optimise as search  # Optuna is loaded only now

    return search(_asked("optimise", factors, arms, district, values, settings))


@refusing
def power(
    arms: Policies, district: str = "xigu", *, values: Mapping[str, Any] | None = None, **settings: Any
) -> pd.DataFrame:
    """How many runs two arms need, one row an indicator, as `govsim power` does it. Raises BadInput."""
    return _power.power(_asked("power", {}, arms, district, values, settings))[0]
