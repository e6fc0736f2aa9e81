"""Newcomers and special persons: closed forms, positive controls and switches."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.engine.randomness import Draws
from govsim.simulation.entities.residents import SPECIAL_ILLNESS, SPECIAL_RELEASED
from govsim.simulation.entities.subjects import ENROLLED, EXPECTED, LAPSED, MISSED, SUBJECT
from govsim.simulation.processes.kernels.tending import (
    at_entry,
    happens,
    lose_and_find,
    move_and_register,
    visit,
)
from tests.lab import district_of, process, run_days, square_parts, square_run, synthetic_run

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
        rows["state"] = EXPECTED
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
    p = rule(moves_per_year=2, self_register_per_year=0).numbers
    people["registered"] = 1
    for day in range(7, 183, 7):
        move_and_register(p, KEY, day, 7, new, PARTS.households, people, everywhere(0))
    known = people["registered"][PARTS.households["first"][new]].mean()
    weeks = len(range(7, 183, 7))
    assert abs(known - np.exp(-2 * 7 * weeks / 365)) < 4 * (0.25 / new.size) ** 0.5


def test_on_the_first_day_newcomers_are_registered_as_in_the_long_run():
    """Known share: registering over registering and moving, week by week."""
    people, new = PARTS.people.copy(), np.arange(N // 2, dtype=np.int32)
    p, known = rule(moves_per_year=2, self_register_per_year=1).numbers, []
    for day in range(0, 7 * 300, 7):
        move_and_register(p, KEY, day, 7, new, PARTS.households, people, everywhere(0))
        known.append(people["registered"][PARTS.households["first"][new]].mean())
    moves, registers = (1 - np.exp(-rate * 7 / 365) for rate in (2, 1))
    stationary = (1 - moves) * registers / ((1 - moves) * registers + moves)
    assert abs(known[0] - stationary) < 4 * (0.25 / new.size) ** 0.5
    assert np.mean(known) == pytest.approx(stationary, abs=0.01)


def test_contact_with_special_persons_is_in_balance_on_the_first_day():
    """The lost, the missed and the unrest of the first month are those of the third year."""
    parts = square_parts("process.supervision.lapse_per_month=0.2", "process.supervision.find_again=0.3", side=12)
    parts.people["special"][::3] = SPECIAL_ILLNESS
    district = district_of(parts)
    assert len(district.subjects.rows) > 1500
    first, later = [], []
    for day in range(3 * 365):
        run_days(district, 1)
        if day < 30 or day >= 3 * 365 - 90:
            rows = district.subjects.rows
            (first if day < 30 else later).append(
                ((rows["state"] == LAPSED).mean(), (rows["state"] == MISSED).mean(), district.people["arousal"].mean())
            )
    lost, missed, unrest = np.mean(first, axis=0) - np.mean(later, axis=0)
    assert abs(lost) < 4 * (0.25 / len(district.subjects.rows)) ** 0.5
    assert abs(missed) < 0.02
    assert abs(unrest) < 0.01


def test_registration_pays_and_migrants_do_not_steal_more():
    plain, drive = (synthetic_run(120, *w) for w in ((), ("levers.supervision.registration=0.9",)))

    def known(district) -> float:
        return float(district.people["registered"][district.subjects.first_of_newcomers].mean())

    assert known(drive) > known(plain) + 0.05
    assert np.array_equal(plain.offenders["drive"], drive.offenders["drive"])


def test_what_happens_at_a_rate():
    u = (np.arange(10_000) + 0.5) / 10_000
    for rate in (0.0, 0.01, 0.7, 3.0):
        assert np.mean([happens(x, rate) for x in u]) == pytest.approx(1 - np.exp(-rate), abs=1e-3)
