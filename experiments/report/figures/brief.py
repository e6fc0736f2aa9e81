"""The picture of the brief: what each arm changes, what luck does to it, and what other assumptions do."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (matplotlib says too little about its types)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from ...comparison.robustness import Reach
from ...comparison.study import Study
from ...language.voice import Voice
from .style import FAINT, canvas, colour_of

WIDTH, MOST_PER_CENT = 6.0, 60.0
NOTHING = "#E4E7EA"  # where no difference matters


class Effect(NamedTuple):
    """An arm's effect on a kind of event: a row of pairs.compare_arms, and its range over assumptions, if tried."""

    arm: str
    event: str
    row: Mapping[str, Any]
    reach: Reach | None


def draw_effects(study: Study, effects: Sequence[Effect], voice: Voice) -> Figure:
    """A panel a kind of event, a line an arm; in per cent of the reference."""
    arms, events = (list(dict.fromkeys(values)) for values in zip(*((e.arm, e.event) for e in effects), strict=True))
    drawn = canvas(WIDTH, 1.05 + 0.26 * len(arms))
    panels = drawn.subplots(1, len(events), sharey=True, squeeze=False)[0]
    for axes, event in zip(panels, events, strict=True):
        here = [effect for effect in effects if effect.event == event]
        reach = _reach(here, study.settings.smallest)
        axes.axvspan(*(100 * study.settings.smallest * sign for sign in (-1, 1)), color=NOTHING, lw=0)
        axes.axvline(0, color=FAINT, lw=1)
        for effect in here:
            _draw(axes, effect, arms.index(effect.arm), colour_of(study.settings.arms, effect.arm))
        axes.set_xlim(-reach, reach)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.set_title(voice["maps_names"][event])
        axes.set_xlabel(voice["brief"]["picture_axis"])
    panels[0].set_yticks(range(len(arms)), [voice.label(arm) for arm in arms])
    panels[0].set_ylim(len(arms) - 0.5, -0.5)
    _legend(drawn, any(effect.reach for effect in effects), voice)
    return drawn


def _draw(axes: Axes, effect: Effect, y: int, colour: str) -> None:
    row, reach = effect.row, effect.reach
    base = abs(row["reference_mean"])
    if not base > 0 or np.isnan(row["difference"]):
        return
    if reach:
        axes.plot([100 * reach.low, 100 * reach.high], [y, y], color=colour, lw=9, alpha=0.25, solid_capstyle="butt")
    if not np.isnan(row["low90"]):
        axes.plot([100 * row["low90"] / base, 100 * row["high90"] / base], [y, y], color=colour, lw=1.6)
    axes.plot(100 * row["difference"] / base, y, "o", ms=5, color=colour)


def _reach(effects: Sequence[Effect], smallest: float) -> float:
    """Half the width of the axis, per cent: all there is, within reason."""
    ends = [100 * abs(end) for e in effects if e.reach for end in (e.reach.low, e.reach.high)]
    ends += [
        100 * abs(e.row[key] / e.row["reference_mean"])
        for e in effects
        for key in ("low90", "high90", "difference")
        if e.row["reference_mean"]
    ]
    return min(1.1 * max([200 * smallest, *(end for end in ends if np.isfinite(end))]), MOST_PER_CENT)


def _legend(drawn: Figure, tried: bool, voice: Voice) -> None:
    words = voice["brief"]["legend"]
    handles = [Line2D([], [], color=FAINT, marker="o", lw=1.6, ms=5, label=words["luck"])]
    handles += [Patch(color=FAINT, alpha=0.35, lw=0, label=words["assumptions"])] if tried else []
    handles += [Patch(color=NOTHING, lw=0, label=words["nothing"])]
    drawn.legend(handles=handles, frameon=False, loc="outside upper left", ncols=3)
