"""What can be moved on the page: every policy of one part, with a slider for each of its numbers.

The list is read from the policy files and their classes, so a new policy, also one's own, appears by itself.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from govsim.experiments.composition.families import kind_of
from govsim.experiments.errors import BadInput
from govsim.experiments.policies.explained import own_fields, parts_of_policies
from govsim.experiments.policies.files import readable_policies
from govsim.simulation.engine.quantities import ends_of

FAMILIES = (  # files of simulation/policies, in the order of the page
    "patrol", "grid_staffing", "mediation", "surveillance", "neighbourhood", "cogovernance", "chain", "centre", "data",
    "supervision", "enforcement",
)  # fmt: skip
VARIANTS = "equal_"  # names of the variants of equal budget: the same levers again
WIDE, TIMES_USUAL = 8.0, 4.0  # a range wider than this is cut to so many times the usual value
STEPS = 20


@dataclass(frozen=True)
class Slider:
    """A number of a policy."""

    field: str
    low: float
    high: float
    step: float
    usual: float
    whole: bool
    meaning: str  # English phrase of the code


@dataclass(frozen=True)
class Lever:
    """A policy that can be switched on and its numbers moved. `node`: its configuration, starting on day 0 at once."""

    name: str
    family: str
    node: Mapping[str, Any]
    sliders: tuple[Slider, ...]

    def with_values(self, values: Mapping[str, float]) -> dict[str, Any]:
        """Its configuration with these numbers. Raises BadInput for one that it has not or that is out of range."""
        known = {slider.field: slider for slider in self.sliders}
        for field, value in values.items():
            if field not in known:
                raise BadInput(f"policy {self.name} has no number {field!r}; it has {', '.join(known)}")
            low, high = known[field].low, known[field].high
            if not (isinstance(value, int | float) and low <= value <= high):
                raise BadInput(
                    f"policy {self.name}: {field} is {value!r}; it must be a number from {low:g} to {high:g}"
                )
        numbers = {f: int(v) if known[f].whole else float(v) for f, v in values.items()}
        return {**self.node, **numbers}


@cache
def levers() -> dict[str, Lever]:
    """Every lever by name, family by family."""
    single = [
        name for name, text in readable_policies().items() if _own_parts(text) == [name] and not _is_variant(name)
    ]
    nodes = parts_of_policies(single, ramp_days=0)
    found = [_lever(name, nodes[name]) for name in single]
    return {lever.name: lever for lever in sorted(found, key=lambda one: FAMILIES.index(one.family))}


@cache
def bundles() -> dict[str, tuple[str, ...]]:
    """Policies that are several levers at their usual numbers and nothing else: name to the names of these."""
    found = {name: _included(text) for name, text in readable_policies().items() if not _own_parts(text)}
    return {name: parts for name, parts in found.items() if len(parts) > 1 and set(parts) <= set(levers())}


def _own_parts(text: Mapping[str, Any]) -> list[str]:
    return [key for key in text if key != "defaults"]


def _included(text: Mapping[str, Any]) -> tuple[str, ...]:
    """Policies that a file takes in as they are."""
    return tuple(one for one in text.get("defaults", ()) if isinstance(one, str) and not one.startswith("_"))


def _is_variant(name: str) -> bool:
    return name.startswith(VARIANTS)


def _lever(name: str, node: Mapping[str, Any]) -> Lever:
    kind = kind_of(f"policy.{name}", node)
    sliders = (_slider(field, info, node[field]) for field, info in own_fields(kind).items() if _is_number(node[field]))
    return Lever(name, kind.__module__.rpartition(".")[2], node, tuple(sliders))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _slider(field: str, info: FieldInfo, usual: float) -> Slider:
    low, high = ends_of(info)
    if high - low > WIDE:
        high = min(high, low + _nice(max(TIMES_USUAL * usual, 1.0)))
    whole = info.annotation is int
    return Slider(field, low, high, 1.0 if whole else _nice((high - low) / STEPS), usual, whole, info.description or "")


def _nice(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= value * (1 - 1e-9))
