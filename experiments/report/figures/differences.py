"""Figures of differences: a dot for the mean, lines for the intervals."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (matplotlib says too little about its types)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ...comparison.study import Study
from ...indicators import RECORDED
from ...language.voice import Voice
from .style import FAINT, PAGE_WIDTH, STRIPE, canvas, colour_of

BULK, CLIP = 0.8, 2.0  # an axis goes at most this many times beyond the bulk of the intervals
OUTER = 90  # level of the thin lines, per cent

Row = Mapping[str, Any]  # of pairs.compare_arms


class Line(NamedTuple):
    """One line of a forest plot: its name and, for each arm, the rows to draw."""

    name: str
    rows: Mapping[str, Sequence[Row]]


def forest(study: Study, voice: Voice) -> Figure:
    """Paired relative differences of the headline readings, one line an arm."""
    lines = [
        Line(
            f"{i.id} {voice.name(i)} · {voice['ledger_short'][ledger]}",
            {arm: [study.row(arm, i.id, ledger)] for arm in study.arms},
        )
        for i in study.headlines()
        for ledger in i.ledgers
    ]
    return forest_of([("", lines)], study, voice)


def forest_of(panels: Sequence[tuple[str, Sequence[Line]]], study: Study, voice: Voice) -> Figure:
    """Forest plots side by side, of the same lines. `panels`: title and lines of each."""
    names = [line.name for line in panels[0][1]]
    drawn = canvas(PAGE_WIDTH, 0.9 + 0.3 * len(names) * max(1.0, 0.55 * len(study.arms)))
    every = drawn.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (title, lines) in zip(every, panels, strict=True):
        _panel(axes, lines, study)
        axes.set_title(title)
        axes.set_xlabel(voice["forest_axis"].format(reference=voice.label(study.reference)))
    every[0].set_yticks(range(len(names)), names)
    every[0].set_ylim(len(names) - 0.5, -0.5)
    arm_legend(drawn, study, study.arms, voice)
    return drawn


def _panel(axes: Axes, lines: Sequence[Line], study: Study) -> None:
    axes.set_xlim(*limits_of([row for line in lines for rows in line.rows.values() for row in rows]))
    axes.axvline(0, color=FAINT, lw=1)
    step = 1.0 / (len(study.arms) + 1)
    for y, line in enumerate(lines):
        if y % 2:
            axes.axhspan(y - 0.5, y + 0.5, color=STRIPE, lw=0)
        for k, arm in enumerate(study.arms):
            for row in line.rows.get(arm, ()):
                draw_difference(axes, row, y - 0.5 + (k + 1) * step, colour_of(study.settings.arms, arm))


def draw_difference(axes: Axes, row: Row, y: float, colour: str) -> None:
    """One relative difference: dot the mean, thick line 50 %, thin line 90 %; hollow: the books."""
    base = abs(row["reference_mean"])
    if not base > 0 or np.isnan(row["difference"]):
        return
    reach = axes.get_xlim()[1]
    if abs(100 * row["difference"] / base) > reach:  # beyond the edge: an arrow with the number
        sign = np.sign(row["difference"])
        axes.plot(sign * reach * 0.985, y, ">" if sign > 0 else "<", color=colour, ms=5)
        text = f"{100 * row['difference'] / base:+.0f} %".replace("-", "−")
        side = "right" if sign > 0 else "left"
        axes.text(sign * reach * 0.965, y, text, color=colour, fontsize=7, va="center", ha=side)
        return
    for level, width in ((OUTER, 1.0), (50, 3.5)):
        if not np.isnan(row[f"low{level}"]):
            ends = [100 * row[f"{end}{level}"] / base for end in ("low", "high")]
            axes.plot(ends, [y, y], color=colour, lw=width)
    face = "white" if row.get("ledger") == RECORDED else colour
    axes.plot(100 * row["difference"] / base, y, "o", ms=4.5, mfc=face, mec=colour)


def limits_of(rows: Sequence[Row]) -> tuple[float, float]:
    """Limits in % from the intervals; one that is far wider than the others is cut off at the edge."""
    based = [r for r in rows if r["reference_mean"]]
    ends = [100 * r[f"{end}{OUTER}"] / abs(r["reference_mean"]) for r in based for end in ("low", "high")]
    centres = [100 * r["difference"] / abs(r["reference_mean"]) for r in based]
    values = np.abs(np.array([*ends, *centres], float))
    values = values[np.isfinite(values) & (values > 0)]
    if not values.size:
        return -10.0, 10.0
    reach = min(values.max(), CLIP * np.quantile(values, BULK)) * 1.05
    return -reach, reach


def arm_legend(drawn: Figure, study: Study, arms: Sequence[str], voice: Voice) -> None:
    """The colours of the arms, above the panels."""
    lines = [Line2D([], [], color=colour_of(study.settings.arms, arm), lw=2, label=voice.label(arm)) for arm in arms]
    drawn.legend(handles=lines, frameon=False, loc="outside upper left", ncols=3)
