"""The course of a day, a week and a year: records, and the runs of the model."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (matplotlib says too little about its types)

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...language.voice import Voice
from ...records.compare import Compared
from ...records.targets import stream_name
from .style import COLOURS, FAINT, canvas

KEYS = ("hours", "weekday", "month")
STARTS = {"hours": 0, "weekday": 1, "month": 1}  # what the first one is called


def drawn_keys(found: Compared) -> list[str]:
    """Which courses the records know."""
    return [key for key in KEYS if any(_is_known(own.get(key)) for own, _ in found.profiles.values())]


def _is_known(counts: np.ndarray | None) -> bool:
    return counts is not None and not np.isnan(counts).any() and bool(counts.sum())


def course(found: Compared, key: str, voice: Voice) -> Figure:
    """One panel a stream: shares of all events, in per cent."""
    words = voice["records"]
    streams = [(name, own[key], runs) for name, (own, runs) in found.profiles.items() if _is_known(own.get(key))]
    drawn = canvas(10, 3.2)
    panels: Sequence[Axes] = np.atleast_1d(drawn.subplots(1, len(streams), sharey=True))
    for axes, (name, own, runs) in zip(panels, streams, strict=True):
        x = np.arange(own.size) + STARTS[key]
        each = np.array([_percent(run[key]) for run in runs])
        axes.bar(x, _percent(own), width=0.85, color=COLOURS[6], ec="white", lw=0.4, label=words["of_records"])
        for one in each if len(each) > 1 else ():
            axes.plot(x, one, color=FAINT, lw=0.6, alpha=0.6)
        axes.plot(x, each.mean(axis=0), color=COLOURS[2], lw=2, marker="o", ms=3, label=words["of_model"])
        axes.set_title(stream_name(name, words), fontsize=9.5)
        axes.set_xlabel(words["axes"][key])
        axes.set_xticks(x[:: 3 if key == "hours" else 1])
        axes.set_ylim(0)
    panels[0].set_ylabel(words["axes"]["share"])
    panels[-1].legend(frameon=False, loc="upper right", bbox_to_anchor=(1, 1.22), ncols=2)
    return drawn


def _percent(counts: np.ndarray) -> np.ndarray:
    return 100 * counts / max(counts.sum(), 1e-9)
