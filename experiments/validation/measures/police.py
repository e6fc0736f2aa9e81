"""Calls, arrivals and clearance (C11, V10)."""

from __future__ import annotations

import numpy as np

from ...indicators.rows import looked_up
from ..replicate import Replicate
from ..statistics.trend import slope_on_log
from .base import Measure, Part, share

SLOWER = 1.1  # response times longer by a tenth, as Blanes i Vidal & Kirchmaier (2018) put it


def responses(run: Replicate) -> tuple[np.ndarray, np.ndarray]:
    """Of recorded thefts of the window to which somebody came: minutes until then, and whether cleared, (n,) each."""
    calls, thefts = run.window.known("call"), run.window.filed("theft")
    order = np.argsort(calls["cause"], kind="stable")
    minutes = looked_up(thefts["event_id"], calls["cause"][order], calls["response_min"][order].astype(float))
    there = minutes > 0
    return minutes[there], run.window.closed_by_end(thefts, "cleared_h")[there].astype(float)


def _slope(parts: list[Part]) -> float:
    """Percentage points of clearance when response takes a tenth longer."""
    minutes, cleared = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    return 100 * slope_on_log(cleared, minutes) * float(np.log(SLOWER))


def on_scene(run: Replicate) -> np.ndarray:
    """Minutes on the scene of the calls of the window, (n,)."""
    return run.window.began("call")["on_scene_min"].astype(float)


def _between(low: float, high: float) -> Measure:
    def each(run: Replicate) -> tuple[float, float]:
        minutes = on_scene(run)
        return float(((minutes > low) & (minutes <= high)).sum()), float(minutes.size)

    return share(each)


MEASURES = {
    "police.clearance_by_response": Measure(responses, lambda parts: _slope(list(parts))),
    "police.on_scene_half_hour": _between(0, 30),
    "police.on_scene_hours": _between(60, 120),
    "police.on_scene_long": _between(240, np.inf),
}
