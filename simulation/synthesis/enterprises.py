"""Enterprises and institutions: where they are, how large they want to be, what ground they own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.numerics import exp_each, log_each
from ..engine.randomness import Draws
from ..town import (
    COMMERCIAL,
    COMPLEX,
    ENTERPRISE,
    ENTERPRISE_KINDS,
    FACTORY,
    HOSPITAL,
    MARKET,
    OFFICE,
    PROPERTY,
    SCHOOL,
    SCHOOL_SITE,
    SHOP,
    TRANSIT,
)
from .chance import apportion, normals, shuffled, uniforms
from .division import divide
from .growth import distance_to, nearest, spaced
from .plan import DistrictPlan


@dataclass(frozen=True)
class Enterprises:
    """Rows of the town's table and what it does not hold."""

    rows: np.ndarray  # (n_enterprises,) ENTERPRISE, sorted by kind
    size: np.ndarray  # (n_enterprises,) relative number of employees wanted within the kind
    owner: np.ndarray  # (n_areas,) enterprise that owns the ground, -1 for none
    property_company: np.ndarray  # (n_areas,) enterprise that manages the housing, -1 for none


def found_enterprises(plan: DistrictPlan, areas: np.ndarray, land, draws: Draws) -> Enterprises:
    """Found the complex, factories, offices, shops, markets, schools, stations, hospitals and property companies."""
    places, kinds = [], []
    owner = np.full(areas.size, -1, np.int32)
    for kind, grounds in (
        (COMPLEX, [np.flatnonzero(land.site == 0)] if plan.industry.has_complex else []),
        (FACTORY, _factory_grounds(plan, areas, land, draws)),
        (OFFICE, [np.array([a]) for a in _office_places(plan, areas, draws)]),
        *_public_grounds(plan, areas, draws),
        (SCHOOL_SITE, _school_grounds(areas, land)),
    ):
        for ground in grounds:
            if kind != OFFICE:
                owner[ground] = len(places)
            places.append(_gate(ground, areas))
            kinds.append(kind)
    managed = _managed(plan, areas, draws)
    seats = _spaced_out(areas, managed, _number(plan, PROPERTY), "property companies", draws)
    company = np.full(areas.size, -1, np.int32)
    if seats.size:
        near = nearest(areas["x_m"][managed], areas["y_m"][managed], areas["x_m"][seats], areas["y_m"][seats])
        company[managed] = len(places) + near
    rows = np.zeros(len(places) + seats.size, ENTERPRISE)
    rows["area"], rows["kind"] = [*places, *seats], [*kinds, *[PROPERTY] * seats.size]
    return Enterprises(rows, _sizes(plan, rows, areas, draws), owner, company)


def _number(plan: DistrictPlan, kind: int) -> int:
    return max(1, round(plan.work.per_1000.by_code[kind] * plan.population / 1000))


def _factory_grounds(plan, areas, land, draws) -> list[np.ndarray]:
    """Ground of every factory: the sites other than the complex, divided by the factories' sizes."""
    grounds = []
    first = int(plan.industry.has_complex)
    sites = [np.flatnonzero(land.site == s) for s in range(first, int(land.site.max()) + 1)]
    sites = [site for site in sites if site.size]
    if not sites:
        return []
    wanted = min(_number(plan, FACTORY), sum(site.size for site in sites))
    numbers = apportion(np.array([site.size for site in sites]), wanted, np.array([site.size for site in sites]))
    for s, (site, number) in enumerate(zip(sites, numbers.tolist(), strict=True)):
        if number:
            sizes = np.sqrt(_pareto(plan, FACTORY, uniforms(draws, f"factories {s}", number)))
            shares = 1 + apportion(sizes, site.size - number)
            part = divide(site, shares, np.ones(areas.size), areas["x_m"], areas["y_m"], land.neighbours)
            grounds += [site[part == i] for i in range(number) if (part == i).any()]
    return grounds


