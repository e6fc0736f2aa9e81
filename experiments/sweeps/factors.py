"""Factors: the numbers of a configuration that a sweep varies, each with its range and distribution."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..errors import BadInput, refusal

LEVER, UNCERTAINTY = "lever", "uncertainty"
CHOSEN_BY_GOVERNMENT = ("levers", "policy")  # groups of the configuration
KEYS = {"low", "high", "scale", "integer", "values", "mean", "sd", "role"}


class Factor(BaseModel):
    """One number of the configuration that varies.

    Either `values`, each equally likely, or `low` to `high`: uniform, uniform in the logarithm, or normal around
    `mean` with `sd` and cut at both ends. Uncertainties are nobody's choice; levers are the government's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(description="path in the configuration")
    low: float | None = Field(None, description="lowest value")
    high: float | None = Field(None, description="highest value")
    scale: Literal["linear", "log"] = Field("linear", description="linear or log")
    integer: bool = Field(False, description="whole numbers only")
    values: tuple[float | str | bool, ...] | None = Field(None, min_length=1, description="values to choose from")
    mean: float | None = Field(None, description="mean of a normal distribution cut at low and high")
    sd: float | None = Field(None, gt=0, description="its standard deviation")
    role: Literal["lever", "uncertainty"] = Field(description="whose choice it is")

    @model_validator(mode="after")
    def _is_a_range_or_a_choice(self) -> Factor:
        if self.values is not None:
            if self.low is not None or self.high is not None:
                raise ValueError("give either values or low and high")
            return self
        if self.low is None or self.high is None or not self.low < self.high:
            raise ValueError("give low and high, low below high, such as [0.2, 0.8], or values")
        if self.scale == "log" and self.low <= 0:
            raise ValueError("scale: log needs a low above 0")
        if (self.mean is None) != (self.sd is None):
            raise ValueError("mean and sd belong together")
        return self

    @property
    def levels(self) -> int | None:
        """How many values it can take; None when they are not counted."""
        if self.values is not None:
            return len(self.values)
        return int(self.high) - int(self.low) + 1 if self.integer else None  # pyright: ignore[reportArgumentType]

    def value(self, u: float) -> float | int | str | bool:
        """The value at a share u in [0, 1] of its distribution."""
        if self.values is not None:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        low, high = float(self.low), float(self.high)  # pyright: ignore[reportArgumentType]
        if self.integer:
            return int(low) + min(int(u * (int(high) - int(low) + 1)), int(high) - int(low))
        if self.mean is not None:
            return self._normal(u, low, high)
        if self.scale == "log":
            return min(max(math.exp(math.log(low) + u * (math.log(high) - math.log(low))), low), high)
        return min(low + u * (high - low), high)

    def _normal(self, u: float, low: float, high: float) -> float:
        from scipy.stats import truncnorm

        a, b = (low - self.mean) / self.sd, (high - self.mean) / self.sd  # type: ignore[operator]
        return float(np.clip(truncnorm.ppf(u, a, b, self.mean, self.sd), low, high))

    @property
    def kind(self) -> str:
        """Type of its column: int, float, bool or str."""
        if self.integer:
            return "int"
        kinds = {type(v) for v in self.values or (0.5,)}
        return kinds.pop().__name__ if len(kinds) == 1 else "float" if kinds <= {int, float} else "str"


def factors_of(given: Mapping[str, Any], defaults: Mapping[str, Any]) -> tuple[Factor, ...]:
    """The factors of an experiment, in order of their paths.

    `given`: path to [low, high], a list of values or a mapping; nested mappings are paths with dots.
    `defaults`: path to the value in the configuration; a whole number makes a factor of whole numbers.
    Raises BadInput.
    """
    return tuple(_factor(path, spec, defaults.get(path)) for path, spec in sorted(flat(given)))


def flat(given: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """(path, specification) of every factor in nested mappings."""
    for key, spec in given.items():
        path = f"{above}.{key}" if above else str(key)
        if isinstance(spec, Mapping) and not set(spec) & KEYS:
            yield from flat(spec, path)
        else:
            yield path, spec


def _factor(path: str, spec: Any, default: Any) -> Factor:
    fields = _fields(path, spec)
    if "integer" not in fields and "values" not in fields and type(default) is int:
        fields["integer"] = all(float(fields.get(end, 0.5)).is_integer() for end in ("low", "high"))
    fields.setdefault("role", LEVER if path.split(".")[0] in CHOSEN_BY_GOVERNMENT else UNCERTAINTY)
    try:
        return Factor(path=path, **fields)
    except ValidationError as error:
        raise BadInput(refusal(error, f"factors.{path}", Factor)) from error


def _fields(path: str, spec: Any) -> dict[str, Any]:
    if isinstance(spec, Mapping):
        return dict(spec)
    if isinstance(spec, Sequence) and not isinstance(spec, str):
        numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in spec)
        return {"low": spec[0], "high": spec[1]} if len(spec) == 2 and numbers else {"values": tuple(spec)}
    raise BadInput(
        f"factors.{path} is {spec!r}; write a range [low,high], a list of three or more values, or "
        "{low: 0.1, high: 10, scale: log} or {values: [1, 4]}"
    )
