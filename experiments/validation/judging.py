"""Targets held against estimates: met, missed, not decided, not measurable yet."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from .pooling import Estimate
from .targets import Ends, Target, TargetPart

Judgement = Literal["met", "missed", "open", "missing"]
MET, MISSED, OPEN, MISSING = JUDGEMENTS = ("met", "missed", "open", "missing")
NOTHING = Estimate(math.nan, math.nan, math.nan, 0)


@dataclass(frozen=True)
class JudgedPart:
    """A part of a target with what the model says."""

    part: TargetPart
    found: Estimate
    judgement: Judgement


@dataclass(frozen=True)
class Judged:
    """A target with what the model says of each part of it."""

    target: Target
    parts: Sequence[JudgedPart]

    @property
    def judgement(self) -> Judgement:
        """Missed if any part is; not decided if any is not; parts that cannot be measured do not count."""
        each = {one.judgement for one in self.parts} - {MISSING}
        return next((worst for worst in (MISSED, OPEN, MET) if worst in each), MISSING)  # type: ignore[return-value]

    @property
    def in_part(self) -> bool:
        """Whether some parts could be measured and others not."""
        missing = [one.judgement == MISSING for one in self.parts]
        return any(missing) and not all(missing)


def judgement_of(found: Estimate, band: Ends) -> Judgement:
    """Met when the whole 90 % interval lies in the band, missed when all of it lies outside, else not decided.

    With both ends of the interval inside, the band is met at 5 % (two one-sided tests, Schuirmann 1987).
    """
    if math.isnan(found.value):
        return MISSING
    low, high = (-math.inf if band[0] is None else band[0]), (math.inf if band[1] is None else band[1])
    if math.isnan(found.low):
        return OPEN
    if low <= found.low and found.high <= high:
        return MET
    return MISSED if found.high < low or found.low > high else OPEN


def judged(targets: Sequence[Target], estimates: Mapping[str, Estimate]) -> list[Judged]:
    """Every target. `estimates`: by measure; a measure that is not there was not run."""
    return [Judged(target, [_part(part, estimates) for part in target.parts]) for target in targets]


def _part(part: TargetPart, estimates: Mapping[str, Estimate]) -> JudgedPart:
    found = estimates.get(part.measure or "", NOTHING)
    return JudgedPart(part, found, MISSING if part.measure is None else judgement_of(found, part.band))


def counts(verdicts: Sequence[Judged]) -> dict[str, int]:
    """How many targets are met, missed, not decided and not measurable."""
    said = [one.judgement for one in verdicts]
    return {judgement: said.count(judgement) for judgement in JUDGEMENTS}


def table_of(verdicts: Sequence[Judged]) -> pd.DataFrame:
    """One row a part, for the CSV file. `judgement`: of the part; `target_judgement`: of the whole target."""
    return pd.DataFrame(
        {
            "target": one.target.id, "target_en": one.target.en, "target_zh": one.target.zh,
            "part_en": part.part.name("en"), "part_zh": part.part.name("zh"), "measure": part.part.measure or "",
            "unit": part.part.unit, "band_low": part.part.band[0], "band_high": part.part.band[1],
            "value": part.found.value, "low90": part.found.low, "high90": part.found.high, "runs": part.found.n,
            "judgement": part.judgement, "target_judgement": one.judgement, "source": one.target.source,
            "grade": one.target.grade, "use": one.target.use, "remark_en": part.part.why_en,
            "remark_zh": part.part.why_zh,
        }
        for one in verdicts
        for part in one.parts
    )  # fmt: skip
