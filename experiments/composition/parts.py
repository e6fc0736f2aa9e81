"""The parts of a configuration, each made once before anything runs, so that a bad value is found in a second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.utils import instantiate
from omegaconf import DictConfig, OmegaConf

from ..config_folders import CONFIGS
from .settings import GROUPS


def composed(words: Iterable[str]) -> DictConfig:
    """The configuration of a run with these overrides, outside any Hydra application."""
    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        return compose("run", list(words))


def check_parts(cfg: DictConfig) -> None:
    """Make every part that names a class. Raises what hydra raises for a part that cannot be made."""
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
    plain = OmegaConf.to_container(cfg, resolve=True, throw_on_missing=True)
    assert isinstance(plain, dict)
    return {str(key): value for key, value in plain.items()}
