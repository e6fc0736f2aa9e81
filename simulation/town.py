"""The town: areas, their neighbours, the administrative overlay and who owns what. It never changes in a run.

Four spatial levels, small to large: area (a square of `side_m` metres), base grid (网格), community or
village (社区/村), street or town (街道/镇). Across them lie patrol circles (快反圈) and police stations (派出所).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .shown import facts_of_town, lines, page, thumbnail

# Neighbourhood types, governance_inventory 6.1. The number is the code stored in `areas["ntype"]`.
ACQUAINTANCE, NEW_COMPOUND, OLD_COMPOUND, THREE_NO, VILLAGE = 1, 2, 3, 4, 5
ENTERPRISE_HOUSING, INDUSTRIAL, COMMERCIAL, SCHOOL, OPEN = 6, 7, 8, 9, 10
NTYPES = {
    ACQUAINTANCE: ("acquaintance compound", "熟人社会小区"),
    NEW_COMPOUND: ("new commercial compound", "新建商品房小区"),
    OLD_COMPOUND: ("old compound without property company", "无物业老旧小区"),
    THREE_NO: ("three-no courtyard", "“三不管”楼院"),
    VILLAGE: ("village or township", "村镇"),
    ENTERPRISE_HOUSING: ("enterprise housing compound", "企业家属区"),
    INDUSTRIAL: ("factory or industrial strip", "厂区"),
    COMMERCIAL: ("commercial street, market or station", "商业街区"),
    SCHOOL: ("school", "学校"),
    OPEN: ("open land, mountain or river", "山地河滩"),
}

AREA = np.dtype(
    [
        ("x_m", "f8"),  # centre, metres east of the map's western edge
        ("y_m", "f8"),  # centre, metres north of the map's southern edge
        ("ix", "i4"),  # column and row on the lattice of areas
        ("iy", "i4"),
        ("ntype", "u1"),
        ("north_bank", "u1"),  # 1 north of the river, 0 south of it
        ("grid", "i4"),  # base grid, -1 where nobody lives
        ("community", "i4"),
        ("street", "i4"),
        ("circle", "i4"),  # patrol circle
        ("station", "i4"),  # police station
        ("households", "i4"),
        ("residents", "i4"),
        ("first_household", "i4"),  # rows first_household .. first_household + households live here
        ("first_resident", "i4"),
        ("shops", "f4"),  # number of shops, a measure of pull for visitors and thieves
        ("enterprise", "i4"),  # enterprise that owns the ground, -1 for none
        ("property_company", "i4"),  # enterprise that manages the housing, -1 for none
        ("gate", "f4"),  # hardness of the entrance, 0 open .. 1 always shut
        ("property_guard", "f4"),  # guards at the gate, 0 none .. 1 round the clock
        ("efficacy", "f4"),  # collective efficacy, 0..1
        ("attraction", "f4"),  # flag heterogeneity of targets, mean about 1
    ],
    align=True,
)

# What an enterprise is. The number is the code stored in `enterprises["kind"]`.
COMPLEX, FACTORY, OFFICE, SHOP, MARKET, SCHOOL_SITE, TRANSIT, HOSPITAL, PROPERTY = 0, 1, 2, 3, 4, 5, 6, 7, 8
ENTERPRISE_KINDS = ("complex", "factory", "office", "shop", "market", "school", "transit", "hospital", "property")

ENTERPRISE = np.dtype(
    [
        ("area", "i4"),  # main gate
        ("kind", "u1"),
        ("employees", "i4"),  # employees or pupils who live in the district
        ("guards", "f4"),  # guards on duty at any hour
        ("goods", "f4"),  # attractiveness of its material to thieves, median about 1
    ],
    align=True,
)


@dataclass(frozen=True)
class Town:
    """Tables of places; every table is a structured array, one row a place."""

    name: str
    side_m: float
    areas: np.ndarray  # (n_areas,) AREA
    neighbours: np.ndarray  # (n_areas, 8) int32, areas around each area, -1 where there is none
    enterprises: np.ndarray  # (n_enterprises,) ENTERPRISE
    grid_start: np.ndarray  # (n_grids + 1,) int32 into grid_areas
    grid_areas: np.ndarray  # (n,) int32, areas of each base grid, in walking order
    station_area: np.ndarray  # (n_stations,) int32
    circle_base: np.ndarray  # (n_circles,) int32, area where the patrol circle is based
    street_names: tuple[tuple[str, str], ...]  # (English, Chinese)
    street_kinds: tuple[str, ...]  # "subdistrict", "town" or "township"
    community_names: tuple[str, ...]
    community_kinds: tuple[str, ...]  # "community" or "village"
    community_street: np.ndarray  # (n_communities,) int32
    river: np.ndarray  # (n, 2) float64, metres, the course of the river west to east
    geography: str  # how true the map is; printed wherever a map is shown

    def __repr__(self) -> str:
        return lines(f"Town {self.name}", facts_of_town(self))

    def _repr_html_(self) -> str:
        """The same in a notebook, with a small map."""
        return page(f"Town {self.name}", facts_of_town(self), thumbnail(self))

    @property
    def n_areas(self) -> int:
        """Number of areas."""
        return self.areas.size

    @property
    def n_grids(self) -> int:
        """Number of base grids."""
        return self.grid_start.size - 1

    @property
    def n_streets(self) -> int:
        """Number of streets and towns."""
        return len(self.street_names)

    @property
    def n_circles(self) -> int:
        """Number of patrol circles."""
        return self.circle_base.size

    @property
    def n_stations(self) -> int:
        """Number of police stations."""
        return self.station_area.size

    def areas_of(self, level: str, number: int) -> np.ndarray:
        """Areas that belong to one "grid", "community", "street", "circle" or "station"; int, (n,)."""
        return np.flatnonzero(self.areas[level] == number)


def grid_mean(town: Town, lever: np.ndarray) -> np.ndarray:
    """Mean of a lever over the areas of each base grid; (n_grids,)."""
    total = np.add.reduceat(lever[town.grid_areas], town.grid_start[:-1])
    return total / np.diff(town.grid_start)
