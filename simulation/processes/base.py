"""What a process is: its parameters are its fields, its rule is its `step`."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from pydantic import BaseModel, ConfigDict


class Process(BaseModel):
    """A submodel of the ODD. Values live in configs/process; a field without a value is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @cached_property
    def numbers(self) -> np.ndarray:
        """All numeric parameters as one record, shape (1,), for kernels: `p = numbers[0]; p.tries`."""
        names, formats, values = [], [], []
        for name in type(self).model_fields:
            number = _flat(getattr(self, name))
            if number is not None:
                names.append(name)
                formats.append(("f8", number.shape) if number.ndim else ("f8" if number.dtype.kind == "f" else "i8"))
                values.append(number if number.ndim else number.item())
        return np.array([tuple(values)], dtype=np.dtype({"names": names, "formats": formats}, align=True))


class PerType(BaseModel):
    """One number for each of a fixed list of types; the fields' order is the order of the codes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PerTheft(PerType):
    """One number for each type of theft."""

    burglary: float
    vehicle: float
    from_vehicle: float
    pocket_shop: float
    enterprise: float


class PerDispute(PerType):
    """One number for each type of dispute."""

    family: float
    neighbour: float
    property: float
    debt: float
    labour: float
    damage: float
    land: float
    group: float


class PerLayer(PerType):
    """One number for each layer of prevention that can stop a thief."""

    camera: float
    gate: float
    grid_worker: float
    volunteers: float
    guards: float


class PerStream(PerType):
    """One number for each stream of duties that has matters."""

    civility: float
    urban: float
    ecology: float
    work_safety: float
    livelihood: float


def _flat(value: object) -> np.ndarray | None:
    """A parameter as an array, None when it is not numeric."""
    if isinstance(value, PerType):
        return np.array(list(value.model_dump().values()), float)
    if isinstance(value, tuple) and all(isinstance(v, int | float) for v in value):
        return np.array(value, float)
    if isinstance(value, bool | int | float):
        return np.asarray(value)
    return None
