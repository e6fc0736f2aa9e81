"""From a composed config to a District."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from hydra.utils import get_class, instantiate
from omegaconf import DictConfig

from govsim.simulation import District
from govsim.simulation.engine.clock import HOURS_PER_DAY, Clock
from govsim.simulation.model import Processes
from govsim.simulation.policies import Policy, placed
from govsim.simulation.synthesis import Synthesis
from govsim.simulation.synthesis.offenders import make_offenders

from .compiling import compile_once
from .own_code import own_code
from .parts import composed, parts_of, plain_of
from .towns import town_of

OURS = "govsim.simulation."
# A district with everything in it, and so many days that every process has acted.
EVERYTHING, DAYS = ("district=small", "policy=full_xigu", "policy_start_day=2", "policy_ramp_days=0"), 40

type Config = DictConfig | Mapping[str, Any]  # composed, or plain with every interpolation resolved


def build(config: Config) -> District:
    """The district that a config describes, ready for its first tick.

    Raises what the parts raise: ValidationError for values out of range, ValueError for contradictions.
    """
    return District(**parts(config))


def parts(config: Config) -> dict[str, Any]:
    """What a district is made of, by the arguments of District. Raises as `build`."""
    compiled()
    return _parts(_plain(config))


@cache
def compiled() -> None:
    """Return when the model is compiled for this machine."""
    compile_once(lambda: District(**_parts(_plain(composed(EVERYTHING)))).run_for(round(DAYS * HOURS_PER_DAY)))


def _parts(cfg: Mapping[str, Any]) -> dict[str, Any]:
    made = _town_of(cfg)
    people = made.people.copy()  # trust and safety change in a run; the cached district does not
    offenders = make_offenders(_make(cfg["offenders"]), people, made.town, made.timetable, int(cfg["district_seed"]))
    return {
        "seed": int(cfg["seed"]), "clock": Clock(cfg["hours_per_tick"]), "town": made.town, "people": people,
        "households": made.households, "offenders": offenders, "timetable": made.timetable,
        "baseline": _make(cfg["levers"]).levers(made.town), "policies": policies(cfg),
        "processes": Processes(**{name: _make(cfg["process"][name]) for name in Processes.__dataclass_fields__}),
        "scenario": _make(cfg["scenario"]), "survey": _make(cfg["survey"]), "prices": _make(cfg["costs"]),
    }  # fmt: skip


def policies(config: Config) -> Mapping[str, Policy]:
    """The policies of a config by the name of their file."""
    return {str(name): _make(policy) for name, policy in (_plain(config)["policy"] or {}).items()}


def check_policies(config: Config) -> None:
    """Raise ValueError for policies of a config that name places its town has not, or that contradict each other."""
    placed(policies(config), _town_of(_plain(config)).town)


def check_parts_of(cfg: Mapping[str, Any]) -> None:
    """Make every part of a plain config that names a class; those made before are not made again."""
    for node in parts_of(cfg):
        _make(node)


def _plain(config: Config) -> Mapping[str, Any]:
    return plain_of(config) if isinstance(config, DictConfig) else config


def _town_of(cfg: Mapping[str, Any]) -> Synthesis:
    return town_of(json.dumps(cfg["district"]), int(cfg["district_seed"]))


def _make(node: Mapping[str, Any]) -> Any:
    return _made(json.dumps(node), tuple(own_code(node).items()))


@lru_cache(maxsize=4096)
def _made(node: str, own: tuple[tuple[str, str], ...]) -> Any:
    """A part from its node as JSON and digests of own classes. Parts never change: the runs of a process share them."""
    given = json.loads(node)
    if given["_target_"].startswith(OURS):  # what Hydra does, without its forty milliseconds
        return get_class(given.pop("_target_"))(**given)
    return instantiate(given, _convert_="all")
