"""Which numbers matter: a Morris screening of all factors, then Sobol indices of the most influential.

Indices are those of SALib; shares of variance: Saltelli et al. 2008.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportOperatorIssue=false
# (pandas says too little about its types)

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..composition.asked import Asked
from ..composition.settings import SensitivitySettings, settings_of
from ..errors import BadInput
from .designs import Size, morris, problem_of, refuse_all_but_powers_of_2
from .experiment import Tell, carry_out, keep_only, plan_of
from .factors import Factor
from .store import check_indicators

CONFIDENCE = 0.95
INDICES = ("S1", "S1_conf", "ST", "ST_conf")
WIDEST = 0.25  # half width of an interval of a share that still tells much from little

type Analysis = Callable[[Sequence[Factor], Size, pd.DataFrame], pd.DataFrame]


class Sensitivity(NamedTuple):
    """What was found: one row a factor and indicator in the first two, one an indicator and stage in the last."""

    settings: SensitivitySettings
    morris: pd.DataFrame
    sobol: pd.DataFrame
    variance: pd.DataFrame


def sensitivity(asked: Asked, tell: Tell | None = None) -> Sensitivity:
    """Screen the factors, then explain the variance. Raises BadInput before anything runs that cannot be analysed."""
    settings = settings_of(asked.cfg, SensitivitySettings)
    check_indicators(settings.indicators)
    if len(settings.arms) != 1:
        raise BadInput("govsim sensitivity looks at one arm at a time; give one: arms=[baseline]")
    refuse_all_but_powers_of_2(settings.samples)  # now rather than after the screening
    morris, screened = _stage(asked, settings, "morris", tell)
    few = keep_only(most_influential(morris, settings.keep_factors), asked)
    sobol, explained = _stage(few, settings, "sobol", tell)
    return Sensitivity(settings, morris, sobol, pd.concat([screened, explained], ignore_index=True))


def _stage(
    asked: Asked, settings: SensitivitySettings, name: str, tell: Tell | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sweep one design, analyse it: (effects of each factor on each indicator, shares of variance)."""
    design, samples, analysis = STAGES[name]
    one = settings.model_copy(
        update={"design": design, "samples": getattr(settings, samples), "out": str(Path(settings.out) / name)}
    )
    plan = plan_of(asked, one)
    kept, _ = carry_out(plan, asked, one, tell)
    size = Size(one.samples, one.levels, one.resolution, one.design_seed)
    results, effects, variance = kept.designed(), [], []
    for indicator in settings.indicators:
        table = outcomes(results, indicator)
        effects.append(analysis(plan.factors, size, table).assign(indicator=indicator))
        variance.append({"indicator": indicator, "stage": name, **shares_of_variance(table)})
    return pd.concat(effects, ignore_index=True), pd.DataFrame(variance)


def outcomes(designed: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Values of an indicator, one row a point in the order of the design, one column a seed.

    Raises BadInput when a run is missing or failed, or an indicator has no value there.
    """
    table = designed.pivot_table(index="point", columns="seed", values=indicator, dropna=False, aggfunc="first")
    if indicator not in designed or bool(table.isna().to_numpy().any()):
        lacking = int(table.isna().to_numpy().sum())
        raise BadInput(
            f"{lacking} runs of the design have no value of {indicator}; do failed runs again with retry=true, "
            "take longer runs, or leave the indicator out: indicators=[...]"
        )
    return table.sort_index()


def shares_of_variance(table: pd.DataFrame) -> dict[str, float]:
    """Shares of the variance of single runs: factors, luck that all points share, luck that they do not.

    Two-way analysis of variance of points and seeds, unbiased; `table`: one row a point, one column a seed.
    """
    y = table.to_numpy(float)
    points, seeds = y.shape
    if seeds < 2:
        return {"factors": np.nan, "shared luck": np.nan, "own luck": np.nan}
    by_point, by_seed, mean = y.mean(axis=1), y.mean(axis=0), y.mean()
    own = ((y - by_point[:, None] - by_seed[None] + mean) ** 2).sum() / ((points - 1) * (seeds - 1))
    of_points = max(0.0, by_point.var(ddof=1) - own / seeds)
    of_seeds = max(0.0, by_seed.var(ddof=1) - own / points)
    total = of_points + of_seeds + own
    if total == 0:
        return {"factors": np.nan, "shared luck": np.nan, "own luck": np.nan}
    return {"factors": of_points / total, "shared luck": of_seeds / total, "own luck": own / total}


def morris_effects(factors: Sequence[Factor], size: Size, table: pd.DataFrame) -> pd.DataFrame:
    """Elementary effects of the mean over seeds: factor, mu, mu_star, mu_star_conf, sigma.

    An effect is the change of the indicator over the whole range of a factor.
    """
    from SALib.analyze import morris as salib

    cube, mean = morris(factors, size), table.mean(axis=1).to_numpy()
    found: Any = salib.analyze(
        problem_of(factors), cube, mean, num_levels=size.levels, conf_level=CONFIDENCE, seed=size.seed
    )
    columns = {name: np.asarray(found[name], float) for name in ("mu", "mu_star", "mu_star_conf", "sigma")}
    return pd.DataFrame({"factor": [f.path for f in factors], **columns})


def sobol_indices(factors: Sequence[Factor], size: Size, table: pd.DataFrame) -> pd.DataFrame:
    """First-order and total indices of the mean over seeds: factor, S1, S1_conf, ST, ST_conf, needed.

    They are shares of variance, between 0 and 1, but their estimates know no such ends. Where an interval is so wide
    that it says next to nothing, `needed` is how many base points would make it narrow enough; else it is missing.
    """
    from SALib.analyze import sobol as salib

    mean = table.mean(axis=1).to_numpy()
    columns = {"factor": [f.path for f in factors]}
    if mean.std() == 0:
        return pd.DataFrame({**columns, **dict.fromkeys((*INDICES, "needed"), np.nan)})
    found: Any = salib.analyze(
        problem_of(factors), (mean - mean.mean()) / mean.std(), calc_second_order=False, conf_level=CONFIDENCE,
        seed=size.seed,
    )  # fmt: skip
    values = {name: np.asarray(found[name], float) for name in INDICES}
    half = np.maximum(values["S1_conf"], values["ST_conf"])
    return pd.DataFrame({**columns, **values, "needed": [points_needed(size.samples, one) for one in half]})


def points_needed(samples: int, half: float) -> float:
    """Base points by which an interval with this half width becomes narrow enough; NaN where it is so already."""
    if half <= WIDEST:
        return np.nan
    return math.inf if not math.isfinite(half) else 2.0 ** math.ceil(math.log2(samples * (half / WIDEST) ** 2))


def most_influential(effects: pd.DataFrame, most: int) -> list[str]:
    """Factors in order of their largest influence on any indicator, mu_star as a share of the largest there.

    `effects`: morris_effects of several indicators with the column indicator.
    """
    largest = effects.groupby("indicator")["mu_star"].transform("max")
    relative = (effects["mu_star"] / largest.where(largest > 0)).fillna(0.0)
    order = relative.groupby(effects["factor"]).max().sort_values(ascending=False, kind="stable")
    return [str(name) for name in order.index[:most]]


STAGES: dict[str, tuple[str, str, Analysis]] = {
    "morris": ("morris", "walks", morris_effects),
    "sobol": ("saltelli", "samples", sobol_indices),
}
