"""A bundle against the sum of its parts: main effects, two-way interactions, and what is left, paired by seed."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says too little about its types)

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..composition.arms import BUNDLE, policies_of
from ..errors import BadInput
from ..indicators import REGISTRY
from .pairs import KEYS, LEVELS, VERDICT_LEVEL, Aims, events_of, t_interval
from .verdict import Verdict, verdict

BASELINE = "baseline"
PART, PAIR, WHOLE, SUM, BEYOND = "part", "two-way interaction", "bundle", "sum of parts", "bundle minus sum"
BETTER, WORSE, NO_CLEAR, NONE = (
    "better than the sum",
    "worse than the sum",
    "not decided yet",
    "no interaction that matters",
)
OPEN_MORE, OPEN_LESS = "more than the sum", "less than the sum"


class Term(NamedTuple):
    """A contrast of arms: which mean of the arms, with which weight, makes it."""

    kind: str
    name: str
    weights: Mapping[str, int]


def bundle(parts: Sequence[str]) -> str:
    """The arm that has all these parts."""
    return BUNDLE.join(parts)


def arms_of(parts: Sequence[str]) -> list[str]:
    """The baseline, each part, each pair, and all together. Raises BadInput when a policy is in two parts."""
    named = [policy for part in parts for policy in policies_of(part)]
    if twice := sorted({policy for policy in named if named.count(policy) > 1}):
        raise BadInput(f"arms: {', '.join(twice)} is in more than one part; a factorial needs parts that differ")
    if BASELINE in named:
        raise BadInput(f"arms: {BASELINE} is what all parts are held against; leave it out")
    return list(dict.fromkeys([BASELINE, *parts, *map(bundle, combinations(parts, 2)), bundle(parts)]))


def terms_of(parts: Sequence[str]) -> Iterator[Term]:
    """Every contrast of a factorial of these parts."""
    whole, n = bundle(parts), len(parts)
    for part in parts:
        yield Term(PART, part, {part: 1, BASELINE: -1})
    yield Term(WHOLE, whole, {whole: 1, BASELINE: -1})
    yield Term(SUM, " and ".join(parts), {**dict.fromkeys(parts, 1), BASELINE: -n})
    yield Term(BEYOND, whole, {whole: 1, **dict.fromkeys(parts, -1), BASELINE: n - 1})
    for one, other in combinations(parts, 2) if n > 2 else ():
        yield Term(PAIR, f"{one} × {other}", {bundle((one, other)): 1, one: -1, other: -1, BASELINE: 1})


def interactions(parts: Sequence[str], indicators: pd.DataFrame, aims: Aims) -> pd.DataFrame:
    """Every contrast of every indicator and ledger, with intervals over seeds.

    `indicators`: as of pairs.compare_arms. Seeds in which an arm of a contrast has no value are
    left out of it. Columns: kind, term, indicator, ledger, n, reference_mean, difference, low95.., verdict, remark.
    """
    wide = indicators.pivot(index="seed", columns=["arm", *KEYS], values="value")
    names = list(indicators[KEYS].drop_duplicates().itertuples(index=False, name=None))
    one = events_of(indicators)
    return pd.DataFrame([_row(term, wide, *name, one[name], aims) for name in names for term in terms_of(parts)])


def _row(term: Term, wide: pd.DataFrame, indicator: str, ledger: str, per_event: float, aims: Aims) -> dict:
    columns = {arm: _column(wide, (arm, indicator, ledger)) for arm in term.weights}
    contrast = np.sum([weight * columns[arm] for arm, weight in term.weights.items()], axis=0)
    base = columns[BASELINE][~np.isnan(contrast)]
    contrast = contrast[~np.isnan(contrast)]
    mean, base_mean = (float(v.mean()) if v.size else float("nan") for v in (contrast, base))
    row = {"kind": term.kind, "term": term.name, "indicator": indicator, "ledger": ledger, "n": contrast.size,
           "reference_mean": base_mean, "difference": mean}  # fmt: skip
    for level in LEVELS:
        row[f"low{level}"], row[f"high{level}"] = t_interval(contrast, level, per_event)
    least = aims.least(indicator, base_mean)
    finding = verdict(row[f"low{VERDICT_LEVEL}"], row[f"high{VERDICT_LEVEL}"], least)
    is_interaction = term.kind in (PAIR, BEYOND)
    return row | {"verdict": finding, "remark": remark(finding, REGISTRY[indicator].better) if is_interaction else ""}


def _column(wide: pd.DataFrame, key: tuple[str, str, str]) -> np.ndarray:
    return wide[key].to_numpy(float) if key in wide.columns else np.full(len(wide), np.nan)


def remark(found: Verdict, better: str) -> str:
    """What an interaction means for those who want the indicator lower or higher."""
    if found in ("open", "unknown", "alike"):
        return {"open": NO_CLEAR, "alike": NONE}.get(found, "")
    if better == "ambiguous":
        return OPEN_MORE if found == "higher" else OPEN_LESS
    return BETTER if found == better else WORSE
