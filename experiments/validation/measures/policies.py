"""What a change of policy does, runs paired by seed (C12, V14, V15, V16). The arms: see `ARMS` of runs.py."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..replicate import Replicate
from .base import BASELINE, Measure, Part, rate_ratio

DOUBLE, TARGETED, HARDWARE, HALF_TICK, NO_OFFENDERS = (
    "double_patrol", "double_patrol_at_hot_spots", "more_cameras", "half_tick", "no_offenders",
)  # fmt: skip
HOT_SHARE = 0.05  # of the areas, those with most recorded thefts before the policies start


def hot_spots(run: Replicate) -> np.ndarray:
    """The areas that had most recorded thefts before the window, numbers; the same under every policy."""
    rows = run.window.known("theft")
    before = run.by_area(rows[rows["recorded"] & (rows["time_h"] < run.burn_in_h)])
    return np.argsort(-before, kind="stable")[: max(1, round(HOT_SHARE * before.size))]


def _thefts(run: Replicate) -> float:
    return float(len(run.thefts))


def _clashes(run: Replicate) -> float:
    return float(len(run.window.began("clash")))


def _patrol_at_hot_spots(run: Replicate) -> float:
    daily = run.window.daily
    return float(np.bincount(daily["area"], daily["patrol_min"], len(run.centres))[hot_spots(run)].sum())


def _treated_and_control(run: Replicate) -> np.ndarray:
    """Thefts at the hot spots, and elsewhere."""
    counts = run.by_area(run.thefts)
    treated = counts[hot_spots(run)].sum()
    return np.array([treated, counts.sum() - treated])


def _relative(parts: Sequence[Part]) -> float:
    """(Y1T / Y0T) / (Y1C / Y0C): treated against control under the policy against today (evidence 4.E)."""
    (treated_0, control_0), (treated_1, control_1) = (np.sum([part[k] for part in parts], axis=0) for k in (0, 1))
    return float(treated_1 / treated_0 / (control_1 / control_0)) if treated_0 and control_0 and control_1 else math.nan


MEASURES = {
    "policy.hot_spot_dose": rate_ratio(_patrol_at_hot_spots, TARGETED),
    "policy.hot_spot_thefts": Measure(_treated_and_control, _relative, arms=(BASELINE, TARGETED)),
    "policy.double_patrol": rate_ratio(_thefts, DOUBLE),
    "policy.targeted_against_random": rate_ratio(_thefts, TARGETED, DOUBLE),
    "policy.hardware": rate_ratio(_thefts, HARDWARE),
    "policy.half_tick_thefts": rate_ratio(_thefts, HALF_TICK),
    "policy.half_tick_clashes": rate_ratio(_clashes, HALF_TICK),
    "policy.no_offenders": rate_ratio(_thefts, NO_OFFENDERS),
}
