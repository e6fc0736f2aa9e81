"""What a lesson is, and where lessons are: those that come along in `stories`, one's own in a folder `lessons`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from govsim.experiments.composition.words import policy_word
from govsim.experiments.errors import BadInput, refusal
from govsim.experiments.given_files import mapping_of
from govsim.experiments.language.choice import LANGUAGES

from ..bank.runs import Run
from ..live.levers import bundles, levers

STORIES = Path(__file__).parent / "stories"
OWN = Path("lessons")  # in the folder one works in


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Said(_Part):
    """A text in both languages; one's own lesson may leave one out."""

    en: str = Field("", description="English")
    zh: str = Field("", description="Chinese")

    @model_validator(mode="after")
    def _something(self) -> Said:
        if not (self.en or self.zh):
            raise ValueError("a text needs en, zh or both")
        return self

    def of(self, language: str) -> str:
        """The text in a language, or in the other one if it is not there."""
        return getattr(self, language) or self.en or self.zh


class Arm(_Part):
    """One way to govern the district."""

    name: Said
    policy: tuple[str, ...] = Field((), description="policies, as govsim policy list names them")
    set: Mapping[str, Any] = Field({}, description="values of the configuration by their path")

    def words(self) -> tuple[str, ...]:
        """What makes its configuration from the lesson's."""
        policy = [policy_word(self.policy)] if self.policy else []
        return (*policy, *(f"{path}={_flow(value)}" for path, value in self.set.items()))

    def levers(self) -> dict[str, dict[str, float]]:
        """What the live page can order of it: levers with their numbers; other values are left out."""
        names = [lever for policy in self.policy for lever in bundles().get(policy, (policy,)) if lever in levers()]
        wanted = {name: {slider.field: slider.usual for slider in levers()[name].sliders} for name in names}
        for path, value in self.set.items():
            group, _, rest = path.partition(".")
            name, _, field = rest.partition(".")
            if group == "policy" and field in wanted.get(name, {}):
                wanted[name][field] = value
        return wanted


class Choice(_Part):
    """An answer: the relative difference lies in [from, to)."""

    text: Said
    low: float | None = Field(None, alias="from", description="at least, such as -0.2")
    high: float | None = Field(None, alias="to", description="less than")

    def holds(self, difference: float) -> bool:
        """Whether a relative difference is what this answer says."""
        return (self.low is None or difference >= self.low) and (self.high is None or difference < self.high)


class Prediction(_Part):
    """What is asked before the reveal: how an outcome differs, or which arm has the least or most of it."""

    question: Said
    outcome: str = Field(description="name in `outcomes`")
    arm: int = Field(1, ge=1, description="number of the arm held against arm 0")
    choices: tuple[Choice, ...] = Field((), description="answers about the difference; none: which arm is best")
    best: str = Field("least", pattern="^(least|most)$", description="which arm has the least, or the most")


class Outcome(_Part):
    """What is counted, and what it is called."""

    name: Said
    count: Mapping[str, Any] = Field(description="see dashboard/bank/counting.py")
    better: str = Field("less", pattern="^(less|more|open)$", description="whether less or more of it is better")


class Case(_Part):
    """The same event in two arms: which one to look for."""

    text: Said
    arm: int = Field(1, ge=1, description="number of the arm beside arm 0")
    event: Mapping[str, Any] = Field(description="in arm 0, see dashboard/bank/counting.py")
    instead: str = Field(pattern="^(absent|calm|settled)$", description="what becomes of it in the other arm")


class Lesson(_Part):
    """One lesson. `key`: name of its file."""

    key: str
    order: int = Field(1000, description="place in the list")
    title: Said
    story: Said
    goal: Said
    notice: tuple[Said, ...] = Field(min_length=1)
    attempt: tuple[Said, ...] = Field(min_length=1, alias="try")
    think: tuple[Said, ...] = ()
    district: str = Field("small", pattern="^[a-z_]+$")
    burn_in_days: int = Field(60, ge=0, le=730)
    days: int = Field(365, ge=7, le=1825)
    seeds: int = Field(6, ge=2, le=50)
    set: Mapping[str, Any] = Field({}, description="values of the configuration of every arm")
    arms: tuple[Arm, ...] = Field(min_length=2, max_length=6)
    outcomes: Mapping[str, Outcome] = Field(min_length=1)
    prediction: Prediction
    case: Case | None = None

    @model_validator(mode="after")
    def _fits(self) -> Lesson:
        named = self.prediction.outcome
        if named not in self.outcomes:
            raise ValueError(f"prediction.outcome is {named!r}; outcomes are {', '.join(self.outcomes)}")
        highest = max(self.prediction.arm, self.case.arm if self.case else 0)
        if highest >= len(self.arms):
            raise ValueError(f"there is no arm {highest}; arms are 0 to {len(self.arms) - 1}")
        return self

    @property
    def answers(self) -> tuple[Said, ...]:
        """What may be answered to the prediction: its choices, or the arms."""
        return tuple(choice.text for choice in self.prediction.choices) or tuple(arm.name for arm in self.arms)

    @cached_property
    def counted(self) -> str:
        """What is counted, as a run of the bank has it."""
        import json

        return json.dumps({name: dict(outcome.count) for name, outcome in self.outcomes.items()}, sort_keys=True)

    def words_of(self, arm: int) -> tuple[str, ...]:
        """Words that compose the configuration of an arm."""
        own = (f"district={self.district}", *(f"{path}={_flow(value)}" for path, value in self.set.items()))
        return (*own, *self.arms[arm].words())

    def run(self, arm: int, seed: int) -> Run:
        """One run of an arm."""
        return Run(self.words_of(arm), seed, self.burn_in_days, self.days, self.counted)


def lessons(own: Path = OWN) -> dict[str, Lesson]:
    """Every lesson by name, in their order. Raises BadInput for a file that is none."""
    paths = {path.stem: path for folder in (STORIES, own) if folder.is_dir() for path in sorted(folder.glob("*.yaml"))}
    return dict(
        sorted(((key, read_lesson(path)) for key, path in paths.items()), key=lambda one: (one[1].order, one[0]))
    )


def read_lesson(path: Path) -> Lesson:
    """One lesson. Raises BadInput with the file, what is wrong and what is allowed."""
    from ..bank.counting import checked

    try:
        lesson = Lesson.model_validate({"key": path.stem, **mapping_of(path)})
        checked({name: outcome.count for name, outcome in lesson.outcomes.items()})
        if lesson.case:
            checked({"case": lesson.case.event})
    except ValidationError as error:
        raise BadInput(f"lesson {path}: {refusal(error, '', Lesson)}") from error
    except BadInput as error:
        raise BadInput(f"lesson {path}: {error}") from error
    return lesson


def _flow(value: Any) -> str:
    return yaml.safe_dump(value, default_flow_style=True).removesuffix("...\n").strip()


assert LANGUAGES == tuple(Said.model_fields), "a text has a field for every language"
