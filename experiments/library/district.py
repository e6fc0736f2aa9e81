"""A district by name, in memory: step it, look at it, hand it to Mesa's own tools."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral
from typing import Any

from mesa.experimental.scenarios import Scenario
from omegaconf import DictConfig

from govsim import simulation
from govsim.simulation.policies import Policy

from ..composition.build import parts
from ..composition.build import policies as policies_of
from ..composition.parts import check_parts, composed
from ..composition.settings import RunSettings, settings_of
from ..composition.words import policy_word
from ..errors import BadInput, refused_as_bad_input
from .calls import Policies, named, undated, words_of
from .errors import refusing


class District(simulation.District):
    """A district described in words: `District("small", policies=["more_patrol"], seed=7)`.

    district: a file of configs/district, such as xigu (407,010 residents), small (20,000) or synthetic.
    policies: names of files in configs/policy, own Policy objects, or both; none is today's way of governing.
    seed: the luck of the run. values: numbers of the configuration by path, {"process.theft.sight_weight": 0.5}.
    settings: the same as keywords, with __ for a dot: district__population=2000, policy__more_patrol__multiplier=2.

    scenario: a file of configs/scenario; or one of Mesa's, whose values count as keywords and its rng as the seed.

    A step is a tick (an hour). `datacollector` has totals so far, a row a day; `tables()` has everything.
    Raises BadInput for what cannot be used.
    """

    def __init__(
        self, district: str = "xigu", *, policies: Policies = (), seed: int = 1,
        values: Mapping[str, Any] | None = None, scenario: str | Scenario | None = None, **settings: Any,
    ) -> None:  # fmt: skip
        described = {"district": district, "policies": policies, "seed": seed} | settings
        super().__init__(**_parts(values=values, **(described | _of_scenario(scenario))))


def _of_scenario(scenario: str | Scenario | None) -> dict[str, Any]:
    """What a scenario says, by keyword; the one that Mesa makes by itself says nothing."""
    if not isinstance(scenario, Scenario):
        return {} if scenario is None else {"scenario": scenario}
    values = dict(scenario)
    seed = values.pop("rng", None)
    if seed is not None and not isinstance(seed, Integral):
        raise BadInput(f"the scenario's rng is {seed!r}; a district wants a whole number, its seed")
    return values if seed is None else values | {"seed": int(seed)}


@refusing
def _parts(
    district: str, policies: Policies, seed: int, values: Mapping[str, Any] | None, **settings: Any
) -> dict[str, Any]:
    """The arguments of a simulation.District."""
    names, own = named(policies)
    chosen = policy_word([name for name in names if name not in own])
    words = [f"district={district}", chosen, f"seed={seed}", *words_of(settings, values)]
    cfg = composed(words)
    settings_of(cfg, RunSettings)
    check_parts(cfg)
    with refused_as_bad_input("the configuration"):
        made = parts(cfg)
    return made | {"policies": {**policies_of(cfg), **{name: _dated(one, cfg) for name, one in own.items()}}}


def _dated(policy: Policy, cfg: DictConfig) -> Policy:
    """A policy with those dates of the configuration that it was not given."""
    return policy.model_copy(update={name: cfg[path] for name, path in undated(policy).items()})


def district(name: str = "xigu", **described: Any) -> District:
    """The same as `District(name, ...)`."""
    return District(name, **described)
