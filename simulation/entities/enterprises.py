"""Enterprises and institutions: employers, owners of ground, parties to disputes, victims of theft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from ..town import ENTERPRISE_KINDS

if TYPE_CHECKING:
    from mesa.discrete_space import Cell


class Enterprise(mesa.Agent):
    """An enterprise; a view of one row of the town's table of enterprises."""

    def __init__(self, model: mesa.Model, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        return f"{type(self).__name__} {self.row}"

    @property
    def state(self) -> np.void:
        """This enterprise's row of the table, ENTERPRISE."""
        return self.model.town.enterprises[self.row]  # pyright: ignore[reportAttributeAccessIssue]

    @property
    def kind(self) -> str:
        """One of ENTERPRISE_KINDS."""
        return ENTERPRISE_KINDS[int(self.state["kind"])]

    @property
    def cell(self) -> Cell:
        """The map cell of the main gate."""
        return self.model.space.cell_of(int(self.state["area"]))  # pyright: ignore[reportAttributeAccessIssue]
