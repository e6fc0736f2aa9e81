"""How well a made town fits the margins that were given for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from govsim.simulation.entities.residents import (
    HUKOU_OTHER_PROVINCE,
    HUKOU_SAME_COUNTY,
    HUKOU_SAME_PROVINCE,
    MALE,
    RENTER,
)
from govsim.simulation.synthesis import Synthesis
from govsim.simulation.town import INDUSTRIAL, SCHOOL

from .margins import ALL, Margin
from .margins import MALE as MEN

HUKOU = {"same_county": HUKOU_SAME_COUNTY, "same_province": HUKOU_SAME_PROVINCE, "other_province": HUKOU_OTHER_PROVINCE}
LEVELS = ("street", "community", "grid")


@dataclass(frozen=True)
class Fit:
    """One margin: as given and as the town has it."""

    margin: Margin
    town: float

    @property
    def error(self) -> float:
        """Relative error, of the given number; absolute where that is 0."""
        return (self.town - self.margin.value) / (self.margin.value or 1.0)


def fits(made: Synthesis, margins: Sequence[Margin], names: dict[str, list[str]]) -> list[Fit]:
    """Every margin that a town can show, with what it has. `names`: of units by level, in the town's order."""
    found = []
    for one in margins:
        areas = _areas(made, one, names)
        value = None if areas is None else _value(made, one, areas)
        if value is not None:
            found.append(Fit(one, value))
    return found


def _areas(made: Synthesis, one: Margin, names: dict[str, list[str]]) -> np.ndarray | None:
    """Areas of the unit of a margin; bool, (n_areas,). None where the town has no such unit."""
    if not one.level:
        return np.ones(made.town.n_areas, bool)
    if one.unit not in names.get(one.level, []):
        return None
    return made.town.areas[one.level] == names[one.level].index(one.unit)


def _value(made: Synthesis, one: Margin, areas: np.ndarray) -> float | None:
    people, households, types = made.people, made.households, made.town.areas["ntype"]
    own = areas[people["home"]]
    family = areas[households["area"]] & ~np.isin(types[households["area"]], (SCHOOL, INDUSTRIAL))
    if one.what == "residents":
        return float(own.sum())
    if one.what == "age":
        ages = own & (people["age"] >= one.low) & (people["age"] <= one.high)
        return float((ages if one.sex == ALL else ages & ((people["sex"] == MALE) == (one.sex == MEN))).sum())
    if one.what in HUKOU:
        return float((own & (people["hukou"] == HUKOU[one.what])).sum())
    if one.what == "households":
        return float(family.sum())
    if one.what == "in_households":
        return float(households["size"][family].sum())
    if one.what == "one_person":
        return float((family & (households["size"] == 1)).sum())
    if one.what == "renter_share":
        return float((family & (households["tenure"] == RENTER)).sum() / max(1, family.sum()))
    return None
