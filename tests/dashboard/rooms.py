"""Small live districts for tests: a lively one, so that there is something to see within weeks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from govsim.dashboard.live.pair import Pair
from govsim.experiments.composition.parts import plain_of
from tests.lab import LIVELY, composed_by_hydra


@lru_cache(maxsize=8)
def config(*words: str) -> dict[str, Any]:
    """Configuration of a run of the small district, plain."""
    return plain_of(composed_by_hydra("district=small", *LIVELY, *words))


def pair(*words: str) -> Pair:
    """Two arms on their first hour."""
    return Pair(config(*words))


def go(live: Pair, hours: int) -> Pair:
    """Step both arms."""
    for _ in range(hours):
        live.step()
    return live
