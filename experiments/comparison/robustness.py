"""Whether the ranking of arms holds when the assumptions that matter most are moved to the ends of their ranges."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportIndexIssue=false
# pyright: reportGeneralTypeIssues=false, reportOperatorIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..composition.arms import Arm
from ..composition.families import kind_of
from ..composition.settings import CompareSettings
from ..errors import BadInput
from ..running.jobs import Outcome
from ..statistics.pairs import compared
from .ranking import LEDGER, MAIN, is_better, p_better, sign_of
from .study import Study


class Setting(NamedTuple):
    """One arm under one assumption."""

    arm: str
    assumption: str  # path in the configuration
    value: float

    @property
    def name(self) -> str:
        """As an arm of its own."""
        return f"{self.arm}@{self.assumption}={self.value:g}"


@dataclass(frozen=True)
class Line:
    """The arms under one assumption; without one: as configured."""

    assumption: str
    meaning: str
    value: float
    rows: Mapping[tuple[str, str], dict[str, Any]]  # by indicator and arm: pairs.compared
    best: Mapping[str, str]  # arm, by indicator


class Reach(NamedTuple):
    """How far an effect goes over the assumptions tried: shares of the reference, as configured included."""

    low: float
    high: float
    farthest: Line  # the assumption under which the effect is farthest from that as configured


class Change(NamedTuple):
    """Another arm is best under an assumption than as configured."""

    indicator: str
    assumption: str
    meaning: str
    value: float
    usual: str
    best: str
    p: float  # that it is better than the usual one there


def settings_of_arms(settings: CompareSettings) -> list[Setting]:
    """Every arm at both ends of every assumption."""
    return [
        Setting(arm, one.path, end)
        for one in settings.assumptions
        for end in (one.low, one.high)
        for arm in settings.arms
    ]


def arms_of(settings: Sequence[Setting], arms: Mapping[str, Arm]) -> list[Arm]:
    """The arms to run. `arms`: those of the comparison, by name."""
    return [Arm(s.name, (*arms[s.arm].words, f"{s.assumption}={s.value}")) for s in settings]


def meaning_of(config: Mapping[str, Any], path: str) -> str:
    """What a number of the configuration means, as its class says. Raises BadInput where there is none."""
    node: Any = config
    *where, name = path.split(".")
    for step in where:
        node = node.get(step) if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or "_target_" not in node or name not in node:
        raise BadInput(f"assumptions: the configuration has no number {path!r}")
    return kind_of(".".join(where), node).model_fields[name].description or path


def values_of(done: Sequence[Outcome], settings: Sequence[Setting], configs: Mapping[str, Any]) -> pd.DataFrame:
    """Readings of the ranked outcomes: arm, seed, assumption, meaning, setting, indicator, value."""
    by_name = {s.name: s for s in settings}
    parts = []
    for outcome in done:
        assert outcome.measured is not None
        s, rows = by_name[outcome.job.arm], outcome.measured.indicators
        rows = rows[(rows["ledger"] == LEDGER) & rows["indicator"].isin(MAIN)][["indicator", "value"]]
        meaning = meaning_of(configs, s.assumption)
        parts.append(
            rows.assign(arm=s.arm, seed=outcome.job.seed, assumption=s.assumption, meaning=meaning, setting=s.value)
        )
    return pd.concat(parts, ignore_index=True)


def lines_of(study: Study) -> list[Line]:
    """As configured, then each end of each assumption that has pairs of runs."""
    i = study.indicators
    usual = i[(i["ledger"] == LEDGER) & i["indicator"].isin(MAIN)]
    lines = [_line(study, usual, "", "as configured", float("nan"))]
    assert study.robust is not None
    for (path, meaning, value), rows in study.robust.groupby(["assumption", "meaning", "setting"], sort=False):
        lines.append(_line(study, rows, str(path), str(meaning), float(value)))
    return lines


def _line(study: Study, rows: pd.DataFrame, path: str, meaning: str, value: float) -> Line:
    wide = rows.pivot(index="seed", columns=["indicator", "arm"], values="value")
    wanted = [(id_, arm) for id_ in MAIN for arm in study.arms if {(id_, arm), (id_, study.reference)} <= {*wide}]
    found = {(id_, arm): _compared(wide[id_], arm, study.reference, id_, study) for id_, arm in wanted}
    return Line(path, meaning, value, found, {id_: _best(found, id_, study) for id_ in MAIN})


def _compared(by_arm: pd.DataFrame, one: str, other: str, indicator: str, study: Study) -> dict[str, Any]:
    """One arm against another, paired by seed."""
    pair, per_event = (by_arm[arm].to_numpy(float) for arm in (one, other)), study.per_event(one, indicator, LEDGER)
    return compared(*pair, study.aims, indicator, per_event)


def _best(found: Mapping[tuple[str, str], dict[str, Any]], indicator: str, study: Study) -> str:
    """The arm with the best mean of those that are better by more than matters; the reference where there is none."""
    rows = {arm: row for (id_, arm), row in found.items() if id_ == indicator and is_better(row, indicator)}
    return max(rows, key=lambda arm: sign_of(indicator) * rows[arm]["difference"], default=study.reference)


def reach_of(lines: Sequence[Line], arm: str, indicator: str) -> Reach | None:
    """The range of an arm's mean effect over all assumptions of `lines_of`; None where an effect has no share."""
    there = [line for line in lines if (indicator, arm) in line.rows]
    shares = [line.rows[indicator, arm]["relative"] for line in there]
    if len(shares) < 2 or not np.isfinite(shares).all():
        return None
    apart = [abs(share - shares[0]) for share in shares]
    return Reach(min(shares), max(shares), there[apart.index(max(apart))])


def changes_of_ranking(study: Study) -> list[Change]:
    """Assumptions under which another arm is best, the surest first; where too few runs decide, nothing changes."""
    usual, *others = lines_of(study)
    found = [change for line in others for change in _changes(usual, line, study)]
    return sorted(found, key=lambda change: -change.p)


def _changes(usual: Line, line: Line, study: Study) -> Iterator[Change]:
    for id_ in MAIN:
        first = line.rows.get((id_, usual.best[id_]))
        is_undecided = first is not None and first["verdict"] in ("open", "unknown")
        if line.best[id_] != usual.best[id_] and not (is_undecided and line.best[id_] == study.reference):
            p = _p_better(study, line, id_, line.best[id_], usual.best[id_])
            yield Change(id_, line.assumption, line.meaning, line.value, usual.best[id_], line.best[id_], p)


def _p_better(study: Study, line: Line, indicator: str, one: str, other: str) -> float:
    """Probability that one arm is better than another under the assumption of a line."""
    assert study.robust is not None
    r = study.robust
    rows = r[(r["assumption"] == line.assumption) & (r["setting"] == line.value) & (r["indicator"] == indicator)]
    by_arm = rows.pivot(index="seed", columns="arm", values="value")
    return p_better(_compared(by_arm, one, other, indicator, study), indicator)
