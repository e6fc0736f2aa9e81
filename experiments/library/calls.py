"""From the arguments of a Python call to the words of a command, so that both mean the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from govsim.simulation.policies import Policy

from ..composition.asked import Asked, asked
from ..composition.words import name_of_class, quoted
from ..errors import BadInput

type Policies = str | Policy | Sequence[str | Policy]


def written(value: Any) -> str:
    """A value as the command line has it. Raises BadInput for what cannot stand there."""
    if hasattr(value, "item"):  # of NumPy
        value = value.item()
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str() | Path():
            return quoted(str(value))
        case Mapping():
            return "{" + ",".join(f"{key}:{written(one)}" for key, one in value.items()) + "}"
        case Sequence():
            return "[" + ",".join(map(written, value)) + "]"
    raise BadInput(f"cannot write {value!r} of type {type(value).__name__} as a number of the configuration")


def words_of(settings: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> list[str]:
    """Overrides of the configuration: keywords, in which `__` stands for a dot, and values by their path."""
    named = {key.replace("__", "."): value for key, value in settings.items()} | dict(values or {})
    return [f"{path}={written(value)}" for path, value in named.items()]


def named(policies: Policies) -> tuple[list[str], dict[str, Policy]]:
    """The names of policies as they are in files, and those without a file by a name made from their class."""
    given = [policies] if isinstance(policies, str | Policy) else list(policies)
    names, own = [], {}
    for one in given:
        if isinstance(one, Policy):
            name = name_of_class(type(one).__name__)
            same = sum(known == name or known.startswith(f"{name}_") for known in own)
            name += f"_{same + 1}" if same else ""
            own[name] = one
            names.append(name)
        else:
            names += one.split(",")
    return names, own


def node_of(policy: Policy, here: bool = False) -> dict[str, Any]:
    """A policy as a part of the configuration; dates that it was not given are those of the other policies.

    `here`: it is used in this process alone. Raises BadInput for a class that cannot be found where it is used.
    """
    kind = type(policy)
    if "<locals>" in kind.__qualname__:
        raise BadInput(
            f"{kind.__qualname__} is defined within a function, where nothing else can find it; "
            "put the class into a module and import it from there"
        )
    if kind.__module__ == "__main__" and not here:
        raise BadInput(
            f"{kind.__qualname__} is defined in {kind.__module__}, where worker processes cannot find it; "
            "put the class into a module and import it from there, or use no other process: workers=0"
        )
    fields = policy.model_dump(mode="json") | {name: f"${{{path}}}" for name, path in undated(policy).items()}
    return {"_target_": f"{kind.__module__}.{kind.__qualname__}", **fields}


def undated(policy: Policy) -> dict[str, str]:
    """The dates that a policy was not given, each with the path of the value that stands for it."""
    return {name: f"policy_{name}" for name in ("start_day", "ramp_days") if name not in policy.model_fields_set}


def call(
    command: str, arms: Policies | None, district: str | None, values: Mapping[str, Any] | None,
    settings: Mapping[str, Any], more: Sequence[str] = (),
) -> Asked:  # fmt: skip
    """What a call asks for. Without `out` the results are kept in runs/COMMAND-DIGEST: the same call finds them again.

    Raises BadInput and what Hydra raises.
    """
    names, own = named(arms) if arms is not None else ([], {})
    words = [*([f"district={district}"] if district else []), *words_of(settings, values), *more]
    if names:
        words.append(f"arms=[{','.join(names)}]")
    here = settings.get("workers") == 0
    nodes = {name: f"+policy.{name}={written(node_of(policy, here))}" for name, policy in own.items()}
    if not any(word.startswith("out=") for word in words):
        words.append(f"out={default_out(command, [*words, *nodes.values()])}")
    return replace(asked(command, words), own_policies=nodes)


def default_out(command: str, words: Sequence[str]) -> str:
    """A folder named by what is asked for."""
    same = sorted(word for word in words if word.partition("=")[0] not in ("workers", "scheduler", "language"))
    return f"runs/{command}-{hashlib.blake2b(repr(same).encode(), digest_size=4).hexdigest()}"
