"""Investigation: recorded thefts are solved on the scene, by inquiry while traces are fresh, or never.

Inquiry has a hazard that decays as information does, and falls with the caseload, so the time of solution has
a closed form: no daily dice. Source: evidence 3.10.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import Clock
from ..engine.compiled import kernel
from ..engine.numerics import exp, exponential, log
from ..engine.randomness import Draws, uniform
from ..entities.records import THEFT_REPORT, Records
from ..entities.staff import Staff
from ..entities.thefts import BY_INQUIRY, BY_TIP, BY_VIDEO, IN_THE_ACT, NOT_CLEARED, ON_THE_SCENE
from .base import PerTheft, Process

SCENE, INQUIRY, VIDEO, VIDEO_DAYS, TIP, TIP_DAYS = range(6)  # draw slots
SOLVED = np.dtype([("case", "i4"), ("entity", "i8"), ("time_h", "f8"), ("how", "u1"), ("ways", "u1")], align=True)
NOTHING = np.zeros(0, SOLVED)


class Investigation(Process):
    """Police name offenders."""

    scene_share: float = Field(
        ge=0,
        le=1,
        description="chance to seize a thief whose theft is told while it happens, by a unit that is there at once",
    )
    scene_minutes: float = Field(gt=0, description="mean minutes a thief stays within reach")
    solved_share: PerTheft = Field(description="share solved by inquiry at no caseload, told at once")
    video_share: float = Field(ge=0, le=1, description="chance that used footage of the scene names the thief")
    video_days: float = Field(gt=0, description="mean days until it does")
    tip_share: float = Field(ge=0, le=1, description="chance that neighbours who are all ready to tell know the thief")
    tip_days: float = Field(gt=0, description="mean days until a tip comes")
    trace_days: float = Field(gt=0, description="mean days for which information lasts (3.10)")
    load_weight: float = Field(
        ge=0, description="fall in the hazard of solution per log recorded thefts an investigator has a month"
    )
    investigators_per_10000: float = Field(gt=0, description="investigators of property crime per 10,000 residents")

    def step(
        self,
        known: Records,
        new_reports: np.ndarray,
        new_calls: np.ndarray,
        conditions: np.ndarray,
        staff: Staff,
        n_residents: int,
        now: Clock,
        draws: Draws,
    ) -> np.ndarray:
        """Cases solved in this tick, SOLVED: opaque case numbers and times."""
        if new_reports.size and (new_reports["kind"] == THEFT_REPORT).any():
            known.files.reserve(new_reports.size)
            first, before = len(known.reports) - new_reports.size, len(known.files)
            load = self._load(known, staff.investigators_share * n_residents, now)
            known.files.grow_to(
                open_files(self.numbers, draws.key("investigation"), load, known.reports.rows, first, known.calls.rows,
                           len(known.calls) - new_calls.size, conditions, known.files.buffer, len(known.files))
            )  # fmt: skip
            known.next_solution_h = min(
                known.next_solution_h, float(known.files.rows["solve_h"][before:].min(initial=np.inf))
            )
        if known.next_solution_h >= now.end_h:
            return NOTHING
        return _close_files(known, now.end_h)

    def _load(self, known: Records, n_residents: float, now: Clock) -> float:
        """Recorded thefts of the last 30 days per investigator who serves so many residents."""
        month_ago = now.start_h - 30 * 24
        recent = int((known.files.rows["opened_h"][-2000:] > month_ago).sum())
        return recent / max(1.0, self.investigators_per_10000 * n_residents / 10000)


def _close_files(known: Records, end_h: float) -> np.ndarray:
    files = known.files.rows
    done = (files["open"] == 1) & (files["solve_h"] < end_h)
    solved = np.zeros(int(done.sum()), SOLVED)
    for column, of_file in (
        ("case", "case"),
        ("entity", "entity"),
        ("time_h", "solve_h"),
        ("how", "how"),
        ("ways", "ways"),
    ):
        solved[column] = files[of_file][done]
    files["open"][done] = 0
    rest = files["solve_h"][files["open"] == 1]
    known.next_solution_h = float(rest.min()) if rest.size else np.inf
    return solved[np.lexsort((solved["entity"], solved["time_h"]))]


@kernel
def solution_time(p, u, subtype, load, from_h):
    """When inquiry solves a case, inf for never: hazard h exp(-t / trace_days) inverted at the draw `u`."""
    total = -log(1.0 - p.solved_share[subtype]) * exp(-p.load_weight * log(1.0 + load))
    needed = -log(1.0 - u)
    if needed >= total:
        return np.inf
    return from_h - 24.0 * p.trace_days * log(1.0 - needed / total)


@kernel
def found(f, time_h, how):
    """One way leads to the offender at a time (inf: it does not); the first counts as the one that solved it."""
    if time_h < np.inf:
        f.ways += 1
        if time_h < f.solve_h:
            f.solve_h, f.how = time_h, how


@kernel
def open_files(numbers, key, load, reports, first, calls, first_call, conditions, files, count):
    """One file for each new recorded theft; returns the new count of files."""
    p = numbers[0]
    for row in range(first, reports.size):
        r = reports[row]
        if r.kind != THEFT_REPORT or r.recorded == 0:
            continue
        f = files[count]
        count += 1
        f.case, f.entity, f.opened_h, f.open = r.case, r.entity, r.time_h, 1
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
