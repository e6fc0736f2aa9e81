"""Which numbers matter: a Morris screening of all factors, then Sobol indices of the most influential."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..composition.asked import Asked
from ..composition.settings import SensitivitySettings, settings_of
from ..errors import BadInput
from .designs import Size
from .experiment import Tell, carry_out, keep_only, plan_of
from .factors import Factor
from .indices import morris_effects, most_influential, outcomes, shares_of_variance, sobol_indices
from .store import check_indicators, designed

type Analysis = Callable[[Sequence[Factor], Size, pd.DataFrame], pd.DataFrame]
STAGES: dict[str, tuple[str, str, Analysis]] = {
    "morris": ("morris", "walks", morris_effects),
    "sobol": ("saltelli", "samples", sobol_indices),
}


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
    results, effects, variance = designed(kept.folder), [], []
    for indicator in settings.indicators:
        table = outcomes(results, indicator)
        effects.append(analysis(plan.factors, size, table).assign(indicator=indicator))
        variance.append({"indicator": indicator, "stage": name, **shares_of_variance(table)})
    return pd.concat(effects, ignore_index=True), pd.DataFrame(variance)
