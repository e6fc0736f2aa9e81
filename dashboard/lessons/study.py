"""What the runs of a lesson say: differences with intervals, which answer they bear out, one case followed twice."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import numpy as np

from govsim.experiments.statistics.pairs import USUAL, chance_lower, posterior_draws, step_of, t_interval
from govsim.experiments.statistics.verdict import Verdict, verdict

from ..bank.runs import Bank, Batch
from ..live.views import Chain
from .lesson import Case, Lesson

LEVEL = 90
FIRST_SEED = 1
SURE = 0.9  # probability from which an answer is called borne out


@dataclass(frozen=True)
class Difference:
    """One outcome of an arm against arm 0, from paired runs."""

    reference: float  # mean in arm 0
    mean: float  # of the difference
    low: float  # ends of the interval at LEVEL per cent
    high: float
    pairs: tuple[float, ...]  # the difference of every pair of runs
    lower: float  # probability that the expected difference lies below 0
    per_event: float  # what one event adds to the outcome; NaN where it counts none

    @property
    def relative(self) -> float:
        """Mean difference as a share of the reference; NaN where there is none."""
        return self.mean / self.reference if self.reference else math.nan

    @property
    def verdict(self) -> Verdict:
        """Whether it matters; see verdict.verdict."""
        return verdict(self.low, self.high, USUAL.least("", self.reference))


@dataclass(frozen=True)
class TwoChains:
    """The same event in two arms; `second` is None where it does not happen."""

    seed: int
    first: Chain
    second: Chain | None


class Study:
    """The runs of one lesson, shared by everybody who takes it."""

    def __init__(self, lesson: Lesson, bank: Bank) -> None:
        self.lesson, self.bank = lesson, bank
        self.batch = Batch()
        self.case: Future | None = None
        self._lock = threading.Lock()

    @property
    def seeds(self) -> range:
        """Seeds of the runs, the same in every arm."""
        return range(FIRST_SEED, FIRST_SEED + self.lesson.seeds)

    def start(self) -> None:
        """Begin the runs, seed by seed; does nothing when they are under way or done."""
        with self._lock:
            wanted = [(arm, seed) for seed in self.seeds for arm in range(len(self.lesson.arms))]
            missing = [key for key in wanted if key not in self.batch.futures or _failed(self.batch.futures[key])]
            for arm, seed in missing:
                self.batch.futures[arm, seed] = self.bank.ask(self.lesson.run(arm, seed))
            if self.lesson.case and (self.case is None or _failed(self.case)):
                self.case = self.bank.also(find_case, self.lesson.model_dump_json(by_alias=True), FIRST_SEED)

    def values(self, arm: int, outcome: str) -> np.ndarray:
        """An outcome of an arm by seed, once all runs are done."""
        return np.array([self.batch.futures[arm, seed].result()[outcome] for seed in self.seeds], float)

    def difference(self, arm: int, outcome: str) -> Difference:
        """An outcome of an arm against arm 0."""
        base, other = self.values(0, outcome), self.values(arm, outcome)
        pairs = other - base
        one = step_of(base, other)
        low, high = t_interval(pairs, LEVEL, one)
        return Difference(
            float(base.mean()), float(pairs.mean()), low, high, tuple(pairs.tolist()), chance_lower(pairs, one), one
        )

    def chances(self) -> list[float]:
        """For every answer of the prediction, the probability that it is right, given the model and these runs."""
        asked = self.lesson.prediction
        if asked.choices:
            difference = self.difference(asked.arm, asked.outcome)
            draws = posterior_draws(np.array(difference.pairs)[:, None], [difference.per_event])
            relative = draws[:, 0] / (difference.reference or math.nan)
            return [float(np.mean([choice.holds(d) for d in relative])) for choice in asked.choices]
        others = range(1, len(self.lesson.arms))
        found = [self.difference(arm, asked.outcome) for arm in others]
        pairs = np.stack([difference.pairs for difference in found], axis=1)
        draws = posterior_draws(pairs, [difference.per_event for difference in found])  # at once: they share their luck
        draws = np.column_stack([np.zeros(len(draws)), draws])
        best = (draws if asked.best == "least" else -draws).argmin(axis=1)
        return [float((best == arm).mean()) for arm in range(len(self.lesson.arms))]


def _failed(future: Future) -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)


def find_case(text: str, seed: int) -> TwoChains | None:
    """The first event of a case, followed in both arms. For a process of the bank."""
    from govsim.experiments.composition.build import build
    from govsim.experiments.composition.parts import composed, plain_of

    lesson = Lesson.model_validate(json.loads(text))
    case = lesson.case
    assert case is not None
    days = lesson.burn_in_days + lesson.days
    districts = []
    for arm in (0, case.arm):
        district = build(plain_of(composed(lesson.run(arm, seed).all_words)))
        district.run_for(days * district.clock.ticks_per_day)
        districts.append(district)
    return _followed(districts, case, lesson.burn_in_days * 24.0, seed)


def _followed(districts: list[Any], case: Case, from_h: float, seed: int) -> TwoChains | None:
    from govsim.experiments.indicators.rows import Rows

    from ..bank.counting import checked, selected
    from ..live.chains import dispute_chain, theft_chain

    what = checked({"case": case.event})["case"]
    tables = [district.tables() for district in districts]
    areas = tables[0]["areas"].to_pandas()
    rows = Rows.of(tables[0]["events"])
    rows = rows[(rows["kind"] == what.kind) & (rows["time_h"] >= from_h)]
    rows = rows[selected(what, rows, areas, from_h)]
    others = tables[1]["events"].to_pandas()
    there = others[others["kind"] == what.kind].drop_duplicates("event_id").set_index("event_id")
    chain = theft_chain if what.kind == "theft" else dispute_chain
    for event_id in rows["event_id"].tolist():
        if _instead(case.instead, event_id, there):
            chains = [chain(d, row) if (row := _row(d, what.kind, event_id)) is not None else None for d in districts]
            if chains[0] is not None:
                return TwoChains(seed, chains[0], chains[1])
    return None


def _instead(wanted: str, event_id: int, there: Any) -> bool:
    if wanted == "absent":
        return event_id not in there.index
    if event_id not in there.index:
        return False
    other: Mapping[str, Any] = there.loc[event_id]
    calm = not other["clashed"]
    return calm if wanted == "calm" else calm and other["outcome"] in ("mediated", "conciliated", "local", "bilateral")


def _row(district: Any, kind: str | None, event_id: int) -> int | None:
    ids = district.thefts.rows["id"] if kind == "theft" else district.disputes.rows["id"]
    found = np.flatnonzero(ids == event_id)
    return int(found[0]) if found.size else None
