"""The parts of a configuration, each made once before anything runs, so that a bad value is found in a second."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from hydra import compose
from omegaconf import DictConfig, OmegaConf

from ..errors import BadInput, shown
from .asked import hydra_at_hand
from .families import ONE, checked, current, made, processes
from .own_code import own_code

type Config = DictConfig | Mapping[str, Any]  # composed, or plain with every interpolation resolved


def composed(words: Iterable[str]) -> DictConfig:
    """The configuration of a run with these overrides, outside any Hydra application."""
    with hydra_at_hand():
        return compose("run", list(words))


def with_current_names(cfg: DictConfig) -> None:
    """Let parts that name a class as files of former versions do name it as it is called now, and say so."""
    for path, part in parts_of(cfg):
        named = part.get("_target_") if isinstance(part, DictConfig) else None
        if isinstance(named, str) and (name := current(named)) != named:
            warnings.warn(f"_target_: {named} is now called {name}; change it in your file", FutureWarning, 2)
            OmegaConf.update(cfg, f"{path}._target_", name)


def check_parts(cfg: DictConfig) -> None:
    """Make every part of a configuration. Raises BadInput for one that cannot be made."""
    check_parts_of(plain_of(cfg))


def check_parts_of(plain: Mapping[str, Any]) -> None:
    """The same for a plain configuration. A part made before is not made again."""
    from govsim.simulation.synthesis import DistrictPlan  # compiled code is loaded only now

    checked("district", plain.get("district"), DistrictPlan)
    needed = [*ONE, *(f"process.{name}" for name in processes())]
    given = dict(parts_of(plain))
    for path in [*needed, *(path for path in given if path not in needed)]:
        part(path, given.get(path))


def part(path: str, node: Any) -> Any:
    """The part at a path. Parts never change, so whatever asks for the same one shares it. Raises BadInput."""
    try:
        written = json.dumps(node)
    except (TypeError, ValueError):
        return made(path, node)  # says what is wrong with it
    return _part(path, written, tuple(own_code(node).items()))


@lru_cache(maxsize=4096)
def _part(path: str, node: str, own: tuple[tuple[str, str], ...]) -> Any:
    """`own`: digests of the code of own classes; edited, it is another part."""
    return made(path, json.loads(node))


def parts_of(cfg: Mapping[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Path and node of every part there is, in a composed configuration or a plain one. Raises BadInput."""
    yield from ((group, cfg[group]) for group in ONE if group in cfg)
    for group in ("process", "policy"):
        nodes = {} if (given := cfg.get(group)) is None else given
        if not isinstance(nodes, Mapping):
            raise BadInput(f"{group} is {shown(nodes)}; it must be a mapping of names to parts")
        yield from ((f"{group}.{name}", nodes[name]) for name in nodes)


def plain_of(cfg: Config) -> dict[str, Any]:
    """A configuration as plain mappings, every interpolation resolved. Raises for a value that is missing."""
    if not isinstance(cfg, DictConfig):
        return dict(cfg)
    with_current_names(cfg)
    plain = OmegaConf.to_container(cfg, resolve=True, throw_on_missing=True)
    assert isinstance(plain, dict)
    return {str(key): value for key, value in plain.items()}
