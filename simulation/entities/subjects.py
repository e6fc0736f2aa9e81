"""Special persons: whom the offices should support and control, and whether they do (A2, A4)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..engine.clock import HOURS_PER_DAY, Clock
from ..engine.table import Table
from ..timetable import HOME
from .residents import RENTER, SPECIAL_NONE, SPECIAL_RELEASED, SPECIAL_YOUTH

# 漏管 never enrolled; enrolled; 脱管 enrolled, contact lost; new under the status, no office has heard of it yet
MISSED, ENROLLED, LAPSED, EXPECTED = range(4)

SUBJECT = np.dtype(
    [
        ("person", "i4"),
        ("home", "i4"),  # area
        ("kind", "u1"),  # RESIDENT.special
        ("state", "u1"),
        ("offender", "i4"),  # row in the pool of offenders, -1 for none
        ("renewed", "u1"),  # 1: when this status ends, somebody else like this one comes under it
        ("alone", "f4"),  # share of hours after school without an adult at home
        ("since_h", "f8"),  # when the person came under this status
        ("seen_h", "f8"),  # last visit
        ("visits", "i4"),
    ],
    align=True,
)

YOUTH = (12, 18)  # ages
AFTER_SCHOOL = np.array([HOURS_PER_DAY * day + hour for day in range(5) for hour in (16, 17, 18)])
SEEN_IN_TIME_H = HOURS_PER_DAY * 45  # a month and a half since the last visit
Share = tuple[np.ndarray, np.ndarray]  # numerator and denominator by area
BEGAN = ("first offences", "juvenile first offences", "reoffences")


@dataclass
class Subjects:
    """The special persons of a district, and who began to steal this month."""

    table: Table
    newcomers: np.ndarray  # households of newcomers who rent: those who move and have to be registered
    first_of_newcomers: np.ndarray  # the first person of each
    youths: np.ndarray  # (n_areas,) residents of 12 to 17
    alone: np.ndarray  # (n_areas,) of them, hours after school without an adult at home, in youths
    began: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in BEGAN})  # areas, this month

    def shares(self, people: np.ndarray, n_areas: int, now: Clock) -> dict[tuple[str, str], Share]:
        """Registration and supervision: (item, ledger) to numerator and denominator by area."""
        home = people["home"][self.rows["person"]]
        state, waited = self.rows["state"], now.end_h - self.rows["seen_h"]

        def counted(which: np.ndarray) -> np.ndarray:
            return np.bincount(home[which], minlength=n_areas).astype(float)

        ever, everybody = counted(state != MISSED), counted(np.ones(home.size, bool))
        first = people[self.first_of_newcomers]
        newcomers = [np.bincount(first["home"], w, n_areas) for w in (first["registered"], None)]
        return {
            ("newcomers registered", "true"): (newcomers[0], newcomers[1].astype(float)),
            ("special persons seen in time", "recorded"): (
                counted((state != MISSED) & (waited <= SEEN_IN_TIME_H)), ever,
            ),
            ("special persons lost", "true"): (counted(state == LAPSED), ever),
            ("special persons missed", "true"): (counted(state == MISSED), everybody),
        }  # fmt: skip

    def months_beginnings(self, residents: np.ndarray) -> dict[tuple[str, str], Share]:
        """Who began to steal in the month that ends, by home; counting starts anew."""
        out = {}
        for item, areas in self.began.items():
            of = self.youths if item.startswith("juvenile") else residents
            out[item, "true"] = (np.bincount(np.array(areas, np.int64), minlength=residents.size).astype(float), of)
            areas.clear()
        return out

    def release(self, persons: np.ndarray, offenders: np.ndarray, since_h: np.ndarray, people: np.ndarray) -> None:
        """Put persons, (n,) each, under the status of the released; `offenders` are their rows in the pool."""
        old = np.isin(self.rows["person"], persons)
        self.rows["kind"][old], self.rows["state"][old] = SPECIAL_RELEASED, EXPECTED
        at = np.searchsorted(persons, self.rows["person"][old])
        self.rows["since_h"][old] = since_h[at]
        fresh = ~np.isin(persons, self.rows["person"])
        new = np.zeros(int(fresh.sum()), SUBJECT)
        new["person"], new["kind"], new["offender"] = persons[fresh], SPECIAL_RELEASED, offenders[fresh]
        new["since_h"], new["home"], new["state"] = since_h[fresh], people["home"][new["person"]], EXPECTED
        people["special"][persons] = SPECIAL_RELEASED
        self.table.add(new)

    def end_status(self, people: np.ndarray, before_h: float, now_h: float) -> None:
        """The status of those who were released before some hour ends; those of other crimes are followed by others."""
        over = (self.rows["kind"] == SPECIAL_RELEASED) & (self.rows["since_h"] < before_h)
        if not over.any():
            return
        followed = over & (self.rows["renewed"] == 1)
        self.rows["since_h"][followed], self.rows["state"][followed] = now_h, EXPECTED
        ended = over & ~followed
        people["special"][self.rows["person"][ended]] = SPECIAL_NONE
        kept = self.rows[~ended]
        self.table.cut_to(0)
        self.table.add(kept)

    @property
    def rows(self) -> np.ndarray:
        """The table, (n,) SUBJECT."""
        return self.table.rows


def subjects_of(
    people: np.ndarray, households: np.ndarray, offenders: np.ndarray, place: np.ndarray, n_areas: int
) -> Subjects:
    """Special persons before anybody does anything; newcomers are renters registered elsewhere.

    `place`: (n_routines, n_columns) of the timetable.
    """
    persons = np.flatnonzero(people["special"] != SPECIAL_NONE)
    table = Table(SUBJECT, max(64, 2 * persons.size))
    new = np.zeros(persons.size, SUBJECT)
    new["person"], new["kind"], new["offender"] = persons, people["special"][persons], -1
    new["home"], new["state"], new["renewed"] = people["home"][persons], EXPECTED, 1
    row_of = dict(zip(offenders["person"].tolist(), range(offenders.size), strict=True))
    may = np.isin(new["kind"], (SPECIAL_RELEASED, SPECIAL_YOUTH))
    new["offender"][may] = [row_of.get(person, -1) for person in persons[may].tolist()]
    rows = np.flatnonzero((people["age"] >= YOUTH[0]) & (people["age"] < YOUTH[1]))
    alone = hours_alone(people, households, place, rows)
    new["alone"][new["kind"] == SPECIAL_YOUTH] = alone[np.searchsorted(rows, persons[new["kind"] == SPECIAL_YOUTH])]
    table.add(new)
    youths, weight = (np.bincount(people["home"][rows], w, n_areas) for w in (None, alone))
    elsewhere = people["hukou"][households["first"]] > 0
    newcomers = np.flatnonzero(elsewhere & (households["tenure"] == RENTER)).astype(np.int32)
    made = Subjects(table, newcomers, households["first"][newcomers], youths.astype(float), weight)
    freed = np.flatnonzero(offenders["freed_h"] > -np.inf)
    made.release(offenders["person"][freed], freed, offenders["freed_h"][freed], people)
    return made


def hours_alone(people: np.ndarray, households: np.ndarray, place: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Share of the hours after school in which no adult of the household is at home, for some residents; (n,)."""
    at_home = place[:, AFTER_SCHOOL] == HOME  # (n_routines, hours)
    home = households[people["household"][rows]]
    out = np.ones((rows.size, AFTER_SCHOOL.size), bool)
    for k in range(int(home["size"].max(initial=0))):
        member = people[np.minimum(home["first"] + k, people.size - 1)]
        adult = (k < home["size"]) & (member["age"] >= 18)
        out &= ~(adult[:, None] & at_home[member["routine"]])
    return out.mean(axis=1)
