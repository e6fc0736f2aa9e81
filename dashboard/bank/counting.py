"""What is counted in a run: an indicator with its official definition, or events that somebody describes."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
# (pandas says too little about its types)

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, model_validator

from govsim.experiments.errors import BadInput
from govsim.experiments.indicators import REGISTRY, Window, costs_within
from govsim.experiments.indicators.rows import Rows
from govsim.simulation.observation.schema import DISPUTE_TYPES, KINDS, THEFT_TYPES

LEDGERS = ("true", "recorded")


class Counted(BaseModel):
    """An indicator, or a count of events that meet every condition given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicator: str | None = Field(None, description="id of an indicator, such as K1 or K1.burglary")
    ledger: Literal["true", "recorded"] = Field("true", description="what happened, or what is in the books")
    kind: Literal["theft", "dispute", "clash", "hearing", "call"] | None = Field(None, description="kind of event")
    subtypes: tuple[str, ...] | None = Field(None, description="types of theft or dispute")
    ntypes: tuple[int, ...] | None = Field(None, description="neighbourhood types 1..10 in which it happened")
    next_to_ntypes: tuple[int, ...] | None = Field(
        None, description="types beside which, but not in which, it happened"
    )
    newcomers: bool | None = Field(None, description="befell newcomers, or locals")
    cleared: bool | None = Field(None, description="thefts whose offender was found, or not")
    cleared_by: tuple[str, ...] | None = Field(None, description="what led to the offender")
    clashed: bool | None = Field(None, description="disputes that turned physical, or not")
    from_day: int | None = Field(None, ge=0, description="first day after the burn-in")
    to_day: int | None = Field(None, ge=1, description="first day after those counted")
    cost: Literal["public", "enterprise", "residents", "all"] | None = Field(None, description="yuan, by payer")

    @model_validator(mode="after")
    def _one_thing(self) -> Counted:
        chosen = [name for name in ("indicator", "kind", "cost") if getattr(self, name) is not None]
        if len(chosen) != 1:
            raise ValueError("what is counted needs one of indicator, kind and cost")
        if self.indicator is not None and self.indicator not in REGISTRY:
            raise ValueError(f"there is no indicator {self.indicator!r}; known are {', '.join(REGISTRY)}")
        if self.indicator is not None and self.ledger not in REGISTRY[self.indicator].ledgers:
            raise ValueError(f"indicator {self.indicator} has no ledger {self.ledger!r}")
        if unknown := set(self.subtypes or ()) - {*THEFT_TYPES, *DISPUTE_TYPES}:
            known = ", ".join((*THEFT_TYPES, *DISPUTE_TYPES))
            raise ValueError(f"there is no type {sorted(unknown)[0]!r} of theft or dispute; known are {known}")
        return self


def checked(counted: Mapping[str, Any]) -> dict[str, Counted]:
    """What is counted, by name. Raises BadInput."""
    found = {}
    for name, what in counted.items():
        try:
            found[name] = Counted.model_validate(what)
        except ValueError as error:
            raise BadInput(f"counted.{name}: {_first(error)}") from error
    return found


def _first(error: ValueError) -> str:
    errors = getattr(error, "errors", None)
    if errors is None:
        return str(error)
    one = errors()[0]
    where = ".".join(str(step) for step in one["loc"])
    return f"{where + ' ' if where else ''}{one['msg'].removeprefix('Value error, ')}"


def count(tables: Mapping[str, pa.Table], counted: Mapping[str, Any], from_h: float, to_h: float) -> dict[str, float]:
    """Numbers by name. `from_h`: end of the burn-in, hours since start. NaN where an indicator says nothing."""
    window = Window(tables, from_h, to_h)
    areas = tables["areas"].to_pandas()
    return {name: _number(what, window, areas, from_h) for name, what in checked(counted).items()}


def _number(what: Counted, window: Window, areas: pd.DataFrame, from_h: float) -> float:
    if what.indicator is not None:
        value = float(REGISTRY[what.indicator].read(window, what.ledger).value)
        return value if math.isfinite(value) else math.nan
    if what.cost is not None:
        costs = costs_within(window)
        return float(costs["yuan"][(costs["payer"] == what.cost) | (what.cost == "all")].sum())
    assert what.kind in KINDS
    return float(selected(what, window.of(what.kind, what.ledger), areas, from_h).sum())


def selected(what: Counted, rows: Rows, areas: pd.DataFrame, from_h: float) -> np.ndarray:
    """Which rows of an events table meet every condition, bool."""
    keep = np.ones(len(rows), bool)
    ntype = areas["ntype"].to_numpy()[rows["area"]]
    if what.subtypes is not None:
        keep &= rows["subtype"].isin(what.subtypes)
    if what.ntypes is not None:
        keep &= np.isin(ntype, what.ntypes)
    if what.next_to_ntypes is not None:
        keep &= _beside(areas, what.next_to_ntypes)[rows["area"]]
    if what.newcomers is not None:
        keep &= (rows["person"] >= 0) & (rows["newcomer"] == what.newcomers)
    for name in ("cleared", "clashed"):
        if getattr(what, name) is not None:
            keep &= rows[name] == getattr(what, name)
    if what.cleared_by is not None:
        keep &= rows["cleared_by"].isin(what.cleared_by)
    if what.from_day is not None:
        keep &= rows["time_h"] >= from_h + 24 * what.from_day
    if what.to_day is not None:
        keep &= rows["time_h"] < from_h + 24 * what.to_day
    return keep


def _beside(areas: pd.DataFrame, ntypes: tuple[int, ...]) -> Any:
    """Squares that touch one of these types and are of none of them, bool by area."""
    side = float(areas["side_m"].iloc[0])
    ix, iy = ((areas[c] // side).astype(int) for c in ("x_m", "y_m"))
    inside = areas["ntype"].isin(ntypes)
    near = {
        (x + dx, y + dy) for x, y in zip(ix[inside], iy[inside], strict=True) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
    }
    touches = pd.Series([(x, y) in near for x, y in zip(ix, iy, strict=True)], index=areas.index)
    return (touches & ~inside & (areas["residents"] > 0)).to_numpy()
