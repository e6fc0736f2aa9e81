"""What real districts show: targets with their bands, sources and grades, a table of data in configs/validation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, StrictStr, ValidationError, model_validator

from govsim.simulation.engine.quantities import Checked

from ..config_folders import CONFIGS
from ..errors import BadInput, nearest, refusal
from ..given_files import yaml_of
from .measures import MEASURES

FOLDER = CONFIGS / "validation"
Ends = tuple[float | None, float | None]


class TargetPart(Checked):
    """One number of a target and the band it must lie in; without a measure, why it cannot be measured yet."""

    measure: StrictStr | None = Field(default=None, description="name of a measure, or indicator/ledger")
    en: StrictStr = Field(min_length=1, description="what it is, in English")
    zh: StrictStr = Field(min_length=1, description="what it is, in Chinese")
    unit: StrictStr = Field(default="", description="unit of the value and the band")
    band: Ends = Field(
        default=(None, None), description="lowest and highest value that is met; null where there is no end"
    )
    why_en: StrictStr = Field(default="", description="why it cannot be measured, or a remark on how it is, in English")
    why_zh: StrictStr = Field(default="", description="the same in Chinese")

    @model_validator(mode="after")
    def _can_be_judged(self) -> TargetPart:
        low, high = self.band
        if self.measure is None:
            if not (self.why_en and self.why_zh):
                raise ValueError("a part without a measure says why: why_en and why_zh")
        elif self.measure not in MEASURES:
            raise ValueError(
                f"there is no measure {self.measure!r}; {nearest(self.measure, MEASURES).partition('(known')[0]}"
            )
        elif low is None and high is None:
            raise ValueError("a band needs an end: band: [low, high], null for none")
        elif low is not None and high is not None and low > high:
            raise ValueError(f"the band begins at {low:g} and ends at {high:g}; put the lower end first")
        return self

    def name(self, language: str) -> str:
        """What it is called."""
        return self.zh if language == "zh" else self.en

    def why(self, language: str) -> str:
        """Why it cannot be measured, or a remark."""
        return self.why_zh if language == "zh" else self.why_en


class Target(Checked):
    """One pattern of real districts."""

    id: StrictStr = Field(
        pattern=r"^[CVSR][0-9]*$", description="C.. for calibration, V.. a pattern, S steadiness, R.. own records"
    )
    en: StrictStr = Field(min_length=1, description="what it is, in English")
    zh: StrictStr = Field(min_length=1, description="what it is, in Chinese")
    source: StrictStr = Field(min_length=1, description="where the band is from")
    grade: Literal["A", "B", "C", "assumption"] = Field(description="of the source")
    use: Literal["calibrated", "held out"] = Field(description="whether the model may be fitted to it")
    parts: tuple[TargetPart, ...] = Field(min_length=1, description="what must hold")

    def name(self, language: str) -> str:
        """What it is called."""
        return self.zh if language == "zh" else self.en


def read_targets(folder: Path = FOLDER) -> list[Target]:
    """All targets of a folder of YAML files, in the order in which they stand there. Raises BadInput."""
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not files:
        raise BadInput(f"targets={folder} is no folder with YAML files; copy those of {FOLDER} and change them")
    found: dict[str, Target] = {}
    for path in files:
        for target in _targets_of(path):
            if target.id in found:
                raise BadInput(f"{path}: there are two targets {target.id}; give each an id of its own")
            found[target.id] = target
    return list(found.values())


def _targets_of(path: Path) -> Sequence[Target]:
    content: Any = yaml_of(path)
    if not isinstance(content, Mapping):
        raise BadInput(f"{path}: a file of targets holds ID: {{en, zh, source, grade, use, parts}}")
    targets = []
    for id_, fields in content.items():
        try:
            targets.append(Target.model_validate({"id": str(id_), **(fields if isinstance(fields, Mapping) else {})}))
        except ValidationError as error:
            raise BadInput(f"{path}: {refusal(error, str(id_), Target)}") from error
    return targets
