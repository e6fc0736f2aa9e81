"""Runs that share a past: simulated once up to the day on which they part, then each goes on by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from govsim.simulation import District
from govsim.simulation.engine.clock import HOURS_PER_DAY

from ..composition.ticks import ticks_of
from .store import NOT_IDENTITY

POLICY = ("policy", "policy_start_day", "policy_ramp_days")  # what may differ between runs that share a past

type Config = Mapping[str, Any]  # plain


def past_of(config: Config) -> str:
    """What two runs must share to share a past, their seed among it."""
    kept = {key: value for key, value in config.items() if key not in (*POLICY, *NOT_IDENTITY)}
    return json.dumps(kept, sort_keys=True, default=str)


def end_h_of(config: Config) -> float:
    """Length of a run in hours, a whole number of ticks."""
    return config["hours_per_tick"] * ticks_of(config["years"], config["hours_per_tick"])


class Past:
    """The past of some runs that differ in their policies alone."""

    def __init__(self, configs: Sequence[Config]) -> None:
        self.parting_h = _parting_of(configs) if len(configs) > 1 else 0.0  # 0 when there is nothing to share
        self._trunk: District | None = None

    def begin(self, config: Config) -> District:
        """The district of a run where it parts from the others. Raises what building it raises."""
        from ..composition.build import build, policies  # compiled code is loaded only now

        if self.parting_h == 0:
            return build(config)
        own = policies(config)
        if any(policy.start_day * HOURS_PER_DAY < self.parting_h for policy in own.values()):
            return build(config)  # it has left the others before they part
        if self._trunk is None:
            trunk = build({**config, "policy": {}})
            trunk.run_for(round(self.parting_h / trunk.clock.hours_per_tick))
            self._trunk = trunk
        return self._trunk.branch(own)


def _parting_of(configs: Sequence[Config]) -> float:
    """Hour at which the first policy of any of these runs starts."""
    from ..composition.build import policies

    try:
        starts = [p.start_day for config in configs for p in policies(config).values()]
    except Exception:  # the run with the policy that cannot be made will say so
        return 0.0
    return float(min(min(starts) * HOURS_PER_DAY, *(end_h_of(config) for config in configs))) if starts else 0.0
