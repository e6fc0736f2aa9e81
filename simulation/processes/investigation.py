"""Investigation: recorded thefts are solved on the scene, by inquiry while traces are fresh, or never.

Inquiry has a hazard that decays as information does, and falls with the caseload, so the time of solution has
a closed form: no daily dice. Source: evidence 3.10.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.compiled import inner
from ..engine.numerics import exp, exponential, log
from ..engine.quantities import Days, Density, Minutes, Share, Weight
from ..engine.randomness import uniform
from ..entities.records import THEFT_REPORT
from ..entities.thefts import BY_INQUIRY, BY_TIP, BY_VIDEO, IN_THE_ACT, NOT_CLEARED, ON_THE_SCENE
from .base import Process, ShareOfTheft

SCENE, INQUIRY, VIDEO, VIDEO_DAYS, TIP, TIP_DAYS = range(6)  # draw slots
MOST_RECENT = 2000  # files of a month counted at most


class Investigation(Process):
    """Police name offenders."""

    scene_share: Share = Field(
        description="chance to seize a thief whose theft is told while it happens, by a unit that is there at once",
    )
    scene_minutes: Minutes = Field(gt=0, description="mean minutes a thief stays within reach")
    solved_share: ShareOfTheft = Field(description="share solved by inquiry at no caseload, told at once")
    video_share: Share = Field(description="chance that used footage of the scene names the thief")
    video_days: Days = Field(gt=0, description="mean days until it does")
    tip_share: Share = Field(description="chance that neighbours who are all ready to tell know the thief")
    tip_days: Days = Field(gt=0, description="mean days until a tip comes")
    trace_days: Days = Field(gt=0, description="mean days for which information lasts (3.10)")
    load_weight: Weight = Field(
        description="fall in the hazard of solution per log recorded thefts an investigator has a month"
    )
    investigators_per_10000: Density = Field(gt=0, description="investigators of property crime per 10,000 residents")


@inner
def investigate(
    numbers, key, start_h, end_h, served, reports, first, calls, first_call, conditions, files, count, pending,
    n_pending, solved, next_h,
):  # fmt: skip
    """Open files on new recorded thefts, close those that are solved in this tick: opaque case numbers and times.

    `served`: residents whose thefts the investigators have time for.
    Returns (files, files that will be solved, cases solved now, time of the next solution or inf).
    """
    before = count
    for row in range(first, reports.size):
        if reports[row].kind == THEFT_REPORT:
            load = caseload(numbers[0], start_h, files, count, served)
            count = open_files(numbers, key, load, reports, first, calls, first_call, conditions, files, count)
            break
    for row in range(before, count):
        if files[row].solve_h < np.inf:
            pending[n_pending] = row
            n_pending += 1
            next_h = min(next_h, files[row].solve_h)
    if next_h >= end_h:
        return count, n_pending, 0, next_h
    n_pending, n_solved, next_h = close_files(end_h, files, pending, n_pending, solved)
    return count, n_pending, n_solved, next_h


@inner
def caseload(p, now_h, files, count, served):
    """Recorded thefts of the last 30 days per investigator; `served`: residents they have time for."""
    recent, month_ago = 0, now_h - 30 * 24
    while recent < min(count, MOST_RECENT) and files[count - 1 - recent].opened_h > month_ago:
        recent += 1
    return recent / max(1.0, p.investigators_per_10000 * served / 10000)


@inner
def close_files(end_h, files, pending, n_pending, solved):
    """Take the files solved before end_h from the pending ones, in order of time then entity.

    Returns (files still pending, cases solved, time of the next solution or inf).
    """
    n = 0
    while True:
        first = -1
        for i in range(n_pending):
            if first < 0 or comes_before(files[pending[i]], files[pending[first]]):
                first = i
        if first < 0:
            return n_pending, n, np.inf
        f, s = files[pending[first]], solved[n]
        if f.solve_h >= end_h:
            return n_pending, n, f.solve_h
        s.case, s.entity, s.time_h, s.how, s.ways = f.case, f.entity, f.solve_h, f.how, f.ways
        n += 1
        n_pending -= 1
        pending[first] = pending[n_pending]


@inner
def comes_before(a, b):
    """Whether one file is solved before another."""
    return a.solve_h < b.solve_h or (a.solve_h == b.solve_h and a.entity < b.entity)


@inner
def solution_time(p, u, subtype, load, from_h):
    """When inquiry solves a case, inf for never: hazard h exp(-t / trace_days) inverted at the draw `u`."""
    total = -log(1.0 - p.solved_share[subtype]) * exp(-p.load_weight * log(1.0 + load))
    needed = -log(1.0 - u)
    if needed >= total:
        return np.inf
    return from_h - 24.0 * p.trace_days * log(1.0 - needed / total)


@inner
def found(f, time_h, how):
    """One way leads to the offender at a time (inf: it does not); the first counts as the one that solved it."""
    if time_h < np.inf:
        f.ways += 1
        if time_h < f.solve_h:
            f.solve_h, f.how = time_h, how


@inner
def open_files(numbers, key, load, reports, first, calls, first_call, conditions, files, count):
    """One file for each new recorded theft; returns the new count of files."""
    p = numbers[0]
    for row in range(first, reports.size):
        r = reports[row]
        if r.kind != THEFT_REPORT or r.recorded == 0:
            continue
        f = files[count]
        count += 1
        f.case, f.entity, f.opened_h = r.case, r.entity, r.time_h
        f.solve_h, f.how, f.ways = np.inf, NOT_CLEARED, 0
        if r.urgency >= 1.0:  # seized by a patrol: solved as it is told
            found(f, r.time_h, IN_THE_ACT)
            continue
        found(f, solution_time(p, uniform(key, r.entity, 0, INQUIRY), r.subtype, load, r.time_h), BY_INQUIRY)
        c = conditions[r.area]
        if uniform(key, r.entity, 0, VIDEO) < p.video_share * c.camera * c.proof * c.passed:
            days = exponential(uniform(key, r.entity, 0, VIDEO_DAYS), 1.0 / p.video_days)
            found(f, r.time_h + 24.0 * days, BY_VIDEO)
        if uniform(key, r.entity, 0, TIP) < p.tip_share * c.tips * c.passed:
            days = exponential(uniform(key, r.entity, 0, TIP_DAYS), 1.0 / p.tip_days)
            found(f, r.time_h + 24.0 * days, BY_TIP)
        for i in range(first_call, calls.size):
            if calls[i].report == row:
                minutes = 60.0 * (calls[i].arrival_h - r.event_h)
                if uniform(key, r.entity, 0, SCENE) < p.scene_share * exp(-minutes / p.scene_minutes):
                    found(f, calls[i].arrival_h, ON_THE_SCENE)
    return count
