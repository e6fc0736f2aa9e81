"""The tick is a matter of bookkeeping: what happens does not hang on it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab import disputes_table, many_thieves, same_rows, square_run

BUSY = (
    *many_thieves(60, 300), "scenario.grievances=30",
    "levers.mediation.posts=3",
)  # fmt: skip
SEEDS, DAYS = range(1, 17), 60


def totals(hours_per_tick: float, *words: str) -> np.ndarray:
    """(seeds, 4): thefts, thefts caught, disputes, hearings."""
    runs = [square_run(DAYS, *BUSY, *words, f"seed={s}", f"hours_per_tick={hours_per_tick}") for s in SEEDS]
    return np.array([
        [len(d.thefts), d.thefts.rows["caught"].sum(), len(d.disputes), len(d.disputes.hearings)] for d in runs
    ])  # fmt: skip


@pytest.mark.parametrize("hours_per_tick", [pytest.param(0.25, marks=pytest.mark.slow), 0.5, 2])
def test_another_tick_changes_counts_by_less_than_three_per_cent(hours_per_tick):
    """Pairs share their luck, so the error of a ratio is that of the differences; 2 errors must fit in 3 %."""
    hourly, other = totals(1)[:, [0, 2]], totals(hours_per_tick)[:, [0, 2]]
    error = (other - hourly).std(axis=0, ddof=1) * len(SEEDS) ** 0.5 / hourly.sum(axis=0)
    ratio = other.sum(axis=0) / hourly.sum(axis=0)
    assert hourly.sum(axis=0).min() > 400
    assert (2 * error < 0.03).all()
    assert (np.abs(ratio - 1) < 0.03).all()


@pytest.mark.parametrize("hours_per_tick", [pytest.param(0.25, marks=pytest.mark.slow), 4])
def test_thieves_are_caught_as_often_at_any_tick(hours_per_tick):
    """A patrol is met where and when the theft is, also when a search runs over the end of a tick."""
    crowded = tuple(f"levers.patrol.cars_{shift}=6" for shift in ("night", "day", "evening"))
    words = (*crowded, "process.theft.alert_share=1", "process.theft.certainty_weight=0")
    hourly, other = totals(1, *words)[:, 1].sum(), totals(hours_per_tick, *words)[:, 1].sum()
    assert hourly > 150
    assert abs(other - hourly) < 3 * (hourly + other) ** 0.5


@pytest.mark.parametrize("hours_per_tick", [0.25, 1, 4, 24])
def test_without_offices_disputes_are_the_same_at_any_tick(hours_per_tick):
    """Moments come to each dispute in its own time; only offices work by the tick."""
    silent = ("process.escalation.third_party_per_day=0", "process.escalation.found_per_day=0",
              "process.reporting.clash_called_share=0")  # fmt: skip
    hourly = square_run(30, *BUSY, *silent)
    other = square_run(30, *BUSY, *silent, f"hours_per_tick={hours_per_tick}")
    assert len(hourly.disputes) > 300
    assert same_rows(disputes_table(hourly), disputes_table(other))


@pytest.mark.parametrize("hours_per_tick", [0.5, 1, 2, 4, 8, 12, 24])
def test_hearings_begin_in_opening_hours_at_any_tick(hours_per_tick):
    district = square_run(60, *BUSY, f"hours_per_tick={hours_per_tick}")
    rule, hour = district.processes.mediation, district.disputes.hearings.rows["time_h"] % 24
    assert hour.size > 20
    assert ((hour >= rule.opens_hour) & (hour < rule.closes_hour)).all()


@pytest.mark.parametrize("hours_per_tick", [0.5, 3, 6, 12, 24])
def test_shifts_change_at_their_hours_at_any_tick(hours_per_tick):
    """Minutes of patrol in the street are the same whatever the tick, also when shifts differ."""
    words = ("levers.patrol.cars_night=0", "levers.patrol.cars_evening=2", "process.dispatch.patrols_answer=0")
    minutes = [
        np.array(square_run(14, *words, f"hours_per_tick={tick}").tables()["daily"]["patrol_min"].to_pylist()).sum()
        for tick in (1, hours_per_tick)
    ]
    assert minutes[0] > 0
    assert minutes[0] == pytest.approx(minutes[1], rel=1e-6)


def test_patrol_minutes_leave_out_calls_at_any_tick():
    words = ("scenario.other_calls_per_1000_year=1500", "process.staffing.cars_per_station=0")
    minutes = [
        np.array(square_run(60, *words, f"hours_per_tick={tick}").tables()["daily"]["patrol_min"].to_pylist()).sum()
        for tick in (0.5, 1, 24)
    ]
    idle = square_run(60, "process.dispatch.patrols_answer=0").tables()["daily"]["patrol_min"].to_pylist()
    assert minutes[0] < 0.9 * sum(idle)
    assert minutes[1] == pytest.approx(minutes[0], rel=0.03)
    assert minutes[2] == pytest.approx(minutes[0], rel=0.03)
