"""A laboratory of small districts for tests: composed from the real configuration, run once, kept for the session."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
from hydra import compose, initialize_config_dir
from hydra.utils import instantiate
from omegaconf import DictConfig

from experiments.build import build, policies
from experiments.errors import CONFIGS
from simulation import District
from simulation.clock import Clock
from simulation.model import Processes
from simulation.synthesis.offenders import make_offenders
from tests.towns import square_town

# A town of 1,440 people has few thieves and quarrels; these words make it a lively one.
LIVELY = ("offenders.offenders_per_1000=40", "offenders.searches_per_year=60", "scenario.grievances=8")
# No grid worker, mediator or police unit, and none is recruited.
NOBODY_ON_DUTY = (
    "levers.patrol.cars_night=0", "levers.patrol.cars_day=0", "levers.patrol.cars_evening=0",
    "process.staffing.cars_per_station=0", "levers.grid.full_time=0", "levers.mediation.posts=0",
)  # fmt: skip

Tables = Mapping[str, pa.Table]


@lru_cache(maxsize=256)
def composed(*words: str) -> DictConfig:
    """The configuration of a run with these overrides."""
    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        return compose("run", list(words))


def process(name: str, *words: str):
    """One process with the values of its file, and these overrides."""
    return instantiate(composed(*words).process[name], _convert_="all")


def square_parts(*words: str, side: int = 6) -> SimpleNamespace:
    """Everything a District of a square town is made of, to be changed before `district_of`."""
    cfg = composed(*words)
    town, people, households, timetable = square_town(side)
    plan = instantiate(cfg.offenders, _convert_="all")
    return SimpleNamespace(
        seed=int(cfg.seed), clock=Clock(cfg.hours_per_tick), town=town, people=people, households=households,
        offenders=make_offenders(plan, people, town, timetable, int(cfg.district_seed)), timetable=timetable,
        baseline=instantiate(cfg.levers, _convert_="all").levers(town), policies=policies(cfg),
        processes=Processes(**{name: process(name, *words) for name in Processes.__dataclass_fields__}),
        scenario=instantiate(cfg.scenario), survey=instantiate(cfg.survey), prices=instantiate(cfg.costs),
    )  # fmt: skip


def district_of(parts: SimpleNamespace) -> District:
    """A district of these parts."""
    return District(**vars(parts))


def square(*words: str, side: int = 6) -> District:
    """A district on the square town, ready for its first tick."""
    return district_of(square_parts(*words, side=side))


def run_days(district: District, days: float) -> District:
    """The same district some days later."""
    district.run_for(round(days * district.clock.ticks_per_day))
    return district


@lru_cache(maxsize=256)
def square_run(days: float, *words: str) -> District:
    """A square district after some days; shared by tests, so look and do not touch."""
    return run_days(square(*words), days)


@lru_cache(maxsize=32)
def synthetic_run(days: float, *words: str) -> District:
    """A synthetic district of 2,000 residents after some days; shared, so look and do not touch."""
    return run_days(build(composed("district=synthetic", "district.population=2000", *words)), days)


def same(one: pa.Table, other: pa.Table) -> bool:
    """Whether two tables agree in every cell, bit for bit; an empty cell (NaN) equals an empty cell."""
    return one.schema.names == other.schema.names and all(
        _plain(one[name]).equals(_plain(other[name])) for name in one.schema.names
    )


def _plain(column: pa.ChunkedArray) -> pd.Series:
    """A column as a pandas series, words as words."""
    series = column.to_pandas()
    return series.astype(object) if pa.types.is_dictionary(column.type) else series


def differing(one: Tables, other: Tables) -> list[str]:
    """Names of the tables that differ in anything."""
    return [name for name in one if not same(one[name], other[name])]


def events(district: District, kind: str) -> dict[str, np.ndarray]:
    """Events of one kind, column by column."""
    table = district.tables()["events"]
    frame = {name: np.array(table[name].to_pylist()) for name in ("kind",)}
    rows = np.flatnonzero(frame["kind"] == kind)
    kept = table.take(pa.array(rows))
    return {name: np.array(kept[name].to_pylist()) for name in kept.column_names}


def thefts_table(district: District) -> np.ndarray:
    """Every theft of the run in order of name: truth, records and clearance."""
    rows = district.thefts.rows
    return rows[np.argsort(rows["id"])]


def disputes_table(district: District) -> np.ndarray:
    """Every dispute of the run in order of name."""
    rows = district.disputes.rows
    return rows[np.argsort(rows["id"])]


def same_rows(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two tables of one dtype agree in every column of every row."""
    return one.size == other.size and all(np.array_equal(one[name], other[name]) for name in one.dtype.names)
