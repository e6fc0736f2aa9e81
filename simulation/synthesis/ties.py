"""Ties: whom a resident knows. A tie is what one resident knows of another; it need not be mutual."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..compiled import kernel
from ..entities.residents import HUKOU_LOCAL, HUKOU_SAME_PROVINCE, N_TIES
from ..randomness import Draws, uniform
from ..timetable import Timetable
from .plan import Ties

TRIES = 6
PEER_YEARS = 2  # pupils and students know their own classes
NEIGHBOUR, KIN, COLLEAGUE = 0, 1, 2
KEEP = 1000  # slot of the draw whether a newcomer has a tie


def tie(plan: Ties, people: np.ndarray, areas: np.ndarray, neighbours: np.ndarray, timetable: Timetable, draws: Draws) -> None:
    """Write the ties of all residents: neighbours, kin elsewhere in the district, colleagues and classmates."""
    asked = np.repeat([NEIGHBOUR, KIN, COLLEAGUE], [plan.neighbours, plan.kin, plan.colleagues])
    known = Acquaintance(
        *(np.ascontiguousarray(people[c]) for c in ("household", "home", "work", "age", "hukou")),
        areas["first_resident"].copy(), areas["residents"].copy(), neighbours,
        np.flatnonzero(people["hukou"] == HUKOU_LOCAL).astype(np.int32), timetable.work_start, timetable.work_people,
    )
    people["ties"] = _tie(draws.key("synthesis.ties"), asked, plan.newcomer_keeps, known)


class Acquaintance(NamedTuple):
    """Columns from which ties are made: those of residents, of areas, and lists of residents."""

    household: np.ndarray
    home: np.ndarray
    work: np.ndarray
    age: np.ndarray
    hukou: np.ndarray
    first_resident: np.ndarray
    residents: np.ndarray
    neighbours: np.ndarray
    local: np.ndarray  # residents registered where they live
    work_start: np.ndarray
    work_people: np.ndarray


@kernel
def _tie(key, asked, newcomer_keeps, a):
    out = np.full((a.home.size, N_TIES), -1, np.int32)
    for i in range(a.home.size):
        known = 0
        for slot in range(asked.size):
            if a.hukou[i] >= HUKOU_SAME_PROVINCE and uniform(key, i, slot, KEEP) >= newcomer_keeps:
                continue
            for attempt in range(TRIES):
                j = _somebody(key, i, slot, attempt, asked[slot], a)
                if j >= 0 and a.household[j] != a.household[i] and not _known(out[i], known, j):
                    out[i, known] = j
                    known += 1
                    break
    return out


@kernel
def _known(ties, known, j):
    for k in range(known):
        if ties[k] == j:
            return True
    return False


@kernel
def _somebody(key, i, slot, attempt, kind, a):
    """A resident whom i may know in this way; -1 for nobody."""
    u = uniform(key, i, slot, 2 * attempt)
    if kind == KIN:
        return a.local[int(u * a.local.size)] if a.hukou[i] == HUKOU_LOCAL and a.local.size > 0 else -1
    if kind == COLLEAGUE and a.work[i] != a.home[i]:
        first, beyond = a.work_start[a.work[i]], a.work_start[a.work[i] + 1]
        j = a.work_people[first + int(u * (beyond - first))]
        classmates = abs(int(a.age[j]) - int(a.age[i])) <= PEER_YEARS
        return j if classmates or (a.age[i] >= 18 and a.age[j] >= 18) else -1
    area = a.home[i]
    if kind == COLLEAGUE or attempt >= TRIES // 2:
        beside = a.neighbours[area, int(uniform(key, i, slot, 2 * attempt + 1) * 8)]
        area = beside if beside >= 0 and a.residents[beside] > 0 else area
    return a.first_resident[area] + int(u * a.residents[area])
