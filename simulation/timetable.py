"""Timetables: who is in which area at which hour of which kind of day.

A resident's place is a function of the kind of day and the hour, so nobody has to be moved: the crowd of an
area is a table, and the people present are found only where something happens. The first seven kinds are an ordinary
week from Monday; the others are those of calendar/days.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from .engine.compiled import inner

HOME, WORK, THIRD, AWAY, LEFT = 0, 1, 2, 3, 4  # AWAY: on the road or outside the district; LEFT: gone for days


class Whereabouts(NamedTuple):
    """The arrays of a timetable that kernels need to find who is present."""

    place: np.ndarray
    home_routine: np.ndarray  # (n_residents,) routine of every resident; residents are sorted by home
    work_start: np.ndarray
    work_people: np.ndarray
    work_routine: np.ndarray  # routine of every entry of work_people
    third_start: np.ndarray
    third_people: np.ndarray
    third_routine: np.ndarray
    crowd: np.ndarray


@dataclass(frozen=True)
class Timetable:
    """Routines and the lists needed to find who is present; a column is an hour of a kind of day."""

    place: np.ndarray  # (n_routines, n_columns) uint8, one of HOME, WORK, THIRD, AWAY, LEFT
    names: tuple[str, ...]  # (n_routines,)
    work_start: np.ndarray  # (n_areas + 1,) int32 into work_people
    work_people: np.ndarray  # residents sorted by area of work, then row
    third_start: np.ndarray
    third_people: np.ndarray
    crowd: np.ndarray  # (n_columns, n_areas) float32, residents present
    routine: np.ndarray  # (n_residents,) uint8, row of `place`

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """The same, laid out for kernels."""
        return Whereabouts(
            self.place, self.routine, self.work_start, self.work_people, self.routine[self.work_people],
            self.third_start, self.third_people, self.routine[self.third_people], self.crowd,
        )  # fmt: skip

    @classmethod
    def of(cls, people: np.ndarray, place: np.ndarray, names: tuple[str, ...], n_areas: int) -> Timetable:
        """The timetable of these residents. `people`: (n,) RESIDENT; `place`: (n_routines, n_columns)."""
        work_start, work_people = group_by(people["work"], n_areas)
        third_start, third_people = group_by(people["third"], n_areas)
        n_routines, n_columns = place.shape
        crowd = np.zeros((n_columns, n_areas), np.float32)
        for where, column in ((HOME, "home"), (WORK, "work"), (THIRD, "third")):
            both = people[column].astype(np.int64) * n_routines + people["routine"]
            counts = np.bincount(both, minlength=n_areas * n_routines).reshape(n_areas, n_routines)
            crowd += (place == where).T.astype(np.float32) @ counts.T.astype(np.float32)
        return cls(place, names, work_start, work_people, third_start, third_people, crowd, people["routine"].copy())


def group_by(area: np.ndarray, n_areas: int) -> tuple[np.ndarray, np.ndarray]:
    """(start, order): rows of area a are order[start[a] : start[a + 1]], ascending."""
    order = np.argsort(area, kind="stable").astype(np.int32)
    start = np.zeros(n_areas + 1, np.int32)
    np.cumsum(np.bincount(area, minlength=n_areas), out=start[1:])
    return start, order


@inner
def nth_present(n, area, column, areas, w):
    """The n-th resident present in an area: those at home there, then at work, then at their third place.

    Within each group in order of row. `w`: Whereabouts. Returns -1 when fewer than n + 1 are present.
    """
    first = areas[area].first_resident
    for i in range(first, first + areas[area].residents):
        if w.place[w.home_routine[i], column] == HOME:
            if n == 0:
                return i
            n -= 1
    for j in range(w.work_start[area], w.work_start[area + 1]):
        if w.place[w.work_routine[j], column] == WORK:
            if n == 0:
                return w.work_people[j]
            n -= 1
    for j in range(w.third_start[area], w.third_start[area + 1]):
        if w.place[w.third_routine[j], column] == THIRD:
            if n == 0:
                return w.third_people[j]
            n -= 1
    return -1
