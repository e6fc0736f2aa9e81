"""An experiment of many runs: from what is asked for to a plan, from a plan to a store that holds its results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from omegaconf import DictConfig, OmegaConf

from .. import files
from ..composition.arms import policy_arms
from ..composition.asked import Asked
from ..composition.parts import check_parts_of, plain_of
from ..composition.settings import GROUPS, RunSettings, SweepSettings, settings_of
from ..errors import BadInput, explain, refused_as_bad_input
from ..hydra_merge import copied
from ..running.cluster import Cluster
from .designs import Size, points_from_table, points_of
from .engine import Tally, run_all
from .factors import LEVER, Factor, factors_of, flat
from .paths import followers, numbers_of, refuse_unknown, with_values
from .plan import Base, Plan, crossed, joint
from .store import SweepStore

type Tell = Callable[[Plan, SweepStore, Tally], None]  # says what was done


class Frame(NamedTuple):
    """What a plan is made from: the factors and the arms before they are set."""

    factors: tuple[Factor, ...]
    bases: tuple[Base, ...]


def plan_of(asked: Asked, settings: SweepSettings) -> Plan:
    """The runs that are asked for. Raises BadInput."""
    arms, known, given = _arms_of(asked, settings)
    factors, points = _points(settings, given, known)
    plan = Plan(factors, _bases(arms, factors, known, settings), points, settings.seeds)
    _check(plan)
    return plan


def frame_of(asked: Asked, settings: SweepSettings) -> Frame:
    """The factors and arms of a configuration whose points come later, checked at both ends. Raises BadInput."""
    arms, known, given = _arms_of(asked, settings)
    factors = factors_of(given, known)
    bases = _bases(arms, factors, known, settings)
    ends = pd.DataFrame({f.path: [f.value(0.0), f.value(1.0)] for f in factors})
    _check(Plan(factors, bases, joint(ends, factors), settings.seeds))
    return Frame(factors, bases)


def _arms_of(asked: Asked, settings: SweepSettings):
    """The arms as configurations of runs, every number they have, and the factors as they were given."""
    arms = [(arm.name, _run_of(asked.composed(arm.words))) for arm in policy_arms(settings.arms, asked)]
    known: dict[str, Any] = {}
    for _, arm in arms:
        known |= numbers_of(arm)
    return arms, known, plain_of(asked.cfg.factors) | dict(asked.factors)


def _bases(
    arms: Sequence[tuple[str, DictConfig]], factors: Sequence[Factor], known: dict[str, Any], settings: SweepSettings
) -> tuple[Base, ...]:
    refuse_unknown([f.path for f in factors], known)
    return tuple(_base(name, arm, factors, settings) for name, arm in arms)


def _points(settings: SweepSettings, given: dict[str, Any], known: dict[str, Any]):
    """The factors, and the points with the columns scenario, setting and point."""
    size = Size(settings.samples, settings.levels, settings.resolution, settings.design_seed)
    if settings.table is not None and settings.design != "table":
        raise BadInput(f"table={settings.table} needs design=table; without a table the points are those of the design")
    if settings.design == "table":
        if settings.table is None:
            raise BadInput("design=table needs the points: table=FILE.csv, one column a factor")
        rows = points_from_table(Path(settings.table), known)
        values = {str(path): {"values": sorted(set(column.tolist()))} for path, column in rows.items()}
        factors = factors_of(values | {k: v for k, v in given.items() if k not in values}, known)
        return factors, joint(rows, factors)
    factors = factors_of(given, known)
    if settings.lever_samples is None:
        return factors, joint(points_of(settings.design, factors, size), factors)
    levers = [f for f in factors if f.role == LEVER]
    nature = [f for f in factors if f.role != LEVER]
    of_levers = size._replace(samples=settings.lever_samples, seed=settings.design_seed + 1)
    return factors, crossed(points_of(settings.design, nature, size), points_of(settings.design, levers, of_levers))


def _run_of(arm: DictConfig) -> DictConfig:
    """The configuration of a run in that of a sweep."""
    run = copied(arm)
    OmegaConf.set_struct(run, False)
    for key in [k for k in run if k not in (*GROUPS, *RunSettings.model_fields, "burn_in_days")]:
        del run[key]  # policies refer to burn_in_days
    return run


def _base(name: str, run: DictConfig, factors: Sequence[Factor], settings: SweepSettings) -> Base:
    places = followers(run, [f.path for f in factors])
    plain = plain_of(run)
    check_parts_of(plain)
    plain.pop("burn_in_days")
    places = {path: [p for p in where if p[0] != "burn_in_days"] for path, where in places.items()}
    return Base(name, plain | {"years": settings.run_years}, places, settings.burn_in_h)


def _check(plan: Plan) -> None:
    """Make the policies of every arm, and the parts at both ends of every factor, before anything runs."""
    from ..composition.build import check_policies  # compiled code is loaded only now

    for base in plan.bases:
        with refused_as_bad_input(f"arm {base.name}"):
            check_policies(base.plain)
        for path, places in base.places.items():
            column = sorted(plan.points[path].tolist())
            for plain in (column[0], column[-1]):
                changed = with_values(base.plain, {path: places}, {path: plain})
                try:
                    settings_of(changed, RunSettings)
                    check_parts_of(changed)
                except Exception as error:
                    if not (reason := explain(error)):
                        raise
                    raise BadInput(f"factors.{path} reaches {plain!r}: {reason.partition('. Set ')[0]}") from error


def keep_only(factors: Sequence[str], asked: Asked) -> Asked:
    """The same with all other factors at the values of the configuration."""
    given = dict(flat(plain_of(asked.cfg.factors))) | dict(asked.factors)
    cfg = copied(asked.cfg)
    cfg.factors = {}
    return replace(asked, cfg=cfg, factors={path: spec for path, spec in given.items() if path in factors})


def cluster_of(cfg: DictConfig, settings: SweepSettings) -> Cluster:
    """Where runs are done. Raises BadInput."""
    given = plain_of(cfg.cluster)
    kind = given.pop("kind", None)
    if kind not in ("local", "slurm"):
        raise BadInput(f"cluster.kind is {kind!r}; it must be local or slurm, or give scheduler=ADDRESS")
    if kind == "slurm":
        return Cluster(settings.workers, settings.scheduler, given)
    return Cluster(settings.workers, settings.scheduler, dashboard=given.get("dashboard") is True)


def store_of(factors: Sequence[Factor], settings: SweepSettings) -> SweepStore:
    """The store of an experiment with these factors, opened. Raises BadInput."""
    kept = SweepStore(Path(settings.out), {f.path: f.kind for f in factors}, settings.keep)
    kept.open(settings.set_aside, settings.retry)
    return kept


def carry_out(plan: Plan, asked: Asked, settings: SweepSettings, tell: Tell | None = None) -> tuple[SweepStore, Tally]:
    """Open the store and run what is missing. Raises BadInput."""
    kept = store_of(plan.factors, settings)
    kept.write_plan(plan.table())
    cfg = asked.cfg
    files.write_text(kept.folder / "sweep.yaml", OmegaConf.to_yaml(OmegaConf.masked_copy(cfg, [str(k) for k in cfg])))
    tally = run_all(plan.runs(), kept, cluster_of(cfg, settings))
    if tell:
        tell(plan, kept, tally)
    return kept, tally
