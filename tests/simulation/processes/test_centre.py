"""How a case gets before a mediator: office by office, or through one hall."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.processes.kernels.hall import MAX_COUNTERS, served, when_open
from tests.lab import disputes_table, district_of, process, same_rows, square_parts, square_run

NOW = ("policy_ramp_days=0", "policy_start_day=0")
BUSY = ("scenario.grievances=30", "levers.mediation.posts=20", "levers.mediation.hearing_days=5")
HALL = ("levers.centre.counters=20", "levers.centre.one_stop=1")
DAYS = 90
RULE = process("centre").numbers[0]
DAYS_OPEN = district_of(square_parts()).calendar.days  # weeks like any other, from Monday


@pytest.mark.parametrize(("hour", "opens"), [(3.0, 9.0), (10.5, 10.5), (17.0, 33.0), (4 * 24 + 18.0, 7 * 24 + 9.0)])
def test_the_hall_is_open_in_its_hours_from_monday_to_friday(hour, opens):
    assert when_open(RULE, DAYS_OPEN, hour) == opens


def lone(congestion: int, counter_minutes: float = 35) -> np.void:
    words = (f"process.centre.counter_minutes={counter_minutes}",
             f"process.centre.congestion={congestion}", "process.centre.counter_log_sd=0",
             "process.centre.opens_hour=0", "process.centre.closes_hour=24")  # fmt: skip
    return process("centre", *words).numbers[0]


def test_a_counter_serves_one_case_after_the_other_and_many_counters_share():
    p, hours = lone(1), RULE["counter_minutes"] / (1 - RULE["other_business_share"]) / 60
    for n_open in (1, 3):
        busy = np.zeros(MAX_COUNTERS)
        done = [served(p, 1, DAYS_OPEN, entity, 10.0, 0, n_open, busy) for entity in range(6)]
        assert done == pytest.approx([10 + hours * (1 + entity // n_open) for entity in range(6)])


def test_without_congestion_nobody_waits():
    p, busy = lone(0), np.zeros(MAX_COUNTERS)
    done = {served(p, 1, DAYS_OPEN, entity, 10.0, 0, 1, busy) for entity in range(6)}
    assert len(done) == 1


def test_waits_at_one_counter_are_those_of_a_queue():
    """M/D/1 at load 0.6: mean wait rho s / (2 (1 - rho)); the hall never closes, days of the week left out."""
    p = lone(1, counter_minutes=1)
    hours = 1 / (1 - RULE["other_business_share"]) / 60
    rho, means = 0.6, []
    for seed in range(8):
        rng, busy = np.random.default_rng(seed), np.zeros(MAX_COUNTERS)
        arrivals = np.cumsum(rng.exponential(hours / rho, 9000))
        arrivals = arrivals[arrivals < 5 * 24 - 10]  # one working week
        done = np.array([served(p, seed, DAYS_OPEN, e, t, 0, 1, busy) for e, t in enumerate(arrivals)])
        means.append((done - arrivals - hours).mean())
    expected = rho * hours / (2 * (1 - rho))
    assert abs(np.mean(means) - expected) < 3 * np.std(means, ddof=1) / 8**0.5


def first_hearing_days(*words: str) -> np.ndarray:
    district = square_run(DAYS, *BUSY, *words)
    hearings, docket = district.disputes.hearings.rows, district.records.docket.rows
    rows, at = np.unique(hearings["dispute"], return_index=True)
    registered = {int(c["case"]): c["registered_h"] for c in docket}
    return np.array([(hearings["time_h"][i] - registered[int(r)]) / 24 for r, i in zip(rows, at, strict=True)])


def test_one_stop_saves_days_and_visits():
    serial, one = first_hearing_days(), first_hearing_days(*HALL)
    assert serial.size > 50
    assert one.mean() < serial.mean() - 1
    visits = square_run(DAYS, *BUSY, *HALL).records.docket.rows["visits"]
    assert (visits == 1).all()
    assert (square_run(DAYS, *BUSY).records.docket.rows["visits"] == RULE["serial_visits"]).all()


def test_a_hall_that_is_too_small_makes_people_wait_unless_the_switch_is_off():
    small = ("levers.centre.counters=7", "levers.centre.one_stop=1", "process.centre.counter_minutes=240")
    crowded, free = (first_hearing_days(*small, f"process.centre.congestion={c}") for c in (1, 0))
    assert crowded.mean() > free.mean() + 2


def test_counters_without_one_stop_and_one_stop_without_counters_change_nothing():
    plain = disputes_table(square_run(DAYS, *BUSY))
    for half in (HALL[:1], HALL[1:]):
        assert same_rows(disputes_table(square_run(DAYS, *BUSY, *half)), plain)


def test_a_hall_induces_demand_unless_the_switch_is_off():
    with_hall, without = (square_run(DAYS, *BUSY, *HALL, f"process.escalation.hall_draws={s}") for s in (0.3, 0))
    known = [np.isfinite(d.disputes.rows["reported_h"]).mean() for d in (with_hall, without)]
    assert known[0] > known[1] + 0.02


def test_joint_meetings_open_failed_cases_again_and_settle_some():
    hard = ("process.mediation.sessions=1", "process.mediation.court_share=0", "process.mediation.agree_heat=4")
    plain, met = (square_run(DAYS, *BUSY, *hard, *w) for w in ((), ("levers.centre.joint_meetings=4",)))
    docket = met.records.docket.rows
    assert not plain.records.docket.rows["joint"].any()
    assert docket["joint"].sum() > 10
    again = docket[docket["joint"] == 1]
    assert ((again["sessions"] <= 2) & (again["sessions"] >= 1)).all()
    assert (again["agreed"] == 1).sum() > 5
    costs = met.tables()["costs"].to_pandas()
    assert costs[costs["item"] == "joint meetings"]["quantity"].sum() == 12


def test_departments_at_one_table_settle_more_group_disputes_and_touch_no_others():
    words = ("process.disputing.grievances_per_1000_year.group=900", "levers.chain.triage=1", *BUSY)
    plain, team = (square_run(DAYS, *words, f"levers.centre.group_team={s}") for s in (0, 1))
    agreed = [
        d.disputes.hearings.rows["agreed"][d.disputes.rows["type"][d.disputes.hearings.rows["dispute"]] == 7]
        for d in (plain, team)
    ]
    assert min(a.size for a in agreed) > 30
    assert agreed[1].mean() > agreed[0].mean() + 0.1
