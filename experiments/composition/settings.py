"""The top-level values of a run and of a comparison, checked before anything is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from omegaconf import DictConfig, OmegaConf
from pydantic import Field, StrictBool, StrictInt, StrictStr, ValidationError, field_validator

from govsim.simulation.engine.clock import DAYS_PER_YEAR, HOURS_PER_DAY, Clock
from govsim.simulation.engine.quantities import Checked

from ..errors import BadInput, nearest, refusal
from ..language import known
from .ticks import ticks_of

MOST_SEED, MOST_DAYS = 2**62, 36_500
# The groups of the configuration: read by build.py, checked by the classes they name.
OTHER_GROUPS = ("cluster", "factors")  # of some commands; no part of a run
GROUPS = ("district", "calendar", "offenders", "process", "levers", "costs", "survey", "scenario", "policy")


class RunSettings(Checked):
    """What one run needs besides its parts."""

    seed: StrictInt = Field(ge=0, le=MOST_SEED, description="the luck of a run; arms of an experiment share it")
    district_seed: StrictInt = Field(
        ge=0, le=MOST_SEED, description="the synthetic town; arms of an experiment share it"
    )
    years: float = Field(gt=0, le=100, strict=True, description="length of the run, or of the time measured")
    hours_per_tick: float = Field(gt=0, le=24, strict=True, description="length of a tick, hours")
    policy_start_day: StrictInt = Field(ge=0, le=MOST_DAYS, description="day on which policies start")
    policy_ramp_days: StrictInt = Field(ge=0, le=MOST_DAYS, description="days until policies act in full")
    out: StrictStr = Field(min_length=1, description="folder of the results")
    overwrite: StrictBool = Field(description="replace a result of another configuration")

    @field_validator("out")
    @classmethod
    def _from_home(cls, folder: str) -> str:
        """`~/x` as the shell would have it, which does not look into out=~/x."""
        try:
            return str(Path(folder).expanduser()) if folder.startswith("~") else folder
        except RuntimeError as error:
            raise ValueError("there is no such home folder; write the whole path") from error

    @field_validator("hours_per_tick")
    @classmethod
    def _divides_a_day(cls, hours: float) -> float:
        Clock(hours)
        return hours

    @property
    def ticks(self) -> int:
        """Length of the run in ticks, at least one."""
        return ticks_of(self.years, self.hours_per_tick)


class RepeatedSettings(RunSettings):
    """What runs with several seeds need besides the parts of each."""

    replications: StrictInt = Field(ge=1, le=1_000_000, description="runs of each point, one a seed")
    first_seed: StrictInt = Field(ge=0, le=MOST_SEED, description="seeds are first_seed, first_seed + 1, ...")
    burn_in_days: StrictInt = Field(ge=0, le=MOST_DAYS, description="days before policies start, not measured")
    scheduler: StrictStr | None = Field(description="address of a Dask scheduler; empty for a cluster of its own")
    language: StrictStr | None = Field(description="zh, en or both; empty for that of the locale")

    @field_validator("language")
    @classmethod
    def _is_known(cls, language: str | None) -> str | None:
        known(language)
        return language

    @property
    def run_years(self) -> float:
        """Length of each run: burn-in, then the years measured."""
        return self.burn_in_days / DAYS_PER_YEAR + self.years

    @property
    def seeds(self) -> range:
        """One seed a replication, the same in every arm and at every point."""
        return range(self.first_seed, self.first_seed + self.replications)

    @property
    def burn_in_h(self) -> float:
        """Hours before the policies start."""
        return float(self.burn_in_days * HOURS_PER_DAY)


class ArmedSettings(RepeatedSettings):
    """What arms with the same seeds need besides the parts of their runs."""

    replications: StrictInt = Field(ge=1, le=10_000, description="runs of each arm, one a seed")
    workers: StrictInt | None = Field(
        ge=0, le=10_000, description="processes; empty for one a core, 0 for none besides this one"
    )


class PairedSettings(ArmedSettings):
    """What differences between arms are measured against."""

    precision: float = Field(gt=0, lt=1, strict=True, description="half width aimed at, share of the reference mean")
    smallest: float = Field(
        ge=0, lt=1, strict=True, description="smallest difference that matters, share of the reference"
    )


class SweepSettings(RepeatedSettings):
    """What a sweep needs besides the parts of its runs and its factors."""

    arms: tuple[StrictStr, ...] = Field(min_length=1, description="policies; every point is run under each of them")
    design: StrictStr = Field(description="which points of the space of factors are run")
    table: StrictStr | None = Field(description="CSV file of points, one column a factor")
    samples: StrictInt = Field(ge=1, le=1_000_000, description="points of a design, walks, or base points")
    levels: StrictInt = Field(ge=2, le=1_000, description="values a factor")
    resolution: StrictInt = Field(ge=3, le=5, description="of a fractional factorial")
    design_seed: StrictInt = Field(ge=0, le=MOST_SEED, description="luck of the design")
    lever_samples: StrictInt | None = Field(
        ge=1, le=1_000_000, description="settings of the levers, each with every scenario"
    )
    keep: tuple[Literal["daily", "events"], ...] = Field(description="tables kept of every run")
    workers: StrictInt | None = Field(
        ge=0, le=10_000, description="processes; empty for one a core, 0 for none besides this one"
    )
    retry: StrictBool = Field(description="do runs that failed again")
    set_aside: StrictBool = Field(description="move runs of another version of the model out of the way")


class SensitivitySettings(SweepSettings):
    """What screening and Sobol indices need besides what a sweep needs."""

    indicators: tuple[StrictStr, ...] = Field(min_length=1, description="columns of runs.parquet")
    keep_factors: StrictInt = Field(
        ge=1, le=1_000, description="factors that go on from the screening to Sobol indices"
    )
    walks: StrictInt = Field(ge=2, le=100_000, description="Morris walks")


class PowerSettings(SweepSettings):
    """What the number of replications depends on."""

    indicators: tuple[StrictStr, ...] = Field(min_length=1, description="columns of runs.parquet")
    effect: float = Field(
        gt=0, le=100, strict=True, description="smallest difference worth finding, share of the reference"
    )
    power: float = Field(gt=0, lt=1, strict=True, description="chance to find it")
    precision: float = Field(gt=0, le=100, strict=True, description="half width aimed at, share of the reference mean")
    until_precise: StrictBool = Field(description="go on until every indicator is as precise as that")
    most: StrictInt = Field(ge=2, le=1_000_000, description="replications at most while going on")


class DiscoverSettings(SweepSettings):
    """What counts as a win, and what a box must have."""

    indicator: StrictStr = Field(description="column of runs.parquet by which arms are judged")
    better: Literal["lower", "higher"] = Field(description="which direction is better")
    margin: float = Field(
        ge=0, le=100, strict=True, description="by how much it must be better, share of the reference"
    )
    threshold: float = Field(gt=0, le=1, strict=True, description="share of wins that a box must have")


class OptimiseSettings(SweepSettings):
    """What is improved, within which budget."""

    objective: StrictStr = Field(description="column of runs.parquet to improve")
    direction: Literal["minimize", "maximize"] = Field(description="which way is better")
    cost: StrictStr = Field(description="column that the budget is about")
    budget: float | None = Field(description="cost at most; empty for what today costs")
    pareto: StrictBool = Field(description="the front of the objective against the cost instead of one winner")
    trials: StrictInt = Field(ge=1, le=1_000_000, description="settings of the levers tried")
    batch: StrictInt = Field(ge=1, le=100_000, description="settings run at a time")
    fresh_replications: StrictInt = Field(
        ge=2, le=1_000_000, description="runs of the winner with seeds the search has not seen"
    )


class ArmsSettings(PairedSettings):
    """What runs under several policies need besides the parts of each."""

    arms: tuple[StrictStr, ...] = Field(min_length=2, description="policies, the first one is the reference")

    @field_validator("arms")
    @classmethod
    def _all_different(cls, arms: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(arms)) < len(arms):
            raise ValueError("every arm may be named once")
        return arms


class Assumption(Checked):
    """A number of the configuration and the ends of its range."""

    path: StrictStr = Field(description="path in the configuration")
    low: float = Field(description="lowest value")
    high: float = Field(description="highest value")


class CompareSettings(ArmsSettings):
    """What a comparison and its report need besides the parts of its runs."""

    question: StrictStr = Field(description="what the report is to answer; empty for one made of the arms")
    addressee: StrictStr = Field(description="whom the brief is for; empty: its place is left to fill in")
    office: StrictStr = Field(description="who hands in the brief; empty: its place is left to fill in")
    issued: StrictStr = Field(description="date of issue of the report, such as 2026-11-28; empty: today")
    pages: StrictBool = Field(description="write report and figures; false: tables only")
    robust: StrictBool = Field(description="run the arms under other assumptions too")
    robust_replications: StrictInt = Field(ge=2, le=10_000, description="runs of each arm under each of them")
    assumptions: tuple[Assumption, ...] = Field(description="numbers moved to the ends of their ranges")

    @field_validator("issued")
    @classmethod
    def _is_a_date(cls, issued: str) -> str:
        try:
            _ = issued and date.fromisoformat(issued)
        except ValueError:
            raise ValueError(f"{issued!r} is no date; write year, month and day, such as 2026-11-28") from None
        return issued

    @property
    def day_of_issue(self) -> date:
        """The date on the report."""
        return date.fromisoformat(self.issued) if self.issued else date.today()

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which the report is written."""
        return known(self.language)

    @property
    def page_files(self) -> list[str]:
        """Names of the pages of the report, one a language; none where none are asked for."""
        return pages_of("report", self.languages) if self.pages else []


