"""Figures of sensitivity: what matters most at the top."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas and matplotlib say too little about their types)

from __future__ import annotations

import numpy as np
import pandas as pd

from .figures.style import COLOURS, FAINT, figure, svg

NAMES = {"mu_star": "mean absolute effect over the whole range", "ST": "total", "S1": "first order"}


def bars(
    effects: pd.DataFrame, value: str, half: str, title: str, second: str | None = None, second_half: str | None = None
) -> str:
    """One panel an indicator, one bar a factor with its interval; an <svg>. `second`: shown as dots beside."""
    indicators = list(dict.fromkeys(effects["indicator"]))
    n = effects["factor"].nunique()
    with figure(1.5 + 3.2 * len(indicators), 1.0 + 0.3 * n) as drawn:
        axes = drawn.subplots(1, len(indicators), squeeze=False)[0]
        for axis, indicator in zip(axes, indicators, strict=True):
            rows = effects[effects["indicator"] == indicator].sort_values(value, na_position="first")
            y = np.arange(len(rows))
            axis.barh(
                y, rows[value], xerr=rows[half], height=0.6, color=COLOURS[6], ecolor=COLOURS[0], label=NAMES[value]
            )
            if second:
                axis.errorbar(
                    rows[second], y, xerr=rows[second_half], fmt="o", ms=4, color=COLOURS[2], lw=1, label=NAMES[second]
                )
            axis.axvline(0, color=FAINT, lw=0.8)
            names = [path.rsplit(".", 1)[-1] for path in rows["factor"]]
            unknown = rows[value].isna().to_numpy()
            axis.set_yticks(
                y, [f"{name} (not known)" if none else name for name, none in zip(names, unknown, strict=True)]
            )
            if value == "ST":
                axis.set_xlim(0, 1)
            axis.set_title(indicator)
        handles, labels = axes[0].get_legend_handles_labels()
        drawn.legend(handles, labels, loc="outside lower left", ncols=2, frameon=False)
        drawn.suptitle(f"{title}; lines are 95 % intervals", x=0.01, ha="left", fontsize=10)
        return svg(drawn, title)


def one_at_a_time(designed: pd.DataFrame, factors: list[str], indicators: list[str]) -> str:
    """A panel for each factor and indicator: the mean over seeds with its 95 % interval; an <svg>."""
    middle = designed[designed["point"] == 0]
    with figure(1.0 + 2.4 * len(factors), 0.8 + 2.0 * len(indicators)) as drawn:
        panels = drawn.subplots(len(indicators), len(factors), squeeze=False, sharey="row")
        for row, indicator in zip(panels, indicators, strict=True):
            for axis, factor in zip(row, factors, strict=True):
                others = [f for f in factors if f != factor]
                moved = designed[(designed[others] == middle[others].iloc[0]).all(axis=1)]
                by = moved.groupby(factor)[indicator].agg(["mean", "sem"])
                axis.errorbar(by.index, by["mean"], yerr=1.96 * by["sem"].fillna(0), fmt="o-", ms=3, lw=1)
                axis.set_xlabel(factor.rsplit(".", 1)[-1])
            row[0].set_ylabel(indicator)
        return svg(drawn, "One factor at a time, 95 % intervals")
