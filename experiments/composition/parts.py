"""The parts of a configuration, each made once before anything runs, so that a bad value is found in a second."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hydra import compose
from hydra.utils import instantiate
from omegaconf import DictConfig, OmegaConf

from .asked import hydra_at_hand
from .settings import GROUPS

FORMER, CURRENT = "simulation.", "govsim."  # names of classes in files: FORMER is written CURRENT + FORMER now


def composed(words: Iterable[str]) -> DictConfig:
    """The configuration of a run with these overrides, outside any Hydra application."""
    with hydra_at_hand():
        return compose("run", list(words))


def with_current_names(cfg: DictConfig) -> None:
    """Let parts that name a class as files of former versions do name it as it is called now, and say so."""
    for part in parts_of(cfg):
        if isinstance(part, DictConfig) and str(part._target_).startswith(FORMER):
            name = CURRENT + part._target_
            warnings.warn(f"_target_: {part._target_} is now called {name}; change it in your file", FutureWarning, 2)
            OmegaConf.update(part, "_target_", name)


def check_parts(cfg: DictConfig) -> None:
    """Make every part that names a class. Raises what hydra raises for a part that cannot be made."""
    with_current_names(cfg)
    for part in parts_of(cfg):
        instantiate(part, _convert_="all")


def parts_of(cfg: Mapping[Any, Any]) -> Iterator[Any]:
    """The nodes that name a class, in a composed configuration or a plain one."""
    for group in GROUPS:
        node = cfg.get(group)
        if isinstance(node, Mapping):
            own = [node] if "_target_" in node else node.values()
            yield from (one for one in own if isinstance(one, Mapping) and "_target_" in one)


def plain_of(cfg: DictConfig) -> dict[str, Any]:
    """A configuration as plain mappings, every interpolation resolved. Raises for a value that is missing."""
    with_current_names(cfg)
    plain = OmegaConf.to_container(cfg, resolve=True, throw_on_missing=True)
    assert isinstance(plain, dict)
    return {str(key): value for key, value in plain.items()}
