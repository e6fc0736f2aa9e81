"""Two arms side by side, paired by seed: differences, intervals, and how many replications are enough."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

LEVELS = (95, 90, 50)
MOST_REPLICATIONS = 100_000  # beyond this the answer is "not by replication"
KEYS = ["indicator", "ledger"]
DRAWS, DRAWS_SEED = 20_000, 20_201_101  # any seed would do, this one never changes


def t_interval(values: np.ndarray, level: float) -> tuple[float, float]:
    """Student's interval for the mean of independent values, (n,). `level` in per cent. NaN below two values."""
    if values.size < 2:
        return float("nan"), float("nan")
    half = stats.t.ppf(0.5 + level / 200, values.size - 1) * values.std(ddof=1) / np.sqrt(values.size)
    return float(values.mean() - half), float(values.mean() + half)


def replications_needed(differences: np.ndarray, half_width: float) -> float:
    """Smallest number of pairs whose 95 % interval is expected to be at most +- half_width wide; NaN if unknown.

    At least 2. Infinite beyond 100,000. The spread of the pairs at hand stands for that of all pairs.
    """
    if differences.size < 2 or not half_width > 0:
        return float("nan")
    spread = differences.std(ddof=1)
    n = (
        max(2, int((stats.norm.ppf(0.975) * spread / half_width) ** 2))
        if spread < half_width * 1e4
        else MOST_REPLICATIONS
    )
    while n <= MOST_REPLICATIONS and stats.t.ppf(0.975, n - 1) * spread / np.sqrt(n) > half_width:
        n += 1
    return float(n) if n <= MOST_REPLICATIONS else float("inf")


def fieller(numerator: np.ndarray, denominator: np.ndarray, level: float) -> tuple[float, float] | None:
    """Interval for the ratio of two means from paired values, each (n,); None where it is not bounded.

    It is bounded exactly when the interval of the denominator's mean does not cover 0. Source: Fieller (1954).
    """
    n = numerator.size
    low, high = t_interval(denominator, level)
    if n < 2 or low <= 0 <= high:
        return None
    t2 = stats.t.ppf(0.5 + level / 200, n - 1) ** 2 / n
    a, b = numerator.mean(), denominator.mean()
    (vaa, vab), (_, vbb) = np.cov(numerator, denominator)
    p, q, r = b * b - t2 * vbb, a * b - t2 * vab, a * a - t2 * vaa
    root = np.sqrt(max(q * q - p * r, 0.0))
    return float((q - root) / p), float((q + root) / p)


def chance_lower(differences: np.ndarray) -> float:
    """Probability that the expected difference lies below 0, (n,) paired differences; NaN below two of them.

    The posterior of a normal mean under a flat prior: Student's t around the mean. 0.5 when all are 0.
    """
    if differences.size < 2:
        return float("nan")
    mean, error = differences.mean(), differences.std(ddof=1) / np.sqrt(differences.size)
    if error == 0:
        return 0.5 if mean == 0 else float(mean < 0)
    return float(stats.t.cdf(-mean / error, differences.size - 1))


def posterior_draws(values: np.ndarray, draws: int = DRAWS) -> np.ndarray:
    """Draws of the expected values of k quantities measured together, (draws, k) from (n, k); n of at least 2.

    The posterior under a flat prior, each margin Student's t as in `t_interval`. The same draws for the same values.
    """
    n, k = values.shape
    rng = np.random.default_rng(DRAWS_SEED)
    spread = np.atleast_2d(np.cov(values, rowvar=False)) / n
    normal = rng.multivariate_normal(np.zeros(k), spread, draws, check_valid="ignore", method="svd")
    return values.mean(axis=0) + normal * np.sqrt((n - 1) / rng.chisquare(n - 1, draws))[:, None]


def compare_arms(
    values: pd.DataFrame, arms: Sequence[str], precision: float, keys: Sequence[str] = KEYS
) -> pd.DataFrame:
    """Every arm against the first, reading by reading.

    `values`: columns arm, seed, those of `keys`, value. `precision`: half width aimed at, as a share of the
    reference mean. Pairs in which either value is missing are left out.
    """
    reference = arms[0]
    wide = values.pivot(index="seed", columns=["arm", *keys], values="value")
    names = values[list(keys)].drop_duplicates().itertuples(index=False, name=None)
    order = [(arm, name) for name in list(names) for arm in arms[1:]]
    heads = [{"arm": arm, "reference": reference, **dict(zip(keys, name, strict=True))} for arm, name in order]
    rows = [
        head | compared(_column(wide, (arm, *name)), _column(wide, (reference, *name)), precision)
        for head, (arm, name) in zip(heads, order, strict=True)
    ]
    return pd.DataFrame(rows)


def compared(one: np.ndarray, base: np.ndarray, precision: float) -> dict[str, float]:
    """What pairs of values say, each (n,): means, their difference with intervals, and how sure it is."""
    both = ~(np.isnan(one) | np.isnan(base))
    one, base = one[both], base[both]
    apart = one - base
    mean, base_mean, difference = (float(v.mean()) if v.size else float("nan") for v in (one, base, apart))
    row = {
        "n": int(both.sum()), "mean": mean, "reference_mean": base_mean, "difference": difference,
        "relative": difference / base_mean if base_mean else float("nan"),
    }  # fmt: skip
    for level in LEVELS:
        row[f"low{level}"], row[f"high{level}"] = t_interval(apart, level)
    row["p_lower"] = chance_lower(apart)
    row["pairs_lower"] = float((apart < 0).mean()) if apart.size else float("nan")
    row["correlation"] = _correlation(one, base)
    row["replications_needed"] = replications_needed(apart, precision * abs(base_mean))
    return row


def _column(wide: pd.DataFrame, key: tuple) -> np.ndarray:
    return wide[key].to_numpy(float) if key in wide.columns else np.full(len(wide), np.nan)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Pearson correlation across seeds: how much pairing helps; NaN for constants and fewer than three pairs."""
    if one.size < 3 or one.std() == 0 or other.std() == 0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])
