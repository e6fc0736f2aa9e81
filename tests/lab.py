"""A laboratory of small districts for tests: composed from the real configuration, run once, kept for the session."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from hydra import compose, initialize_config_dir
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import DictConfig, OmegaConf

from govsim.experiments.composition.asked import Asked, policies_alone
from govsim.experiments.composition.build import build, policies
from govsim.experiments.composition.families import made
from govsim.experiments.config_folders import CONFIGS
from govsim.simulation import District
from govsim.simulation.calendar.seasons import in_seasons
from govsim.simulation.engine.clock import Clock
from govsim.simulation.model import Processes
from govsim.simulation.policies import Policy
from govsim.simulation.synthesis.offenders import make_offenders
from tests.towns import square_town


def many_thieves(per_1000: int, searches_per_year: int) -> tuple[str, ...]:
    """Words for so many active thieves who steal about equally often, none of them held or released at the start."""
    return (
        f"offenders.offenders_per_1000={per_1000}", f"offenders.searches_per_year={searches_per_year}",
        "offenders.searches_log_sd=1", "offenders.careers.arrests_per_search=0",
    )  # fmt: skip


# A town of 1,440 people has few thieves and quarrels; these words make it a lively one.
LIVELY = (*many_thieves(40, 60), "scenario.grievances=8")
# No grid worker, mediator or police unit, and none is recruited.
NOBODY_ON_DUTY = (
    "levers.patrol.cars_night=0", "levers.patrol.cars_day=0", "levers.patrol.cars_evening=0",
    "process.staffing.cars_per_station=0", "levers.patrol.foot_hours=0", "levers.grid.full_time=0",
    "levers.mediation.posts=0",
)  # fmt: skip

Tables = Mapping[str, pa.Table]


REFERS = {"offenders": ("process.careers", "process.aftermath")}  # groups whose values are those of others
TOP_VALUES = ("seed", "hours_per_tick", "policy_start_day", "policy_ramp_days", "district_seed", "years")


def is_value(word: str) -> bool:
    """Whether a word sets a number of the configuration rather than choosing files of it."""
    key = word.partition("=")[0]
    return key in TOP_VALUES or ("." in key and key[0] not in "+~")


@lru_cache(maxsize=256)
def composed_by_hydra(*words: str) -> DictConfig:
    """The configuration of a run with these overrides."""
    if words and all(word.startswith("policy=") for word in words):  # much quicker, and the same: test_asked.py
        return Asked("run", composed_by_hydra(), "run").composed(words)
    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        return compose("run", list(words))


@lru_cache(maxsize=256)
def composed(*words: str) -> DictConfig:
    """The same, much quicker: files are read once for each choice of files, and values are set in a copy."""
    return _with_values(_nodes(*(word for word in words if not is_value(word))), words)


def composed_group(group: str, *words: str) -> DictConfig:
    """One group of it with what its parts refer to, the single numbers and REFERS: quicker once more."""
    nodes = _nodes(*(word for word in words if not is_value(word)))
    wanted = {group, *(path.partition(".")[0] for path in REFERS.get(group, ()))}
    few = {key: node for key, node in nodes.items() if key in wanted or not isinstance(node, dict)}
    return _with_values(few, [word for word in words if re.split(r"[.=]", word)[0] in few])


@lru_cache(maxsize=256)
def _nodes(*choices: str) -> dict:
    """The configuration with these choices of files as plain mappings; what refers to other values is left as it is."""
    policies_only = all(re.match(r"\+?policy[.=]", word) for word in choices)
    cfg = composed_by_hydra(*() if policies_only else choices)
    nodes: Any = OmegaConf.to_container(cfg, resolve=False)
    if choices and policies_only:
        nodes = nodes | {"policy": OmegaConf.to_container(policies_alone(choices).policy, resolve=False)}
    return nodes


def _with_values(nodes: dict, words: Iterable[str]) -> DictConfig:
    cfg = OmegaConf.create(nodes)
    OmegaConf.set_struct(cfg, True)
    for override in OverridesParser.create().parse_overrides([word for word in words if is_value(word)]):
        OmegaConf.update(cfg, override.key_or_group, override.value())
    return cfg


def process(name: str, *words: str):
    """One process with the values of its file, and these overrides."""
    return part(f"process.{name}", *words)


def part(path: str, *words: str):
    """What a part of the configuration makes; frozen, so that it is made once for the words that are about it."""
    return _part(path, *(word for word in words if word.startswith((path, *REFERS.get(path, ())))))


@lru_cache(maxsize=1024)
def _part(path: str, *words: str):
    few = composed_group(path.partition(".")[0], *words)
    return made(path, OmegaConf.to_container(OmegaConf.select(few, path), resolve=True))


@lru_cache(maxsize=1024)
def policies_of(*words: str) -> Mapping[str, Policy]:
    """The policies that these words choose, by name."""
    return policies(composed_group("policy", *words))


def square_parts(*words: str, side: int = 6) -> SimpleNamespace:
    """Everything a District of a square town is made of, to be changed before `district_of`.

    Every week is like the others, unless words are about the calendar.
    """
    cfg = composed_group("", *(word for word in words if word.partition("=")[0] in TOP_VALUES))
    town, people, households, timetable = square_town(side)
    dated = [word for word in words if word.startswith("calendar")]
    calendar = part("calendar", *(dated or ["calendar=flat"]))
    return SimpleNamespace(
        seed=int(cfg.seed), clock=Clock(cfg.hours_per_tick), town=town, people=people, households=households,
        offenders=make_offenders(part("offenders", *words), people, town, timetable, int(cfg.district_seed)),
        timetable=timetable, calendar=calendar, baseline=part("levers", *words).levers(town),
        policies=policies_of(*(word for word in words if word.startswith("policy"))),
        processes=Processes(**{name: process(name, *words) for name in Processes.__dataclass_fields__}),
        scenario=part("scenario", *words), survey=part("survey", *words), prices=part("costs", *words),
    )  # fmt: skip


def in_all_seasons(parts: SimpleNamespace) -> SimpleNamespace:
    """The same parts with routines for every kind of day, which a calendar that is not flat needs."""
    parts.timetable, routine = in_seasons(
        parts.timetable, parts.people, parts.households, parts.calendar, seed=parts.seed
    )
    parts.people["routine"] = routine
    return parts


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
