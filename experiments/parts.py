"""The parts of a configuration, each made once before anything runs, so that a bad value is found in a second."""

from __future__ import annotations

from collections.abc import Iterator

from hydra.utils import instantiate
from omegaconf import DictConfig

from .settings import GROUPS


def check_parts(cfg: DictConfig) -> None:
    """Make every part that names a class. Raises what hydra raises for a part that cannot be made."""
    for part in _parts(cfg):
        instantiate(part, _convert_="all")


def _parts(cfg: DictConfig) -> Iterator[DictConfig]:
    for group in GROUPS:
        node = cfg.get(group)
        if not isinstance(node, DictConfig):
            continue
        yield from (
            [node]
            if "_target_" in node
            else [n for n in node.values() if isinstance(n, DictConfig) and "_target_" in n]
        )
