"""The town as a Mesa discrete space: one cell an area, connected to the areas around it."""

from __future__ import annotations

import mesa
from mesa.agent import AgentSet
from mesa.discrete_space import Cell, DiscreteSpace

from .town import Town


class TownSpace(DiscreteSpace):
    """Cells in the order of the town's areas; `cell.coordinate` is (column, row) on the lattice."""

    def __init__(self, town: Town, model: mesa.Model) -> None:
        random = model.random  # Mesa wants one in every space; nothing here draws from it
        super().__init__(capacity=None, random=random, cell_klass=Cell)
        areas = town.areas
        places = zip(areas["ix"].tolist(), areas["iy"].tolist(), strict=True)
        self.by_area = [Cell(place, random=random) for place in places]
        self._cells = {cell.coordinate: cell for cell in self.by_area}
        for cell, around in zip(self.by_area, town.neighbours.tolist(), strict=True):
            near = (self.by_area[n] for n in around if n >= 0)
            cell.connections = {other.coordinate: other for other in near}

    def cell_of(self, area: int) -> Cell:
        """The cell of an area."""
        return self.by_area[area]

    @property
    def agents(self) -> AgentSet:
        """All agents that have a place on the map; they find their cell from their own state."""
        placed = [a for cell in self.by_area for a in cell.agents]
        return AgentSet(placed, random=self.random)
