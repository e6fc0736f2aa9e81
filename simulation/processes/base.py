"""What a process is: its parameters are its fields, its rule is its `step`."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ..engine.quantities import Checked, Hours, LogOdds, Minutes, Per1000, PerDay, Share, Weight, Yuan


class Process(Checked):
    """A submodel of the ODD. Values live in configs/process; a field without a value is an error."""

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


class PerType(Checked):
    """One number for each of a fixed list of types; the fields' order is the order of the codes."""


class PerTheft[N: float](PerType):
    """One number for each type of theft."""

    burglary: N
    vehicle: N
    from_vehicle: N
    pocket_shop: N
    enterprise: N


class PerDispute[N: float](PerType):
    """One number for each type of dispute."""

    family: N
    neighbour: N
    property: N
    debt: N
    labour: N
    damage: N
    land: N
    group: N


class PerLayer[N: float](PerType):
    """One number for each layer of prevention that can stop a thief."""

    camera: N
    gate: N
    grid_worker: N
    volunteers: N
    guards: N


class PerStream[N: float](PerType):
    """One number for each stream of duties that has matters."""

    civility: N
    urban: N
    ecology: N
    work_safety: N
    livelihood: N


ShareOfTheft = PerTheft[Share]  # a name in the module for each kind, by which copies between processes find it
LogOddsOfTheft = PerTheft[LogOdds]
HoursOfTheft = PerTheft[Hours]
MinutesOfTheft = PerTheft[Minutes]
YuanOfTheft = PerTheft[Yuan]
ShareOfDispute = PerDispute[Share]
LogOddsOfDispute = PerDispute[LogOdds]
WeightOfDispute = PerDispute[Weight]
RateOfDispute = PerDispute[Per1000]
HazardOfDispute = PerDispute[PerDay]
ShareOfLayer = PerLayer[Share]
ShareOfStream = PerStream[Share]
RateOfStream = PerStream[Per1000]


def _flat(value: object) -> np.ndarray | None:
    """A parameter as an array, None when it is not numeric."""
    if isinstance(value, PerType):
        return np.array(list(value.model_dump().values()), float)
    if isinstance(value, tuple) and all(isinstance(v, int | float) for v in value):
        return np.array(value, float)
    if isinstance(value, bool | int | float):
        return np.asarray(value)
    return None
