"""What a family of levers is: what is ordered, area by area, and the plan it is made from before any policy."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np

from ..engine.quantities import Checked
from ..town import Town


class LeverGroup:
    """A frozen group of levers of one family; every field is an array whose last axis is areas."""

    def __repr__(self) -> str:
        means = (f"{f.name} {getattr(self, f.name).mean():.3g}" for f in fields(self))  # type: ignore[arg-type]
        return f"{type(self).__name__}, means: {', '.join(means)}"

    def scale(self, lever: str, factor: float, where: np.ndarray):
        """This group with one lever multiplied where `where` is true (bool, the lever's shape)."""
        now = getattr(self, lever)
        return replace(self, **{lever: np.where(where, now * factor, now)})  # type: ignore[type-var]

    def shift(self, lever: str, toward: float, strength: float, where: np.ndarray):
        """This group with one lever moved the fraction `strength` of the way `toward` a value."""
        now = getattr(self, lever)
        return replace(self, **{lever: np.where(where, now + strength * (toward - now), now)})  # type: ignore[type-var]

    def same_as(self, other: LeverGroup) -> bool:
        """Whether every lever of the group has bit for bit the same values."""
        return all(np.array_equal(getattr(self, f.name), getattr(other, f.name)) for f in fields(self))  # type: ignore[arg-type]


class Plan(Checked):
    """What is ordered in one family before any policy; values live in configs/levers."""

    def levers(self, town: Town) -> Any:
        """These orders as levers of a town."""
        raise NotImplementedError

    def everywhere(self, town: Town) -> dict[str, np.ndarray]:
        """Every number of the plan, the same in all areas."""
        return {name: np.full(town.n_areas, float(value)) for name, value in self}
