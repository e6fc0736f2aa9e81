"""Whether what the register declares is there: mechanisms, levers, indicators, cost items and arms."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import get_type_hints

from omegaconf import DictConfig, OmegaConf

from govsim.simulation.levers import Levers
from govsim.simulation.observation.costs import NUMBER
from govsim.simulation.observation.schema import KINDS

from ..composition.parts import check_parts, composed
from ..errors import explain
from ..indicators import REGISTRY
from .base import LEVELS, System


def problems(system: System) -> list[str]:
    """What is wrong with a declaration, one sentence each; empty when it is true."""
    if system.planned:
        return ["a planned system has neither a place nor arms"] if system.where or system.switchable else []
    return [*_place(system), *_names(system), *_arms(system)]


def own_reading(system: System) -> tuple[str, str]:
    """Indicator and ledger of the reading that shows the system at work: its first, in truth unless it says else."""
    indicator, _, ledger = system.indicators[0].partition("/")
    return indicator, ledger or REGISTRY[indicator].ledgers[0]


def _place(system: System) -> Iterator[str]:
    module, _, name = system.where.partition(":")
    if not system.where:
        if system.order != "context":
            yield "it works but says not where"
        return
    try:
        getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        yield f"{system.where} is not there: {error}"


def _names(system: System) -> Iterator[str]:
    for path in system.levers:
        if not is_lever(path):
            yield f"there is no lever or number {path}"
    for reading in system.indicators:
        indicator, _, ledger = reading.partition("/")
        if indicator not in REGISTRY or (ledger and ledger not in REGISTRY[indicator].ledgers):
            yield f"there is no indicator {reading}"
    yield from (f"there is no cost item {item!r}" for item in system.costs if item not in NUMBER)
    yield from (f"there is no kind of event {kind!r}" for kind in system.reaches if kind not in KINDS)


def _arms(system: System) -> Iterator[str]:
    if system.switchable and not system.indicators:
        yield "it can be switched but names no indicator that shows it"
    for level in LEVELS:
        try:
            check_parts(_composed(system.words(level)))
        except Exception as error:
            yield f"{level}: {explain(error) or repr(error)}"


def is_lever(path: str) -> bool:
    """Whether a path is "family.field" of the levers or names something in the configuration of a run."""
    family, _, field = path.partition(".")
    kinds = get_type_hints(Levers)
    if family in kinds and field in {f.name for f in fields(kinds[family])}:
        return True
    return OmegaConf.select(_composed(()), path) is not None


@cache
def _composed(words: tuple[str, ...]) -> DictConfig:
    return composed(words)
