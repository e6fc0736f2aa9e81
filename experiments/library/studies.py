"""Arms side by side: comparisons, ablations and factorials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..comparison import compare as _compare
from ..comparison import factorial as _factorial
from ..comparison.factorial import Factorial
from ..comparison.study import Study as Found
from ..errors import BadInput, nearest
from ..indicators import REGISTRY
from ..systems import ablation as _ablation
from ..systems.ablation import Ablation
from .calls import Policies, call
from .errors import refusing
from .runs import Run
from .shown import Shown, some

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = ("forest", "series", "thefts", "clashes", "money", "acceptability")


class Study(Shown):
    """What a comparison found; `found` has everything, also what the report is made of."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.settings, self.failures = found.settings, found.failures

    @property
    def table(self) -> pd.DataFrame:
        """One row an arm, indicator and ledger: means, difference from the reference, intervals, how sure it is."""
        return _named(self.found.comparison)

    @property
    def indicators(self) -> pd.DataFrame:
        """One row a run, indicator and ledger."""
        return _named(self.found.indicators)

    @property
    def series(self) -> pd.DataFrame:
        """Counts over time: arm, seed, counted, ledger, from_day, days, count."""
        return self.found.series

    @property
    def places(self) -> pd.DataFrame:
        """Events by area: arm, seed, mapped, when, area, count."""
        return self.found.places

    @property
    def costs(self) -> pd.DataFrame:
        """Yuan by item and payer: arm, seed, item, payer, yuan."""
        return self.found.costs

    def run(self, arm: str, seed: int) -> Run:
        """One of its runs."""
        from ..running.store import run_folder

        return Run(run_folder(Path(self.settings.out), arm, seed))

    def plot(self, what: str = "forest", language: str = "en") -> Figure:
        """A figure of the report: forest, series, thefts, clashes (maps by street), money or acceptability.

        Its axes are `figure.axes`. Raises BadInput for another name.
        """
        from ..report.figures import course, differences, maps, money
        from ..report.figures.style import drawn_in_style
        from ..report.write import voices_of

        voice, found = voices_of(self.found)[language], self.found
        draw = {
            "forest": lambda: differences.forest(found, voice), "series": lambda: course.time_series(found, voice),
            "thefts": lambda: maps.maps(found, "thefts", "street", voice),
            "clashes": lambda: maps.maps(found, "clashes", "street", voice),
            "money": lambda: money.plane(found, voice),
            "acceptability": lambda: money.acceptability_curve(found, voice),
        }  # fmt: skip
        if what not in draw:
            raise BadInput(f"there is no figure {what!r}; {nearest(what, FIGURES)}")
        return drawn_in_style(draw[what], voice)

    def report(self, out: str | Path | None = None) -> Path:
        """Write the report, its figures and tables into a folder, that of the runs unless another is named."""
        from ..report.write import write_report

        folder = Path(out or self.settings.out)
        write_report(self.found, folder)
        return folder

    def _facts(self) -> tuple[str, Mapping[str, Any]]:
        s, n = self.settings, len(self.failures)
        return f"Study: {some(self.found.arms)} against {self.found.reference}", {
            "pairs of runs": f"{self.found.pairs}, {s.years:g} years each after {s.burn_in_days} days",
            "indicators": f"{self.found.comparison['indicator'].nunique()}; see .table, .plot(...), .report(...)",
            **({"failed runs": n} if n else {}),
            "folder": s.out,
        }


@refusing
def compare(
    arms: Policies, district: str = "xigu", *, values: Mapping[str, Any] | None = None, **settings: Any
) -> Study:
    """Policies side by side, paired by seed, as `govsim compare` does it; the first arm is the reference.

    `compare(["baseline", "more_patrol"], district="small", replications=4, years=1, workers=2)`. Arms are names of
    policies, bundles "a+b", or own Policy objects from a module. Every run is kept: the same call goes on where it
    stopped. Raises BadInput.
    """
    return Study(_compare.compare(call("compare", arms, district, values, settings)))


@refusing
def factorial(
    arms: Policies, district: str = "xigu", *, values: Mapping[str, Any] | None = None, **settings: Any
) -> Factorial:
    """A bundle of policies against the sum of its parts, as `govsim factorial` does it. Raises BadInput."""
    return _factorial.factorial(call("factorial", arms, district, values, settings))


@refusing
def ablate(
    chosen: Sequence[str], district: str = "xigu", *, values: Mapping[str, Any] | None = None, **settings: Any
) -> Ablation:
    """Systems of the register, by id, switched off, on and full, as `govsim ablate` does it. Raises BadInput."""
    return _ablation.ablate(call("ablate", None, district, values, settings | {"systems": list(chosen)}))


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """A table with the name and unit of each indicator behind its id."""
    about = [REGISTRY[id_] for id_ in table["indicator"]]
    named = table.copy()
    at = list(named.columns).index("indicator") + 1
    named.insert(at, "name", [i.name for i in about])
    named.insert(at + 1, "unit", [i.unit for i in about])
    return named
