"""The crowd is a count of people, and every one of them can be found."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.engine.clock import HOURS_PER_WEEK
from govsim.simulation.timetable import AWAY, HOME, THIRD, WORK, Timetable, nth_present
from tests.towns import square_town

TOWN, PEOPLE, _, SQUARE = square_town(3)
AREA_OF = {HOME: "home", WORK: "work", THIRD: "third"}


def with_travel() -> Timetable:
    place = SQUARE.place.copy()
    place[1, 8], place[:, 5 * 24 + 14] = AWAY, AWAY
    return Timetable.of(PEOPLE, place, SQUARE.names, TOWN.n_areas)


def present(timetable: Timetable, area: int, hour: int) -> list[int]:
    kinds = timetable.place[PEOPLE["routine"], hour]
    return [i for i, kind in enumerate(kinds) if kind != AWAY and PEOPLE[AREA_OF[int(kind)]][i] == area]


@pytest.mark.parametrize("hour", [3, 8, 10, 5 * 24 + 14, 5 * 24 + 16])
def test_nth_present_counts_everybody_present_once(hour):
    timetable = with_travel()
    for area in range(TOWN.n_areas):
        there = present(timetable, area, hour)
        found = [nth_present(n, area, hour, TOWN.areas, timetable.whereabouts) for n in range(len(there) + 1)]
        assert sorted(found[:-1]) == there
        assert found[-1] == -1
        assert timetable.crowd[hour, area] == len(there)


def test_those_in_areas_and_those_away_are_the_population():
    timetable = with_travel()
    away = (timetable.place[PEOPLE["routine"]] == AWAY).sum(axis=0)
    assert away.shape == (HOURS_PER_WEEK,)
    assert 0 < away.max() <= PEOPLE.size
    assert np.array_equal(timetable.crowd.sum(axis=1) + away, np.full(HOURS_PER_WEEK, PEOPLE.size))
