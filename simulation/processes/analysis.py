"""Analysis: what the government thinks it knows about places, and the lists it makes of them.

The database covers households that somebody entered and that have not moved since. Reports fall on the map where
the database knows the place, else anywhere in the grid. The map mixes the last year with the last weeks, a list mixes
the map with last month's impressions of whole streets, each by the ordered weight. Places with more workers report
more; unless corrected, the map takes that for risk (feedback bias). Source: inventory F1-F3, F5, P7; evidence F1-F4.
"""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..engine.clock import HOURS_PER_DAY, Clock
from ..engine.compiled import kernel
from ..engine.numerics import exp, normal
from ..engine.quantities import Day, Days, LogSpread, Minutes, Share, Whole
from ..engine.randomness import Draws, uniform
from ..entities.records import BY_GRID, CLASH_REPORT, DISPUTE_REPORT, THEFT_REPORT, Records
from ..entities.staff import LISTED_PLACES, Staff
from ..levers import Levers
from ..town import Town, grid_mean
from .base import Process

PLACED, ELSEWHERE, HEARSAY = 0, 1, 2  # draw slots
KINDS_LISTED = {"patrol": (THEFT_REPORT,), "walks": (THEFT_REPORT, DISPUTE_REPORT, CLASH_REPORT)}


class Analysis(Process):
    """Keep the database; list places for patrols and for grid workers."""

    longest_list: Whole = Field(ge=1, le=40, description="places on each circle's list of hot spots at most")
    year_days: Days = Field(gt=0, description="mean age of reports in the map of what lasts")
    weeks_days: Days = Field(gt=0, description="mean age of reports in the map of what is new")
    neighbour_weight: Share = Field(description="weight of a report in the areas around its own")
    review_days: Day = Field(ge=1, description="days between two lists")
    impression_days: Days = Field(gt=0, description="days of reports that last month's impressions go back")
    impression_log_sd: LogSpread = Field(description="spread of impressions of areas within a street, logarithm")
    feedback_bias: Share = Field(
        description="weight of what grid workers found themselves; 0 leaves it out (inventory 5.1)"
    )
    entry_minutes: Minutes = Field(gt=0, description="minutes to enter or renew the record of one household")
    record_life_days: Days = Field(gt=0, description="mean days until a record is out of date")
    desk_minutes: Minutes = Field(gt=0, description="paid minutes of a full-time grid worker on a day, at all tasks")

    def step(self, known: Records, staff: Staff, town: Town, levers: Levers, now: Clock, draws: Draws) -> None:
        """Each morning renew the database; on days of review list places."""
        self._keep_database(known, staff, town, levers)
        if now.day % self.review_days == 0:
            staff.hotspots = self.patrol_list(known, town, levers, now, draws)
            staff.listed = self.walk_list(known, town, levers, now, draws)

    def _keep_database(self, known: Records, staff: Staff, town: Town, levers: Levers) -> None:
        """Coverage falls as people move and rises as desk minutes are spent on it."""
        if known.coverage.size != town.n_areas:
            posts = grid_mean(town, levers.grid.full_time)  # nobody has been counted on the first morning
            known.coverage = self.lasting_coverage(self._entered_share(posts, staff, town, levers))
            return
        renewed = self._entered_share(staff.workers(), staff, town, levers)
        kept = known.coverage * (1 - 1 / self.record_life_days)
        known.coverage = kept + (1 - kept) * renewed

    def lasting_coverage(self, entered_share: np.ndarray) -> np.ndarray:
        """Coverage at which what is entered each day makes up for what goes out of date."""
        lost = 1 / self.record_life_days
        return entered_share / (entered_share + lost * (1 - entered_share))

    def _entered_share(self, workers: np.ndarray, staff: Staff, town: Town, levers: Levers) -> np.ndarray:
        """Share of an area's households whose record so many `workers`, (n_grids,), enter or renew on a day."""
        grid = town.areas["grid"]
        minutes = self.desk_minutes * (1 - levers.grid.field_share) * levers.data.entry_share * workers[grid]
        share = minutes / self.entry_minutes / np.maximum(1, staff.grid_households[grid])
        return np.where(grid >= 0, np.minimum(1, share), 0.0)

    def risk(
        self, kinds: tuple[int, ...], led: np.ndarray, known: Records, town: Town, levers: Levers, now: Clock,
        draws: Draws,
    ) -> np.ndarray:  # fmt: skip
        """How risky each area looks to the government, mean 1 over all areas; (n_areas,). `led`: weight of the map."""
        reports = known.reports.rows
        useful = reports["recorded"] == 1
        useful &= np.isin(reports["kind"], kinds)
        seen, weight = reports[useful], np.zeros(town.n_areas)
        score_map(
            self.numbers, draws.key("analysis"), seen,
            levers.data.latency_days * (1 - levers.neighbourhood.integration), levers.data.recent, known.coverage,
            town.areas, town.grid_start, town.grid_areas, now.start_h, weight,
        )  # fmt: skip
        around = np.where(town.neighbours >= 0, weight[town.neighbours], 0).sum(axis=1)
        mapped = weight + self.neighbour_weight * around
        impression = np.zeros(town.n_areas)
        score_impressions(
            self.numbers,
            draws.key("analysis"),
            seen,
            town.areas,
            town.n_streets,
            now.start_h,
            now.day // 30,
            impression,
        )
        return led * _in_units_of_mean(mapped) + (1 - led) * _in_units_of_mean(impression)

    def patrol_list(self, known: Records, town: Town, levers: Levers, now: Clock, draws: Draws) -> np.ndarray:
        """Areas of each circle that look riskiest; int, (n_circles, longest_list), -1 where there are fewer."""
        led = 1 - (1 - levers.data.data_led) * (1 - levers.patrol.list_led)
        score = self.risk(KINDS_LISTED["patrol"], led, known, town, levers, now, draws)
        return riskiest(score, town.areas["circle"], town.n_circles, self.longest_list)

    def walk_list(self, known: Records, town: Town, levers: Levers, now: Clock, draws: Draws) -> np.ndarray:
        """Areas of each base grid that look riskiest; int, (n_grids, LISTED_PLACES), -1 where there are fewer."""
        if not levers.data.targeting.any():
            return np.full((town.n_grids, LISTED_PLACES), -1, np.int32)
        score = self.risk(KINDS_LISTED["walks"], levers.data.data_led, known, town, levers, now, draws)
        return riskiest(score, town.areas["grid"], town.n_grids, LISTED_PLACES)


