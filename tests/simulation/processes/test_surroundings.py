"""What is built, what works and what is used."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.processes.surroundings import lasting_share
from tests.lab import many_thieves, process, run_days, same_rows, square, square_run, thefts_table

RULE = process("surroundings")
BUSY = many_thieves(100, 300)
ALL, NONE = "[" + ",".join(["1"] * 10) + "]", "[" + ",".join(["0"] * 10) + "]"
DARK = (f"levers.surveillance.cameras_by_type={NONE}", f"levers.surveillance.lights_by_type={NONE}")
DAYS = 60


def test_in_the_long_run_works_what_is_repaired_as_fast_as_it_fails():
    district = square("levers.surveillance.maintenance=0.02")
    expected = float(lasting_share(np.array([0.02]), RULE.camera_life_days)[0])
    assert expected == pytest.approx(0.02 / (0.02 + 1 / RULE.camera_life_days))
    run_days(district, 30)
    assert district.surroundings["working"] == pytest.approx(expected)
    district.surroundings["working"] = 1.0
    run_days(district, 120)
    assert district.surroundings["working"] == pytest.approx(expected, abs=0.03)


def test_without_repair_cameras_fail_exponentially():
    district = square("levers.surveillance.maintenance=0")
    run_days(district, 1)
    district.surroundings["working"] = 1.0
    run_days(district, 100)
    assert district.surroundings["working"] == pytest.approx(np.exp(-100 / RULE.camera_life_days), rel=0.01)


def test_what_is_built_stays_and_approaches_the_order():
    words = ("policy=more_cameras", "policy_ramp_days=0", "policy_start_day=10",
             "policy.more_cameras.uncovered_share=1", "policy.more_cameras.end_day=40")  # fmt: skip
    district, seen = square(*words), []
    for _ in range(7):
        seen.append(run_days(district, 10).surroundings["cameras"].copy())
    assert (seen[1] > seen[0]).all()
    assert (seen[3] > seen[1]).all()
    assert np.array_equal(seen[4], seen[3])
    gap = (1 - seen[3]) / (1 - seen[0])
    assert gap == pytest.approx((1 - 1 / RULE.build_days) ** 30)


def test_costs_of_building_are_what_was_built():
    words = ("policy=more_cameras", "policy_ramp_days=0", "policy_start_day=0", "policy.more_cameras.uncovered_share=1")
    district = square(*words)
    first = district.baseline.surveillance.cameras
    run_days(district, 60)
    costs = district.tables()["costs"].to_pandas()
    bought = costs[costs["item"] == "new cameras"]["quantity"].sum()
    there = district.surroundings["cameras"]
    assert there.sum() > first.sum()
    at_start = district.policies[0][0].apply(district.baseline, 1.0, np.ones(36, bool)).surveillance.cameras
    assert bought == pytest.approx(RULE.cameras_per_area * (there - at_start).sum())


@pytest.mark.parametrize(("decay", "intercoms", "falls"), [(1.5, 0, True), (1.5, 1, False), (0, 0, False)])
def test_gates_come_to_be_propped_open_unless_they_have_intercoms(decay, intercoms, falls):
    words = ("levers.surveillance.gates=1", f"levers.surveillance.intercoms={intercoms}",
             f"process.surroundings.gate_decay_per_year={decay}")  # fmt: skip
    district = run_days(square(*words), 200)
    assert (district.surroundings["shut"] < 0.8).all() == falls
    assert falls or (district.conditions["gate"] == 1).all()


def test_cameras_without_cover_are_no_cameras_and_use_without_cameras_is_no_use():
    plain = thefts_table(square_run(DAYS, *BUSY, *DARK))
    used = thefts_table(
        square_run(DAYS, *BUSY, *DARK, "levers.surveillance.monitors=3", "levers.surveillance.forensic=1")
    )
    assert plain.size > 150
    assert same_rows(plain, used)


def test_used_cameras_solve_more_than_idle_ones_and_show_thefts_as_they_happen():
    covered = (
        f"levers.surveillance.cameras_by_type={ALL}",
        "process.theft.live_share=0.8",
        "levers.neighbourhood.integration=1",
        *BUSY,
    )
    idle = square_run(DAYS, *covered, "levers.surveillance.monitors=0", "levers.surveillance.forensic=0")
    used = square_run(DAYS, *covered, "levers.surveillance.monitors=3", "levers.surveillance.forensic=1")
    assert not idle.thefts.rows["seen"].any()
    assert used.thefts.rows["seen"].mean() > 0.3
    by_video = [(d.thefts.rows["cleared_by"] == 4).mean() for d in (idle, used)]
    assert by_video[0] == 0 < 0.1 < by_video[1]
    assert len(used.thefts) < len(idle.thefts)


def test_light_works_at_night_only():
    """A thief who goes out by day meets the same world, lit or not."""
    hours = "process.theft.activity_by_6h"
    for window, differs in (("[0,1,0,0]", False), ("[1,0,0,1]", True)):
        words = (*BUSY, f"{hours}={window}", "process.theft.places_per_search=1", "process.theft.light_weight=3")
        lit, dark = (
            thefts_table(square_run(DAYS, *words, f"levers.surveillance.lights_by_type={x}")) for x in (ALL, NONE)
        )
        assert same_rows(lit, dark) != differs
