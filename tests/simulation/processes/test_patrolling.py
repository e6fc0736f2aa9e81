"""Rounds and visits: the dose that is ordered, when it comes, and what calls take of it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from govsim.simulation import District
from govsim.simulation.entities.legs import AT_STOP, LEGS_PER_DAY, NOT_ON_PATROL
from govsim.simulation.entities.units import ON_FOOT, PATROL_CAR
from tests.lab import run_days, square

LISTED = np.array([7, 14, 21, 28], np.int32)
NO_CALLS = ("process.dispatch.patrols_answer=0", "process.analysis.review_days=36525")


def patrolled(visits: float, places: int = 4, fixed: float = 0, cars: int = 1, *words: str) -> District:
    """A town whose cars have these four places on their list and no calls to answer, after its first day."""
    district = square(
        f"levers.patrol.hotspot_visits={visits}", f"levers.patrol.hotspot_places={places}",
        f"levers.patrol.fixed_times={fixed}", *(f"levers.patrol.cars_{shift}={cars}" for shift in ("night", "day",
        "evening")), *NO_CALLS, *words,
    )  # fmt: skip
    run_days(district, 1)
    district.staff.hotspots = LISTED[None, :]
    return run_days(district, 1)


def visits_of(district: District) -> list[tuple[int, int]]:
    """(quarter of today, area) of every visit by a car."""
    cars = district.staff.units.rows["kind"] == PATROL_CAR
    legs = district.staff.legs.today[cars]
    return sorted((int(j), int(legs["area"][i, j])) for i, j in np.argwhere(legs["how"] == AT_STOP))


@pytest.mark.parametrize(("visits", "places"), [(1, 4), (6, 4), (6, 2), (12, 1)])
def test_each_listed_place_gets_the_ordered_visits(visits, places):
    seen = visits_of(patrolled(visits, places))
    assert [sum(area == a for _, area in seen) for a in LISTED] == [visits] * places + [0] * (4 - places)


def test_a_part_of_a_visit_is_a_visit_on_some_days():
    district, seen = patrolled(1.5), 0
    for _ in range(40):
        seen += len(visits_of(run_days(district, 1)))
    assert abs(seen / 160 - 1.5) < 4 * 0.5 / 160**0.5


def test_no_order_is_no_visit_and_more_than_cars_can_do_is_left_out():
    assert visits_of(patrolled(0)) == []
    assert visits_of(patrolled(5, cars=0)) == []
    full = patrolled(48)
    assert len(visits_of(full)) <= LEGS_PER_DAY < 4 * 48
    assert full.field["visits_ordered"].sum() >= 4 * 48


def test_a_visit_lasts_as_ordered_and_the_way_is_taken_from_the_round_before_it():
    district = patrolled(6, 4, 0, 1, "levers.patrol.stop_minutes=12")
    legs = district.staff.legs.today[district.staff.units.rows["kind"] == PATROL_CAR]
    stops = legs["how"] == AT_STOP
    after_round = stops[:, 1:] & ~stops[:, :-1]
    assert after_round.sum() > 5
    assert legs["minutes"][:, 1:][after_round] == pytest.approx(12)
    assert (legs["minutes"][stops] <= 12).all()
    assert (legs["how"] != NOT_ON_PATROL).all(), "every other quarter of an hour is a round"


def test_fixed_times_are_the_same_every_day_and_others_are_drawn_anew():
    for fixed, same in ((1, True), (0, False)):
        district = patrolled(4, fixed=fixed)
        today = visits_of(district)
        assert (visits_of(run_days(district, 1)) == today) == same


def test_what_calls_take_away_is_seen_in_the_books():
    """Ordered visits are counted in the morning, made ones in the evening."""
    district = patrolled(6)
    ordered, made = district.field["visits_ordered"].sum(), district.field["visits_made"].sum()
    assert made == ordered == 24
    district.staff.units.rows["busy_h"] = 1e9  # all cars are kept by calls
    run_days(district, 1)
    assert district.field["visits_made"].sum() == made
    assert district.field["visits_ordered"].sum() == 2 * ordered


def walked(days: int, hours: float, *words: str) -> tuple[District, np.ndarray]:
    """A town of four beats after some days, and minutes of each day on foot."""
    district = square(f"levers.patrol.foot_hours={hours}", "process.staffing.residents_per_beat=360", *words)
    minutes = []
    for _ in range(days):
        run_days(district, 1)
        legs = district.staff.legs.today[district.staff.units.rows["kind"] == ON_FOOT]
        minutes.append(legs["minutes"].sum())
    return district, np.array(minutes)


def test_pairs_walk_the_ordered_hours_on_average_and_only_their_own_beats():
    district, minutes = walked(60, 1.8)
    pairs = np.flatnonzero(district.staff.units.rows["kind"] == ON_FOOT)
    legs = 60 * 1.8 * 4 * pairs.size  # of a quarter of an hour
    assert pairs.size == 4
    assert abs(minutes.sum() / 12 - legs) < 4 * (60 * pairs.size * 2 * 0.25) ** 0.5
    table = district.staff.legs.today
    for beat, row in enumerate(pairs):
        own = district.staff.beat_areas[district.staff.beat_start[beat] : district.staff.beat_start[beat + 1]]
        seen = table[row]["area"][table[row]["how"] == AT_STOP]
        assert seen.size > 0
        assert set(seen.tolist()) <= set(own.tolist())


def test_beats_share_out_every_policed_area_and_about_equal_residents():
    district, _ = walked(1, 1)
    staff, areas = district.staff, district.town.areas
    assert sorted(staff.beat_areas.tolist()) == list(range(district.town.n_areas))
    residents = [areas["residents"][staff.beat_areas[a:b]].sum() for a, b in itertools.pairwise(staff.beat_start)]
    assert max(residents) - min(residents) <= 2 * areas["residents"].max()


def test_nobody_walks_at_night_and_pairs_answer_no_calls():
    district, _ = walked(20, 6, "scenario.grievances=100")
    feet = np.flatnonzero(district.staff.units.rows["kind"] == ON_FOOT)
    assert (district.staff.legs.today[feet][:, : LEGS_PER_DAY // 3]["how"] == NOT_ON_PATROL).all()
    calls = district.records.calls.rows
    assert len(calls) > 20
    assert not np.isin(calls["unit"], feet).any()


def test_no_order_no_walk():
    assert walked(3, 0)[1].sum() == 0
