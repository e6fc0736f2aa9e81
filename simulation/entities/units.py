"""Police units: patrol cars, station cars, street posts and pairs on foot. Agents whose state is a row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from .legs import area_of_unit

if TYPE_CHECKING:
    from mesa.discrete_space import Cell

PATROL_CAR, STATION_CAR, STREET_POST, ON_FOOT = range(4)
UNIT_KINDS = ("patrol car", "station car", "street post", "on foot")
UNIT = np.dtype(
    [
        ("identity", "i8"),  # the same in every arm: kind, circle or station, and number there
        ("kind", "u1"),
        ("circle", "i4"),  # of a patrol car, else -1
        ("number", "i4"),  # 0, 1, ... within its circle or station; of a pair on foot, that of its beat
        ("base", "i4"),  # area
        ("area", "i4"),  # where it was last, when it is not on patrol
        ("on_duty", "u1", (3,)),  # in the night, day and evening shift of today
        ("busy_h", "f8"),  # answering a call until this hour
    ],
    align=True,
)


class PoliceUnit(mesa.Agent):
    """A police unit on the map; a view of one row of the district's unit table."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        return f"{type(self).__name__} {self.row}"

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
        return bool(self.state["on_duty"][self.model.clock.hour // 8])  # pyright: ignore[reportAttributeAccessIssue]

    @property
    def cell(self) -> Cell:
        """The map cell the unit is in."""
        model = self.model
        area = area_of_unit(model.staff.legs, self.state, self.row, model.clock.start_h)  # pyright: ignore[reportAttributeAccessIssue]
        return model.space.cell_of(int(area))  # pyright: ignore[reportAttributeAccessIssue]