def pages_of(name: str, languages: Sequence[str]) -> list[str]:
    """Names of a page in each language; the language is part of the name only where there are several."""
    return [f"{name}.{language}.html" if len(languages) > 1 else f"{name}.html" for language in languages]


class FactorialSettings(ArmsSettings):
    """What a factorial needs besides the parts of its runs."""

    arms: tuple[StrictStr, ...] = Field(min_length=2, max_length=8, description="policies that make the full bundle")


class AblateSettings(PairedSettings):
    """What switching systems off and on needs besides the parts of its runs."""

    systems: tuple[StrictStr, ...] | None = Field(min_length=1, description="ids; empty for all that can be switched")


class ValidateSettings(ArmedSettings):
    """What holding the model against real districts needs besides the parts of its runs."""

    targets: StrictStr | None = Field(description="folder of targets; empty for those that come with the program")
    interventions: StrictBool = Field(description="run the policies below too, for targets about them")
    intervention_replications: StrictInt = Field(ge=1, le=10_000, description="runs of each of them, one a seed")
    arms: dict[StrictStr, tuple[StrictStr, ...]] = Field(description="policies beside today's rule: the words of each")

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which the report is written."""
        return known(self.language)

    @property
    def page_files(self) -> list[str]:
        """Names of the pages, one a language."""
        return pages_of("validation", self.languages)


COMMANDS = {  # who knows a key
    "compare": CompareSettings, "ablate": AblateSettings, "sweep": SweepSettings, "sensitivity": SensitivitySettings,
    "power": PowerSettings, "discover": DiscoverSettings, "optimise": OptimiseSettings,
    "validate": ValidateSettings,
}  # fmt: skip


def settings_of[S: RunSettings](cfg: DictConfig | Mapping[str, Any], kind: type[S]) -> S:
    """The checked top-level values of a configuration. Raises BadInput."""
    whole: Any = OmegaConf.to_object(cfg) if isinstance(cfg, DictConfig) else cfg
    values = {str(k): whole[k] for k in whole if k not in (*GROUPS, *OTHER_GROUPS)}
    if unknown := sorted(set(values) - set(kind.model_fields)):
        others = [name for name, other in COMMANDS.items() if other.model_fields.keys() & set(unknown)]
        known = nearest(unknown[0], [*kind.model_fields, *GROUPS])
        hint = f"only `govsim {others[0]}` knows it" if others else known
        raise BadInput(f"unknown key {unknown[0]!r}; {hint}")
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise BadInput(refusal(error, "", kind)) from error
