"""Scenario discovery: under which uncertainties does one arm beat another? PRIM boxes and a CART tree.

How boxes are judged is Bryant & Lempert (2010); CART is that of scikit-learn.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportOperatorIssue=false
# (pandas and these libraries say too little about their types)

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..composition.asked import Asked
from ..composition.settings import DiscoverSettings, settings_of
from ..errors import BadInput
from ..statistics.prim import Limits, found_boxes
from .experiment import Tell, carry_out, plan_of
from .factors import LEVER
from .store import check_indicators

IS = "="  # between a factor and one of its words, in the name of a column
LEAVES, LEAST_SHARE = 6, 0.05  # of a tree: at most so many leaves, each with at least this share of the points


@dataclass(frozen=True)
class Box:
    """A part of the space of uncertainties: limits of those it restricts, and what lies in it."""

    limits: dict[str, tuple[float, float]]
    coverage: float  # share of the points of interest that lie in the box
    density: float  # share of the points in the box that are of interest
    mass: float  # share of all points that lie in the box
    p_values: dict[str, float] = field(default_factory=dict)  # that a limit restricts by chance


def boxes(x: pd.DataFrame, wins: np.ndarray, threshold: float, most: int = 3) -> list[Box]:
    """PRIM boxes in which at least `threshold` of the points are wins, largest coverage first found.

    x: one row a scenario, one column an uncertainty; wins: bool, (n,). Raises BadInput when all or none are wins.
    """
    if wins.all() or not wins.any():
        raise BadInput(f"the arm wins in {'every' if wins.all() else 'no'} scenario; there is nothing to discover")
    found = found_boxes(x.to_numpy(float), wins, threshold, most)
    return [_box(limits, x, wins) for limits in found]


def _box(limits: Limits, x: pd.DataFrame, wins: np.ndarray) -> Box:
    ends = zip(map(str, x), limits.low, limits.high, x.min(), x.max(), strict=True)
    restricted = {
        name: (float(max(low, least)), float(min(high, most)))
        for name, low, high, least, most in ends
        if np.isfinite(low) or np.isfinite(high)
    }
    inside = np.ones(len(x), bool)
    for name, (low, high) in restricted.items():
        inside &= (x[name].to_numpy() >= low) & (x[name].to_numpy() <= high)
    p_values = {name: _by_chance(x, wins, restricted, name) for name in restricted}
    return Box(restricted, wins[inside].sum() / wins.sum(), wins[inside].mean(), inside.mean(), p_values)


def _by_chance(x: pd.DataFrame, wins: np.ndarray, limits: dict[str, tuple[float, float]], name: str) -> float:
    """Chance of so many wins inside if this limit did not matter (binomial; Bryant & Lempert 2010)."""
    from scipy.stats import binomtest

    without = np.ones(len(x), bool)
    for other, (low, high) in limits.items():
        if other != name:
            without &= x[other].between(low, high).to_numpy()
    low, high = limits[name]
    inside = without & x[name].between(low, high).to_numpy()
    return float(binomtest(int(wins[inside].sum()), int(inside.sum()), float(wins[without].mean()), "greater").pvalue)


def tree(x: pd.DataFrame, wins: np.ndarray) -> str:
    """A classification tree in words."""
    from sklearn.tree import DecisionTreeClassifier, export_text

    grown = DecisionTreeClassifier(max_leaf_nodes=LEAVES, min_samples_leaf=LEAST_SHARE, random_state=0)
    grown.fit(x, np.where(wins, "wins", "loses"))
    return export_text(grown, feature_names=[str(c) for c in x], show_weights=True)


def wins_of(rows: pd.DataFrame, settings: DiscoverSettings) -> pd.Series:
    """Whether the policy wins, by point; points where either arm has no value are left out."""
    means = rows.pivot_table(index="point", columns="arm", values=settings.indicator)
    means = means.reindex(columns=list(settings.arms)).dropna()
    reference, arm = means[settings.arms[0]], means[settings.arms[1]]
    gain = (reference - arm) if settings.better == "lower" else (arm - reference)
    return gain > settings.margin * reference.abs()


def in_numbers(points: pd.DataFrame) -> pd.DataFrame:
    """Points as boxes and trees take them: a factor of words becomes one column a word, 1 where it is that one."""
    columns: dict[str, pd.Series] = {}
    for name in points:
        column = points[name]
        if all(isinstance(value, str) for value in column):
            columns |= {f"{name}{IS}{word}": (column == word).astype(float) for word in sorted(set(column))}
        else:
            columns[str(name)] = column.astype(float)
    return pd.DataFrame(columns, index=points.index)


def limit_in_words(name: str, low: float, high: float) -> str:
    """One limit of a box."""
    factor, is_word, word = name.partition(IS)
    if not is_word:
        return f"{name} between {low:.3g} and {high:.3g}"
    return f"{factor} {'is' if low > 0 else 'is not'} {word}"


def in_words(box: Box) -> str:
    """A box in one sentence."""
    limits = " and ".join(
        f"{limit_in_words(name, low, high)} (p {box.p_values[name]:.2g})" for name, (low, high) in box.limits.items()
    )
    return (
        f"{limits or 'everywhere'}: wins in {100 * box.density:.0f} % of the scenarios there (density), which are "
        f"{100 * box.coverage:.0f} % of all wins (coverage) and {100 * box.mass:.0f} % of all scenarios"
    )


def report(x: pd.DataFrame, wins: np.ndarray, settings: DiscoverSettings) -> str:
    """What was discovered, in words."""
    reference, arm = settings.arms
    found = boxes(x, wins, settings.threshold)
    head = (
        f"{arm} beats {reference} in {settings.indicator} in {int(wins.sum())} of {wins.size} scenarios "
        f"({settings.replications} seeds each, margin {100 * settings.margin:g} %).\n"
    )
    lines = [f"{i}. {in_words(box)}" for i, box in enumerate(found, 1)] or [
        f"No box has {100 * settings.threshold:.0f} % of wins; lower the threshold or take more scenarios."
    ]
    return "\n".join([head, "PRIM boxes", *lines, "", "CART", tree(x, wins)])


class Discovery(NamedTuple):
    """What was found: the scenarios, in which of them the policy wins, and the boxes and the tree in words."""

    settings: DiscoverSettings
    scenarios: pd.DataFrame  # one column an uncertainty, and wins
    text: str


def discover(asked: Asked, tell: Tell | None = None) -> Discovery:
    """Run two arms under many scenarios, and say under which one beats the other. Raises BadInput."""
    settings = settings_of(asked.cfg, DiscoverSettings)
    check_indicators([settings.indicator])
    if len(settings.arms) != 2:
        raise BadInput("govsim discover compares two arms: arms=[baseline,more_patrol]")
    plan = plan_of(asked, settings)
    nature = [f.path for f in plan.factors if f.role != LEVER]
    if not nature:
        raise BadInput("govsim discover needs uncertainties: factors.process.theft.certainty_weight=[0.5,4]")
    kept, _ = carry_out(plan, asked, settings, tell)
    wins = wins_of(kept.designed(), settings)
    x = in_numbers(plan.points.set_index("point").loc[wins.index, nature])
    return Discovery(settings, x.assign(wins=wins), report(x, wins.to_numpy(bool), settings))
