"""The classroom: groups, what they have handed in, what the runs say of it. Kept in one file, so nothing is lost."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from govsim.experiments.composition.words import policy_word
from govsim.experiments.errors import BadInput, damaged
from govsim.experiments.files import json_of, with_digest, write_text
from govsim.experiments.statistics.pairs import USUAL, compared, step_of
from govsim.simulation.engine.clock import DAYS_PER_YEAR

from ..bank.runs import Bank, Batch, Run
from ..live.levers import levers

MOST_GROUPS, MOST_LETTERS, MOST_HANDED_IN, MOST_LEVERS = 60, 24, 30, 12
ANEW = "move it away to begin with an empty classroom, or put back a copy of it"
BURN_IN_DAYS = 60
FIRST_SEED = 1
COST = "cost"
OUTCOMES: dict[str, tuple[dict[str, Any], bool]] = {  # what is counted, and whether less of it is better
    "clashes": ({"kind": "clash"}, True),
    "thefts": ({"kind": "theft"}, True),
    "burglaries": ({"kind": "theft", "subtypes": ["burglary"]}, True),
    "cleared": ({"indicator": "K3"}, False),
    "safety": ({"indicator": "K29"}, False),
    "trust": ({"indicator": "K30.trust"}, False),
}
COUNTED = json.dumps({COST: {COST: "public"}} | {name: count for name, (count, _) in OUTCOMES.items()}, sort_keys=True)
Wanted = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Task:
    """What all groups are given."""

    district: str
    days: int
    seeds: int
    budget_yuan: float  # more than today, a year
    outcome: str = "clashes"  # by which the board ranks


@dataclass(frozen=True)
class HandedIn:
    """A policy of a group, and the task for which it was handed in."""

    wanted: dict[str, dict[str, float]]
    task: Task


@dataclass
class Group:
    """A group. `key`: what its browser knows and others do not."""

    name: str
    key: str
    handed_in: list[HandedIn] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """A group on the board. Differences from today; NaN ends of intervals with fewer than two seeds."""

    group: str
    wanted: Wanted
    cost: float  # yuan a year
    within_budget: bool
    differences: Mapping[str, Mapping[str, Any]]  # outcome: what pairs.compared says of it against today
    values: Mapping[str, np.ndarray]  # outcome: value of each run, (n_seeds,)
    place: int = 0  # on the board; shared by groups that are not shown to differ by as much as matters


class Classroom:
    """One classroom. Safe from several threads. Raises BadInput for what is refused, one line in English."""

    def __init__(self, bank: Bank, file: Path, task: Task) -> None:
        self.bank, self.file, self.task = bank, file, task
        self.trainer_key = secrets.token_urlsafe(6)
        self.groups: dict[str, Group] = {}
        self._batches: dict[tuple[str, Task], Batch] = {}
        self._lock = threading.RLock()
        self._read()

    # -- who is there

    def join(self, name: str) -> Group:
        """A new group under a name that no other one has."""
        name = " ".join("".join(c for c in name if c.isprintable()).split())
        if not 1 <= len(name) <= MOST_LETTERS:
            raise BadInput(f"a group needs a name of 1 to {MOST_LETTERS} letters")
        with self._lock:
            if any(group.name == name for group in self.groups.values()):
                raise BadInput(f"there is a group {name!r} already; choose another name")
            if len(self.groups) >= MOST_GROUPS:
                raise BadInput(f"the classroom is full: it has {MOST_GROUPS} groups")
            group = Group(name, secrets.token_urlsafe(9))
            self.groups[group.key] = group
            self._write()
            return group

    def group_of(self, key: str) -> Group | None:
        """The group of a browser."""
        return self.groups.get(key)

    # -- what they do

    def hand_in(self, key: str, wanted: Wanted) -> None:
        """Hand in a policy; its runs begin."""
        with self._lock:
            group = self.groups.get(key)
            if group is None:
                raise BadInput("this browser belongs to no group; join first")
            if len(wanted) > MOST_LEVERS:
                raise BadInput(f"a policy has at most {MOST_LEVERS} levers")
            if len(group.handed_in) >= MOST_HANDED_IN:
                raise BadInput(f"a group hands in at most {MOST_HANDED_IN} policies")
            if self.pending(group):
                raise BadInput("the last policy is still being run; wait for it")
            checked = {name: _checked(name, values) for name, values in sorted(wanted.items())}
            group.handed_in.append(HandedIn(checked, self.task))
            self._write()
            self._batch(group.handed_in[-1])

    def pending(self, group: Group) -> bool:
        """Whether the runs of what it handed in last are under way."""
        return bool(group.handed_in) and not self._batch(group.handed_in[-1]).all_done

    def progress(self, group: Group) -> tuple[int, int]:
        """Runs that are done, and all of them, of what it handed in last."""
        batch = self._batch(group.handed_in[-1])
        return batch.finished, len(batch.futures)

    def trouble(self, group: Group) -> str:
        """Why the runs of what it handed in last failed; empty when they did not."""
        return self._batch(group.handed_in[-1]).trouble if group.handed_in else ""

    def set_task(self, key: str, **changed: Any) -> None:
        """Change the task; only the trainer may."""
        if not secrets.compare_digest(key, self.trainer_key):
            raise BadInput("only the trainer can change the task")
        with self._lock:
            self.task = Task(**{**asdict(self.task), **changed})
            self._write()

    # -- what the runs say

    def standing(self, group: Group) -> Standing | None:
        """What its last policy did under the present task; None before it is known."""
        mine = [one for one in group.handed_in if _same_runs(one.task, self.task)]
        return self._read_off(group.name, mine[-1]) if mine else None

    def board(self) -> list[Standing]:
        """Every group with a result, the best first; those over the budget come after all others.

        A group has a place of its own only if those before it are better by more than matters.
        """
        with self._lock:
            groups = list(self.groups.values())
        found = [standing for group in groups if (standing := self.standing(group)) is not None]
        outcome, sign = self.task.outcome, 1 if OUTCOMES[self.task.outcome][1] else -1
        found.sort(key=lambda s: (not s.within_budget, sign * s.differences[outcome]["difference"], s.group))
        placed: list[Standing] = []
        first = 0  # the best of those who share the place
        for i, one in enumerate(found):
            apart = _compared(one.values[outcome], found[first].values[outcome], outcome)["verdict"]
            if one.within_budget != found[first].within_budget or apart == ("higher" if sign > 0 else "lower"):
                first = i
            placed.append(replace(one, place=first + 1))
        return placed

    def _read_off(self, name: str, handed_in: HandedIn) -> Standing | None:
        runs, reference = self._batch(handed_in), self._reference(handed_in.task)
        if not (runs.all_done and reference.all_done) or runs.trouble or reference.trouble:
            return None
        base, mine = _by_name(reference), _by_name(runs)
        cost = float((mine[COST] - base[COST]).mean()) * DAYS_PER_YEAR / handed_in.task.days
        differences = {outcome: _compared(mine[outcome], base[outcome], outcome) for outcome in OUTCOMES}
        return Standing(name, handed_in.wanted, cost, cost <= self.task.budget_yuan, differences, mine)

    # -- runs

    def _batch(self, handed_in: HandedIn) -> Batch:
        self._reference(handed_in.task)
        return self._runs(_words(handed_in.wanted), handed_in.task)

    def _reference(self, task: Task) -> Batch:
        return self._runs((), task)

    def _runs(self, words: tuple[str, ...], task: Task) -> Batch:
        key = (json.dumps(words), _runs_of(task))
        with self._lock:
            if key not in self._batches:
                seeds = range(FIRST_SEED, FIRST_SEED + task.seeds)
                own = (f"district={task.district}", *words)
                runs = {seed: self.bank.ask(Run(own, seed, BURN_IN_DAYS, task.days, COUNTED)) for seed in seeds}
                self._batches[key] = Batch(dict(runs))
            return self._batches[key]

    # -- the file

    def _write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        state = {"task": asdict(self.task), "groups": [asdict(group) for group in self.groups.values()]}
        write_text(self.file, json.dumps(with_digest(state), ensure_ascii=False, indent=1) + "\n")

    def _read(self) -> None:
        if not self.file.exists():
            return
        state = json_of(self.file, ANEW)
        try:
            self.task = Task(**state["task"])
            for group in state["groups"]:
                handed_in = [HandedIn(one["wanted"], Task(**one["task"])) for one in group["handed_in"]]
                self.groups[group["key"]] = Group(group["name"], group["key"], handed_in)
        except (KeyError, TypeError) as error:
            raise damaged(self.file, "a part of it is missing", ANEW) from error


def _checked(name: str, values: Mapping[str, float]) -> dict[str, float]:
    """The numbers of a lever, every one given. Raises BadInput for a lever or a number that is not allowed."""
    lever = levers().get(name)
    if lever is None:
        raise BadInput(f"there is no lever {name!r}")
    lever.with_values(values)
    return {slider.field: float(values.get(slider.field, slider.usual)) for slider in lever.sliders}


def _compared(one: np.ndarray, other: np.ndarray, outcome: str) -> Mapping[str, Any]:
    return _compared_once(tuple(one.tolist()), tuple(other.tolist()), outcome)


@lru_cache(maxsize=4096)  # every page asks for the board again and again
def _compared_once(one: tuple[float, ...], other: tuple[float, ...], outcome: str) -> Mapping[str, Any]:
    pair = np.array(one), np.array(other)
    return compared(*pair, USUAL, outcome, step_of(*pair))


def _words(wanted: Wanted) -> tuple[str, ...]:
    """What composes a configuration with these levers; names and numbers have been checked, nothing else goes in."""
    if not wanted:
        return ()
    whole = {(name, s.field): s.whole for name in wanted for s in levers()[name].sliders}
    numbers = [
        f"policy.{name}.{key}={int(value) if whole[name, key] else float(value)!r}"
        for name, values in wanted.items() for key, value in values.items()
    ]  # fmt: skip
    return (policy_word(wanted), *numbers)


def _by_name(batch: Batch) -> dict[str, np.ndarray]:
    results = [batch.futures[seed].result() for seed in sorted(batch.futures)]
    return {name: np.array([result[name] for result in results], float) for name in results[0]}


def _runs_of(task: Task) -> Task:
    """The part of a task that decides about runs."""
    return Task(task.district, task.days, task.seeds, 0.0, "")


def _same_runs(one: Task, other: Task) -> bool:
    return _runs_of(one) == _runs_of(other)
