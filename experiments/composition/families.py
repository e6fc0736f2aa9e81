"""The classes a configuration may name: those of this product's families, and classes of one's own of the same kinds.

A configuration is data. What it names is looked up among the classes that exist, never imported because it is named;
code of one's own becomes known by being imported where one works, or by naming its module: GOVSIM_CODE=own_parts.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_type_hints

from pydantic import ValidationError

from govsim.simulation.engine.quantities import Checked

from ..errors import BadInput, nearest, refusal, shown

PACKAGE = "govsim.simulation"
ONE = {  # groups that are one part: the class it must be
    "calendar": "calendar.plan.CalendarPlan",
    "offenders": "synthesis.offenders.OffenderPlan", "levers": "levers.Baseline", "costs": "observation.UnitCosts",
    "survey": "observation.Survey", "scenario": "scenario.Scenario",
}  # fmt: skip
FORMER, CURRENT = "simulation.", "govsim."  # names of classes in files: FORMER is written CURRENT + FORMER now
CODE = "GOVSIM_CODE"  # in the environment: modules of one's own, comma between


def made(path: str, node: Any) -> Checked:
    """The part of a configuration at a path, such as process.theft, made from its node. Raises BadInput."""
    kind = kind_of(path, node)
    return checked(path, {key: value for key, value in node.items() if key != "_target_"}, kind)


def checked[K: Checked](path: str, values: Any, kind: type[K]) -> K:
    """A part of this kind. Raises BadInput that names the value by its path."""
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise BadInput(refusal(error, path, kind)) from error


def kind_of(path: str, node: Any) -> type[Checked]:
    """The class of the part at a path. Raises BadInput for a node that is no part or names no class for there."""
    if not isinstance(node, Mapping) or not isinstance(node.get("_target_"), str):
        raise BadInput(f"{path} is {shown(node)}; it must be a mapping with a class, _target_, and its numbers")
    target, family = current(node["_target_"]), family_of(path)
    _import_trusted(target.rpartition(".")[0])
    if (kind := known(family).get(target)) is not None:
        _pass_on(kind.__module__)
        return kind
    if target.startswith(f"{PACKAGE}."):
        names = (name.rpartition(".")[2] for name in known(family))
        raise BadInput(f"{path}._target_ is {target}, which is no {family.__name__}; {nearest(target, names)}")
    raise BadInput(
        f"{path}._target_ is {target}, no {family.__name__} that is known here. If it is code you trust, "
        f"name its module in the environment: {CODE}={target.rpartition('.')[0] or 'MODULE'}"
    )


def current(target: str) -> str:
    """A name of a class as it is called now."""
    return f"{CURRENT}{target}" if target.startswith(FORMER) else target


def family_of(path: str) -> type[Checked]:
    """What the class of the part at a path must be. Raises BadInput for a path where no part is."""
    group, _, name = path.partition(".")
    if group == "policy":
        return _named(f"{PACKAGE}.policies.Policy")
    if group == "process" and name in processes():
        return processes()[name]
    if group == "process":
        raise BadInput(f"unknown key {path!r}; {nearest(name, processes())}")
    return _named(f"{PACKAGE}.{ONE[group]}")


@cache
def processes() -> dict[str, type[Checked]]:
    """The processes of the schedule by name, each with the class it must be."""
    from govsim.simulation import model  # compiled code is loaded only now

    return get_type_hints(model.Processes)


def known(family: type[Checked]) -> dict[str, type[Checked]]:
    """Every class of a family that exists in this process, by each of its names."""
    found = {}
    for kind in _below(family):
        names = [kind.__module__]
        if kind.__module__.startswith(f"{PACKAGE}."):
            names.append(kind.__module__.rpartition(".")[0])  # simulation.policies.MorePatrol
        found |= {f"{module}.{kind.__qualname__}": kind for module in names}
    return found


def _pass_on(module: str) -> None:
    """Let processes that begin from now on know a class of one's own that is known here."""
    names = _own_code()
    if not module.startswith(f"{PACKAGE}.") and module not in (*names, "__main__"):
        os.environ[CODE] = ",".join([*names, module])


def _own_code() -> list[str]:
    return [name.strip() for name in os.environ.get(CODE, "").split(",") if name.strip()]


def _import_trusted(module: str) -> None:
    """Import a module of one's own that is needed now, where whoever started this named it. Raises BadInput."""
    if module in _own_code() and module not in sys.modules:
        try:
            importlib.import_module(module)
        except ImportError as error:
            raise BadInput(f"{CODE} names {module!r}, which cannot be imported: {error}") from error


def _below(kind: type[Checked]) -> Iterator[type[Checked]]:
    yield kind
    for one in kind.__subclasses__():
        yield from _below(one)


def _named(name: str) -> type[Checked]:
    module, _, cls = name.rpartition(".")
    return getattr(importlib.import_module(module), cls)
