"""Grid workers (网格员): full-time workers and part-time elders of a base grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

if TYPE_CHECKING:
    from mesa.discrete_space import Cell

MAX_POSTS = 8  # posts of one sort in one base grid
AT_DESK = -1

GRID_WORKER = np.dtype(
    [
        ("identity", "i8"),  # the same in every arm: grid, sort and number of the post
        ("grid", "i4"),
        ("elder", "u1"),
        ("number", "i4"),  # 0, 1, ... among the posts of its sort in the grid
        ("filled", "u1"),  # somebody holds the post
        ("due_day", "i4"),  # vacant: day on which the post will be filled
        ("since_day", "i4"),  # filled: first day at work, very early for those there from the start
        ("area_by_hour", "i4", (24,)),  # today's plan: area walked in each hour, -1 at the desk or off duty
    ],
    align=True,
)


class GridWorker(mesa.Agent):
    """A grid worker; a view of one row of the district's table of grid posts."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        return f"{type(self).__name__} {self.row}"

    @property
    def state(self) -> np.void:
        """This worker's row of the table, GRID_WORKER."""
        return self.model.staff.grid_workers[self.row]  # pyright: ignore[reportAttributeAccessIssue]

    @property
    def is_elder(self) -> bool:
        """Whether this is a part-time elder."""
        return bool(self.state["elder"])

    @property
    def cell(self) -> Cell | None:
        """The map cell being walked, None at the desk or off duty."""
        area = int(self.state["area_by_hour"][self.model.clock.hour])  # pyright: ignore[reportAttributeAccessIssue]
        return None if area == AT_DESK else self.model.space.cell_of(area)  # pyright: ignore[reportAttributeAccessIssue]
