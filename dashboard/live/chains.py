"""What is behind a click on an event: one quarrel from beginning to end; one theft, and why it happened here."""

# pyright: reportArgumentType=false, reportReturnType=false
# (NumPy says too little about rows of tables)

from __future__ import annotations

import numpy as np

from govsim.simulation import District
from govsim.simulation.entities.disputes import OUTCOMES, SETTLED
from govsim.simulation.entities.offenders import LAST_NODE
from govsim.simulation.entities.records import CLASH_REPORT, DISPUTE_REPORT, THEFT_REPORT
from govsim.simulation.entities.thefts import CLEARED_BY, GUARDS
from govsim.simulation.observation.schema import CHANNELS, DISPUTE_TYPES, THEFT_TYPES

from .views import Chain, Step


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
        "knowledge": terms.known_weight if t["again"] else 0.0,
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
