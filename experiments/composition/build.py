"""From a composed config to a District."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from govsim.simulation import District
from govsim.simulation.engine.clock import HOURS_PER_DAY, Clock
from govsim.simulation.model import Processes
from govsim.simulation.policies import Policy, placed
from govsim.simulation.synthesis import Synthesis
from govsim.simulation.synthesis.offenders import make_offenders

from .compiling import compile_once
from .parts import Config, composed, part, plain_of
from .ramps import remark_on_ramps
from .towns import town_in_seasons, town_of

# A district with everything in it, and so many days that every process has acted.
EVERYTHING, DAYS = ("district=small", "policy=full_xigu", "policy_start_day=2", "policy_ramp_days=0"), 40


def build(config: Config) -> District:
    """The district that a config describes, ready for its first tick.

    Raises what the parts raise: ValidationError for values out of range, ValueError for contradictions.
    """
    return District(**parts(config))


def parts(config: Config) -> dict[str, Any]:
    """What a district is made of, by the arguments of District. Raises as `build`."""
    compiled()
    return _parts(plain_of(config))


@cache
def compiled() -> None:
    """Return when the model is compiled for this machine."""
    compile_once(lambda: District(**_parts(plain_of(composed(EVERYTHING)))).run_for(round(DAYS * HOURS_PER_DAY)))


def _parts(cfg: Mapping[str, Any]) -> dict[str, Any]:
    made = _town_of(cfg)
    calendar, in_all_seasons = part("calendar", cfg["calendar"]), _in_seasons(cfg)
    people = in_all_seasons.people.copy()  # trust and safety change in a run; the cached district does not
    plan, prices = part("offenders", cfg["offenders"]), part("costs", cfg["costs"])
    offenders = make_offenders(plan, people, made.town, made.timetable, int(cfg["district_seed"]))
    processes = {name: part(f"process.{name}", cfg["process"][name]) for name in Processes.__dataclass_fields__}
    return {
        "seed": int(cfg["seed"]), "clock": Clock(cfg["hours_per_tick"]), "town": made.town, "people": people,
        "households": made.households, "offenders": offenders,
        "timetable": in_all_seasons.timetable, "calendar": calendar,
        "baseline": part("levers", cfg["levers"]).levers(made.town), "policies": policies(cfg),
        "processes": Processes(**processes), "scenario": part("scenario", cfg["scenario"]),
        "survey": part("survey", cfg["survey"]), "prices": prices,
    }  # fmt: skip


def policies(config: Config) -> Mapping[str, Policy]:
    """The policies of a config by the name of their file."""
    return {str(name): part(f"policy.{name}", policy) for name, policy in (plain_of(config)["policy"] or {}).items()}


def check_policies(config: Config) -> None:
    """Raise ValueError for policies of a config that name places its town has not, or that contradict each other.

    A remark is made on those that the run is too short for.
    """
    plain = plain_of(config)
    placed(policies(plain), _town_of(plain).town)
    remark_on_ramps(plain)


def _in_seasons(cfg: Mapping[str, Any]) -> Synthesis:
    return town_in_seasons(json.dumps(cfg["district"]), int(cfg["district_seed"]), json.dumps(cfg["calendar"]))


def _town_of(cfg: Mapping[str, Any]) -> Synthesis:
    return town_of(json.dumps(cfg["district"]), int(cfg["district_seed"]))
