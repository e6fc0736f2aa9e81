"""What can be measured of the model: by the name of a measure, or of an indicator and ledger such as K1/recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ...indicators import REGISTRY
from .. import pooling
from ..replicate import Replicate
from . import disputes, exact, police, policies, shapes, steady, theft
from .base import BASELINE, Measure, Part

PER_CENT = 100
__all__ = ["BASELINE", "MEASURES", "Measure", "Part", "parts_of"]


def _indicator(id_: str, ledger: str) -> Measure:
    """An indicator of the whole window; never surer than its number of events allows."""

    def each(run: Replicate) -> np.ndarray:
        reading = REGISTRY[id_].read(run.window, ledger)
        return np.array([reading.value, reading.per_event, reading.numerator, reading.denominator])

    return Measure(each, pooling.mean_of, _noise)


def _noise(parts: Sequence[Part]) -> float:
    """Standard error at least of an indicator whose numerator is a number of events; 0 for others."""
    counted = [part for part in parts if not np.isnan(part[1])]
    if not counted:
        return 0.0
    top_and_bottom = [part[2:] for part in counted]
    if np.isclose(counted[0][1] * counted[0][3], PER_CENT):  # one event more is so many per cent
        return PER_CENT * pooling.noise_of_share(top_and_bottom)
    return float(np.mean([part[1] * part[3] for part in counted])) * pooling.noise_of_count(top_and_bottom)


def _difference(first: str, second: str) -> Measure:
    """One indicator less another, run by run."""
    one, other = (_indicator(*name.split("/")) for name in (first, second))
    return Measure(lambda run: one.each(run) - other.each(run), pooling.mean_of)


MEASURES: dict[str, Measure] = {
    **{f"{i.id}/{ledger}": _indicator(i.id, ledger) for i in REGISTRY.values() for ledger in i.ledgers},
    **theft.MEASURES, **disputes.MEASURES, **police.MEASURES, **steady.MEASURES, **exact.MEASURES, **policies.MEASURES,
    **shapes.MEASURES,
    "order.police_petition": _difference("K13.110/recorded", "K13.petition/recorded"),
    "order.petition_court": _difference("K13.petition/recorded", "K13.court/recorded"),
    "order.recorded_durable": _difference("K13/recorded", "K13/true"),
    "order.safety_awareness": _difference("K29/recorded", "K30.aware/recorded"),
    "order.awareness_participation": _difference("K30.aware/recorded", "K30.part/recorded"),
}  # fmt: skip


def parts_of(run: Replicate, arm: str, names: Iterable[str]) -> Mapping[str, Part]:
    """What one run of an arm adds to each measure that reads this arm."""
    return {name: MEASURES[name].each(run) for name in names if arm in MEASURES[name].arms}
