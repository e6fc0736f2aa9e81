"""The survey operator: asks a sample, hears answers with a ceiling, and knows what all residents really feel."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from pydantic import Field

from ..engine.clock import Clock
from ..engine.numerics import exp_each
from ..engine.quantities import Age, Checked, Count, Day, Factor, Share
from ..engine.randomness import Draws
from .schema import SURVEY

ITEMS = ("safety", "trust", "satisfaction", "awareness", "participation")
ACTORS = ("residents", "enterprises", "organisations")
WHOLE_DISTRICT = -1
RESIDENTS = 0


class Survey(Checked):
    """A wave every `every_days` days. Published figures stand at 95 to 99 %: answers have a ceiling [S74]."""

    every_days: Day = Field(gt=0, description="days between two waves")
    sample: Count = Field(gt=0, description="people asked in a wave")
    minimum_age: Age = Field(description="age from which people are asked, years")
    positive_at: Share = Field(description="latent value at which half of the answers are positive")
    positive_spread: Factor = Field(gt=0, description="width of the step from no to yes, in units of the latent value")
    safety_in_satisfaction: Share = Field(description="weight of safety in satisfaction")
    benefit_in_satisfaction: Share = Field(description="weight of felt benefit; the rest is trust")
    aware_at: Share = Field(description="knowledge at which half say that they know")
    says_yes: Share = Field(description="share of those who do not take part and say that they do")

    def is_due(self, now: Clock) -> bool:
        """Whether a wave closes with this tick."""
        return now.ends_day and (now.day + 1) % self.every_days == 0

    def ask(
        self, people: np.ndarray, safety: np.ndarray, street: np.ndarray, n_streets: int,
        actors: list[tuple[str, tuple]], now: Clock, draws: Draws,
    ) -> dict[str, np.ndarray]:  # fmt: skip
        """One wave. `safety`: (n,) felt safety of everybody; `street`: (n,) street of everybody's home.

        `actors`: answers of enterprises and organisations, of `ask_all`.
        """
        latent = self.latent(people, safety)
        order = np.arange(self.sample)
        asked = (draws.uniform("survey.who", order, now.day) * people.size).astype(np.int64)
        asked = asked[people["age"][asked] >= self.minimum_age]
        rows: list[tuple] = []
        for code, item in enumerate(ITEMS):
            yes = self.positive(item, latent[item][asked])
            answers = draws.uniform(f"survey.{item}", asked, now.day) < yes
            rows.append((now.day, code, RESIDENTS, WHOLE_DISTRICT, asked.size, _mean(answers), latent[item].mean()))
            totals = np.bincount(street, latent[item], n_streets) / np.maximum(
                1, np.bincount(street, minlength=n_streets)
            )
            for s in range(n_streets):
                here = answers[street[asked] == s]
                rows.append((now.day, code, RESIDENTS, s, here.size, _mean(here), totals[s]))
        rows += [(now.day, ITEMS.index(item), *row) for item, row in actors]
        names = [f.name for f in SURVEY]
        return {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}

    def latent(self, people: np.ndarray, safety: np.ndarray) -> dict[str, np.ndarray]:
        """What everybody really feels, knows and does, 0..1, by item."""
        trust, benefit = people["trust"].astype(float), people["benefit"].astype(float)
        a, b = self.safety_in_satisfaction, self.benefit_in_satisfaction
        satisfaction = a * safety + b * benefit + (1 - a - b) * trust
        aware, active = people["aware"].astype(float), people["active"].astype(float)
        return dict(zip(ITEMS, (safety, trust, satisfaction, aware, active), strict=True))

    def positive(self, item: str, latent: np.ndarray) -> np.ndarray:
        """Chance of a positive answer: a step with a ceiling; to participation some say yes who do not take part."""
        if item == "participation":
            return self.says_yes + (1 - self.says_yes) * latent
        at = self.aware_at if item == "awareness" else self.positive_at
        return 1 / (1 + exp_each(-(latent - at) / self.positive_spread))

    def ask_all(self, actor: str, latent: dict[str, np.ndarray]) -> list[tuple[str, tuple]]:
        """All enterprises or organisations, who answer as they feel; rows for `ask`."""
        code = ACTORS.index(actor)
        return [
            (item, (code, WHOLE_DISTRICT, of.size, _mean(self.positive(item, of)), _mean(of)))
            for item, of in latent.items()
        ]


def _mean(answers: np.ndarray) -> float:
    return float(answers.mean()) if answers.size else float("nan")


def survey_table(waves: list[dict[str, np.ndarray]]) -> pa.Table:
    """All waves; schema SURVEY."""
    columns = []
    for field in SURVEY:
        column = np.concatenate([w[field.name] for w in waves]) if waves else np.zeros(0)
        if field.name == "item":
            columns.append(pa.DictionaryArray.from_arrays(pa.array(column.astype(np.int8)), pa.array(ITEMS)))
        elif field.name == "actor":
            columns.append(pa.DictionaryArray.from_arrays(pa.array(column.astype(np.int8)), pa.array(ACTORS)))
        else:
            columns.append(pa.array(column).cast(field.type))
    return pa.table(columns, schema=SURVEY)
