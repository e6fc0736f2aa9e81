"""The course of events in time."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas and matplotlib say too little about their types)

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from govsim.simulation.engine.clock import DAYS_PER_YEAR

from ...comparison.study import Study
from ...indicators import RECORDED, TRUE
from ...indicators.measure import COUNTED
from ...language.voice import Voice
from .differences import arm_legend
from .style import BURN_IN, INK, PAGE_WIDTH, canvas, colour_of

MOST_TICKS = 8
BAND = (0.1, 0.9)  # the middle 80 % of the runs


def time_series(study: Study, voice: Voice) -> Figure:
    """Rates over time with bands, one panel a kind of event and ledger."""
    rates = _rates(study)
    drawn = canvas(PAGE_WIDTH, 6.4)
    grid = drawn.subplots(len(COUNTED), 2, sharex=True)
    for row, counted in zip(grid, COUNTED, strict=True):
        for axes, ledger in zip(row, (TRUE, RECORDED), strict=True):
            _panel(axes, study, rates[(rates["counted"] == counted) & (rates["ledger"] == ledger)])
            axes.set_title(voice["series_names"][counted][ledger], color=INK)
    for axes in grid[-1]:
        axes.set_xlabel(voice["series_axis"])
        _name_months(axes, study.series)
    arm_legend(drawn, study, study.settings.arms, voice)
    return drawn


def _rates(study: Study) -> pd.DataFrame:
    series, residents = study.series, study.areas["residents"].sum()
    rate = 1000 * DAYS_PER_YEAR / series["days"] * series["count"] / residents
    return series.assign(rate=rate, mid=series["from_day"] + series["days"] / 2)


def _name_months(axes: Axes, series: pd.DataFrame) -> None:
    """Months of the calendar instead of days, a few of them, where the periods are months."""
    months = series[series["month"] != ""].drop_duplicates("from_day").sort_values("from_day")
    if not months.empty:
        shown = months.iloc[:: max(1, round(len(months) / MOST_TICKS))]
        axes.set_xticks(shown["from_day"], shown["month"], rotation=30, ha="right")
        axes.set_xlabel("")


def _panel(axes: Axes, study: Study, panel: pd.DataFrame) -> None:
    if (panel["from_day"] < 0).any():
        axes.axvspan(panel["from_day"].min(), 0, color=BURN_IN, lw=0)
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
