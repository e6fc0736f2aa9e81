"""Staff: everybody who acts for the government, and the orders in force for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from ..engine.table import Table
from ..levers import Levers
from ..timetable import group_by
from ..town import Town
from .grid_workers import GRID_WORKER, MAX_POSTS
from .legs import Legs
from .mediators import MEDIATOR
from .records import BY_110, BY_GRID, CHANNEL_NONE
from .units import ON_FOOT, UNIT

LISTED_PLACES = 3  # places on the list of a base grid
MEDIATOR_POSTS = 128  # most mediator posts in one street


@dataclass
class Staff:
    """Tables of posts (a post may be vacant) and what is ordered for them."""

    town: Town
    units: Table = field(default_factory=lambda: Table(UNIT, 64))
    grid_workers: np.ndarray = field(init=False)  # (n_grids * 2 * MAX_POSTS,) GRID_WORKER, sorted by grid
    mediators: np.ndarray = field(init=False)  # (n_streets * MEDIATOR_POSTS,) MEDIATOR, sorted by street
    legs: Legs = field(default_factory=Legs.none)
    hotspots: np.ndarray = field(init=False)  # (n_circles, hot spots) areas, -1 where there are fewer
    listed: np.ndarray = field(init=False)  # (n_grids, LISTED_PLACES) areas that grid workers are sent to, -1 for none
    orders: Levers | None = None  # levers that the posts follow today
    ordered_full_time: np.ndarray = field(init=False)  # (n_grids,) posts
    ordered_elders: np.ndarray = field(init=False)  # (n_grids,) posts
    ordered_mediators: np.ndarray = field(init=False)  # (n_streets,) posts
    patrol_hours: np.ndarray = field(init=False)  # (3, n_areas) unit-hours a day that crews can now fill
    contact: np.ndarray = field(init=False)  # (n_grids,) safety minutes a household gets from grid workers today
    circle_start: np.ndarray = field(init=False)  # areas of circle c: circle_areas[circle_start[c]:circle_start[c+1]]
    circle_areas: np.ndarray = field(init=False)
    beat_start: np.ndarray = field(default_factory=lambda: np.zeros(1, np.int32))  # areas of a beat, as of a circle
    beat_areas: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    grid_households: np.ndarray = field(init=False)  # (n_grids,) households
    redrawn: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))  # communities with grids drawn anew
    redrawn_day: np.ndarray = field(init=False)  # (n_grids,) day on which a grid was drawn anew, long ago if never
    offices: np.ndarray = field(default_factory=lambda: np.zeros(8))  # by channel: staff, times that of the first day
    offices_at_first: np.ndarray | None = None  # staff of the offices on the first day
    cars: np.ndarray = field(init=False)  # (3, n_circles) patrol cars on duty by shift, not rounded
    open_posts: int = 0  # street posts now open
    bill: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))  # of today, quantity by item
    patrol_hours_at_first: float | None = None  # unit-hours a day on the first day
    foot_hours: float = 0.0  # hours of pairs on foot a day, as ordered
    foot_hours_at_first: float = 0.0
    investigators_share: float = 1.0  # of the hours of investigation before any campaign or new patrols
    conciliation_share: float = 1.0  # of police visits at which there is time to settle a quarrel
    version: int = 0  # grows whenever the staff or its orders change
    _workers: np.ndarray = field(init=False)
    _workers_as_of: int = -1  # version

    def workers(self) -> np.ndarray:
        """Full-time workers of each base grid, (n_grids,); look, do not write."""
        if self._workers_as_of != self.version:
            full_time = self.grid_workers["filled"] * (self.grid_workers["elder"] == 0)
            self._workers = np.bincount(self.grid_workers["grid"], full_time, self.town.n_grids)
            self._workers_as_of = self.version
        return self._workers

    def open_offices(self) -> None:
        """See how many there are to keep the books of each office; nobody keeps those of an office without staff.

        The police keep those of 110, grid workers those of the grid, mediators those of all other channels.
        """
        staff = np.full(self.offices.size, self.mediators["filled"].sum(), float)
        staff[CHANNEL_NONE] = 0
        staff[BY_GRID] = self.grid_workers["filled"].sum()
        staff[BY_110] = (self.units.rows["kind"] != ON_FOOT).sum()
        if self.offices_at_first is None:
            self.offices_at_first = staff
        self.offices[:] = staff / np.maximum(self.offices_at_first, 1)

    def __post_init__(self) -> None:
        town = self.town
        self.grid_workers = _grid_posts(town.n_grids)
        self.mediators = _mediator_posts(town.n_streets)
        self.hotspots = np.full((town.n_circles, 1), -1, np.int32)
        self.contact = np.zeros(town.n_grids)
        self.listed = np.full((town.n_grids, LISTED_PLACES), -1, np.int32)
        policed = np.flatnonzero((town.areas["circle"] >= 0) & (town.areas["residents"] + town.areas["shops"] > 0))
        self.circle_start, order = group_by(town.areas["circle"][policed], town.n_circles)
        self.circle_areas = policed[order].astype(np.int32)
        self.redrawn_day = np.full(town.n_grids, -1e9)
        self.count_households()

    def count_households(self) -> None:
        """Count the households of each base grid as it is drawn now."""
        areas = self.town.areas[self.town.areas["grid"] >= 0]
        self.grid_households = np.bincount(areas["grid"], areas["households"], minlength=self.town.n_grids)


def _grid_posts(n_grids: int) -> np.ndarray:
    posts = np.zeros(n_grids * 2 * MAX_POSTS, GRID_WORKER)
    row = np.arange(posts.size)
    posts["identity"], posts["grid"] = row, row // (2 * MAX_POSTS)
    posts["elder"], posts["number"] = row // MAX_POSTS % 2, row % MAX_POSTS
    posts["due_day"], posts["area_by_hour"] = -1, -1
    return posts


def _mediator_posts(n_streets: int) -> np.ndarray:
    posts = np.zeros(n_streets * MEDIATOR_POSTS, MEDIATOR)
    row = np.arange(posts.size)
    posts["identity"], posts["street"], posts["number"] = row, row // MEDIATOR_POSTS, row % MEDIATOR_POSTS
    posts["due_day"] = -1
    return posts
