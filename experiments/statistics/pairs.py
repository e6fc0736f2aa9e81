"""Two arms side by side, paired by seed: differences, intervals, verdicts, and how many replications are enough.

Where a value counts events, its difference is a random count, however alike a few pairs of it look. `per_event` is what
one event adds to the value; with it the error of a mean difference has a floor (`error_of`), and its intervals reach
half a step of the mean further (the correction for continuity). Every interval of the product comes from here.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says too little about its types)

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import special  # of scipy.stats, which takes a second to load, nothing else is needed

from ..composition.settings import PairedSettings
from .verdict import verdict

LEVELS = (95, 90, 50)
VERDICT_LEVEL = 90  # of the interval that decides whether a difference matters, per cent
NOT_COUNTED = float("nan")
SMALLEST_STEP = 20
MONEY = "X1"  # every yuan matters: no difference in cost is too small
MOST_REPLICATIONS = 100_000  # beyond this the answer is "not by replication"
KEYS = ["indicator", "ledger"]
DRAWS, DRAWS_SEED = 20_000, 20_201_101  # any seed would do, this one never changes


class Aims(NamedTuple):
    """What a study aims at: half width of intervals and smallest difference that matters, shares of the reference."""

    precision: float
    smallest: float

    @classmethod
    def of(cls, settings: PairedSettings) -> Aims:
        """Those of a study's settings."""
        return cls(settings.precision, settings.smallest)

    def least(self, reading: str, reference_mean: float) -> float:
        """Smallest difference of a reading that matters, in its unit."""
        return 0.0 if reading.startswith(MONEY) else self.smallest * abs(reference_mean)


USUAL = Aims(precision=0.1, smallest=0.03)  # where nobody can say otherwise; those of configs/compare.yaml


def error_of(differences: np.ndarray, per_event: float = NOT_COUNTED) -> Any:
    """Standard error of the mean of paired differences, (..., n), n of at least 2; never below their counting noise.

    A difference of counts is one Poisson number less another (Skellam 1946), whose variance is the sum of both, so at
    least the events by which the pairs differ; one more may have been missed. What pairing saves beyond that is taken
    as far as the sample shows it.
    """
    n = differences.shape[-1]
    spread = differences.std(ddof=1, axis=-1) / math.sqrt(n)
    if not per_event > 0:
        return spread
    return np.maximum(spread, per_event * np.sqrt(np.abs(differences).sum(axis=-1) / per_event + 1) / n)


def step_of(*values: np.ndarray) -> float:
    """Largest step of which all these values are whole multiples: what one event adds, where nobody has said it.

    NaN where there is none of a twentieth of their smallest distance or more: then they are no counts.
    """
    every = np.unique(np.concatenate(values))
    every = every[~np.isnan(every)]
    if not every.size or not every.any():
        return NOT_COUNTED
    apart = np.diff(np.append(every, 0.0) if every.size == 1 else every)
    gap = float(np.abs(apart).min())
    steps = (gap / k for k in range(1, SMALLEST_STEP + 1))
    return next((s for s in steps if np.allclose(every / s, np.round(every / s), atol=1e-6, rtol=1e-9)), NOT_COUNTED)


def t_interval(values: np.ndarray, level: float, per_event: float = NOT_COUNTED) -> tuple[float, float]:
    """Student's interval for the mean of independent values, (n,). `level` in per cent. NaN below two values."""
    if values.size < 2:
        return float("nan"), float("nan")
    half = special.stdtrit(values.size - 1, 0.5 + level / 200) * error_of(values, per_event)
    half += per_event / 2 / values.size if per_event > 0 else 0.0
    return float(values.mean() - half), float(values.mean() + half)


def replications_needed(differences: np.ndarray, half_width: float, per_event: float = NOT_COUNTED) -> float:
    """Smallest number of pairs whose 95 % interval is expected to be at most +- half_width wide; NaN if unknown.

    At least 2. Infinite beyond 100,000. The spread of the pairs at hand stands for that of all pairs.
    """
    if differences.size < 2 or not half_width > 0:
        return float("nan")
    return _fewest(error_of(differences, per_event) * math.sqrt(differences.size), half_width, 95)


def replications_to_decide(differences: np.ndarray, least: float, per_event: float = NOT_COUNTED) -> float:
    """Smallest number of pairs after which a mean like this one's would matter or not, by its 90 % interval.

    `least`: smallest difference that matters. NaN if unknown, infinite beyond 100,000: it lies too close to `least`.
    """
    if differences.size < 2:
        return float("nan")
    room = abs(abs(float(differences.mean())) - least)
    return _fewest(error_of(differences, per_event) * math.sqrt(differences.size), room, VERDICT_LEVEL)


def _fewest(spread: float, half_width: float, level: float) -> float:
    """Smallest n of at least 2 whose interval is at most +- half_width wide; inf beyond MOST_REPLICATIONS."""
    if not spread < half_width * 1e4:
        return float("inf")
    beyond = 0.5 + level / 200
    n = max(2, int((special.ndtri(beyond) * spread / half_width) ** 2))
    while n <= MOST_REPLICATIONS and special.stdtrit(n - 1, beyond) * spread / np.sqrt(n) > half_width:
        n += 1
    return float(n) if n <= MOST_REPLICATIONS else float("inf")


