"""Which numbers matter. `govsim sensitivity`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import hydra
import pandas as pd
from omegaconf import DictConfig
from rich.console import Console
from rich.table import Table

from .. import files
from ..composition.settings import SensitivitySettings, settings_of
from ..config_folders import CONFIGS
from ..errors import BadInput
from ..sweeps.designs import Size
from ..sweeps.factors import Factor
from ..sweeps.indices import morris_effects, most_influential, outcomes, shares_of_variance, sobol_indices
from ..sweeps.store import check_indicators, designed
from . import sweep
from .application import one_line_errors

type Analysis = Callable[[Sequence[Factor], Size, pd.DataFrame], pd.DataFrame]


def stage(cfg: DictConfig, settings: SensitivitySettings, name: str, keep: Sequence[str] | None, words: Sequence[str],
          config_name: str) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """Sweep one design, analyse it: (effects of each factor on each indicator, shares of variance)."""
    design, samples, analysis = STAGES[name]
    one = settings.model_copy(
        update={"design": design, "samples": getattr(settings, samples), "out": str(Path(settings.out) / name)}
    )
    own = cfg.copy()
    if keep is not None:
        sweep.keep_only(keep, own)
    plan = sweep.plan_of(own, one, config_name, words)
    kept = sweep.carry_out(plan, own, one)
    size = Size(one.samples, one.levels, one.resolution, one.design_seed)
    results, effects, variance = designed(kept.folder), [], []
    for indicator in settings.indicators:
        table = outcomes(results, indicator)
        effects.append(analysis(plan.factors, size, table).assign(indicator=indicator))
        variance.append({"indicator": indicator, "stage": name, **shares_of_variance(table)})
    return pd.concat(effects, ignore_index=True), pd.DataFrame(variance)


STAGES: dict[str, tuple[str, str, Analysis]] = {
    "morris": ("morris", "walks", morris_effects),
    "sobol": ("saltelli", "samples", sobol_indices),
}


def check(settings: SensitivitySettings) -> None:
    """Refuse what cannot be analysed, before anything runs. Raises BadInput."""
    check_indicators(settings.indicators)
    if len(settings.arms) != 1:
        raise BadInput("govsim sensitivity looks at one arm at a time; give one: arms=[baseline]")


def print_effects(morris: pd.DataFrame, sobol: pd.DataFrame, variance: pd.DataFrame) -> None:
    """What was found, as tables."""
    console = Console()
    table = Table(title="Influence on the mean of an indicator, 95 % intervals", title_justify="left")
    for heading in ("indicator", "factor", "Morris mu*", "first order", "total"):
        table.add_column(heading, justify="left" if heading in ("indicator", "factor") else "right")
    both = morris.merge(sobol, on=["indicator", "factor"], how="left", sort=False)
    for indicator, rows in both.groupby("indicator", sort=False):
        for row in rows.sort_values("mu_star", ascending=False).to_dict("records"):
            table.add_row(
                str(indicator), str(row["factor"]), _with(row, "mu_star", "mu_star_conf", ".3g"),
                _with(row, "S1", "S1_conf", ".2f"), _with(row, "ST", "ST_conf", ".2f"),
            )  # fmt: skip
        table.add_section()
    console.print(table)
    for row in variance.to_dict("records"):
        parts = ", ".join(f"{what} {100 * row[what]:.0f} %" for what in ("factors", "shared luck", "own luck"))
        console.print(f"{row['indicator']} ({row['stage']}), variance of single runs: {parts}", highlight=False)


def _with(row: dict[str, Any], value: str, half: str, form: str) -> str:
    if pd.isna(row[value]):
        return "–"
    return f"{row[value]:{form}} ± {row[half]:{form}}"


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="sensitivity")
def _app(cfg: DictConfig) -> None:
    with one_line_errors():
        settings = settings_of(cfg, SensitivitySettings)
        check(settings)
        name, words = sweep.asked_of_hydra()
        out = Path(settings.out)
        morris, screened = stage(cfg, settings, "morris", None, words, name)
        keep = most_influential(morris, settings.keep_factors)
        sobol, explained = stage(cfg, settings, "sobol", keep, words, name)
        variance = pd.concat([screened, explained], ignore_index=True)
        for table, of in (("morris", morris), ("sobol", sobol), ("variance", variance)):
            files.write_text(out / f"{table}.csv", of.to_csv(index=False))
        from ..report.sensitivity import bars  # matplotlib is loaded only now

        files.write_text(out / "morris.svg", bars(morris, "mu_star", "mu_star_conf", "Screening (Morris)"))
        files.write_text(
            out / "sobol.svg", bars(sobol, "ST", "ST_conf", "Shares of variance (Sobol indices)", "S1", "S1_conf")
        )
        print_effects(morris, sobol, variance)
        print(f"Tables and figures: {out}")


def main() -> None:
    """Screen the factors of a configuration, then explain the variance."""
    sweep.start(_app)


if __name__ == "__main__":
    main()
