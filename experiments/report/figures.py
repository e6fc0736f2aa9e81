"""Figures of differences and of time."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..indicators import RECORDED, TRUE
from ..measure import COUNTED
from ..study import Study
from .style import FAINT, INK, colour_of, figure, svg

BAND = (0.1, 0.9)  # the middle 80 % of the runs
BULK, CLIP = 0.8, 2.0  # an axis goes at most this many times beyond the bulk of the intervals


def forest(study: Study, words: dict[str, Any]) -> str:
    """Paired relative differences of the headline readings, one line an arm; an <svg>."""
    readings = [(i, ledger) for i in study.headlines() for ledger in i.ledgers]
    step = 1.0 / (len(study.arms) + 1)
    with figure(9.5, 0.6 + 0.3 * len(readings) * max(1.0, 0.55 * len(study.arms))) as drawn:
        axes = drawn.add_subplot()
        axes.set_xlim(*limits_of([study.row(arm, i.id, ledger) for i, ledger in readings for arm in study.arms]))
        axes.axvline(0, color=FAINT, lw=1)
        for y, (indicator, ledger) in enumerate(readings):
            if y % 2:
                axes.axhspan(y - 0.5, y + 0.5, color="#F4F4F4", lw=0)
            for k, arm in enumerate(study.arms):
                draw_difference(
                    axes,
                    study.row(arm, indicator.id, ledger),
                    y - 0.5 + (k + 1) * step,
                    colour_of(study.settings.arms, arm),
                )
        names = [f"{i.id} {i.name} · {words['ledger_short'][ledger]}" for i, ledger in readings]
        axes.set_yticks(range(len(readings)), names)
        axes.set_ylim(len(readings) - 0.5, -0.5)
        axes.set_xlabel(words["forest_axis"].format(reference=study.reference))
        _arm_legend(drawn, study, study.arms)
        return svg(drawn, words["sections"]["forest"])


def draw_difference(axes: Axes, row: dict[str, Any], y: float, colour: str) -> None:
    """One relative difference: dot the mean, thick line 50 %, thin line 95 %; filled: truth, hollow: the books."""
    base = abs(row["reference_mean"])
    if not base > 0 or np.isnan(row["difference"]):
        return
    reach = axes.get_xlim()[1]
    if abs(100 * row["difference"] / base) > reach:  # beyond the edge: an arrow with the number
        sign = np.sign(row["difference"])
        axes.plot(sign * reach * 0.985, y, ">" if sign > 0 else "<", color=colour, ms=5)
        text = f"{100 * row['difference'] / base:+.0f} %".replace("-", "−")
        axes.text(
            sign * reach * 0.965, y, text, color=colour, fontsize=7, va="center", ha="right" if sign > 0 else "left"
        )
        return
    for level, width in ((95, 1.0), (50, 3.5)):
        if not np.isnan(row[f"low{level}"]):
            axes.plot(
                [100 * row[f"low{level}"] / base, 100 * row[f"high{level}"] / base], [y, y], color=colour, lw=width
            )
    face = colour if row["ledger"] == TRUE else "white"
    axes.plot(100 * row["difference"] / base, y, "o", ms=4.5, mfc=face, mec=colour)


def limits_of(rows: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """Limits in % from the intervals; one that is far wider than the others is cut off at the edge."""
    ends = np.array(
        [100 * r[end] / abs(r["reference_mean"]) for r in rows if r["reference_mean"] for end in ("low95", "high95")]
    )
    centres = [100 * r["difference"] / abs(r["reference_mean"]) for r in rows if r["reference_mean"]]
    values = np.abs(np.append(ends, centres))
    values = values[np.isfinite(values) & (values > 0)]
    if not values.size:
        return -10.0, 10.0
    reach = min(values.max(), CLIP * np.quantile(values, BULK)) * 1.05
    return -reach, reach


def time_series(study: Study, words: dict[str, Any]) -> str:
    """Rates over time with bands, one panel a kind of event and ledger; an <svg>."""
    rates = _rates(study)
    with figure(9.5, 7.2) as drawn:
        grid = drawn.subplots(len(COUNTED), 2, sharex=True)
        for row, counted in zip(grid, COUNTED, strict=True):
            for axes, ledger in zip(row, (TRUE, RECORDED), strict=True):
                panel = rates[(rates["counted"] == counted) & (rates["ledger"] == ledger)]
                _panel(axes, study, panel)
                axes.set_title(words["series_names"][counted][ledger], color=INK)
        for axes in grid[-1]:
            axes.set_xlabel(words["series_axis"])
        _arm_legend(drawn, study, study.settings.arms)
        return svg(drawn, words["sections"]["series"])


def _rates(study: Study) -> pd.DataFrame:
    residents = study.areas["residents"].sum()
    series = study.series
    return series.assign(
        rate=1000 * 365 / series["days"] * series["count"] / residents, mid=series["from_day"] + series["days"] / 2
    )


def _panel(axes: Axes, study: Study, panel: pd.DataFrame) -> None:
    if (panel["from_day"] < 0).any():
        axes.axvspan(panel["from_day"].min(), 0, color="#EEEEEE", lw=0)
    for arm in (*study.arms, study.reference):  # the reference on top: what is hidden under it does not differ
        by_time = panel[panel["arm"] == arm].groupby("mid")["rate"]
        mean, colour = by_time.mean(), colour_of(study.settings.arms, arm)
        edges = [by_time.quantile(q) for q in BAND]
        if arm == study.reference:
            axes.fill_between(mean.index, *edges, color=colour, alpha=0.10, lw=0)
        for edge in edges:
            axes.plot(mean.index, edge, color=colour, lw=0.7, ls=(0, (2, 2)), alpha=0.7)
        axes.plot(mean.index, mean, color=colour, lw=1.1 if arm == study.reference else 1.6)
    axes.set_ylim(bottom=0)


def _arm_legend(drawn: Figure, study: Study, arms: tuple[str, ...]) -> None:
    """The colours of the arms, above the panels."""
    lines = [Line2D([], [], color=colour_of(study.settings.arms, arm), lw=2, label=arm) for arm in arms]
    drawn.legend(handles=lines, frameon=False, loc="outside upper left", ncols=4)


def series_days(study: Study) -> int:
    """Length of the periods of the time series, days."""
    return int(study.series["days"].iloc[0])
