"""Who is where on days unlike others: everybody is somewhere once, and what a day changes is what it says."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.experiments.composition.build import build
from govsim.simulation import District
from govsim.simulation.calendar.days import FAIR_KINDS, FESTIVAL, N_KINDS, SATURDAY, SCHOOL_HOLIDAYS, SUNDAY, TRAVEL
from govsim.simulation.timetable import AWAY, HOME, LEFT, THIRD, WORK, nth_present
from tests.lab import composed, district_of, square_parts

HOURS = 24


@pytest.fixture(scope="module")
def town() -> District:
    return build(composed("district=small", "calendar=lanzhou"))


@pytest.fixture(scope="module")
def places(town) -> np.ndarray:
    """Place of every resident in every hour of every kind of day; (n_residents, N_KINDS, 24)."""
    return town.timetable.place[town.people["routine"]].reshape(town.people.size, N_KINDS, HOURS)


def test_on_every_kind_of_day_everybody_is_in_one_area_on_the_road_or_gone(town, places):
    nowhere = np.isin(places, (AWAY, LEFT)).sum(axis=0).ravel()
    assert np.array_equal(town.timetable.crowd.sum(axis=1) + nowhere, np.full(N_KINDS * HOURS, town.people.size))


@pytest.mark.parametrize("kind", [0, SCHOOL_HOLIDAYS + 2, FESTIVAL, FESTIVAL + FAIR_KINDS])
def test_whoever_is_in_an_area_is_found_there_on_any_day(town, places, kind):
    column, where = kind * HOURS + 15, {HOME: "home", WORK: "work", THIRD: "third"}
    for area in np.argsort(town.timetable.crowd[column])[-3:].tolist():
        here = [
            row for place, name in where.items()
            for row in np.flatnonzero((places[:, kind, 15] == place) & (town.people[name] == area)).tolist()
        ]  # fmt: skip
        n = int(town.timetable.crowd[column, area])
        found = [nth_present(i, area, column, town.town.areas, town.timetable.whereabouts) for i in range(n + 1)]
        assert found == [*here, -1]


def test_only_those_registered_elsewhere_leave_and_whole_households_do(town, places):
    gone = (places[:, FESTIVAL] == LEFT).all(axis=1)
    campus = np.char.startswith(np.array(town.timetable.names)[town.people["routine"]], "student")
    head = town.households["first"][town.people["household"]]
    assert (town.people["hukou"][head][gone & ~campus] > 0).all()
    homes = ~np.isin(town.people["household"], town.people["household"][campus])
    assert np.array_equal(gone[homes], gone[head][homes])
    long = (places[:, TRAVEL] == LEFT).all(axis=1)
    assert (long <= gone).all()
    assert 0 < long.sum() < gone.sum() < town.people.size / 2


def test_nobody_has_left_in_term_and_pupils_have_no_school_in_the_holidays(town, places):
    assert not (places[:, :SCHOOL_HOLIDAYS] == LEFT).any()
    names = np.array(town.timetable.names)[town.people["routine"]]
    pupils = np.isin(names, ("pupil", "senior_pupil"))
    assert (places[pupils, 0] == WORK).any()
    assert (places[pupils, SCHOOL_HOLIDAYS] == places[pupils, SATURDAY]).all()
    others = ~np.isin(names, ("pupil", "senior_pupil", "student"))
    assert (places[others, SCHOOL_HOLIDAYS : SCHOOL_HOLIDAYS + 7] == places[others, :7]).all()


def test_foul_weather_keeps_some_of_those_at_home_who_would_go_out_and_moves_nobody_else(places):
    fair, foul = places[:, :FAIR_KINDS], places[:, FAIR_KINDS:]
    moved = fair != foul
    assert moved.any()
    assert (fair[moved] == THIRD).all()
    assert (foul[moved] == HOME).all()
    share = moved.any(axis=(1, 2)).sum() / (fair == THIRD).any(axis=(1, 2)).sum()
    assert share == pytest.approx(0.6, abs=0.02)


def test_those_who_leave_steal_nothing_and_start_no_quarrel_while_they_are_gone(town):
    town.run_for(75 * HOURS)
    thefts, quarrels = town.thefts.rows, town.disputes.rows
    quarrels = quarrels[quarrels["generation"] == 0]  # one that breaks out again needs nobody to be there
    for person, time_h in (
        (town.offenders["person"][thefts["offender"]], thefts["time_h"]), (quarrels["starter"], quarrels["opened_h"]),
    ):  # fmt: skip
        column = town.calendar.days["kind"][(time_h // HOURS).astype(int)] * HOURS + (time_h % HOURS).astype(int)
        assert (town.timetable.place[town.people["routine"][person], column] != LEFT).all()
    assert len(town.thefts) > 3


def test_offices_are_closed_on_public_holidays_and_open_on_moved_working_days():
    """National Day 2024: 1 to 7 October off, 29 September and 12 October worked (a Sunday and a Saturday)."""
    words = ("calendar.start_date='2024-09-02'", "levers.mediation.posts=20", "levers.mediation.hearing_days=5",
             "scenario.grievances=30")  # fmt: skip
    town = build(composed("district=small", "calendar=lanzhou", *words))
    town.run_for(45 * HOURS)
    heard = {str(town.calendar.date_of(day)) for day in np.unique(town.disputes.hearings.rows["time_h"] // HOURS)}
    assert not heard & {f"2024-10-{day:02d}" for day in range(1, 8)}
    assert {"2024-09-29", "2024-10-12"} <= heard
    assert "2024-10-13" not in heard


def test_a_public_holiday_has_the_crowds_of_a_sunday(town):
    sunday = town.timetable.crowd.reshape(N_KINDS, HOURS, -1)[SUNDAY]
    day = next(d for d in range(town.calendar.days.size) if str(town.calendar.date_of(d)) == "2025-04-04")
    kind = town.calendar.days["kind"][day] % FAIR_KINDS
    assert np.array_equal(town.timetable.crowd.reshape(N_KINDS, HOURS, -1)[kind], sunday)


def test_a_timetable_of_ordinary_weeks_is_refused_under_a_calendar_with_others():
    words = ("calendar=lanzhou", "calendar.schools.routines=[]", "calendar.schools.campus=[]")
    with pytest.raises(ValueError, match="in_seasons"):
        district_of(square_parts(*words))
