"""Dispatch is a queue: its waits are those of the textbook."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.engine.randomness import Draws
from govsim.simulation.entities.conditions import conditions_of
from govsim.simulation.entities.records import BY_110, CALL, OTHER_REPORT, REPORT
from govsim.simulation.entities.staff import Staff
from govsim.simulation.entities.units import STATION_CAR, UNIT
from govsim.simulation.processes.dispatch import send
from tests.lab import process, square_parts

N, SEEDS = 20_000, range(1, 9)
PARTS = square_parts()


def calls_of(seed: int, per_hour: float, units: int, **values: float) -> np.ndarray:
    """Calls from one area to units standing there: no way to go, no time at the desk."""
    words = [f"process.dispatch.{name}={value}" for name, value in values.items()]
    rule = process("dispatch", "process.dispatch.handling_minutes=1e-9", *words)
    staff = Staff(PARTS.town)
    cars = np.zeros(units, UNIT)
    cars["kind"], cars["on_duty"], cars["identity"] = STATION_CAR, 1, np.arange(units)
    staff.units.add(cars)
    staff.legs = staff.legs.next_day(units, 1.0)
    gaps = -np.log1p(-Draws(seed).uniform("arrivals", np.arange(N), 0)) / per_hour
    reports = np.zeros(N, REPORT)
    reports["kind"], reports["channel"], reports["entity"] = OTHER_REPORT, BY_110, np.arange(N)
    reports["time_h"] = np.cumsum(gaps)
    calls, nobody_told = np.zeros(N, CALL), np.zeros(PARTS.town.n_areas)
    count = send(
        rule.numbers, Draws(seed).key("dispatch"), reports, 0, staff.units.rows, staff.legs, PARTS.town.areas,
        conditions_of(PARTS.town), nobody_told, calls, 0,
    )  # fmt: skip
    return calls[:count]


def mean_and_error(values: list[float]) -> tuple[float, float]:
    return float(np.mean(values)), float(np.std(values, ddof=1) / len(values) ** 0.5)


@pytest.mark.parametrize("log_sd", [0.0, 0.5, 0.8])
@pytest.mark.parametrize("load", [0.3, 0.7])
def test_the_wait_for_one_unit_is_pollaczek_khinchines(load, log_sd):
    """M/G/1: mean wait = arrivals * E[S^2] / (2 (1 - load)), log-normal S."""
    median_h = 0.5
    mean, square = median_h * np.exp(log_sd**2 / 2), median_h**2 * np.exp(2 * log_sd**2)
    per_hour = load / mean
    waits = []
    for seed in SEEDS:
        calls = calls_of(seed, per_hour, 1, on_scene_hours=median_h, on_scene_log_sd=log_sd)
        assert calls.size == N
        waits.append(float((calls["arrival_h"] - calls["time_h"]).mean()))
    found, error = mean_and_error(waits)
    assert abs(found - per_hour * square / (2 * (1 - load))) < 3.5 * error
    assert error < 0.1 * found  # otherwise the test could not fail


def test_time_on_the_scene_is_log_normal():
    calls = calls_of(1, 0.5, 1, on_scene_hours=0.5, on_scene_log_sd=0.6)
    logs = np.log(calls["leave_h"] - calls["arrival_h"])
    assert abs(logs.mean() - np.log(0.5)) < 4 * 0.6 / N**0.5
    assert abs(logs.std() / 0.6 - 1) < 4 / (2 * N) ** 0.5


def test_nobody_waits_where_units_abound():
    calls = calls_of(1, 1.0, 30, on_scene_hours=0.5, on_scene_log_sd=0.5)
    assert (calls["arrival_h"] - calls["time_h"]).max() < 1e-6


@pytest.mark.parametrize("units", [1, 3])
def test_a_unit_answers_one_call_at_a_time(units):
    calls = calls_of(2, 0.8 * units, units, on_scene_hours=1.0, on_scene_log_sd=0.7)
    for unit in range(units):
        mine = calls[calls["unit"] == unit]
        assert mine.size > N / units / 3
        assert (mine["arrival_h"][1:] >= mine["leave_h"][:-1] - 1e-9).all()
