"""Ties: whom a resident knows. A tie is what one resident knows of another; it need not be mutual."""

from __future__ import annotations

import numpy as np

from ..engine.compiled import inner, kernel
from ..engine.randomness import Draws, uniform
from ..entities.residents import HUKOU_SAME_COUNTY, HUKOU_SAME_PROVINCE, N_TIES
from ..timetable import Timetable
from .plan_people import Ties

TRIES = 6
PEER_YEARS = 2  # minors know those of their own classes


def tie(
    plan: Ties, people: np.ndarray, areas: np.ndarray, neighbours: np.ndarray, timetable: Timetable, draws: Draws
) -> None:
    """Write the ties of all residents: neighbours, kin elsewhere in the district, colleagues and classmates.

    Who has no colleagues asks more neighbours. Ties come first in the row, -1 fills it up; somebody registered in
    another county or province has no kin here and keeps only some of the others, but always one neighbour.
    """
    household, home, work, age, hukou = (
        np.ascontiguousarray(people[column]) for column in ("household", "home", "work", "age", "hukou")
    )
    has_kin = hukou <= HUKOU_SAME_COUNTY
    asks = plan.neighbours + plan.colleagues * (work == home)
    first, residents = areas["first_resident"].copy(), areas["residents"].copy()
    known = np.zeros(people.size, np.int8)
    ties = np.full((people.size, N_TIES), -1, np.int32)
    keeps = np.where(hukou >= HUKOU_SAME_PROVINCE, plan.newcomer_keeps, 1.0)
    key = draws.key("synthesis.ties near")
    _know_neighbours(key, asks, keeps, home, household, first, residents, neighbours, ties, known)
    kin = np.flatnonzero(has_kin).astype(np.int32)
    _know_kin(draws.key("synthesis.ties of kin"), plan.kin, has_kin, household, kin, ties, known)
    _know_colleagues(
        draws.key("synthesis.ties at work"),
        plan.colleagues,
        keeps,
        home,
        work,
        age,
        household,
        timetable.work_start,
        timetable.work_people,
        ties,
        known,
    )
    people["ties"] = ties


@inner
def _add(ties, known, i, j, household):
    """Note that i knows j, unless they live together or i knows j already; whether it was noted."""
    if household[i] == household[j]:
        return False
    for k in range(known[i]):
        if ties[i, k] == j:
            return False
    ties[i, known[i]] = j
    known[i] += 1
    return True


@kernel
def _know_neighbours(key, count, keeps, home, household, first, residents, neighbours, ties, known):
    """Two neighbours in the same area, the others in an area beside it."""
    for i in range(home.size):
        for slot in range(count[i]):
            if slot > 0 and uniform(key, i, slot, TRIES) >= keeps[i]:
                continue
            for attempt in range(TRIES):
                u, area = uniform(key, i, slot, attempt), home[i]
                if attempt >= TRIES // 2 or slot >= 2:
                    side = int(u * 8)
                    beside = neighbours[area, side]
                    u = u * 8 - side
                    area = beside if beside >= 0 and residents[beside] > 0 else area
                if _add(ties, known, i, first[area] + int(u * residents[area]), household):
                    break


@kernel
def _know_kin(key, count, has_kin, household, kin, ties, known):
    """Kin: others registered in the county, anywhere in the district."""
    for i in range(household.size):
        if has_kin[i]:
            for slot in range(count):
                for attempt in range(TRIES):
                    j = kin[int(uniform(key, i, slot, attempt) * kin.size)]
                    if _add(ties, known, i, j, household):
                        break


@kernel
def _know_colleagues(key, count, keeps, home, work, age, household, work_start, work_people, ties, known):
    """Those who work in the same area; minors know minors of about their age."""
    for i in range(home.size):
        first, beyond = work_start[work[i]], work_start[work[i] + 1]
        for slot in range(count):
            if work[i] == home[i] or uniform(key, i, slot, TRIES) >= keeps[i]:
                continue
            for attempt in range(TRIES):
                j = work_people[first + int(uniform(key, i, slot, attempt) * (beyond - first))]
                both_grown = age[i] >= 18 and age[j] >= 18
                peers = abs(int(age[i]) - int(age[j])) <= PEER_YEARS
                if (both_grown or peers) and _add(ties, known, i, j, household):
                    break
