"""The plan of a sweep: scenario x policy x replication, every run named by what it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from govsim.simulation.observation.schema import SCHEMA_VERSION

from ..composition.own_code import own_code
from ..running.pasts import POLICY
from ..running.store import NOT_IDENTITY
from ..running.versions import model_digest
from .factors import LEVER, UNCERTAINTY, Factor
from .paths import Path as Place
from .paths import leaves, with_values

MEASURING = ("indicators/*.py", "sweeps/work.py")  # besides the model, what decides about a value
PLACES = ["point", "scenario", "setting", "arm", "seed", "run_id"]  # columns of the plan before those of factors


@cache
def code_digest() -> str:
    """Digest of the sources of the model, of what measures it, and of the schema of its tables."""
    here = Path(__file__).resolve().parents[1]
    digest = hashlib.blake2b(f"{model_digest()}/{SCHEMA_VERSION}".encode(), digest_size=8)
    for pattern in MEASURING:
        for path in sorted(here.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Base:
    """One arm before factors are set: its plain configuration, and the places of the factors in it."""

    name: str
    plain: dict
    places: Mapping[str, Sequence[Place]]
    burn_in_h: float

    def digest(self, but: Sequence[str] = ()) -> str:
        """Digest of everything that is not a factor, the seed, or in the groups left out."""
        set_by_factors = {place for where in self.places.values() for place in where}
        kept = [
            (place, value) for place, value in leaves(self.plain)
            if place not in set_by_factors and place[0] not in ("seed", *NOT_IDENTITY, *but)
        ]  # fmt: skip
        return _short(code_digest(), self.burn_in_h, kept, *own_code(self.plain).items())

    def past(self) -> tuple[str, tuple[str, ...]]:
        """What two runs must share to share a past: digest without policies, and the factors that reach it."""
        reach = [f for f, where in self.places.items() if any(place[0] not in POLICY for place in where)]
        return self.digest(POLICY), tuple(reach)


@dataclass(frozen=True)
class PlannedRun:
    """One run: an arm, the values of the factors that it has, and a seed."""

    run_id: str
    base: Base
    values: Mapping[str, Any]
    seed: int

    def config(self) -> dict:
        """Its resolved configuration."""
        return with_values(self.base.plain, self.base.places, self.values) | {"seed": self.seed}


@dataclass(frozen=True)
class Plan:
    """All runs of a sweep. `points`: one row a point; scenario, setting, and one column a factor."""

    factors: tuple[Factor, ...]
    bases: tuple[Base, ...]
    points: pd.DataFrame
    seeds: range

    @property
    def names(self) -> list[str]:
        """Paths of the factors."""
        return [f.path for f in self.factors]

    @cached_property
    def _each(self) -> list[tuple[int, PlannedRun]]:
        """(row of the points, run) for every point, arm and seed; runs that are the same have the same id."""
        columns = [self.points[name].tolist() for name in self.names]
        rows = [dict(zip(self.names, row, strict=True)) for row in zip(*columns, strict=True)] or [{}]
        digests = [(base, base.digest()) for base in self.bases]
        each = []
        for row, values in enumerate(rows):
            for base, digest in digests:
                own = {path: v for path, v in values.items() if path in base.places}
                named = [*sorted(own.items()), *own_code(own).items()]
                each += [(row, PlannedRun(_short(digest, named, seed), base, own, seed)) for seed in self.seeds]
        return each

    def runs(self) -> list[PlannedRun]:
        """Every run once, seed by seed, so that whole replications are there early.

        Arms that do not have a factor come out equal at points that differ in it alone: they run once.
        """
        once: dict[str, PlannedRun] = {}
        for _, run in self._each:
            once.setdefault(run.run_id, run)
        return sorted(once.values(), key=lambda run: run.seed)

    def table(self) -> pd.DataFrame:
        """One row a point, arm and seed, with the id of its run: what joins a design with its results."""
        of = self.points.iloc[[row for row, _ in self._each]].reset_index(drop=True)
        runs = [run for _, run in self._each]
        named = of.assign(arm=[r.base.name for r in runs], seed=[r.seed for r in runs], run_id=[r.run_id for r in runs])
        return named[[*PLACES, *self.names]]


def together(runs: Sequence[PlannedRun], most: int) -> Iterator[list[PlannedRun]]:
    """Runs that share a past up to the day on which policies start, at most so many at a time."""
    pasts = {base.name: base.past() for base in {run.base.name: run.base for run in runs}.values()}
    groups: dict[tuple, list[PlannedRun]] = {}
    for run in runs:
        digest, reach = pasts[run.base.name]
        groups.setdefault((digest, run.seed, *((f, run.values[f]) for f in reach)), []).append(run)
    for group in groups.values():
        yield from (group[i : i + most] for i in range(0, len(group), most))


def crossed(scenarios: pd.DataFrame, settings: pd.DataFrame) -> pd.DataFrame:
    """Every scenario with every setting of the levers."""
    both = scenarios.assign(scenario=range(len(scenarios))).merge(
        settings.assign(setting=range(len(settings))), how="cross"
    )
    return both.assign(point=range(len(both)))


def joint(points: pd.DataFrame, factors: Sequence[Factor]) -> pd.DataFrame:
    """Points of uncertainties and levers at once, with the numbers of scenario and setting of each."""
    numbered = points.assign(point=range(len(points)))
    for name, role in (("scenario", UNCERTAINTY), ("setting", LEVER)):
        own = [f.path for f in factors if f.role == role]
        numbered[name] = numbered.groupby(own, sort=False).ngroup() if own else 0
    return numbered


def _short(*parts: Any) -> str:
    return hashlib.blake2b(json.dumps(parts, default=str).encode(), digest_size=12).hexdigest()
