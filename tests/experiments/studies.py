"""A finished comparison of fake runs, without any simulation."""

from datetime import date

import numpy as np
import pandas as pd
from omegaconf import OmegaConf

from govsim.experiments.comparison.study import Study
from govsim.experiments.composition.settings import CompareSettings
from govsim.experiments.indicators.measure import measure
from govsim.experiments.running import store
from govsim.experiments.running.store import run_folder
from govsim.experiments.statistics.pairs import Aims, compare_arms

from .fake import FakeRun

BURN_IN_DAYS, DAYS = 20, 93  # 73 days measured: a fifth of a year
TOWN = {
    "name": "Faketown",
    "geography": "invented for a test.",
    "river_m": [[0.0, 100.0], [600.0, 200.0]],
    "treated": [0, 1],
}


def fake_study(folder, prevented=0.3, replications=6) -> Study:
    """Arms "baseline" and "guards"; guards prevent a known share of thefts and cost 20 % more."""
    settings = CompareSettings(
        seed=1, district_seed=1, years=0.2, hours_per_tick=1, policy_start_day=BURN_IN_DAYS, policy_ramp_days=0,
        out=str(folder), overwrite=False, arms=("baseline", "guards"), replications=replications, first_seed=1,
        burn_in_days=BURN_IN_DAYS, workers=None, scheduler=None, precision=0.1, language="en", question="",
        addressee="", office="", issued="2026-11-28",
        pages=True, smallest=0.03, robust=False, robust_replications=2, assumptions=(),
    )  # fmt: skip
    parts: dict[str, list] = {"indicators": [], "series": [], "places": [], "groups": [], "costs": []}
    for seed in settings.seeds:
        for arm, share, cost in (("baseline", 0.0, 1000.0), ("guards", prevented, 1200.0)):
            tables = FakeRun(seed, share, days=DAYS, policy_day=BURN_IN_DAYS, cost_per_day=cost).tables()
            store.write_run(run_folder(folder, arm, seed), tables, OmegaConf.create({"seed": seed}), {"town": TOWN})
            measured = measure(tables, settings.burn_in_h, 24.0 * DAYS, date(2025, 1, 1))
            for name, rows in parts.items():
                rows.append(getattr(measured, name).assign(arm=arm, seed=seed))
    found = {name: pd.concat(rows, ignore_index=True) for name, rows in parts.items()}
    comparison = compare_arms(found["indicators"], settings.arms, Aims.of(settings))
    return Study(settings, comparison, **found, command="govsim compare arms=[baseline,guards]")


def paired(study: Study, indicator: str, ledger: str = "true", column: str = "value") -> np.ndarray:
    """Differences by seed, computed another way than the study does."""
    i = study.indicators
    rows = i[(i["indicator"] == indicator) & (i["ledger"] == ledger)].sort_values("seed")
    one, base = (rows[rows["arm"] == arm][column].to_numpy(float) for arm in ("guards", "baseline"))
    return one - base