def _in_units_of_mean(score: np.ndarray) -> np.ndarray:
    total = score.sum()
    return score * (score.size / total) if total > 0 else score


def riskiest(score: np.ndarray, group: np.ndarray, n_groups: int, how_many: int) -> np.ndarray:
    """Areas with the highest positive scores in each group; int32, (n_groups, how_many), -1 where there are fewer."""
    order = np.lexsort((np.arange(score.size), -score, group))
    rank = np.arange(score.size) - np.searchsorted(group[order], group[order])
    out = np.full((n_groups, how_many), -1, np.int32)
    listed = (rank < how_many) & (score[order] > 0) & (group[order] >= 0)
    out[group[order[listed]], rank[listed]] = order[listed]
    return out


@kernel
def score_map(numbers, key, reports, latency_days, recent, coverage, areas, grid_start, grid_areas, now_h, weight):
    """Add to `weight`, (n_areas,), what each usable report says about the place where the database puts it.

    `recent`: (n_areas,) weight of the last weeks against the last year.
    """
    p = numbers[0]
    for i in range(reports.size):
        r = reports[i]
        age_days = (now_h - r.time_h) / HOURS_PER_DAY
        if age_days < latency_days[r.area]:
            continue
        weeks, year = exp(-age_days / p.weeks_days) / p.weeks_days, exp(-age_days / p.year_days) / p.year_days
        worth = recent[r.area] * weeks + (1.0 - recent[r.area]) * year
        worth *= p.feedback_bias if r.channel == BY_GRID else 1.0
        place, grid = r.area, areas[r.area].grid
        if grid >= 0 and uniform(key, r.entity, r.kind, PLACED) >= coverage[r.area]:
            first, beyond = grid_start[grid], grid_start[grid + 1]
            place = grid_areas[first + int(uniform(key, r.entity, r.kind, ELSEWHERE) * (beyond - first))]
        weight[place] += worth


@kernel
def score_impressions(numbers, key, reports, areas, n_streets, now_h, month, impression):
    """Fill `impression`, (n_areas,): reports of the street in the last weeks, and chance for where in the street."""
    p = numbers[0]
    by_street = np.zeros(n_streets)
    for i in range(reports.size):
        if now_h - reports[i].time_h < HOURS_PER_DAY * p.impression_days:
            by_street[areas[reports[i].area].street] += 1.0
    for a in range(areas.size):
        if areas[a].residents + areas[a].shops > 0:
            noise = normal(uniform(key, a, month, HEARSAY))
            impression[a] = by_street[areas[a].street] * exp(p.impression_log_sd * noise)
