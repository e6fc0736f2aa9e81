"""A resident as a Mesa agent, for people who want to look at one person; the model itself never uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from mesa.discrete_space import Cell


class Resident(mesa.Agent):
    """One row of the residents table. Make some with `district.look_at(rows)`; `remove()` when done."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        return f"{type(self).__name__} {self.row}"

    def __getattr__(self, name: str) -> object:
        """A column of the residents table: `resident.age`, `resident.home` ..."""
        people = self.__dict__["model"].people if "model" in self.__dict__ else None
        if people is None or name not in people.dtype.names:
            raise AttributeError(f"a resident has no {name!r}")
        return people[name][self.row].item() if people[name].ndim == 1 else people[name][self.row].tolist()

    @property
    def cell(self) -> Cell | None:
        """The map cell the resident is in now; None on the road or outside the district."""
        area = self.model.where_is(self.row)  # pyright: ignore[reportAttributeAccessIssue]
        return None if area is None else self.model.space.cell_of(area)  # pyright: ignore[reportAttributeAccessIssue]
