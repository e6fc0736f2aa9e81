"""The making of a synthetic district: land, homes, people, work, in this order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..engine.numerics import exp_each
from ..engine.randomness import Draws
from ..timetable import Timetable
from ..town import AREA, Town
from .chance import normals, uniforms
from .enterprises import Enterprises, equip, found_enterprises
from .given import GivenLand, lattice_of, settle_in
from .homes import Homes, furnish, make_homes
from .land import Land, use_land
from .lattice import Lattice, make_lattice
from .overlay import Overlay, circles, draw_overlay, stations, walking_order
from .plan import DistrictPlan
from .routines import follow, timetables
from .settlement import Settlement, settle
from .ties import tie
from .traits import give_traits, mark_special, register
from .work import Occupations


@dataclass(frozen=True)
class Synthesis:
    """A district as it is when a run begins."""

    town: Town
    people: np.ndarray  # (n_residents,) RESIDENT
    households: np.ndarray  # (n_households,) HOUSEHOLD; family households and rooms of dormitories
    timetable: Timetable


def make_district(plan: DistrictPlan, seed: int, given: GivenLand | None = None) -> Synthesis:
    """The district of a plan; `seed` names one of its possible towns, `given` is the land where the plan has a map.

    Family households live in areas of housing types only; households in areas of type SCHOOL or INDUSTRIAL are
    rooms of dormitories, in which the census' collective households live.
    """
    draws = Draws(seed)
    lattice = lattice_of(plan, given) if given else make_lattice(plan, draws)
    settlement = settle_in(plan, given.grids) if given and given.grids else settle(plan, draws)
    land = use_land(plan, lattice, settlement, draws, given)
    overlay = draw_overlay(plan, lattice, land, settlement, draws, given)
    homes = make_homes(plan, land.ntype, overlay, draws)
    areas = _areas(plan, lattice, land, overlay, homes, draws)
    enterprises = found_enterprises(plan, areas, land, draws)
    areas["enterprise"], areas["property_company"] = enterprises.owner, enterprises.property_company
    _people(plan, homes, draws)
    in_town = (land.street >= 0) | (land.village >= 0)
    standing = Occupations(plan, homes.people, areas, enterprises, in_town, draws).assign()
    homes.people["routine"] = follow(plan.routines, standing, draws)
    equip(plan, enterprises.rows, draws)
    timetable = Timetable.of(homes.people, timetables(plan.routines), tuple(plan.routines.weeks), areas.size)
    tie(plan.ties, homes.people, areas, land.neighbours, timetable, draws)
    town = _town(plan, lattice, land, settlement, overlay, areas, enterprises)
    return Synthesis(town, homes.people, homes.households, timetable)


def _people(plan: DistrictPlan, homes: Homes, draws: Draws) -> None:
    register(plan, homes, draws)
    furnish(plan, homes, homes.people["hukou"][homes.households["first"]] > 0, draws)
    give_traits(plan, homes, draws)
    mark_special(plan, homes.people, draws)


def _areas(plan, lattice: Lattice, land: Land, overlay: Overlay, homes: Homes, draws: Draws) -> np.ndarray:
    """The table of areas, without enterprises."""
    areas = np.zeros(land.n_areas, AREA)
    areas["x_m"], areas["y_m"] = lattice.x[land.square], lattice.y[land.square]
    areas["ix"], areas["iy"] = land.square % lattice.columns, land.square // lattice.columns
    areas["ntype"], areas["north_bank"] = land.ntype, lattice.north[land.square]
    areas["grid"], areas["community"], areas["street"] = overlay.grid, overlay.community, overlay.street
    areas["households"] = overlay.families + overlay.rooms
    areas["residents"] = np.bincount(homes.people["home"], minlength=land.n_areas)
    for first, number in (("first_household", "households"), ("first_resident", "residents")):
        areas[first] = np.cumsum(areas[number]) - areas[number]
    areas["enterprise"], areas["property_company"] = -1, -1
    _character(plan, areas, draws)
    return areas


def _character(plan: DistrictPlan, areas: np.ndarray, draws: Draws) -> None:
    """What areas of one type have in common, and how they differ."""
    types = plan.types
    for column in ("gate", "property_guard", "efficacy", "attraction", "shops"):
        around = 1.0 + types.spread * (2.0 * uniforms(draws, column, areas.size) - 1.0)
        value = getattr(types, column).by_code[areas["ntype"]] * around
        if column == "attraction":
            value = value * exp_each(types.attraction_log_sd * normals(draws, "flag", areas.size))
        areas[column] = np.minimum(value, 1.0) if column in ("gate", "property_guard", "efficacy") else value


def _town(
    plan: DistrictPlan,
    lattice: Lattice,
    land: Land,
    settlement: Settlement,
    overlay: Overlay,
    areas: np.ndarray,
    enterprises: Enterprises,
) -> Town:
    """Draw what needs to know where residents live, and put the tables together."""
    x, y, residents = areas["x_m"], areas["y_m"], areas["residents"]
    areas["circle"], circle_base = circles(plan, residents, x, y, land.neighbours)
    areas["station"], station_area = stations(plan, residents, areas["community"], areas["north_bank"], x, y)
    grid_start, grid_areas = walking_order(areas["grid"], overlay.n_grids, x, y)
    return Town(
        name=plan.name,
        side_m=plan.area_side_m,
        areas=areas,
        neighbours=land.neighbours,
        enterprises=enterprises.rows,
        grid_start=grid_start,
        grid_areas=grid_areas,
        station_area=station_area,
        circle_base=circle_base,
        street_names=tuple((street.name, street.name_zh) for street in settlement.streets),
        street_kinds=tuple(street.kind for street in settlement.streets),
        community_names=settlement.community_names,
        community_kinds=tuple("village" if rural else "community" for rural in settlement.is_village),
        community_street=settlement.community_street,
        river=lattice.river,
        geography=plan.geography,
    )
