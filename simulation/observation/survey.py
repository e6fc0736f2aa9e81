"""The survey operator: asks a sample, hears answers with a ceiling, and knows what all residents really feel."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from ..clock import Clock
from ..numerics import exp_each
from ..randomness import Draws
from .schema import SURVEY

ITEMS = ("safety", "trust", "satisfaction")
WHOLE_DISTRICT = -1


class Survey(BaseModel):
    """A wave every `every_days` days. Published figures stand at 95 to 99 %: answers have a ceiling [S74]."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every_days: int = Field(gt=0, description="days between two waves")
    sample: int = Field(gt=0, description="people asked in a wave")
    minimum_age: int = Field(ge=0, description="age from which people are asked, years")
    positive_at: float = Field(ge=0, le=1, description="latent value at which half of the answers are positive")
    positive_spread: float = Field(gt=0, description="width of the step from no to yes, in units of the latent value")
    safety_in_satisfaction: float = Field(ge=0, le=1, description="weight of safety in satisfaction; the rest is trust")

    def is_due(self, now: Clock) -> bool:
        """Whether a wave closes with this tick."""
        return now.ends_day and (now.day + 1) % self.every_days == 0

    def ask(
        self, people: np.ndarray, safety: np.ndarray, street: np.ndarray, n_streets: int, now: Clock, draws: Draws
    ) -> dict[str, np.ndarray]:
        """One wave. `safety`: (n,) felt safety of everybody; `street`: (n,) street of everybody's home."""
        trust = people["trust"].astype(float)
        mix = self.safety_in_satisfaction
        latent = {"safety": safety, "trust": trust, "satisfaction": mix * safety + (1 - mix) * trust}
        order = np.arange(self.sample)
        asked = (draws.uniform("survey.who", order, now.day) * people.size).astype(np.int64)
        asked = asked[people["age"][asked] >= self.minimum_age]
        rows: list[tuple] = []
        for code, item in enumerate(ITEMS):
            yes = 1 / (1 + exp_each(-(latent[item][asked] - self.positive_at) / self.positive_spread))
            answers = draws.uniform(f"survey.{item}", asked, now.day) < yes
            rows.append((now.day, code, WHOLE_DISTRICT, asked.size, _mean(answers), latent[item].mean()))
            totals = np.bincount(street, latent[item], n_streets) / np.maximum(
                1, np.bincount(street, minlength=n_streets)
            )
            for s in range(n_streets):
                here = answers[street[asked] == s]
                rows.append((now.day, code, s, here.size, _mean(here), totals[s]))
        names = [f.name for f in SURVEY]
        return {name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def _mean(answers: np.ndarray) -> float:
    return float(answers.mean()) if answers.size else float("nan")


def survey_table(waves: list[dict[str, np.ndarray]]) -> pa.Table:
    """All waves; schema SURVEY."""
    columns = []
    for field in SURVEY:
        column = np.concatenate([w[field.name] for w in waves]) if waves else np.zeros(0)
        if field.name == "item":
            columns.append(pa.DictionaryArray.from_arrays(pa.array(column.astype(np.int8)), pa.array(ITEMS)))
        else:
            columns.append(pa.array(column).cast(field.type))
    return pa.table(columns, schema=SURVEY)
