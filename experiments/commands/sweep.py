"""One experiment of many runs. `govsim sweep`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import hydra
import pandas as pd
from hydra import compose
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig, OmegaConf
from rich.console import Console

from .. import files
from ..composition.arms import policy_arm, refuse_stray
from ..composition.parts import check_parts, plain_of
from ..composition.settings import GROUPS, RunSettings, SweepSettings, settings_of
from ..config_folders import CONFIGS
from ..errors import BadInput, explain, refused_as_bad_input
from ..indicators import REGISTRY, TRUE
from ..running.cluster import Cluster
from ..sweeps.designs import Size, points_from_table, points_of
from ..sweeps.engine import Tally, run_all
from ..sweeps.factors import LEVER, Factor, factor_words, factors_of, flat
from ..sweeps.paths import followers, numbers_of, refuse_unknown, with_values
from ..sweeps.plan import Base, Plan, crossed, joint
from ..sweeps.store import SweepStore, designed
from ..sweeps.work import column
from .application import one_line_errors
from .command_line import checked, without_policy_values

_words: list[str] = []  # words about single policies; they belong to some arms only, so Hydra does not see them
_factors: dict[str, Any] = {}  # those given on the command line


class Frame(NamedTuple):
    """What a plan is made from: the factors and the arms before they are set."""

    factors: tuple[Factor, ...]
    bases: tuple[Base, ...]


def plan_of(cfg: DictConfig, settings: SweepSettings, config_name: str, words: Sequence[str]) -> Plan:
    """What a configuration asks for. Raises BadInput."""
    arms, known, given = _asked(cfg, settings, config_name, words)
    factors, points = _points(settings, given, known)
    plan = Plan(factors, _bases(arms, factors, known, settings), points, settings.seeds)
    _check(plan)
    return plan


def frame_of(cfg: DictConfig, settings: SweepSettings, config_name: str, words: Sequence[str]) -> Frame:
    """The factors and arms of a configuration whose points come later, checked at both ends. Raises BadInput."""
    arms, known, given = _asked(cfg, settings, config_name, words)
    factors = factors_of(given, known)
    bases = _bases(arms, factors, known, settings)
    ends = pd.DataFrame({f.path: [f.value(0.0), f.value(1.0)] for f in factors})
    _check(Plan(factors, bases, joint(ends, factors), settings.seeds))
    return Frame(factors, bases)


def _asked(cfg: DictConfig, settings: SweepSettings, config_name: str, words: Sequence[str]):
    """The composed arms, every number they have, and the factors as they were given."""
    refuse_stray(settings.arms, words, _words)
    arms = [(name, compose(config_name, [*words, *policy_arm(name, _words).words])) for name in settings.arms]
    known: dict[str, Any] = {}
    for _, arm in arms:
        known |= numbers_of(_run_of(arm))
    return arms, known, plain_of(cfg.factors) | _factors


def _bases(
    arms: Sequence[tuple[str, DictConfig]], factors: Sequence[Factor], known: dict[str, Any], settings: SweepSettings
) -> tuple[Base, ...]:
    refuse_unknown([f.path for f in factors], known)
    return tuple(_base(name, _run_of(arm), factors, settings) for name, arm in arms)


def _points(settings: SweepSettings, given: dict[str, Any], known: dict[str, Any]):
    """The factors, and the points with the columns scenario, setting and point."""
    size = Size(settings.samples, settings.levels, settings.resolution, settings.design_seed)
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
    kept = {str(k): arm._get_node(k) for k in arm if k in GROUPS or k in RunSettings.model_fields}
    kept["burn_in_days"] = arm._get_node("burn_in_days")  # policies refer to it
    return OmegaConf.create(kept)


def _base(name: str, run: DictConfig, factors: Sequence[Factor], settings: SweepSettings) -> Base:
    check_parts(run)
    places = followers(run, [f.path for f in factors])
    plain = plain_of(run)
    plain.pop("burn_in_days")
    places = {path: [p for p in where if p[0] != "burn_in_days"] for path, where in places.items()}
    return Base(name, plain | {"years": settings.run_years}, places, settings.burn_in_h)


def _check(plan: Plan) -> None:
    """Make the policies of every arm, and the parts at both ends of every factor, before anything runs."""
    from ..composition.build import check_parts_of, check_policies  # compiled code is loaded only now

    for base in plan.bases:
        with refused_as_bad_input(f"arm {base.name}"):
            check_policies(base.plain)
        for path, places in base.places.items():
            column = sorted(plan.points[path].tolist())
            for plain in (column[0], column[-1]):
                try:
                    check_parts_of(with_values(base.plain, {path: places}, {path: plain}))
                except Exception as error:
                    if not (reason := explain(error)):
                        raise
                    raise BadInput(f"factors.{path} reaches {plain!r}: {reason.partition('. Set ')[0]}") from error


def start(app: Callable[[], None]) -> None:
    """Run the Hydra application of a command with factors.

    What Hydra does not see is remembered here: factors of the command line, and words about single policies.
    """
    with one_line_errors():
        words, given = factor_words(sys.argv[1:])
        words, _words[:] = without_policy_values(checked(words))
        _factors.clear()
        _factors.update(given)
        sys.argv[1:] = words
        app()


def asked_of_hydra() -> tuple[str, list[str]]:
    """Name of the configuration and the words of the command line that Hydra has seen."""
    config = HydraConfig.get()
    assert config.job.config_name
    return config.job.config_name, list(config.overrides.task)


def keep_only(factors: Sequence[str], cfg: DictConfig) -> None:
    """Leave all other factors at the values of the configuration."""
    given = dict(flat(plain_of(cfg.factors)))
    cfg.factors = {path: spec for path, spec in given.items() if path in factors}
    for path in [path for path in _factors if path not in factors]:
        del _factors[path]


def cluster_of(cfg: DictConfig, settings: SweepSettings) -> Cluster:
    """Where runs are done. Raises BadInput."""
    given = plain_of(cfg.cluster)
    kind = given.pop("kind", None)
    if kind not in ("local", "slurm"):
        raise BadInput(f"cluster.kind is {kind!r}; it must be local or slurm, or give scheduler=ADDRESS")
    return Cluster(settings.workers, settings.scheduler, given if kind == "slurm" else None, dashboard=True)


def store_of(factors: Sequence[Factor], settings: SweepSettings) -> SweepStore:
    """The store of an experiment with these factors, opened. Raises BadInput."""
    kept = SweepStore(Path(settings.out), {f.path: f.kind for f in factors}, settings.keep)
    kept.open(settings.set_aside, settings.retry)
    return kept


def carry_out(plan: Plan, cfg: DictConfig, settings: SweepSettings) -> SweepStore:
    """Open the store, run what is missing, say what was done. Raises BadInput."""
    kept, tally = do(plan, cfg, settings)
    print_tally(tally, plan, kept)
    return kept


def do(plan: Plan, cfg: DictConfig, settings: SweepSettings) -> tuple[SweepStore, Tally]:
    """Open the store and run what is missing. Raises BadInput."""
    kept = store_of(plan.factors, settings)
    kept.write_plan(plan.table())
    files.write_text(kept.folder / "sweep.yaml", OmegaConf.to_yaml(OmegaConf.masked_copy(cfg, [str(k) for k in cfg])))
    return kept, run_all(plan.runs(), kept, cluster_of(cfg, settings))


def print_tally(tally: Tally, plan: Plan, kept: SweepStore) -> None:
    """What was done, and where it is."""
    console = Console(highlight=False, soft_wrap=True)
    speed = f", {3600 * tally.done / tally.seconds:,.0f} an hour" if tally.seconds else ""
    console.print(
        f"{len(plan.points)} points x {len(plan.bases)} arms x {len(plan.seeds)} seeds: {tally.planned} runs; "
        f"{tally.there} were there, {tally.done} done{speed}"
    )
    if tally.days_alone > tally.days > 0:
        saved = 1 - tally.days / tally.days_alone
        console.print(f"Shared pasts saved {100 * saved:.0f} % of {tally.days_alone:,.0f} simulated days")
    for reason, n in sorted(tally.reasons.items(), key=lambda item: -item[1]):
        console.print(f"{n} failed: {reason}", style="red")
    if tally.failed:
        console.print("The same command with retry=true does them again.")
    console.print(f"Store: {kept.folder}; runs: {kept.folder / 'runs.parquet'}")


def draw_one_at_a_time(plan: Plan, kept: SweepStore) -> None:
    """The figure of a design that moves one factor at a time."""
    from ..report.sensitivity import one_at_a_time  # matplotlib is loaded only now

    shown = [column(i.id, ledger) for i in REGISTRY.values() if i.headline for ledger in i.ledgers if ledger == TRUE]
    rows = designed(kept.folder)
    for base in plan.bases:
        path = kept.folder / f"one_at_a_time-{base.name}.svg"
        files.write_text(path, one_at_a_time(rows.query("arm == @base.name"), plan.names, shown))
        print(f"Figure: {path}")


@hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="sweep")
def _app(cfg: DictConfig) -> None:
    with one_line_errors():
        settings = settings_of(cfg, SweepSettings)
        plan = plan_of(cfg, settings, *asked_of_hydra())
        kept, tally = do(plan, cfg, settings)
        print_tally(tally, plan, kept)
        if settings.design == "oat" and not tally.failed:
            draw_one_at_a_time(plan, kept)
        if tally.failed:
            raise SystemExit(1)


def main() -> None:
    """Run the sweep of a configuration."""
    start(_app)


if __name__ == "__main__":
    main()
