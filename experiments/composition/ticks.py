"""Length of a run in ticks."""

from __future__ import annotations

from govsim.simulation.engine.clock import HOURS_PER_YEAR


def ticks_of(years: float, hours_per_tick: float) -> int:
    """Length of a run in ticks, at least one."""
    return max(1, round(years * HOURS_PER_YEAR / hours_per_tick))
