"""Newcomers, special persons, and who begins to steal: closed forms, positive controls and switches."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.engine.randomness import Draws
from govsim.simulation.entities.offenders import OFFENDER
from govsim.simulation.entities.residents import SPECIAL_RELEASED, SPECIAL_YOUTH
from govsim.simulation.entities.subjects import ENROLLED, LAPSED, MISSED, SUBJECT
from govsim.simulation.processes.kernels.tending import (
    again_per_year,
    at_entry,
    begin_to_steal,
    happens,
    lose_and_find,
    move_and_register,
    visit,
)
from tests.lab import process, square_parts, square_run, synthetic_run

N = 1440  # residents of the square town
PARTS = square_parts()
KEY = Draws(5).key("test")


def subjects(kind: int = SPECIAL_RELEASED) -> np.ndarray:
    rows = np.zeros(N, SUBJECT)
    rows["person"], rows["kind"], rows["offender"], rows["state"] = np.arange(N), kind, np.arange(N), ENROLLED
    rows["home"] = PARTS.people["home"]
    return rows


def visit_and_lose(p, key, day, rows, people, areas, minutes, visits, link, aftercare, contact, orphan) -> int:
    """A day of supervision; how many were visited."""
    done = visit(p, key, day, rows, people, areas, minutes, visits, aftercare, contact.size)
    lose_and_find(p, key, day, rows, people, areas, link, aftercare, contact, orphan)
    return done


def rule(**values: float):
    return process("supervision", *(f"process.supervision.{name}={value}" for name, value in values.items()))


def everywhere(value: float) -> np.ndarray:
    return np.full(PARTS.town.n_areas, float(value))


def setting():
    return square_run(1).setting


def test_missed_at_entry_is_the_share_that_departments_do_not_tell_one_another():
    for link, share in ((0, 0.4), (0.5, 0.2), (1, 0.0)):
        rows = subjects()
        at_entry(rule(miss_at_entry=0.4).numbers, KEY, 0, rows, PARTS.people, everywhere(link))
        assert abs((rows["state"] == MISSED).mean() - share) <= 4 * (0.25 / N) ** 0.5


def test_without_visits_contact_is_lost_at_the_hazard_that_waiting_makes():
    """Hazard r w / 30 a month after w days without a visit (w up to 120): survival exp(-r/900 sum of w)."""
    rows, monthly = subjects(), 0.3
    p = rule(lapse_per_month=monthly, find_again=0).numbers
    for day in range(1, 61):
        visit_and_lose(p, KEY, day, rows, PARTS.people.copy(), PARTS.town.areas, everywhere(0), everywhere(0),
                       everywhere(0), everywhere(0), np.zeros(18), everywhere(0))  # fmt: skip
    left = np.exp(-monthly / 900 * sum(range(1, 61)))
    assert abs((rows["state"] == ENROLLED).mean() - left) < 4 * (0.25 / N) ** 0.5


def test_visits_take_the_minutes_of_the_grid_and_go_to_those_who_waited_longest():
    rows = subjects()
    rows["seen_h"] = -24 * 60 - np.arange(N)
    p = rule(lapse_per_month=0, visit_minutes=40).numbers
    done = visit_and_lose(p, KEY, 1, rows, PARTS.people.copy(), PARTS.town.areas, everywhere(120), everywhere(1),
                          everywhere(0), everywhere(0), np.zeros(18), everywhere(0))  # fmt: skip
    assert 18 * 3 <= done <= 18 * 4  # 120 minutes in each of 18 grids, and a part of a visit now and then
    grid = PARTS.town.areas["grid"][PARTS.people["home"]]
    for g in range(18):
        mine, seen = np.flatnonzero(grid == g), rows["visits"][grid == g] > 0
        assert mine[seen].min() > mine[~seen].max()


def test_unrest_follows_supervision_and_makes_quarrels_hotter():
    people, rows = PARTS.people.copy(), subjects()
    rows["state"][::2] = LAPSED
    p = rule(lapse_per_month=0, find_again=0, unrest=0.6, calm=0.1, unrest_days=5).numbers
    for day in range(60):
        visit_and_lose(p, KEY, day, rows, people, PARTS.town.areas, everywhere(0), everywhere(0), everywhere(0),
                       everywhere(0), np.zeros(18), everywhere(0))  # fmt: skip
    assert people["arousal"][::2] == pytest.approx(0.6, abs=1e-3)
    assert people["arousal"][1::2] == pytest.approx(0.1, abs=1e-3)


def test_visit_fatigue_costs_trust_only_when_visits_are_close_and_the_switch_is_on():
    def trust_after(fatigue: float, every: float) -> float:
        people, rows = PARTS.people.copy(), subjects()
        p = rule(lapse_per_month=0, visit_fatigue=fatigue, fatigue_days=14).numbers
        for day in range(60):
            visit_and_lose(p, KEY, day, rows, people, PARTS.town.areas, everywhere(1e6), everywhere(30 / every),
                           everywhere(0), everywhere(0), np.zeros(18), everywhere(0))  # fmt: skip
        return float(people["trust"].mean())

    usual = float(PARTS.people["trust"].mean())
    assert trust_after(0.1, 7) < 0.7 * usual
    assert trust_after(0.1, 30) == trust_after(0, 7) == pytest.approx(usual)


def test_newcomers_without_registration_become_unknown_as_they_move():
    """Known share exp(-moves t) when nobody registers them."""
    people, new = PARTS.people.copy(), np.arange(N // 2, dtype=np.int32)
    p = rule(moves_per_year=2, self_register_per_year=0, registered_at_first=1).numbers
    for day in range(0, 183, 7):
        move_and_register(p, KEY, day, 7, new, PARTS.households, people, everywhere(0))
    known = people["registered"][PARTS.households["first"][new]].mean()
    weeks = len(range(7, 183, 7))
    assert abs(known - np.exp(-2 * 7 * weeks / 365)) < 4 * (0.25 / new.size) ** 0.5


def test_registration_pays_and_migrants_do_not_steal_more():
    plain, drive = (synthetic_run(120, *w) for w in ((), ("levers.supervision.registration=0.9",)))

    def known(district) -> float:
        return float(district.people["registered"][district.subjects.first_of_newcomers].mean())

    assert known(drive) > known(plain) + 0.05
    assert np.array_equal(plain.offenders["drive"], drive.offenders["drive"])


def test_reoffending_is_the_quoted_share_and_most_of_it_comes_early():
    """11.8 % in five years without supervision, 58 % of it in the first year; almost none under it."""
    p, rows = rule().numbers[0], subjects()
    rows["state"] = MISSED
    yearly = [again_per_year(p, rows[0], day) for day in (10, 400, 800, 1200, 1600)]
    assert 1 - np.exp(-sum(yearly)) == pytest.approx(0.118)
    assert yearly[0] / sum(yearly) == pytest.approx(0.58)
    rows["state"] = LAPSED
    assert again_per_year(p, rows[0], 10) == pytest.approx(2 * yearly[0])
    rows["state"] = ENROLLED
    assert again_per_year(p, rows[0], 10) == pytest.approx(0.002)


def begun(kind: int, days: int = 365, prevented: float = 0, alone: float = 1, **levers: float) -> int:
    pool, rows = np.zeros(N, OFFENDER), subjects(kind)
    pool["person"], rows["alone"] = np.arange(N), alone
    rows["state"] = MISSED
    order = {"after_school": 0.0, "school_link": 0.0} | levers
    p = rule(youth_per_year=0.5, entrant_per_year=0).numbers
    return sum(
        begin_to_steal(p, KEY, day, rows, pool, setting(), everywhere(order["after_school"]),
                       everywhere(order["school_link"]), everywhere(prevented)).size
        for day in range(days)
    )  # fmt: skip


def test_youths_begin_at_their_rate_times_the_hours_alone():
    for alone in (1.0, 0.4):
        share = 1 - np.exp(-0.5 * alone)
        assert abs(begun(SPECIAL_YOUTH, alone=alone) / N - share) < 4 * (0.25 / N) ** 0.5
    assert begun(SPECIAL_YOUTH, alone=0) == 0


def test_places_after_school_school_links_and_prevention_each_keep_some_from_it():
    plain = begun(SPECIAL_YOUTH)
    assert begun(SPECIAL_YOUTH, after_school=1.0) == 0
    assert begun(SPECIAL_YOUTH, school_link=1.0) < 0.7 * plain
    assert begun(SPECIAL_YOUTH, prevented=1.0) < 0.75 * plain


def test_prevention_comes_with_its_lag():
    district = square_run(90, "levers.supervision.prevention=0.1")
    assert district.conditions["prevented"] == pytest.approx(0.1)
    late = square_run(90, "policy=supervision_youth", "policy_start_day=0", "policy_ramp_days=0")
    assert late.conditions["prevented"] == pytest.approx(0.5)  # in force on the first day: as it is in the long run
    words = ("policy=supervision_youth", "policy_start_day=30", "policy_ramp_days=0")
    slow = square_run(90, *words).conditions["prevented"]
    assert slow == pytest.approx(0.5 - 0.4 * (1 - 1 / 180) ** 60)


def test_freed_thieves_come_under_supervision_and_do_not_go_on_as_before():
    busy = ("offenders.offenders_per_1000=60", "offenders.searches_per_year=200", "process.aftermath.held_days=3",
            "process.investigation.scene_share=1", "process.supervision.miss_at_entry=0.5",
            "process.supervision.reoffend_share=0", "process.supervision.reoffend_supervised_per_year=0")  # fmt: skip
    district = square_run(90, *busy)
    freed = district.subjects.rows[district.subjects.rows["kind"] == SPECIAL_RELEASED]
    assert freed.size > 8
    assert {MISSED, ENROLLED} <= set(freed["state"].tolist())
    assert (district.offenders["drive"][freed["offender"]] == 0).all()
    thefts = district.thefts.rows
    for row in freed:
        after = thefts["time_h"][thefts["offender"] == row["offender"]]
        assert not (after >= row["since_h"]).any()


def test_what_happens_at_a_rate():
    u = (np.arange(10_000) + 0.5) / 10_000
    for rate in (0.0, 0.01, 0.7, 3.0):
        assert np.mean([happens(x, rate) for x in u]) == pytest.approx(1 - np.exp(-rate), abs=1e-3)
