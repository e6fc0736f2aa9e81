"""What is behind a click on the map: one place with all that is there."""

# pyright: reportArgumentType=false, reportReturnType=false
# (NumPy says too little about rows of tables)

from __future__ import annotations

import numpy as np

from govsim.simulation import District
from govsim.simulation.entities.disputes import LIVE, OUTCOMES
from govsim.simulation.entities.legs import area_of_unit
from govsim.simulation.entities.residents import HUKOU_SAME_PROVINCE
from govsim.simulation.entities.thefts import CLEARED_BY
from govsim.simulation.entities.units import PATROL_CAR, STREET_POST
from govsim.simulation.observation.schema import DISPUTE_TYPES, THEFT_TYPES

from .views import Happening, Place

LATEST_EVENTS = 12
MONTH_H = 28 * 24.0
CONDITIONS = ("camera", "watched", "light", "gate", "outside_guard", "rota", "efficacy", "nuisance", "settling", "hall",
              "active", "passed", "tips")  # fmt: skip


def place_of(district: District, area: int, level: str) -> Place:
    """An area, or the base grid or street that it belongs to."""
    town = district.town
    number = area if level == "area" else int(town.areas[level][area])
    inside = np.zeros(town.n_areas, bool)
    inside[[area] if level == "area" or number < 0 else town.areas_of(level, number)] = True
    home = town.areas["households"] * inside
    weight = home / home.sum() if home.sum() else inside / inside.sum()
    return Place(
        level, number, int(inside.sum()), town.street_names[int(town.areas["street"][area])],
        town.community_names[int(town.areas["community"][area])], int(town.areas["ntype"][area]),
        _facts(district, inside), {name: float(district.conditions[name] @ weight) for name in CONDITIONS},
        _events(district, inside),
    )  # fmt: skip


def _facts(district: District, inside: np.ndarray) -> dict[str, float]:
    town, staff, now_h = district.town, district.staff, district.clock.start_h
    newcomer = district.people["hukou"] >= HUKOU_SAME_PROVINCE
    workers = staff.grid_workers[staff.grid_workers["filled"] == 1]
    grids = np.unique(town.areas["grid"][inside])
    units = [
        inside[area_of_unit(staff.legs, unit, row, now_h)]
        for row, unit in enumerate(staff.units.rows)
        if unit["on_duty"][district.clock.hour // 8] and unit["kind"] in (PATROL_CAR, STREET_POST)
    ]  # fmt: skip
    thefts, disputes, clashes = district.thefts.rows, district.disputes.rows, district.disputes.clashes.rows
    stolen = inside[thefts["area"]] & (thefts["time_h"] >= now_h - MONTH_H)
    began = inside[disputes["area"]] & (disputes["opened_h"] >= now_h - MONTH_H) & (disputes["opened_h"] < now_h)
    fought = inside[disputes["area"][clashes["dispute"]]] & (clashes["time_h"] >= now_h - MONTH_H)
    return {
        "residents": int(town.areas["residents"][inside].sum()),
        "newcomers": int(newcomer[inside[district.people["home"]]].sum()),
        "people_now": float(district.timetable.crowd[district.column][inside].sum()),
        "grid_workers": int(np.isin(workers["grid"], grids).sum()),
        "grid_workers_outside": int(inside[_outside(workers, district.clock.hour)].sum()),
        "patrols_now": int(sum(units)),
        "thefts": int(stolen.sum()),
        "thefts_recorded": int((stolen & _in_books(thefts, "reported_h", now_h)).sum()),
        "disputes": int(began.sum()),
        "disputes_recorded": int((began & _in_books(disputes, "reported_h", now_h)).sum()),
        "clashes": int(fought.sum()),
        "clashes_recorded": int((fought & _in_books(clashes, "called_h", now_h)).sum()),
    }


def _outside(workers: np.ndarray, hour: int) -> np.ndarray:
    area = workers["area_by_hour"][:, hour]
    return area[area >= 0]


def _in_books(rows: np.ndarray, told: str, now_h: float) -> np.ndarray:
    return (rows["recorded"] == 1) & (rows[told] < now_h)


def _events(district: District, inside: np.ndarray) -> tuple[Happening, ...]:
    now_h, thefts, disputes = district.clock.start_h, district.thefts.rows, district.disputes.rows
    stolen = np.flatnonzero(inside[thefts["area"]])[-LATEST_EVENTS:]
    began = np.flatnonzero(inside[disputes["area"]] & (disputes["opened_h"] < now_h))[-LATEST_EVENTS:]
    found = [_theft_line(thefts[row], int(row), now_h) for row in stolen]
    found += [_dispute_line(disputes[row], int(row), now_h) for row in began]
    return tuple(sorted(found, key=lambda one: -one.time_h)[:LATEST_EVENTS])


def _theft_line(t: np.void, row: int, now_h: float) -> Happening:
    cleared = CLEARED_BY[t["cleared_by"]] if t["cleared_h"] < now_h else CLEARED_BY[0]
    booked = bool(t["recorded"]) and t["reported_h"] < now_h
    return Happening("theft", row, THEFT_TYPES[t["type"]], float(t["time_h"]), t["noticed_h"] < now_h, booked, cleared)


def _dispute_line(d: np.void, row: int, now_h: float) -> Happening:
    came_to = "clashed" if d["clashed"] else "open" if d["state"] == LIVE else OUTCOMES[d["outcome"]]
    booked = bool(d["recorded"]) and d["reported_h"] < now_h
    return Happening(
        "dispute", row, DISPUTE_TYPES[d["type"]], float(d["opened_h"]), bool(d["noticed_h"] < now_h), booked, came_to
    )
