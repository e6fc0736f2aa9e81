"""Nobody is in two places, no minute is spent twice, and everything that is done belongs to somebody."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.entities.disputes import DORMANT, ENDED, LIVE, OPEN, SETTLED
from govsim.simulation.entities.legs import LEG_H, LEGS_PER_DAY, in_sight
from govsim.simulation.entities.records import WAITING
from govsim.simulation.entities.units import ON_FOOT
from tests.lab import many_thieves, run_days, square, square_run

HEAVY = (
    *many_thieves(60, 200), "scenario.grievances=30",
    "scenario.other_calls_per_1000_year=3000", "levers.mediation.posts=3", "levers.mediation.hearing_days=5",
)  # fmt: skip
DAYS = 90


@pytest.mark.parametrize("hours_per_tick", [0.5, 1, 2])
def test_calls_of_a_unit_never_overlap(hours_per_tick):
    calls = square_run(DAYS, *HEAVY, f"hours_per_tick={hours_per_tick}").records.calls.rows
    assert calls.size > 500
    assert (calls["arrival_h"] >= calls["time_h"]).all()
    assert (calls["leave_h"] > calls["arrival_h"]).all()
    for unit in np.unique(calls["unit"]):
        mine = np.sort(calls[calls["unit"] == unit], order="arrival_h")
        assert (mine["arrival_h"][1:] >= mine["leave_h"][:-1]).all()


def test_hearings_never_outnumber_the_mediators_of_the_moment():
    district = square_run(DAYS, *HEAVY)
    hearings, posts = district.disputes.hearings.rows, int(district.staff.mediators["filled"].sum())
    assert hearings.size > 100
    starts, ends = hearings["time_h"], hearings["time_h"] + hearings["hours"]
    at_once = np.array([((starts <= t) & (ends > t)).sum() for t in starts])
    assert 1 <= at_once.max() <= posts


def test_every_hearing_belongs_to_a_dispute_that_was_open_and_known():
    district = square_run(DAYS, *HEAVY)
    hearings, disputes = district.disputes.hearings.rows, district.disputes.rows
    of = disputes[hearings["dispute"]]
    assert (hearings["time_h"] >= of["opened_h"]).all()
    assert (hearings["time_h"] <= of["closed_h"]).all()
    assert (of["recorded"] | of["clashed"]).all()
    assert np.array_equal(np.bincount(hearings["dispute"], minlength=disputes.size), disputes["hearings"])
    agreed = np.bincount(hearings["dispute"], hearings["agreed"], disputes.size)
    assert agreed.max() == 1


def test_every_dispute_is_open_or_has_come_to_one_end():
    district = square_run(DAYS, *HEAVY)
    d = district.disputes.rows
    live = d["state"] == LIVE
    assert set(d["state"]) == {LIVE, SETTLED, ENDED, DORMANT}
    assert np.array_equal(live, d["outcome"] == OPEN)
    assert np.array_equal(live, np.isinf(d["closed_h"]))
    on_list = np.sort(district.disputes.live.rows)
    assert np.array_equal(on_list, np.flatnonzero(d["state"] != ENDED))


def test_waiting_cases_are_on_the_docket_once_and_undone():
    known = square_run(DAYS, *HEAVY).records
    assert np.unique(known.waiting.rows).size == len(known.waiting)
    assert np.unique(known.docket.rows["case"]).size == len(known.docket)
    assert np.array_equal(np.flatnonzero(known.docket.rows["status"] == WAITING), np.sort(known.waiting.rows))


@pytest.mark.parametrize("cars", [0.5, 1, 1.7])
def test_patrols_are_not_seen_for_longer_than_they_are_ordered(cars):
    words = tuple(f"levers.patrol.cars_{shift}={cars}" for shift in ("night", "day", "evening"))
    days = 32
    district = square_run(days, *words, "process.dispatch.patrols_answer=0")
    daily = district.tables()["daily"]
    seen_h = np.array(daily["patrol_min"].to_pylist()).sum() / 60
    ordered_h = district.baseline.patrol.hours.sum() * days
    assert ordered_h == pytest.approx(24 * cars * days)
    # part of every round falls off the edge of the map (on 6 x 6 areas 16/18 squared stays), part is on the road
    assert 0.5 * ordered_h < seen_h <= ordered_h


@pytest.mark.parametrize("hours_per_tick", [1, 24])
def test_minutes_written_down_are_the_minutes_a_passer_by_could_see(hours_per_tick):
    """One unit, so that looking once in every quarter of an hour sees each of its minutes once."""
    busy = ("scenario.other_calls_per_1000_year=1500", "process.staffing.cars_per_station=0",
            "levers.patrol.foot_hours=0")  # fmt: skip
    district = square(*busy, f"hours_per_tick={hours_per_tick}")
    assert district.town.n_circles == 1
    for day in range(5):
        run_days(district, 1)
        legs, areas = district.staff.legs, district.town.areas
        moments = 24 * day + (np.arange(LEGS_PER_DAY) + 0.5) * LEG_H
        seen = [sum(in_sight(legs, a, t, areas) for t in moments) * 60 * LEG_H for a in range(areas.size)]
        assert (district.staff.units.rows["kind"] != ON_FOOT).sum() == 1
        assert sum(seen) > 0
        assert seen == pytest.approx(district.field["patrol_min"])


def test_crews_on_duty_make_up_the_ordered_hours():
    district, on_duty = square("levers.patrol.cars_night=0.3", "levers.patrol.cars_day=1.7"), np.zeros(3)
    days = 64
    for _ in range(days):
        run_days(district, 1)
        units = district.staff.units.rows
        on_duty += units["on_duty"][units["kind"] == 0].sum(axis=0)
    assert np.abs(on_duty / days - [0.3, 1.7, 1.0]).max() <= 1.5 / days


def test_every_theft_has_an_offender_at_liberty():
    district = square_run(DAYS, *HEAVY)
    t = district.thefts.rows
    assert t.size > 200
    assert np.array_equal(np.bincount(t["offender"], minlength=district.offenders.size), district.offenders["thefts"])
    caught = np.flatnonzero(t["caught"])
    assert caught.size > 0
    assert (t["cleared_h"][caught] == t["time_h"][caught]).all()


def test_daily_counts_are_the_events():
    tables = square_run(DAYS, *HEAVY).tables()
    events, daily = tables["events"].to_pandas(), tables["daily"].to_pandas()
    for kind, column in (("theft", "thefts"), ("dispute", "onsets"), ("clash", "clashes")):
        mine = events[events.kind == kind]
        by_day = mine.groupby([(mine.time_h // 24).astype(int), mine.area]).size()
        counted = daily[daily[column] > 0].set_index(["day", "area"])[column]
        assert counted.sum() == len(mine) > 0
        assert (by_day.to_numpy() == counted.sort_index().to_numpy()).all()
    last = daily[daily.day == DAYS - 1].open_disputes.sum()
    assert last == ((events.kind == "dispute") & (events.outcome == "open")).sum()


def test_a_cost_is_a_quantity_of_what_was_ordered():
    district = square_run(DAYS, *HEAVY)
    costs = district.tables()["costs"].to_pandas().groupby("item", observed=True).quantity.sum()
    assert costs["police patrol"] == pytest.approx(district.baseline.patrol.hours.sum() * DAYS)
    assert costs["station cars"] == 24 * DAYS
    assert costs["hearings"] == len(district.disputes.hearings)