def fieller(
    numerator: np.ndarray, denominator: np.ndarray, level: float, per_event: float = NOT_COUNTED
) -> tuple[float, float] | None:
    """Interval for the ratio of two means from paired values, each (n,); None where it is not bounded.

    `per_event`: of the denominator. It is bounded exactly when the interval of the denominator's mean does not cover 0.
    Source: Fieller (1954).
    """
    n = numerator.size
    low, high = t_interval(denominator, level, per_event)
    if n < 2 or low <= 0 <= high:
        return None
    t2 = special.stdtrit(n - 1, 0.5 + level / 200) ** 2 / n
    a, b = numerator.mean(), denominator.mean()
    (vaa, vab), _ = np.cov(numerator, denominator)
    vbb = (max(high - b, b - low) ** 2) / t2
    p, q, r = b * b - t2 * vbb, a * b - t2 * vab, a * a - t2 * vaa
    root = np.sqrt(max(q * q - p * r, 0.0))
    return float((q - root) / p), float((q + root) / p)


def chance_lower(differences: np.ndarray, per_event: float = NOT_COUNTED) -> float:
    """Probability that the expected difference lies below 0, (n,) paired differences; NaN below two of them.

    The posterior of a normal mean under a flat prior: Student's t around the mean. 0.5 when all are 0.
    """
    if differences.size < 2:
        return float("nan")
    mean, error = differences.mean(), error_of(differences, per_event)
    if error == 0:
        return 0.5 if mean == 0 else float(mean < 0)
    return float(special.stdtr(differences.size - 1, -mean / error))


def posterior_draws(values: np.ndarray, per_event: Sequence[float] = (), draws: int = DRAWS) -> np.ndarray:
    """Draws of the expected values of k quantities measured together, (draws, k) from (n, k); n of at least 2.

    The posterior under a flat prior, each margin Student's t around the mean with the error of `error_of`.
    `per_event`: one a quantity, none for quantities that do not count. The same draws for the same values.
    """
    n, k = values.shape
    rng = np.random.default_rng(DRAWS_SEED)
    spread = np.atleast_2d(np.cov(values, rowvar=False)) / n
    errors = [error_of(column, one) for column, one in zip(values.T, per_event or [NOT_COUNTED] * k, strict=True)]
    np.fill_diagonal(spread, np.square(errors))
    normal = rng.multivariate_normal(np.zeros(k), spread, draws, check_valid="ignore", method="svd")
    return values.mean(axis=0) + normal * np.sqrt((n - 1) / rng.chisquare(n - 1, draws))[:, None]


def compare_arms(values: pd.DataFrame, arms: Sequence[str], aims: Aims, keys: Sequence[str] = KEYS) -> pd.DataFrame:
    """Every arm against the first, reading by reading.

    `values`: columns arm, seed, those of `keys`, value, and per_event if it is known. Pairs in which either value is
    missing are left out.
    """
    reference = arms[0]
    one = events_of(values, keys)
    wide = values.pivot(index="seed", columns=["arm", *keys], values="value")
    names = values[list(keys)].drop_duplicates().itertuples(index=False, name=None)
    order = [(arm, name) for name in list(names) for arm in arms[1:]]
    heads = [{"arm": arm, "reference": reference, **dict(zip(keys, name, strict=True))} for arm, name in order]
    rows = [
        head | compared(_column(wide, (arm, *name)), _column(wide, (reference, *name)), aims, name[0], one[name])
        for head, (arm, name) in zip(heads, order, strict=True)
    ]
    return pd.DataFrame(rows)


def events_of(values: pd.DataFrame, keys: Sequence[str] = KEYS) -> dict[Any, float]:
    """What one event adds to each reading, mean over the runs; NaN where it counts none, or nobody has said it."""
    if "per_event" not in values.columns:
        return dict.fromkeys(values[list(keys)].itertuples(index=False, name=None), NOT_COUNTED)
    means = values.groupby(list(keys))["per_event"].mean()
    return dict(zip(means.index, means.to_numpy(float), strict=True))


def compared(
    one: np.ndarray, base: np.ndarray, aims: Aims, reading: str = "", per_event: float = NOT_COUNTED
) -> dict[str, Any]:
    """What pairs of values say, each (n,): means, their difference with intervals, the verdict and how sure it is.

    `reading`: id of an indicator, if it is one. `per_event`: what one event adds to a value.
    """
    both = ~(np.isnan(one) | np.isnan(base))
    one, base = one[both], base[both]
    apart = one - base
    mean, base_mean, difference = (float(v.mean()) if v.size else float("nan") for v in (one, base, apart))
    row = {
        "n": int(both.sum()), "mean": mean, "reference_mean": base_mean, "difference": difference,
        "relative": difference / base_mean if base_mean else float("nan"),
    }  # fmt: skip
    for level in LEVELS:
        row[f"low{level}"], row[f"high{level}"] = t_interval(apart, level, per_event)
    row["p_lower"] = chance_lower(apart, per_event)
    row["least"] = aims.least(reading, base_mean)
    row["verdict"] = verdict(row[f"low{VERDICT_LEVEL}"], row[f"high{VERDICT_LEVEL}"], row["least"])
    row["to_decide"] = replications_to_decide(apart, row["least"], per_event)
    row["pairs_lower"] = float((apart < 0).mean()) if apart.size else float("nan")
    row["correlation"] = _correlation(one, base)
    row["replications_needed"] = replications_needed(apart, aims.precision * abs(base_mean), per_event)
    return row


def _column(wide: pd.DataFrame, key: tuple) -> np.ndarray:
    return wide[key].to_numpy(float) if key in wide.columns else np.full(len(wide), np.nan)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Pearson correlation across seeds: how much pairing helps; NaN for constants and fewer than three pairs."""
    if one.size < 3 or one.std() == 0 or other.std() == 0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])
