"""A remark where a run ends before a policy has acted in full for long: what is measured is then mostly its start."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from govsim.simulation.engine.clock import DAYS_PER_YEAR

from ..errors import Remark

MOST_SHARE = 0.5  # of the days from a policy's start to the end of a run that may pass before it acts in full


def remark_on_ramps(config: Mapping[str, Any]) -> None:
    """Warn of each policy of a resolved configuration of a run that is on its way for half of its time or longer."""
    end = float(config["years"]) * DAYS_PER_YEAR
    for name, policy in (config["policy"] or {}).items():
        start, ramp = (float(policy.get(key) or 0) for key in ("start_day", "ramp_days"))
        left = min(end, float(policy.get("end_day") or end)) - start
        if ramp > 0 and left <= ramp / MOST_SHARE:
            warnings.warn(
                f"{name} acts in full only {ramp:g} days after its start, and {max(left, 0):.0f} days of it are run: "
                f"most of what is measured is its beginning. Take more years=, or a smaller policy_ramp_days=",
                Remark,
                stacklevel=2,
            )
