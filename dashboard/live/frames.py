"""One moment of a district as a page draws it: where staff are, what has just happened, a layer of the map."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from govsim.simulation import District
from govsim.simulation.engine.clock import DAYS_PER_WEEK, HOURS_PER_WEEK
from govsim.simulation.engine.table import Table
from govsim.simulation.entities.disputes import LIVE
from govsim.simulation.entities.legs import AT_STOP, LEGS_PER_DAY, NOT_ON_PATROL, column_of, count_minutes
from govsim.simulation.entities.presence import PRESENCE
from govsim.simulation.entities.units import ON_FOOT, PATROL_CAR, STREET_POST

from .views import CLASH, THEFT, TRAIL_H, ArmFrame, Geometry

LATEST = 4_000  # rows of a table looked at for it
MONTH_H = 28 * 24.0  # of the layers that add up events


def geometry_of(district: District) -> Geometry:
    """The map of a district."""
    town = district.town
    names = ("ix", "iy", "ntype", "grid", "community", "street", "residents", "households", "enterprise")
    return Geometry(
        town.name, town.geography, town.side_m, {n: town.areas[n].copy() for n in names}, town.street_names,
        town.community_names, town.river,
    )  # fmt: skip


def arm_frame(district: District, layer: str) -> ArmFrame:
    """One arm now. `layer`: a key of LAYERS."""
    cars, posts = _cars(district)
    kind, area, age, row = _events(district)
    return ArmFrame(LAYERS[layer](district).astype(np.float32), cars, posts, _walkers(district), kind, area, age, row,
                    totals_of(district))  # fmt: skip


# -- who is where


def _cars(district: District) -> tuple[np.ndarray, np.ndarray]:
    """Areas of patrols, in cars or on foot, and of street posts that are on duty now."""
    units, now = district.staff.units.rows, district.clock
    legs = district.staff.legs
    column = column_of(legs, now.start_h)
    if not 0 <= column < legs.table.shape[1]:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    on = units["on_duty"][:, now.hour // 8] == 1
    leg = np.zeros(len(units), legs.table.dtype)
    known = legs.table[: len(units), column]
    leg[: known.size] = known
    area = np.where(leg["how"] == NOT_ON_PATROL, units["area"], leg["area"])
    post = units["kind"] == STREET_POST
    walks = (units["kind"] == ON_FOOT) & (leg["how"] == AT_STOP)
    return area[(on & (units["kind"] == PATROL_CAR)) | walks], area[on & post]


def _walkers(district: District) -> np.ndarray:
    """Areas of grid workers who are outside now."""
    workers = district.staff.grid_workers
    area = workers["area_by_hour"][:, district.clock.hour]
    return area[(workers["filled"] == 1) & (area >= 0)]


# -- what happened


def _latest(table: Table, column: str, now_h: float, within_h: float) -> np.ndarray:
    """Rows of a table whose time lies in the last hours."""
    first = max(0, len(table) - LATEST)
    time = table.rows[column][first:]
    return first + np.flatnonzero((time < now_h) & (time >= now_h - within_h))


def _events(district: District) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    now_h, thefts, clashes = district.clock.start_h, district.thefts, district.disputes.clashes
    stolen, fought = _latest(thefts, "time_h", now_h, TRAIL_H), _latest(clashes, "time_h", now_h, TRAIL_H)
    where = np.concatenate([thefts.rows["area"][stolen], _areas_of_clashes(district)[fought]])
    when = np.concatenate([thefts.rows["time_h"][stolen], clashes.rows["time_h"][fought]])
    kind = np.repeat(np.array([THEFT, CLASH], np.int8), (stolen.size, fought.size))
    return kind, where, (now_h - when).astype(np.float32), np.concatenate([stolen, fought])


def _areas_of_clashes(district: District) -> np.ndarray:
    return district.disputes.rows["area"][district.disputes.clashes.rows["dispute"]]


def totals_of(district: District) -> dict[str, int]:
    """What happened since the start, and what the books have of it."""
    now_h, thefts, clashes = district.clock.start_h, district.thefts.rows, district.disputes.clashes.rows
    disputes = district.disputes.rows
    return {
        "thefts": len(thefts),
        "thefts_recorded": _booked(thefts, "reported_h", now_h),
        "disputes": int((disputes["opened_h"] < now_h).sum()),
        "disputes_recorded": _booked(disputes, "reported_h", now_h),
        "clashes": len(clashes),
        "clashes_recorded": _booked(clashes, "called_h", now_h),
    }


def _booked(rows: np.ndarray, told: str, now_h: float) -> int:
    return int(((rows["recorded"] == 1) & (rows[told] < now_h)).sum())


def course_of(district: District) -> dict[tuple[str, str], np.ndarray]:
    """Events of each week that is over, by what and ledger."""
    weeks = district.clock.day // DAYS_PER_WEEK
    tables = {
        "thefts": (district.thefts.rows, "time_h", "reported_h"),
        "disputes": (district.disputes.rows, "opened_h", "reported_h"),
        "clashes": (district.disputes.clashes.rows, "time_h", "called_h"),
    }
    course = {}
    for what, (rows, happened, told) in tables.items():
        course[what, "true"] = _by_week(rows[happened], weeks)
        course[what, "recorded"] = _by_week(rows[told][rows["recorded"] == 1], weeks)
    return course


def _by_week(time_h: np.ndarray, weeks: int) -> np.ndarray:
    within = time_h[time_h < weeks * HOURS_PER_WEEK]
    return np.bincount((within // HOURS_PER_WEEK).astype(np.int64), minlength=weeks)[:weeks]


# -- layers of the map


def _crowd(district: District) -> np.ndarray:
    return district.timetable.crowd[district.column]


def _thefts(district: District) -> np.ndarray:
    rows = district.thefts.rows
    return _count(rows["area"][_latest(district.thefts, "time_h", district.clock.start_h, MONTH_H)], district)


def _clashes(district: District) -> np.ndarray:
    late = _latest(district.disputes.clashes, "time_h", district.clock.start_h, MONTH_H)
    return _count(_areas_of_clashes(district)[late], district)


def _quarrels(district: District) -> np.ndarray:
    cases = district.disputes
    live = cases.rows[cases.live.rows]
    return _count(live["area"][(live["state"] == LIVE) & (live["opened_h"] < district.clock.start_h)], district)


def _patrol(district: District) -> np.ndarray:
    legs, field = district.staff.legs, np.zeros(district.town.n_areas, PRESENCE)
    column = int(np.clip(column_of(legs, district.clock.start_h), 0, legs.table.shape[1]))
    nobody = np.zeros(legs.table.shape[0], bool)
    count_minutes(legs.table[:, max(0, column - LEGS_PER_DAY) : column], nobody, field, district.town.neighbours)
    return field["patrol_min"]


def _grid(district: District) -> np.ndarray:
    workers = district.staff.grid_workers
    plan = workers["area_by_hour"][workers["filled"] == 1]
    return 60.0 * _count(plan[plan >= 0], district)


def _count(areas: np.ndarray, district: District) -> np.ndarray:
    return np.bincount(areas, minlength=district.town.n_areas)


def _condition(*names: str) -> Callable[[District], np.ndarray]:
    return lambda district: np.prod([district.conditions[name] for name in names], axis=0)


def _guards(district: District) -> np.ndarray:
    return np.maximum(np.minimum(1.0, district.town.areas["property_guard"]), district.conditions["outside_guard"])


LAYERS: dict[str, Callable[[District], np.ndarray]] = {
    "people": _crowd,
    "thefts": _thefts,
    "clashes": _clashes,
    "quarrels": _quarrels,
    "patrol": _patrol,
    "grid_workers": _grid,
    "cameras": _condition("camera"),
    "cameras_watched": _condition("camera", "watched"),
    "guards": _guards,
    "gates": _condition("gate"),
    "lights": _condition("light"),
    "volunteers": _condition("rota"),
    "efficacy": _condition("efficacy"),
    "nuisance": _condition("nuisance"),
}
