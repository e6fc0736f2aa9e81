"""The pool of offenders: who steals, how often, what, and which places they know."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.numerics import exp_each, log_each, normal_quantile
from ..engine.quantities import Age, Checked, Factor, LogSpread, Metres, Number, PerYear, Share, Weight, Whole
from ..engine.randomness import Draws
from ..entities.offenders import LAST_NODE, N_NODES, N_THEFT_TYPES, OFFENDER
from ..entities.residents import MALE, SPECIAL_RELEASED, SPECIAL_YOUTH
from ..timetable import Timetable
from ..town import Town

AT_RISK = (SPECIAL_RELEASED, SPECIAL_YOUTH)
OWN_NODES = 3  # home, work, third place


class OffenderPlan(Checked):
    """Numbers of the offender pool (governance_inventory A3; evidence 3.1, F8, F9)."""

    offenders_per_1000: Number = Field(ge=0, le=1000, description="active offenders per 1,000 residents")
    entrants_per_1000: Number = Field(ge=0, le=1000, description="residents per 1,000 who may begin to steal")
    searches_per_year: PerYear = Field(description="mean searches for an opportunity of one offender")
    searches_log_sd: LogSpread = Field(description="spread of their logarithm; 1 gives the top 10 % about 40 %")
    age_from: tuple[Age, ...] = Field(min_length=1, max_length=121, description="lower ends of age bands, years")
    age_weight: tuple[Weight, ...] = Field(
        min_length=1, max_length=121, description="relative offending of men by age band [F9]"
    )
    female_ratio: Share = Field(description="offending of women, times that of men")
    migrant_offending_premium: Number = Field(
        ge=-1, le=10, description="kept at 0: migrant status does not raise offending"
    )
    mix: tuple[Share, Share, Share, Share, Share] = Field(description="share of searches by type of theft")
    mix_log_sd: LogSpread = Field(description="specialisation: spread of the logarithm of each share")
    extra_nodes: Whole = Field(
        ge=0, le=N_NODES - OWN_NODES - 1, description="known places besides home, work and third"
    )
    node_distance_m: Metres = Field(gt=0, description="mean distance from home at which such places are known")
    distance_weight: Weight = Field(description="fall in log awareness per log(1 + km from home), 3.2 b3")
    belief_mean: Number = Field(gt=0, lt=1, description="prior belief about being caught (3.4)")
    belief_strength: Factor = Field(gt=0, description="weight of that prior, in experiences")


def make_offenders(plan: OffenderPlan, people: np.ndarray, town: Town, timetable: Timetable, seed: int) -> np.ndarray:
    """The offenders among these residents, and those who may become one; OFFENDER, sorted by person.

    Those who may (entrants, released offenders, youths at risk) have no drive yet. Where nobody steals at the start,
    nobody ever does.
    """
    draws = Draws(seed)
    active, entrants = choose_offenders(plan, people, draws)
    at_risk = np.flatnonzero(np.isin(people["special"], AT_RISK)) if active.size else active
    persons = np.unique(np.concatenate([active, entrants, at_risk])).astype(np.int32)
    table = np.zeros(persons.size, OFFENDER)
    table["person"], table["last_home"], table["node"] = persons, -1, -1
    table["drive"] = np.isin(persons, active)
    noise = normal_quantile(draws.uniform("offenders.rate", persons, 0))
    table["searches_per_year"] = plan.searches_per_year * exp_each(
        plan.searches_log_sd * noise - plan.searches_log_sd**2 / 2
    )
    table["mix"] = _mixes(plan, persons, draws)
    table["caught"] = plan.belief_mean * plan.belief_strength
    table["escaped"] = (1 - plan.belief_mean) * plan.belief_strength
    _know_places(table, plan, people, town, timetable, draws)
    return table


def choose_offenders(plan: OffenderPlan, people: np.ndarray, draws: Draws) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the active offenders and of the next in line.

    Weighted sampling without replacement by exponential keys (Efraimidis & Spirakis 2006).
    """
    band = np.searchsorted(np.array(plan.age_from), people["age"], side="right") - 1
    weight = np.where(band >= 0, np.array(plan.age_weight)[np.maximum(band, 0)], 0.0)
    weight = weight * np.where(people["sex"] == MALE, 1.0, plan.female_ratio)
    weight = weight * np.where(people["hukou"] > 1, 1 + plan.migrant_offending_premium, 1.0)
    eligible = np.flatnonzero(weight > 0)
    keys = -log_each(1 - draws.uniform("offenders.who", eligible, 0)) / weight[eligible]
    order = eligible[np.argsort(keys, kind="stable")]
    active = round(plan.offenders_per_1000 / 1000 * people.size)
    entrants = round(plan.entrants_per_1000 / 1000 * people.size) if active else 0
    return order[:active], order[active : active + entrants]


def _mixes(plan: OffenderPlan, persons: np.ndarray, draws: Draws) -> np.ndarray:
    """Cumulative shares of searches by type, one row an offender; (n, 5)."""
    shares = np.empty((persons.size, N_THEFT_TYPES))
    for kind, share in enumerate(plan.mix):
        noise = normal_quantile(draws.uniform("offenders.mix", persons, 0, kind))
        shares[:, kind] = share * exp_each(plan.mix_log_sd * noise)
    total = shares.sum(axis=1, keepdims=True)
    return np.cumsum(shares / np.where(total > 0, total, 1), axis=1)


def _know_places(
    table: np.ndarray, plan: OffenderPlan, people: np.ndarray, town: Town, timetable: Timetable, draws: Draws
) -> None:
    """Awareness space: own places, and busy areas around home by distance decay."""
    own = people[table["person"]]
    for node, column in enumerate(("home", "work", "third")):
        table["node"][:, node] = own[column]
    busy = timetable.crowd.mean(axis=0).astype(float) + town.areas["shops"]
    candidates = np.flatnonzero(busy > 0)
    x, y = town.areas["x_m"], town.areas["y_m"]
    for row, home in enumerate(own["home"]):
        far = np.hypot(x[candidates] - x[home], y[candidates] - y[home])
        pull = busy[candidates] * exp_each(-far / plan.node_distance_m)
        u = draws.uniform("offenders.places", candidates, int(table["person"][row]))
        keys = -log_each(1 - u) / np.maximum(pull, 1e-300)
        chosen = candidates[np.argsort(keys, kind="stable")[: plan.extra_nodes]]
        table["node"][row, OWN_NODES : OWN_NODES + chosen.size] = chosen
    homes = own["home"][:, None]
    far_km = np.hypot(x[table["node"]] - x[homes], y[table["node"]] - y[homes]) / 1000
    weight = exp_each(-plan.distance_weight * log_each(1 + far_km.ravel())).reshape(far_km.shape)
    table["weight"] = np.where(table["node"] >= 0, weight, 0.0)
    table["weight"][:, LAST_NODE] = 0.0
    same = table["node"][:, 1:OWN_NODES] == table["node"][:, :1]  # no work or no third place of one's own
    table["weight"][:, 1:OWN_NODES] *= ~same
