"""Displacement: a search that is refused in one place goes on to another, or ends; and how far it can go."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.lab import NOBODY_ON_DUTY, District, district_of, many_thieves, run_days, square_parts

# Nobody is caught and nothing is learnt: what is done here reaches elsewhere only within a search.
THIEVES = (
    *many_thieves(100, 400), *NOBODY_ON_DUTY,
    "process.theft.reward_weight=0", "process.theft.last_place_weight=0", "process.theft.return_share=0",
    "process.theft.again_share=0", "process.theft.tell_share=0",
    "process.theft.belief_weight=0", "process.theft.escape_gain=0", "process.theft.guard_weight=2",
)  # fmt: skip


@cache
def town_with_thieves(guards: float, *words: str) -> District:
    """A square town, its west guarded as told, after 60 days."""
    parts = square_parts(*THIEVES, *words)
    west = parts.town.areas["x_m"] < np.median(parts.town.areas["x_m"])
    parts.town.areas["property_guard"][west] = guards
    district = run_days(district_of(parts), 60)
    district.west = west
    return district


def east_thefts(district: District) -> set[tuple[int, int]]:
    """(name, area) of the thefts outside the guarded half."""
    t = district.thefts.rows
    return {(int(name), int(area)) for name, area in zip(t["id"], t["area"], strict=True) if not district.west[area]}


def test_guards_keep_thieves_out_of_the_guarded_half():
    free, guarded = town_with_thieves(0), town_with_thieves(5)
    count = [int(d.west[d.thefts.rows["area"]].sum()) for d in (free, guarded)]
    assert count[1] < 0.3 * count[0]


def test_without_walking_on_nothing_moves_at_all():
    off = "process.theft.walk_on_share=0"
    free, guarded = town_with_thieves(0, off), town_with_thieves(5, off)
    assert len(east_thefts(free)) > 50
    assert east_thefts(free) == east_thefts(guarded)


def test_with_walking_on_thefts_are_added_outside_and_none_is_lost():
    free, guarded = town_with_thieves(0), town_with_thieves(5)
    assert east_thefts(free) < east_thefts(guarded)
    refused = len(free.thefts.rows) - len(guarded.thefts.rows)
    assert 0 < refused  # less than all of it moves: a search ends after some places


@pytest.mark.parametrize("radius_m", [0, 300])
def test_what_moves_stays_within_the_radius(radius_m):
    words = (f"process.theft.displacement_radius_m={radius_m}",)
    free, guarded = town_with_thieves(0, *words), town_with_thieves(5, *words)
    moved = [area for _, area in east_thefts(guarded) - east_thefts(free)]
    areas = free.town.areas
    where, guarded_at = (np.c_[areas["x_m"], areas["y_m"]][chosen] for chosen in (moved, free.west))
    distance = np.linalg.norm(where[:, None] - guarded_at[None], axis=2).min(axis=1)
    assert (distance <= radius_m).all()
    assert (len(moved) > 0) == (radius_m > 0)


def test_more_displacement_with_a_wider_radius():
    count = []
    for radius_m in (0, 300, 5000):
        words = (f"process.theft.displacement_radius_m={radius_m}",)
        count.append(len(east_thefts(town_with_thieves(5, *words)) - east_thefts(town_with_thieves(0, *words))))
    assert count[0] == 0
    assert count[0] < count[1] < count[2]
