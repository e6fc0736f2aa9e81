"""The search for the best levers: Optuna proposes points, the engine runs them, the study outlives every kill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers import BaseSampler, NSGAIISampler, TPESampler
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import FrozenTrial, Trial, TrialState

from ..errors import damaged
from .factors import Factor

OVER, COST = "over_budget", "cost"
ANEW = "move it away and give the command again: the search begins anew, and no run is done twice"
type Evaluate = Callable[[Sequence[Mapping[str, Any]]], Sequence["Evaluation"]]
Evaluation = Mapping[str, float]  # objective: mean over seeds


def distributions(factors: Sequence[Factor]) -> dict[str, BaseDistribution]:
    """The factors as Optuna wants them."""
    found: dict[str, BaseDistribution] = {}
    for f in factors:
        if f.values is not None:
            found[f.path] = CategoricalDistribution(f.values)
        elif f.integer:
            found[f.path] = IntDistribution(int(f.low or 0), int(f.high or 0))
        else:
            found[f.path] = FloatDistribution(float(f.low or 0), float(f.high or 0), log=f.scale == "log")
    return found


def study_of(path: Path, name: str, directions: Sequence[str], seed: int) -> optuna.Study:
    """The study on disk, begun or gone on with. Raises Damaged."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        return optuna.create_study(
            study_name=name, storage=JournalStorage(JournalFileBackend(str(path))), load_if_exists=True,
            directions=list(directions),  # pyright: ignore[reportArgumentType]
            sampler=_sampler(len(directions), seed),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # its lines are read without a check
        raise damaged(path, "a line of it cannot be read", ANEW) from error


def check_study(study: optuna.Study, path: Path, evaluate: Evaluate, objectives: Sequence[str]) -> None:
    """Hold what a study on disk remembers against the runs it was told of. Raises Damaged where they differ."""
    complete = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
    told = [[*trial.values, trial.user_attrs.get(COST)] for trial in complete]
    there = evaluate([trial.params for trial in complete]) if complete else []
    if told != [[*(one.get(name) for name in objectives), one.get(COST)] for one in there]:
        raise damaged(path, "it remembers other values than the runs have", ANEW)


def _sampler(n_objectives: int, seed: int) -> BaseSampler:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # constraints are marked experimental
        if n_objectives > 1:
            return NSGAIISampler(seed=seed, constraints_func=_over_budget)
        return TPESampler(seed=seed, constraints_func=_over_budget, multivariate=True)


def _over_budget(trial: FrozenTrial) -> Sequence[float]:
    """At most 0 where the budget is kept."""
    return (float(trial.user_attrs.get(OVER, 0.0)),)


def finish_interrupted(study: optuna.Study) -> None:
    """Trials that a kill left running are proposed again; their runs are in the store, so that costs nothing."""
    for trial in study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
        study.tell(trial.number, state=TrialState.FAIL)
        study.enqueue_trial(trial.params)


def search(
    study: optuna.Study, factors: Sequence[Factor], evaluate: Evaluate, objectives: Sequence[str], trials: int,
    batch: int, budget: float | None, first: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Go on until so many trials are complete. `first`: a point to begin with, such as today's levers."""
    finish_interrupted(study)
    space = distributions(factors)
    within = first and all(space[name]._contains(space[name].to_internal_repr(v)) for name, v in first.items())
    if first and within and not study.get_trials(deepcopy=False):
        study.enqueue_trial(dict(first), skip_if_exists=True)
    while (left := trials - _complete(study)) > 0:
        asked: list[Trial] = [study.ask(space) for _ in range(min(batch, left))]
        for trial, found in zip(asked, evaluate([t.params for t in asked]), strict=True):
            if not found:
                study.tell(trial, state=TrialState.FAIL)
                continue
            trial.set_user_attr(COST, found[COST])
            trial.set_user_attr(OVER, found[COST] - budget if budget is not None else 0.0)
            study.tell(trial, [found[name] for name in objectives])


def _complete(study: optuna.Study) -> int:
    return len(study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,)))


def best(study: optuna.Study) -> list[FrozenTrial]:
    """The trials within the budget that no other such trial beats in everything, best first."""
    within = [
        t for t in study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,)) if t.user_attrs.get(OVER, 0.0) <= 0
    ]
    signs = [1 if d.name == "MINIMIZE" else -1 for d in study.directions]
    scores = {t.number: tuple(s * v for s, v in zip(signs, t.values, strict=True)) for t in within}

    def beaten(one: FrozenTrial) -> bool:
        mine = scores[one.number]
        rivals = [(n, other) for n, other in scores.items() if all(a <= b for a, b in zip(other, mine, strict=True))]
        return any(other != mine or n < one.number for n, other in rivals)

    return sorted((t for t in within if not beaten(t)), key=lambda t: scores[t.number])
