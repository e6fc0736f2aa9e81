"""The best levers within a budget: searched, then held against today with luck the search has not seen."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says too little about its types)

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from optuna.trial import FrozenTrial

from ..composition.asked import Asked
from ..composition.settings import OptimiseSettings, settings_of
from ..errors import BadInput
from ..running.cluster import Cluster, kept_up
from ..statistics.pairs import step_of, t_interval
from .engine import run_all
from .experiment import Frame, cluster_of, frame_of, store_of
from .factors import LEVER, Factor
from .plan import Plan, joint
from .search import COST, best, check_study, search, study_of
from .store import SweepStore, check_indicators, with_results

DECIDES = ("objective", "direction", "cost", "pareto", "design_seed")  # of the settings, what a search is about
FRESH_FROM = 1_000_000  # seeds of the last comparison begin so much later than those of the search


class Optimum(NamedTuple):
    """What was found."""

    settings: OptimiseSettings
    front: pd.DataFrame  # levers, objective and cost of the settings that nothing within the budget beats
    winner: pd.DataFrame | None  # against today on fresh seeds; None for a Pareto front
    budget: float | None
    is_today: bool = False  # nothing within the budget beat what the levers are today


class Laboratory:
    """Runs settings of the levers in a store and reads what came of them."""

    def __init__(self, frame: Frame, store: SweepStore, cluster: Cluster, settings: OptimiseSettings) -> None:
        self.frame, self.store, self.cluster, self.settings = frame, store, cluster, settings

    def values(self, points: Sequence[Mapping[str, Any]], seeds: range) -> list[pd.DataFrame]:
        """For each setting the values of objective and cost by seed."""
        table = pd.DataFrame([dict(p) for p in points], columns=[f.path for f in self.frame.factors])
        plan = Plan(self.frame.factors, self.frame.bases, joint(table, self.frame.factors), seeds)
        self.store.write_plan(plan.table())
        run_all(plan.runs(), self.store, self.cluster, quiet=True)
        rows = with_results(plan.table(), self.store.read()).set_index("seed")
        wanted = [self.settings.objective, self.settings.cost]
        return [rows.loc[rows["point"] == i, wanted].dropna().sort_index() for i in range(len(points))]

    def evaluate(self, points: Sequence[Mapping[str, Any]]) -> list[dict[str, float]]:
        """Means over the seeds of the search; empty where runs failed."""
        found = []
        for values in self.values(points, self.settings.seeds):
            means = values.mean()
            whole = len(values) == len(self.settings.seeds)
            found.append(
                {self.settings.objective: float(means.iloc[0]), COST: float(means.iloc[1])} if whole else {}
            )  # fmt: skip
        return found


def today(frame: Frame) -> dict[str, Any]:
    """The levers as the configuration has them."""
    values = {}
    for factor in frame.factors:
        node: Any = frame.bases[0].plain
        for step in frame.bases[0].places[factor.path][0]:
            node = node[step]
        values[factor.path] = node
    return values


def compared(lab: Laboratory, winner: Mapping[str, Any], before: Mapping[str, Any]) -> pd.DataFrame:
    """Winner against today with fresh seeds: one row for objective and cost."""
    first = lab.settings.first_seed + FRESH_FROM
    seeds = range(first, first + lab.settings.fresh_replications)
    now, then = lab.values([winner, before], seeds)
    rows = []
    for name in (lab.settings.objective, lab.settings.cost):
        gain = (now[name] - then[name]).dropna().to_numpy(float)
        step = step_of(now[name].to_numpy(float), then[name].to_numpy(float))
        low, high = t_interval(gain, 95, step)
        rows.append({"indicator": name, "today": then[name].mean(), "winner": now[name].mean(), "pairs": len(gain),
                     "difference": gain.mean(), "half_width_95": (high - low) / 2})  # fmt: skip
    return pd.DataFrame(rows)


def front_of(found: Sequence[FrozenTrial], settings: OptimiseSettings) -> pd.DataFrame:
    """Levers, objective and cost of the settings that nothing beats."""
    reached = [{settings.objective: t.values[0], settings.cost: t.user_attrs[COST]} for t in found]
    return pd.DataFrame([t.params | values for t, values in zip(found, reached, strict=True)])


def optimise(asked: Asked) -> Optimum:
    """Search, and compare the winner with today on fresh seeds. Raises BadInput."""
    settings = settings_of(asked.cfg, OptimiseSettings)
    check_indicators([settings.objective, settings.cost])
    if len(settings.arms) != 1:
        raise BadInput("govsim optimise starts from one arm: arms=[baseline]")
    frame = frame_of(asked, settings)
    if not frame.factors or any(f.role != LEVER for f in frame.factors):
        raise BadInput("govsim optimise chooses levers: factors.levers.grid.full_time=[0.5,2]; uncertainties stay put")
    store = store_of(frame.factors, settings)
    with kept_up(cluster_of(asked.cfg, settings)) as cluster:
        return _search(frame, Laboratory(frame, store, cluster, settings), settings)


def search_name(
    settings: OptimiseSettings, factors: Sequence[Factor], bases: Sequence[str], budget: float | None
) -> str:
    """What a search is called in its file: all that decides which settings it proposes and what comes of them.

    `bases`: digests of the arms. Another question in the same folder is another search; its runs are shared.
    """
    decides = [getattr(settings, name) for name in DECIDES]
    space = [factor.model_dump(mode="json") for factor in factors]
    text = json.dumps([decides, list(settings.seeds), space, list(bases), budget], sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _search(frame: Frame, lab: Laboratory, settings: OptimiseSettings) -> Optimum:
    before, budget = today(frame), settings.budget
    if budget is None and not settings.pareto:
        budget = lab.evaluate([before])[0][COST]
    objectives = [settings.objective, COST] if settings.pareto else [settings.objective]
    directions = [settings.direction, "minimize"][: len(objectives)]
    name = search_name(settings, frame.factors, [base.digest() for base in frame.bases], budget)
    log = Path(settings.out) / "study.log"
    study = study_of(log, name, directions, settings.design_seed)
    check_study(study, log, lab.evaluate, objectives)
    search(study, frame.factors, lab.evaluate, objectives, settings.trials, settings.batch, budget, first=before)
    found = best(study)
    if not found:
        raise BadInput(f"no setting of the levers keeps the budget of {budget:.4g}; raise it or widen the ranges")
    winner = None if settings.pareto else compared(lab, found[0].params, before)
    return Optimum(settings, front_of(found, settings), winner, budget, found[0].params == before)
