"""A district by name, in memory: step it, look at it, hand it to Mesa's own tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from govsim import simulation

from ..composition.build import parts
from ..composition.build import policies as policies_of
from ..composition.parts import check_parts, composed
from ..composition.settings import RunSettings, settings_of
from ..errors import refused_as_bad_input
from .calls import Policies, named, words_of
from .errors import refusing


class District(simulation.District):
    """A district described in words: `District("small", policies=["more_patrol"], seed=7)`.

    district: a file of configs/district, such as xigu (407,010 residents), small (20,000) or synthetic.
    policies: names of files in configs/policy, own Policy objects, or both; none is today's way of governing.
    seed: the luck of the run. values: numbers of the configuration by path, {"process.theft.sight_weight": 0.5}.
    settings: the same as keywords, with __ for a dot: district__population=2000, policy__more_patrol__multiplier=2.

    A step is a tick (an hour). `datacollector` has totals so far, a row a day; `tables()` has everything.
    Raises BadInput for what cannot be used.
    """

    def __init__(
        self, district: str = "xigu", *, policies: Policies = (), seed: int = 1,
        values: Mapping[str, Any] | None = None, **settings: Any,
    ) -> None:  # fmt: skip
        super().__init__(**_parts(district, policies, seed, values, settings))


@refusing
def _parts(
    district: str, policies: Policies, seed: int, values: Mapping[str, Any] | None, settings: Mapping[str, Any]
) -> dict[str, Any]:
    """The arguments of a simulation.District."""
    names, own = named(policies)
    of_files = [name for name in names if name not in own] or ["none"]
    words = [f"district={district}", f"policy=[{','.join(of_files)}]", f"seed={seed}", *words_of(settings, values)]
    cfg = composed(words)
    settings_of(cfg, RunSettings)
    check_parts(cfg)
    with refused_as_bad_input("the configuration"):
        made = parts(cfg)
    return made | {"policies": {**policies_of(cfg), **own}}


def district(name: str = "xigu", **described: Any) -> District:
    """The same as `District(name, ...)`."""
    return District(name, **described)
