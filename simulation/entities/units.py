"""Police units: patrol cars, station cars and street posts. Agents whose state is a row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

if TYPE_CHECKING:
    from mesa.discrete_space import Cell

PATROL_CAR, STATION_CAR, STREET_POST = 0, 1, 2
UNIT_KINDS = ("patrol car", "station car", "street post")
LEG_H = 0.25  # a leg of patrol lasts a quarter of an hour
AT_STOP, ON_ROUND = 1, 2  # what a leg is; 0 when the unit is not on patrol
ROUND_AREAS = 9  # areas of a round: one and the eight around it

LEG = np.dtype(
    [
        ("area", "i4"),
        ("how", "i4"),  # 0 not on patrol, 1 a stop, 2 a round through the area and the eight around it
        ("minutes", "f8"),  # visible there
        ("quarter", "i8"),  # number of the quarter-hour since start
    ],
    align=True,
)

UNIT = np.dtype(
    [
        ("identity", "i8"),  # the same in every arm: kind, circle or station, and number there
        ("kind", "u1"),
        ("circle", "i4"),  # of a patrol car, else -1
        ("number", "i4"),  # 0, 1, ... within its circle or station
        ("base", "i4"),  # area
        ("area", "i4"),  # area of the present leg
        ("on_duty", "u1"),
        ("busy_h", "f8"),  # answering a call until this hour
    ],
    align=True,
)


class PoliceUnit(mesa.Agent):
    """A police unit on the map; a view of one row of the district's unit table."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    @property
    def state(self) -> np.void:
        """This unit's row of the table, UNIT."""
        return self.model.staff.units.rows[self.row]  # pyright: ignore[reportAttributeAccessIssue]

    @property
    def kind(self) -> str:
        """One of UNIT_KINDS."""
        return UNIT_KINDS[int(self.state["kind"])]

    @property
    def on_duty(self) -> bool:
        """Whether the unit is on its shift."""
        return bool(self.state["on_duty"])

    @property
    def cell(self) -> Cell:
        """The map cell the unit is in."""
        return self.model.space.cell_of(int(self.state["area"]))  # pyright: ignore[reportAttributeAccessIssue]
