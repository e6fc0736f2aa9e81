"""See why: what is behind a click. One place with all that is there; one quarrel from beginning to end; one theft."""

# pyright: reportArgumentType=false, reportReturnType=false
# (NumPy says too little about rows of tables)

from __future__ import annotations

import numpy as np

from govsim.simulation import District
from govsim.simulation.entities.disputes import LIVE, OUTCOMES, SETTLED
from govsim.simulation.entities.legs import area_of_unit
from govsim.simulation.entities.offenders import LAST_NODE
from govsim.simulation.entities.records import CLASH_REPORT, DISPUTE_REPORT, THEFT_REPORT
from govsim.simulation.entities.residents import HUKOU_SAME_PROVINCE
from govsim.simulation.entities.thefts import CLEARED_BY, GUARDS
from govsim.simulation.entities.units import STATION_CAR
from govsim.simulation.observation.schema import CHANNELS, DISPUTE_TYPES, THEFT_TYPES

from .seen import Chain, Happening, Place, Step

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
        inside[area_of_unit(staff.legs, unit, row, now_h)] and unit["kind"] != STATION_CAR
        for row, unit in enumerate(staff.units.rows) if unit["on_duty"][district.clock.hour // 8]
    ]  # fmt: skip
    thefts, disputes, clashes = district.thefts.rows, district.disputes.rows, district.disputes.clashes.rows
    stolen = inside[thefts["area"]] & (thefts["time_h"] >= now_h - MONTH_H)
    began = inside[disputes["area"]] & (disputes["opened_h"] >= now_h - MONTH_H) & (disputes["opened_h"] < now_h)
    fought = inside[disputes["area"][clashes["dispute"]]] & (clashes["time_h"] >= now_h - MONTH_H)
    return {
        "residents": int(town.areas["residents"][inside].sum()),
        "newcomers": int(newcomer[inside[district.people["home"]]].sum()),
        "people_now": float(district.timetable.crowd[district.clock.hour_of_week][inside].sum()),
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


# -- one quarrel


def dispute_chain(district: District, row: int) -> Chain:
    """From the grievance to what came of it, in order of time. Raises IndexError for a row that is not there."""
    cases, now_h = district.disputes, district.clock.start_h
    d = cases.rows[row]
    steps = [Step(float(d["opened_h"]), "began" if d["relapse_of"] < 0 else "began_again", {
        "subtype": DISPUTE_TYPES[d["type"]], "with_enterprise": bool(d["other"] < -1)})]  # fmt: skip
    if d["noticed_h"] < now_h:
        steps.append(Step(float(d["noticed_h"]), "noticed", {}))
    if d["reported_h"] < now_h:
        what = "recorded" if d["recorded"] else "reported"
        steps.append(Step(float(d["reported_h"]), what, {"channel": CHANNELS[d["channel"]]}))
    clashes = np.flatnonzero(cases.clashes.rows["dispute"] == row)
    for c in cases.clashes.rows[clashes]:
        steps.append(Step(float(c["time_h"]), "crime" if c["criminal"] else "clash", {"heat": float(c["heat"])}))
    for h in cases.hearings.rows[cases.hearings.rows["dispute"] == row]:
        what = "agreed" if h["agreed"] else "not_agreed"
        steps.append(Step(float(h["time_h"]), what, {"channel": CHANNELS[h["channel"]], "heat": float(h["heat"])}))
    steps += _calls(district, DISPUTE_REPORT, [row]) + _calls(district, CLASH_REPORT, clashes.tolist())
    if d["closed_h"] < now_h:
        steps.append(Step(float(d["closed_h"]), "ended", {"outcome": OUTCOMES[d["outcome"]]}))
    elif d["state"] != SETTLED:
        steps.append(Step(now_h, "still_open", {"heat": float(d["peak"])}))
    again = np.flatnonzero((cases.rows["relapse_of"] == d["id"]) & (cases.rows["opened_h"] < now_h))
    steps += [Step(float(cases.rows["opened_h"][r]), "relapsed", {"row": int(r)}) for r in again]
    before = (step for step in steps if step.time_h <= now_h)
    in_order = tuple(sorted(before, key=lambda step: step.time_h))
    return Chain("dispute", int(d["id"]), DISPUTE_TYPES[d["type"]], int(d["area"]), in_order, {}, {})


def _calls(district: District, kind: int, cases: list[int]) -> list[Step]:
    """Police cars that came for these cases."""
    known = district.records
    about = known.reports.rows[known.calls.rows["report"]] if len(known.calls) else known.reports.rows[:0]
    rows = known.calls.rows[: about.size]
    of_them = (about["kind"] == kind) & np.isin(about["case"], cases)
    return [
        Step(float(c["arrival_h"]), "police", {"minutes": 60 * float(c["arrival_h"] - c["time_h"])})
        for c in rows[of_them]
    ]


# -- one theft


def theft_chain(district: District, row: int) -> Chain:
    """Why it happened here, and what came of it. Raises IndexError for a row that is not there."""
    t, now_h = district.thefts.rows[row], district.clock.start_h
    values = {"subtype": THEFT_TYPES[t["type"]], "yuan": float(t["loss_yuan"]), "metres": float(t["distance_m"])}
    steps = [Step(float(t["time_h"]), "stolen", values)]
    if t["caught"]:
        steps.append(Step(float(t["time_h"]), "caught", {}))
    if t["noticed_h"] < now_h:
        steps.append(Step(float(t["noticed_h"]), "loss_noticed", {}))
    if t["reported_h"] < now_h:
        steps.append(Step(float(t["reported_h"]), "recorded" if t["recorded"] else "reported", {"channel": "110"}))
    steps += _calls(district, THEFT_REPORT, [row])
    if t["cleared_h"] < now_h and not t["caught"]:
        steps.append(Step(float(t["cleared_h"]), "cleared", {"by": CLEARED_BY[t["cleared_by"]]}))
    terms = district.processes.theft
    reasons = {
        "inclination": float(terms.numbers[0]["inclination"][t["type"]]),
        "value": terms.value_weight * float(t["value"]),
        "place": float(np.log(float(district.town.areas["attraction"][t["area"]]))),
        "risk": -terms.certainty_weight * float(t["risk"]),
        "guards": -float(t["guards"].sum()),
        "odds": float(t["odds"]),
        "perceived_risk": float(t["risk"]),
        "refused": int(t["refused"]),
        "at_last_place": float(t["node"] == LAST_NODE),
        "earlier_thefts": _earlier(district, t),
    }
    guards = dict(zip(GUARDS, (float(g) for g in t["guards"]), strict=True))
    before = tuple(sorted((s for s in steps if s.time_h <= now_h), key=lambda step: step.time_h))
    return Chain("theft", int(t["id"]), THEFT_TYPES[t["type"]], int(t["area"]), before, reasons, guards)


def _earlier(district: District, t: np.void) -> int:
    """Thefts of the same offender before this one."""
    rows = district.thefts.rows
    return int(((rows["offender"] == t["offender"]) & (rows["time_h"] < t["time_h"])).sum())
