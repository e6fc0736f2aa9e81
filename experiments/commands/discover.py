"""Under which uncertainties one policy beats another. `govsim discover`."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says too little about its types)

from __future__ import annotations

from pathlib import Path

import hydra
import numpy as np
import pandas as pd
from omegaconf import DictConfig
from rich.console import Console

from .. import files
from ..composition.settings import DiscoverSettings, settings_of
from ..config_folders import CONFIGS
from ..errors import BadInput
from ..sweeps.discovery import Box, boxes, tree
from ..sweeps.factors import LEVER
from ..sweeps.store import check_indicators, designed
from . import sweep
from .application import one_line_errors


def wins_of(rows: pd.DataFrame, settings: DiscoverSettings) -> pd.Series:
    """Whether the policy wins, by point; points where either arm has no value are left out."""
    means = rows.pivot_table(index="point", columns="arm", values=settings.indicator)
    means = means.reindex(columns=list(settings.arms)).dropna()
    reference, arm = means[settings.arms[0]], means[settings.arms[1]]
    gain = (reference - arm) if settings.better == "lower" else (arm - reference)
    return gain > settings.margin * reference.abs()


def in_words(box: Box) -> str:
    """A box in one sentence."""
    limits = " and ".join(
        f"{name} between {low:.3g} and {high:.3g} (p {box.p_values[name]:.2g})"
        for name, (low, high) in box.limits.items()
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


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="discover")
def _app(cfg: DictConfig) -> None:
    with one_line_errors():
        settings = settings_of(cfg, DiscoverSettings)
        check_indicators([settings.indicator])
        if len(settings.arms) != 2:
            raise BadInput("govsim discover compares two arms: arms=[baseline,more_patrol]")
        plan = sweep.plan_of(cfg, settings, *sweep.asked_of_hydra())
        nature = [f.path for f in plan.factors if f.role != LEVER]
        if not nature:
            raise BadInput("govsim discover needs uncertainties: factors.process.theft.certainty_weight=[0.5,4]")
        kept = sweep.carry_out(plan, cfg, settings)
        wins = wins_of(designed(kept.folder), settings)
        x = plan.points.set_index("point").loc[wins.index, nature].astype(float)
        text = report(x, wins.to_numpy(bool), settings)
        files.write_text(Path(settings.out) / "discovery.txt", text)
        files.write_text(Path(settings.out) / "scenarios.csv", x.assign(wins=wins).to_csv())
        Console(highlight=False, soft_wrap=True).print(text, markup=False)
        print(f"Text and scenarios: {settings.out}")


def main() -> None:
    """Discover the scenarios of a configuration."""
    sweep.start(_app)


if __name__ == "__main__":
    main()
