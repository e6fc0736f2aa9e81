"""What the records show, with intervals, and the bands in which the model must lie: a list of targets of one's own.

A band is the 90 % interval of the records, widened by what is too small to matter. The interval is that of the weeks of
the records, left out one at a time (of months, where no days are known); never narrower than the number of events
allows.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false, reportAssignmentType=false, reportOptionalMemberAccess=false
# (pandas and pyarrow say too little about their types)

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from govsim.simulation.engine.clock import DAYS_PER_YEAR, HOURS_PER_DAY

from ..language import words_of
from ..validation import pooling
from ..validation.measures import MEASURES
from ..validation.measures.shapes import (
    MONTHS,
    SLICES,
    STREAMS,
    counts_by_area,
    excess_of,
    month_index,
    noise_of_month,
    pairs_near,
)
from ..validation.pooling import LEVEL, Estimate, estimate
from ..validation.replicate import Replicate
from ..validation.targets import Ends, Target, TargetPart
from .check import Checked
from .settings import Tolerances
from .tables import HOUR, start_of, tables_of, window_h

MOSTLY = 0.5  # share of the rows that must say something
FEW, FEW_PAIRS = 50, 200  # events below which a shape, and near repeats, are not read
WEEK_H, SEGMENT_DAYS = 7 * HOURS_PER_DAY, 90
STREAM_OF = {  # which streams records of a source are
    "calls": ("theft_calls", "dispute_calls"), "cases": ("thefts", "disputes"), "tickets": ("tickets", "disputes"),
    "mediation": ("disputes",), "hotline": ("tickets", "disputes"),
}  # fmt: skip
KIND_OF = {"theft_calls": "theft", "dispute_calls": "dispute", "thefts": "theft", "thefts_filed": "theft",
           "disputes": "dispute", "tickets": ""}  # fmt: skip
GROUPS = ("rate", "type", "hours", "weekday", "month", "concentration", "near_repeats")


@dataclass(frozen=True)
class OfRecords:
    """A target and what the records say of each part; `missing`: why a group cannot be read, no target then."""

    stream: str
    group: str
    target: Target | None
    found: Sequence[Estimate] = ()
    missing: str = ""


def targets_of(checked: Checked, residents: float, tolerances: Tolerances) -> list[OfRecords]:
    """Every target that the records give, and what they cannot give."""
    found: list[OfRecords] = []
    for name in streams_of(checked):
        reader = _Reader(checked, name, residents)
        for group in GROUPS:
            estimates = reader.read(group)
            if isinstance(estimates, str):
                found.append(OfRecords(name, group, None, (), estimates))
            else:
                number = sum(one.target is not None for one in found) + 1
                target = _target(f"R{number}", name, group, estimates, tolerances, checked)
                found.append(OfRecords(name, group, target, list(estimates.values())))
    return found


def streams_of(checked: Checked) -> list[str]:
    """The streams in these records; of one type alone where they hold no other."""
    found = []
    for name in STREAM_OF[checked.source]:
        kinds = _kinds_in(checked, name)
        if name == "thefts" and checked.rows["occurred"].isna().mean() > MOSTLY:
            name = "thefts_filed"
        if len(kinds):
            only = set(kinds) if name != "tickets" else set()
            one = next(iter(only)).partition(".")[2] if len(only) == 1 else ""
            found.append(f"{name}:{one}" if one else name)
    return found


def _kinds_in(checked: Checked, name: str) -> pd.Series:
    kinds = checked.rows["kind"]
    if name == "tickets":
        return kinds[~kinds.str.startswith(("theft", "dispute", "clash"))]
    return kinds[kinds.str.startswith(KIND_OF[name.partition(":")[0]])]


class _Reader:
    """Estimates of one stream of the records, by group: measures with their estimates, or what is missing."""

    def __init__(self, checked: Checked, name: str, residents: float) -> None:
        self.checked, self.name, self.residents = checked, name, residents
        self.stream = STREAMS[name]
        self.own = replace(checked, rows=checked.rows[checked.rows.index.isin(self._own_rows().index)])
        self.days = (checked.last - checked.first).days

    def _own_rows(self) -> pd.Series:
        kinds = _kinds_in(self.checked, self.name)
        one = self.name.partition(":")[2]
        return kinds[kinds.str.endswith(f".{one}")] if one else kinds

    def read(self, group: str) -> dict[str, Estimate] | str:
        """By name of measure."""
        if len(self.own.rows) < FEW:
            return "few"
        readers: dict[str, Callable[[], dict[str, Estimate] | str]] = {
            "rate": self._rate, "type": self._types, "hours": self._hours, "weekday": self._weekdays,
            "month": self._months, "concentration": self._concentration, "near_repeats": self._near,
        }  # fmt: skip
        return readers[group]()

    def _rate(self) -> dict[str, Estimate] | str:
        return self._by_blocks(self.checked, ["rate"]) if self.residents else "residents"

    def _types(self) -> dict[str, Estimate] | str:
        typed = self.own.rows["kind"].str.contains(".", regex=False)
        if len(self.stream.types) < 2:
            return "one_type"
        return (
            self._by_blocks(self.own, [f"type.{one}" for one in self.stream.types]) if typed.mean() > 0.5 else "types"
        )

    def _hours(self) -> dict[str, Estimate] | str:
        exact = self._known_to("minute")
        return self._by_blocks(exact, [f"hours.{i}" for i in range(SLICES)]) if exact is not None else "no_hours"

    def _weekdays(self) -> dict[str, Estimate] | str:
        exact = self._known_to("minute", "day")
        if exact is None or self.days < 8 * 7:
            return "no_days" if exact is None else "short"
        return self._by_blocks(exact, [f"weekday.{i}" for i in range(7)])

    def _months(self) -> dict[str, Estimate] | str:
        if self.days < DAYS_PER_YEAR:
            return "no_year"
        edges = self._edges()
        start = pd.Timestamp(self.checked.first) - pd.Timedelta(hours=window_h(self.checked)[0])
        moments = [start + pd.Timedelta(hours=float(edge)) for edge in edges]
        times, parts = self.own.rows["time"], []
        for low, high in itertools.pairwise(moments):
            inside = times[(times >= low) & (times < high)].dt.month
            days = pd.date_range(low, high, inclusive="left").month
            parts.append([(np.bincount(each, minlength=MONTHS + 1)[1:]) for each in (inside, days)])
        found = {}
        for k in range(MONTHS):
            each = [np.array([events[k], days[k], events.sum(), days.sum()], float) for events, days in parts]
            found[f"{self.name}.month.{k}"] = _surely(
                estimate(each, month_index, noise_of_month(each)), noise_of_month(each)
            )
        return found

    def _concentration(self) -> dict[str, Estimate] | str:
        if self.own.rows["x_m"].notna().sum() < FEW:
            return "no_points"
        blocks = self._blocks(self.own)
        centres, parts = blocks[0].centres, [counts_by_area(self.stream, block) for block in blocks]

        def pooled(some: Sequence[np.ndarray]) -> float:
            same, near = pairs_near(np.sum(some, axis=0), centres)
            return 100 * same / near if near else math.nan

        return {f"{self.name}.concentration": estimate(parts, pooled)}

    def _near(self) -> dict[str, Estimate] | str:
        exact = self._known_to("minute", "day")
        if exact is None:
            return "no_days"
        if exact.rows["x_m"].notna().sum() < FEW_PAIRS or self.days < 2 * SEGMENT_DAYS:
            return "no_points" if exact.rows["x_m"].notna().sum() < FEW_PAIRS else "short"
        tables, (start_h, end_h), start = tables_of(exact), window_h(exact), start_of(exact).date()
        whole = excess_of(self.stream, Replicate(tables, start_h, end_h, 1, start))
        edges = np.linspace(start_h, end_h, max(2, self.days // SEGMENT_DAYS) + 1)
        parts = [excess_of(self.stream, Replicate(tables, a, b, 1, start)) for a, b in itertools.pairwise(edges)]
        spread = estimate(parts, pooling.ratio_of)
        half, value = (spread.high - spread.low) / 2, float(whole[0] / whole[1])
        return {f"{self.name}.near_repeats": Estimate(value, value - half, value + half, spread.n)}

    def _known_to(self, *precisions: str) -> Checked | None:
        rows = self.own.rows[self.own.rows["precision"].isin(precisions)]
        return replace(self.own, rows=rows) if len(rows) >= max(FEW, MOSTLY * len(self.own.rows)) else None

    def _edges(self) -> np.ndarray:
        """Hours at which the blocks of the records begin and end: weeks, or months where no days are known."""
        start_h, end_h = window_h(self.checked)
        if self.checked.precision == "month":
            firsts = pd.date_range(self.checked.first, self.checked.last, freq="MS")
            return start_h + (firsts - self.checked.first).total_seconds().to_numpy() / 3600
        return np.linspace(start_h, end_h, max(2, round((end_h - start_h) / WEEK_H)) + 1)

    def _blocks(self, checked: Checked) -> list[Replicate]:
        """The records in pieces of time. The whole window counts, whatever the first and last row of a stream."""
        tables, start = tables_of(checked, self.residents), start_of(checked).date()
        edges = self._edges() - (start_of(checked) - start_of(self.checked)) / HOUR
        return [Replicate(tables, a, b, 1, start) for a, b in itertools.pairwise(edges)]

    def _by_blocks(self, checked: Checked, ends: Sequence[str]) -> dict[str, Estimate]:
        """Estimates of measures that add up over pieces of time."""
        blocks = self._blocks(checked)
        found = {}
        for end in ends:
            measure = MEASURES[f"{self.name}.{end}"]
            parts = [measure.each(block) for block in blocks]
            found[f"{self.name}.{end}"] = _surely(measure.of(parts), measure.floor(parts))
        return found


def _surely(found: Estimate, floor: float) -> Estimate:
    """An estimate with an interval from the number of events alone where pieces of time give none."""
    if not math.isnan(found.low) or math.isnan(found.value):
        return found
    half = float(special.ndtri(0.5 + LEVEL / 200)) * floor
    return found._replace(low=found.value - half, high=found.value + half)


# -- targets


def _target(
    id_: str, stream: str, group: str, found: dict[str, Estimate], tolerances: Tolerances, checked: Checked
) -> Target:  # fmt: skip
    en, zh = (words_of(language)["records"] for language in ("en", "zh"))
    parts = [
        TargetPart(
            measure=measure, en=_name(measure, group, en), zh=_name(measure, group, zh), unit=UNITS[group],
            band=band_of(one, group, tolerances), why_en=en["means"].get(group, ""), why_zh=zh["means"].get(group, ""),
        )
        for measure, one in found.items()
    ]  # fmt: skip
    return Target(
        id=id_, en=f"{stream_name(stream, en)}: {en['groups'][group]}",
        zh=f"{stream_name(stream, zh)}：{zh['groups'][group]}", source=_source(checked), grade="A", use="held out",
        parts=tuple(parts),
    )  # fmt: skip


def _source(checked: Checked) -> str:
    return f"{len(checked.rows):,} / {checked.first:%Y-%m-%d} – {checked.last - pd.Timedelta(days=1):%Y-%m-%d}"


UNITS = {"rate": "per 1,000 residents and year", "type": "%", "hours": "%", "weekday": "%", "month": "",
         "concentration": "%", "near_repeats": ""}  # fmt: skip


def stream_name(stream: str, words: Any) -> str:
    """What a stream is called."""
    name, _, one = stream.partition(":")
    return (
        words["of_type"].format(stream=words["streams"][name], type=words["types"][one])
        if one
        else words["streams"][name]
    )


def _name(measure: str, group: str, words: Any) -> str:
    """What a part is called."""
    end = measure.rpartition(".")[2]
    if group == "type":
        return words["types"][end]
    if group in ("hours", "weekday", "month"):
        return words["parts"][group][int(end)]
    return words["groups"][group]


def band_of(found: Estimate, group: str, tolerances: Tolerances) -> Ends:
    """The interval of the records, widened by what is too small to matter."""
    if math.isnan(found.low):
        return (0.0, None)
    more = {
        "rate": tolerances.level * abs(found.value), "concentration": tolerances.level * abs(found.value),
        "month": tolerances.month_points, "near_repeats": tolerances.near_repeats,
    }.get(group, tolerances.share_points)  # fmt: skip
    low = found.low - more
    return _rounded(low if group == "near_repeats" else max(low, 0.0)), _rounded(found.high + more)


def _rounded(end: float) -> float:
    return float(f"{end:.3g}")
