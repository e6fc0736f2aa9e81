"""What studies of the same measures found, from configs/evidence, beside what the model says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field, StrictStr, ValidationError, model_validator

from govsim.simulation.engine.quantities import Checked, Number

from ..config_folders import CONFIGS
from ..errors import BadInput, refusal
from ..given_files import yaml_of
from ..indicators import REGISTRY, TRUE
from .study import Study

EFFECTS = CONFIGS / "evidence" / "effects.yaml"
TREATED = "treated"  # beside the whole district
AGREES, DIFFERS, OPEN, SAME_SIGN, OTHER_SIGN = "agrees", "differs", "open", "same_sign", "other_sign"


class Published(Checked):
    """What was found of one measure."""

    indicator: StrictStr = Field(description="id of the indicator that says the same")
    change: tuple[Number | None, Number | None] = Field(description="lowest and highest change, shares of the level")
    places: Literal["district", "treated"] = Field(description="where it was found")
    grade: Literal["A", "B", "C"] = Field(description="of the source")
    source: StrictStr = Field(min_length=1, description="where the numbers are from")
    en: StrictStr = Field(min_length=1, description="what it is, in English")
    zh: StrictStr = Field(min_length=1, description="what it is, in Chinese")

    @model_validator(mode="after")
    def _means_something(self) -> Published:
        low, high = self.change
        if self.indicator not in REGISTRY:
            raise ValueError(f"there is no indicator {self.indicator}")
        if low is None and high is None:
            raise ValueError("a change needs an end: change: [low, high], null for none")
        if low is not None and high is not None and low > high:
            raise ValueError(f"the change begins at {low:g} and ends at {high:g}; put the lower end first")
        return self


class Beside(NamedTuple):
    """One arm beside what was published. `low`, `high`: the model's 90 % interval, shares of the reference."""

    arm: str
    published: Published
    relative: float
    low: float
    high: float
    verdict: str  # AGREES, DIFFERS or OPEN for the district; SAME_SIGN, OTHER_SIGN or OPEN for treated places


@cache
def published(path: Path = EFFECTS) -> Mapping[str, Published]:
    """All of a file, by the name of the policy. Raises BadInput."""
    found = {}
    for name, values in (yaml_of(path) or {}).items():
        try:
            found[str(name)] = Published.model_validate(values)
        except ValidationError as error:
            raise BadInput(refusal(error, f"{path}: {name}", Published)) from error
    return found


def beside(study: Study) -> list[Beside]:
    """The arms of which something was published, in their order."""
    found = []
    for arm in study.arms:
        if (known := published().get(arm)) is None:
            continue
        row = study.row(arm, known.indicator, TRUE)
        level = abs(row["reference_mean"])
        if level:
            relative, low, high = (row[key] / level for key in ("difference", "low90", "high90"))
            found.append(Beside(arm, known, relative, low, high, judged(known, low, high)))
    return found


def judged(known: Published, low: float, high: float) -> str:
    """How an interval of the model stands to what was published. Of treated places only the sign can be compared."""
    least, most = (end if end is not None else sign for end, sign in zip(known.change, (-1e9, 1e9), strict=True))
    if known.places == TREATED:
        falls = most <= 0
        if (high < 0) if falls else (low > 0):
            return SAME_SIGN
        return OTHER_SIGN if ((low > 0) if falls else (high < 0)) else OPEN
    if low > most or high < least:
        return DIFFERS
    return AGREES if least <= low and high <= most else OPEN