def _gate(ground: np.ndarray, areas: np.ndarray) -> int:
    """The area of a ground that is nearest to where people live."""
    if ground.size == 1:
        return int(ground[0])
    homes = areas["households"] > 0
    x, y = areas["x_m"], areas["y_m"]
    return int(ground[np.argmin(distance_to(x[ground], y[ground], x[homes], y[homes]))])


def _office_places(plan, areas, draws) -> np.ndarray:
    """Offices are where shops are, and a few among the homes."""
    return draw_rows(areas["shops"] * (areas["households"] > 0), uniforms(draws, "offices", _number(plan, OFFICE)))


def draw_rows(weight: np.ndarray, u: np.ndarray) -> np.ndarray:
    """A row for each uniform number, with the given weights, with repetition."""
    total = np.cumsum(weight, dtype=float)
    return np.minimum(np.searchsorted(total, u * total[-1], side="right"), weight.size - 1)


def _public_grounds(plan, areas, draws) -> list[tuple[int, list[np.ndarray]]]:
    """Markets, stations and hospitals take commercial areas well apart; what is left are shopping streets."""
    left = np.flatnonzero(areas["ntype"] == COMMERCIAL)
    out = []
    for kind in (TRANSIT, MARKET, HOSPITAL):
        number = min(_number(plan, kind), left.size // 4)
        chosen = _spaced_out(areas, left, number, f"public {kind}", draws)
        left = np.setdiff1d(left, chosen)
        out.append((kind, [np.array([a]) for a in chosen]))
    shops = (SHOP, [np.array([a]) for a in left])
    return [shops, out[1], out[0], out[2]]


def _spaced_out(areas, rows, count, step, draws) -> np.ndarray:
    count = min(count, rows.size)
    if count == 0:
        return rows[:0]
    order = rows[shuffled(draws, step, rows.size)]
    return order[spaced(areas["x_m"][order], areas["y_m"][order], count, 4000.0)]


def _school_grounds(areas, land) -> list[np.ndarray]:
    campus = np.flatnonzero(land.college)
    schools = [np.array([a]) for a in np.flatnonzero((areas["ntype"] == SCHOOL) & ~land.college)]
    return [campus, *schools] if campus.size else schools


def _managed(plan, areas, draws) -> np.ndarray:
    share = plan.types.managed_share.by_code[areas["ntype"]]
    return np.flatnonzero((uniforms(draws, "managed", areas.size) < share) & (areas["households"] > 0))


def _pareto(plan: DistrictPlan, kind: int, u: np.ndarray) -> np.ndarray:
    """Pareto distributed sizes, cut at `largest_times` the smallest. Source: Axtell (2001), Science 293:1818."""
    exponent = plan.work.size_exponent.by_code[kind]
    if exponent == 0:
        return np.ones(u.size)
    lowest = 1.0 / exp_each(exponent * log_each(np.full(u.size, plan.work.largest_times)))
    return exp_each(-log_each(1.0 - u * (1.0 - lowest)) / exponent)


def _sizes(plan, rows, areas, draws) -> np.ndarray:
    """Wanted sizes: streets of shops and markets by their shops, all others Pareto distributed."""
    u, size = uniforms(draws, "sizes", rows.size), np.empty(rows.size)
    for kind in range(len(ENTERPRISE_KINDS)):
        own = rows["kind"] == kind
        size[own] = _pareto(plan, kind, u[own])
        if kind in (SHOP, MARKET):
            size[own] = areas["shops"][rows["area"][own]] + plan.work.market_pull * (kind == MARKET)
    return size


def equip(plan: DistrictPlan, rows: np.ndarray, draws: Draws) -> None:
    """Guards and goods, once the employees are known."""
    work, kind = plan.work, rows["kind"]
    per_1000 = work.guards_per_1000.by_code[kind]
    rows["guards"] = np.maximum(work.guards_least.by_code[kind], per_1000 * rows["employees"] / 1000)
    rows["goods"] = work.goods.by_code[kind] * exp_each(work.goods_log_sd * normals(draws, "stores", rows.size))
