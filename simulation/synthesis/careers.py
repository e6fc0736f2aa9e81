"""Careers in balance: as many thieves begin as stop, are caught or come back, from the first day on.

Each of the pool is in one of four states: not stealing, stealing, held, released and not stealing. Who steals gives
up at the rate `1 / career_years` or is arrested at a rate in proportion to the searches; who is set free goes on
(`resume_share`) or comes under the status of the released for `status_years`. The rate at which those who do not
steal begin is the one at which the number of active thieves stays as it is; each starts in a state of the stationary
mix of the own chain, so that frequent thieves are oftener held than others.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import DAYS_PER_YEAR, HOURS_PER_DAY, HOURS_PER_YEAR
from ..engine.numerics import log_each
from ..engine.quantities import Checked, Days, Number, PerYear, Share, Years
from ..engine.randomness import Draws
from ..entities.residents import SPECIAL_RELEASED

IDLE, ACTIVE, HELD, RELEASED = range(4)
MOST_ONSET_PER_YEAR, HALVINGS = 100.0, 60


class CareerPlan(Checked):
    """What decides how long people steal; the same numbers act during a run (process.careers, process.aftermath)."""

    pool_per_active: Number = Field(ge=1, le=1000, description="residents who steal at some time, times those active")
    career_years: Years = Field(gt=0, description="mean years until a thief gives up by himself")
    resume_share: Share = Field(description="chance that a thief set free goes on at once")
    status_years: Years = Field(gt=0, description="years for which the released have that status")
    held_days: Days = Field(gt=0, description="mean days an arrested thief is held")
    arrests_per_search: Share = Field(description="arrests per search of a thief at liberty, as of today")
    begin_again_per_year: PerYear = Field(description="rate at which the released begin again, as of today")
    youth_begin_per_year: PerYear = Field(description="rate at which youths at risk begin, as of today")


def begin_careers(
    plan: CareerPlan, table: np.ndarray, in_pool: np.ndarray, special: np.ndarray, active: int, draws: Draws
) -> None:
    """Write onset rate and state as of today into the rows of OFFENDER.

    `in_pool`: (n,) whether somebody steals besides any special status; `special`: (n,) RESIDENT.special;
    `active`: how many of the pool steal today.
    """
    released, persons = special == SPECIAL_RELEASED, table["person"]
    special_onset = np.where(released, plan.begin_again_per_year, plan.youth_begin_per_year)
    arrests = plan.arrests_per_search * table["searches_per_year"]
    onset = balanced_onset(plan, arrests[in_pool], active)
    own = np.where(in_pool, onset, 0.0)
    table["onset_per_year"] = own
    mix = stationary_mix(plan, arrests, own + np.where(in_pool, 0.0, special_onset))
    state = (draws.uniform("offenders.state", persons, 0)[:, None] >= np.cumsum(mix, axis=1)[:, :3]).sum(axis=1)
    wait = draws.uniform("offenders.state", persons, 0, 1)
    held, freed = state == HELD, state == RELEASED
    table["drive"] = (state == ACTIVE) | held
    table["free_h"] = np.where(held, -HOURS_PER_DAY * plan.held_days * log_each(1 - wait), 0.0)
    table["freed_h"] = np.where(freed, -HOURS_PER_YEAR * plan.status_years * wait, -np.inf)


def balanced_onset(plan: CareerPlan, arrests_per_year: np.ndarray, active: int) -> float:
    """Onset rate a year at which on average so many of these steal; the highest if even that brings fewer."""
    low, high = 0.0, MOST_ONSET_PER_YEAR
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        steal = stationary_mix(plan, arrests_per_year, np.full(arrests_per_year.size, middle))[:, ACTIVE].sum()
        low, high = (middle, high) if steal < active else (low, middle)
    return high


def stationary_mix(plan: CareerPlan, arrests_per_year: np.ndarray, onset_per_year: np.ndarray) -> np.ndarray:
    """Shares of time in each state, (n, 4): idle, active, held, released. Flows in and out of each are equal."""
    quit_per_year, held_years = 1 / plan.career_years, plan.held_days / DAYS_PER_YEAR
    set_free = arrests_per_year * (1 - plan.resume_share)
    released = set_free / (plan.begin_again_per_year + 1 / plan.status_years)
    idle = (quit_per_year + released / plan.status_years) / np.maximum(onset_per_year, 1e-12)
    parts = np.stack([idle, np.ones_like(idle), arrests_per_year * held_years, released], axis=1)
    parts[onset_per_year <= 0] = (1, 0, 0, 0)
    return parts / parts.sum(axis=1, keepdims=True)
