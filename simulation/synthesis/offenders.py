"""The pool of offenders: who steals, how often, what, with whom, and which places they know."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.compiled import kernel
from ..engine.numerics import exp, exp_each, log, log_each, normal_quantile
from ..engine.quantities import Age, Checked, Factor, LogSpread, Metres, Number, PerYear, Share, Weight, Whole
from ..engine.randomness import Draws, uniform
from ..entities.offenders import LAST_NODE, N_NODES, N_THEFT_TYPES, OFFENDER
from ..entities.residents import MALE, SPECIAL_RELEASED, SPECIAL_YOUTH
from ..timetable import Timetable
from ..town import Town
from .careers import CareerPlan, begin_careers

AT_RISK = (SPECIAL_RELEASED, SPECIAL_YOUTH)
OWN_NODES = 3  # home, work, third place


class OffenderPlan(Checked):
    """Numbers of the offender pool (governance_inventory A3; evidence 3.1, F8, F9)."""

    offenders_per_1000: Number = Field(ge=0, le=1000, description="active offenders per 1,000 residents")
    careers: CareerPlan
    searches_per_year: PerYear = Field(description="mean searches for an opportunity of one offender")
    searches_log_sd: LogSpread = Field(description="spread of their logarithm; skewed rates of offending [F8]")
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
    node_distance_m: Metres = Field(gt=0, description="distance from home at which a busy place is known half as well")
    node_power: Weight = Field(description="how fast knowledge falls beyond that distance: a long tail (C6)")
    distance_weight: Weight = Field(description="fall in log awareness per log(1 + km from home), 3.2 b3")
    belief_mean: Number = Field(gt=0, lt=1, description="prior belief about being caught (3.4)")
    belief_strength: Factor = Field(gt=0, description="weight of that prior, in experiences")


def make_offenders(plan: OffenderPlan, people: np.ndarray, town: Town, timetable: Timetable, seed: int) -> np.ndarray:
    """All who steal, are held for it, or may begin to, as of today; OFFENDER, sorted by person.

    Released offenders and youths at risk are among those who may. Where nobody steals at the start, nobody ever does.
    """
    draws, careers = Draws(seed), plan.careers
    active = round(plan.offenders_per_1000 / 1000 * people.size)
    pool = choose_offenders(plan, people, round(active * careers.pool_per_active), draws)
    at_risk = np.flatnonzero(np.isin(people["special"], AT_RISK)) if active else pool
    persons = np.union1d(pool, at_risk).astype(np.int32)
    table = np.zeros(persons.size, OFFENDER)
    table["person"], table["last_home"], table["node"], table["again_h"] = persons, -1, -1, np.inf
    noise = normal_quantile(draws.uniform("offenders.rate", persons, 0))
    table["searches_per_year"] = plan.searches_per_year * exp_each(
        plan.searches_log_sd * noise - plan.searches_log_sd**2 / 2
    )
    table["mix"] = _mixes(plan, persons, draws)
    table["caught_prior"] = plan.belief_mean * plan.belief_strength
    table["escaped_prior"] = (1 - plan.belief_mean) * plan.belief_strength
    table["caught"], table["escaped"] = table["caught_prior"], table["escaped_prior"]
    begin_careers(careers, table, np.isin(persons, pool), people["special"][persons], active, draws)
    _know_places(table, plan, people, town, timetable, draws)
    table["companion"] = companions(table["person"], people["home"], town.areas, draws)
    return table


def choose_offenders(plan: OffenderPlan, people: np.ndarray, how_many: int, draws: Draws) -> np.ndarray:
    """Rows of residents who steal at some time of their lives; at most as many as there are of those ages.

    Weighted sampling without replacement by exponential keys (Efraimidis & Spirakis 2006).
    """
    band = np.searchsorted(np.array(plan.age_from), people["age"], side="right") - 1
    weight = np.where(band >= 0, np.array(plan.age_weight)[np.maximum(band, 0)], 0.0)
    weight = weight * np.where(people["sex"] == MALE, 1.0, plan.female_ratio)
    weight = weight * np.where(people["hukou"] > 1, 1 + plan.migrant_offending_premium, 1.0)
    eligible = np.flatnonzero(weight > 0)
    keys = -log_each(1 - draws.uniform("offenders.who", eligible, 0)) / weight[eligible]
    return eligible[np.argsort(keys, kind="stable")][:how_many]


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
    """Awareness space: own places, and busy areas near and far by distance decay."""
    own = people[table["person"]]
    for node, column in enumerate(("home", "work", "third")):
        table["node"][:, node] = own[column]
    busy = timetable.crowd.mean(axis=0).astype(float) + town.areas["shops"]
    candidates = np.flatnonzero(busy > 0).astype(np.int32)
    known_areas(
        draws.key("offenders.places"), table, OWN_NODES, plan.extra_nodes, town.areas, own["home"], candidates,
        busy[candidates], plan.node_distance_m, plan.node_power,
    )  # fmt: skip
    x, y = town.areas["x_m"], town.areas["y_m"]
    homes = own["home"][:, None]
    far_km = np.hypot(x[table["node"]] - x[homes], y[table["node"]] - y[homes]) / 1000
    weight = exp_each(-plan.distance_weight * log_each(1 + far_km.ravel())).reshape(far_km.shape)
    table["weight"] = np.where(table["node"] >= 0, weight, 0.0)
    table["weight"][:, LAST_NODE] = 0.0
    same = table["node"][:, 1:OWN_NODES] == table["node"][:, :1]  # no work or no third place of one's own
    table["weight"][:, 1:OWN_NODES] *= ~same


@kernel
def known_areas(key, offenders, first, extra, areas, homes, candidates, busy, half_m, power):
    """Write `extra` different areas into each offender's nodes from `first` on, drawn by busyness and distance."""
    pull = np.empty(candidates.size)
    for i in range(offenders.size):
        o, home, total = offenders[i], areas[homes[i]], 0.0
        for c in range(candidates.size):
            there = areas[candidates[c]]
            far_m = np.sqrt((there.x_m - home.x_m) ** 2 + (there.y_m - home.y_m) ** 2)
            pull[c] = busy[c] * exp(-power * log(1.0 + far_m / half_m))
            total += pull[c]
        for k in range(extra):
            u, chosen = uniform(key, o.person, 0, k) * total, -1
            for c in range(candidates.size):
                if pull[c] > 0.0:
                    chosen = c
                    u -= pull[c]
                    if u < 0.0:
                        break
            if chosen < 0:
                break
            o.node[first + k] = candidates[chosen]
            total -= pull[chosen]
            pull[chosen] = 0.0


def companions(persons: np.ndarray, home: np.ndarray, areas: np.ndarray, draws: Draws) -> np.ndarray:
    """The one each offender tells things: of the pool, who lives nearest; -1 where there is nobody else. (n,) int32."""
    if persons.size < 2:
        return np.full(persons.size, -1, np.int32)
    return persons[nearest_other(home[persons], areas, draws.uniform("offenders.companion", persons, 0))]


@kernel
def nearest_other(homes, areas, luck):
    """Row of the nearest other one, by home; among neighbours of one area chance decides. (n,)."""
    out = np.zeros(homes.size, np.int64)
    for i in range(homes.size):
        nearest = np.inf
        for j in range(homes.size):
            if j != i:
                a, b = areas[homes[i]], areas[homes[j]]
                far = (a.x_m - b.x_m) ** 2 + (a.y_m - b.y_m) ** 2 + luck[j]
                if far < nearest:
                    nearest, out[i] = far, j
    return out
