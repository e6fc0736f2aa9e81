"""Posts of grid workers and mediators: filled, left, filled again; and the walks of the day."""

from __future__ import annotations

import numpy as np

from ...engine.compiled import inner, kernel
from ...engine.numerics import log
from ...engine.randomness import uniform
from ...entities.grid_workers import AT_DESK
from ...entities.staff import MEDIATOR_POSTS
from ...town import ACQUAINTANCE, VILLAGE

ROUNDING, LEAVE, RECRUIT, OUTSIDE, WALK, SENT, LISTED = (
    0,
    1,
    2,
    3,
    40,
    70,
    100,
)  # draw slots; hours are added to the last four
VETERAN_DAY = -100_000  # at work since long before the start


@inner
def _fill(p, key, day, at_start, post, wanted, leaving):
    """Move one post a day on; whether its holder changed."""
    if post.filled == 1:
        if wanted and (at_start or uniform(key, post.identity, day, LEAVE) >= leaving):
            return False
        post.filled, post.due_day = 0, -1
        return True
    if not wanted:
        post.due_day = -1
        return False
    if at_start:
        post.filled, post.since_day = 1, VETERAN_DAY
        return True
    if post.due_day < 0:
        wait = -log(1.0 - uniform(key, post.identity, day, RECRUIT)) * p.recruitment_days
        post.due_day = day + 1 + int(wait)
    if day < post.due_day:
        return False
    post.filled, post.since_day, post.due_day = 1, day, -1
    return True


@kernel
def fill_posts(numbers, key, day, at_start, workers, full_time, elders):
    """One day of all grid posts; whether anybody joined or left. A share of a post is a chance of a post."""
    p, changed = numbers[0], False
    leaving = p.turnover_per_year / 365.0
    for i in range(workers.size):
        w = workers[i]
        target = elders[w.grid] if w.elder == 1 else full_time[w.grid]
        posts = np.floor(target + 1e-9 + uniform(key, w.grid * 2 + w.elder, 0, ROUNDING))
        if w.number >= posts and w.filled == 0 and w.due_day < 0:
            continue
        changed |= _fill(p, key, day, at_start, w, w.number < posts, leaving)
    return changed


@kernel
def fill_mediators(numbers, key, day, at_start, mediators, target):
    """One day of all mediator posts; mediators stay. Returns whether anybody joined or left."""
    p, changed = numbers[0], False
    for street in range(target.size):
        posts = np.floor(target[street] + 1e-9 + uniform(key, street, 0, ROUNDING))
        for i in range(street * MEDIATOR_POSTS, (street + 1) * MEDIATOR_POSTS):
            m = mediators[i]
            if m.number >= posts and m.filled == 0 and m.due_day < 0:
                continue
            changed |= _fill(p, key, day, at_start, m, m.number < posts, 0.0)
    return changed


@inner
def listed_place(u, places, otherwise):
    """One of the listed places of a grid, or another area where the list is empty."""
    n = 0
    while n < places.size and places[n] >= 0:
        n += 1
    return places[int(u * n)] if n else otherwise


@inner
def first_owned(area, first, beyond, grid_areas, conditions):
    """The first area of a grid that somebody feels responsible for; `area` where there is none."""
    for i in range(first, beyond):
        if conditions[grid_areas[i]].orphan == 0.0:
            return grid_areas[i]
    return area


@kernel
def plan_walks(
    numbers,
    key,
    day,
    closed,
    workers,
    grid_start,
    grid_areas,
    listed,
    field_share,
    safety_share,
    targeting,
    conditions,
    at_home,
    areas,
    households,
    contact,
    field,
):
    """Each worker's walk of the day, the contact it gives each grid, and the minutes spent in each area.

    `closed`: offices are, and only elders walk. `at_home`: (n_grids,) how well workers know their ground, 1 but for
    some time after borders were moved.
    """
    p = numbers[0]
    for i in range(workers.size):
        w = workers[i]
        if w.filled == 0:
            continue
        skill = min(1.0, (day - w.since_day) / p.training_days) * at_home[w.grid]
        first, beyond = grid_start[w.grid], grid_start[w.grid + 1]
        for hour in range(24):
            w.area_by_hour[hour] = AT_DESK
            at_work = (9 <= hour < 10 or 16 <= hour < 18) if w.elder else (8 <= hour < 12 or 14 <= hour < 18)
            if not at_work or (closed and w.elder == 0):
                continue
            area = grid_areas[first + int(uniform(key, w.identity, day, WALK + hour) * (beyond - first))]
            if targeting[area] > 0.0 and uniform(key, w.identity, day, SENT + hour) < targeting[area]:
                area = listed_place(uniform(key, w.identity, day, LISTED + hour), listed[w.grid], area)
            if conditions[area].orphan > 0.0:
                area = first_owned(area, first, beyond, grid_areas, conditions)
            outside = 1.0 if w.elder else field_share[area]
            if uniform(key, w.identity, day, OUTSIDE + hour) >= outside:
                continue
            w.area_by_hour[hour] = area
            minutes = p.elder_minutes if w.elder else 60.0
            knows = areas[area].ntype == ACQUAINTANCE or areas[area].ntype == VILLAGE
            worth = p.elder_among_acquaintances if knows else p.elder_among_strangers
            safety = worth if w.elder else safety_share[area]
            contact[w.grid] += minutes * safety * skill / max(1.0, households[w.grid])
            field[area].grid_min += minutes * at_home[w.grid]
