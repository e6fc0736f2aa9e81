"""A figure a pattern of the validation: what the model shows, and what it is held against."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (matplotlib says too little about its types)

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy import special

from govsim.simulation.observation.schema import THEFT_TYPES

from ...language.voice import Voice
from ...validation.patterns import GRID, LAGS, METRES
from ...validation.statistics import clock
from ...validation.statistics.journeys import RING_KM
from ...validation.statistics.repeats import share_of_repeats_within
from ...validation.statistics.survival import kaplan_meier
from .style import COLOURS, EMPTY, FAINT, INK, canvas

Runs = Sequence[Mapping[str, Any]]
BAND = "#E7F2EC"  # of a target
REPEAT_DAYS, LATE = np.arange(0, 181, 5), 180.0
LOG_MEDIAN_H, LOG_SD = math.log(76), 2.29  # closed service requests of Baltimore, log-normal [F40]
HOUR_TARGETS = {"from_vehicle": 18.7, "pocket_shop": 15.3, "vehicle": 17.25}  # circular means of F11


def near_repeats(runs: Runs, voice: Voice) -> Figure:
    """Excess pairs an event by distance and lag."""
    excess, observed, expected, events = np.sum([run["near"] for run in runs], axis=0)
    words = voice["validate"]["figures"]["near"]
    values = excess / np.maximum(events, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(expected > 0, observed / expected, np.nan)
    drawn = canvas(10, 3.4)
    axes = drawn.subplots()
    shown = axes.imshow(ratio, cmap="RdBu_r", vmin=0, vmax=2, alpha=0.6, aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        text = f"{value:+.3f}\n×{ratio[row, column]:.2f}".replace("-", "−") if expected[row, column] else "–"
        axes.text(column, row, text, ha="center", va="center", fontsize=8, color=INK)
    axes.set_xticks(range(len(LAGS)), _classes(LAGS, words["lag"]))
    axes.set_yticks(range(len(METRES)), [words["same"], *_classes(METRES, words["distance"])[1:]])
    axes.set_xlabel(words["x"])
    drawn.colorbar(shown, ax=axes, label=words["colour"], shrink=0.9)
    return drawn


def _classes(ends: Sequence[float], words: str) -> list[str]:
    starts = [0.0, *ends[:-1]]
    return [words.format(low=f"{low:g}", high=f"{high:g}") for low, high in zip(starts, ends, strict=True)]


def concentration(runs: Runs, voice: Voice) -> Figure:
    """Share of thefts in the places with most, against as many at random."""
    return _curves(runs, "concentration", voice, furthest=30, marks=((5, 25, 60),))


def offenders(runs: Runs, voice: Voice) -> Figure:
    """Share of thefts of the offenders with most, against labels at random."""
    return _curves(runs, "offenders", voice, furthest=100, marks=((10, 35, 55),))


def _curves(runs: Runs, name: str, voice: Voice, furthest: int, marks: Sequence[tuple[float, float, float]]) -> Figure:
    words = voice["validate"]["figures"][name]
    drawn = canvas(10, 3.6)
    axes = drawn.subplots()
    for run in runs:
        axes.plot(100 * GRID, 100 * run[name][0], color=COLOURS[1], lw=0.6, alpha=0.5)
    model, luck = np.mean([run[name] for run in runs], axis=0)
    axes.plot(100 * GRID, 100 * model, color=COLOURS[1], lw=2, label=words["model"])
    axes.plot(100 * GRID, 100 * luck, color=FAINT, lw=1.6, ls="--", label=words["luck"])
    for at, low, high in marks:
        axes.plot([at, at], [low, high], color=COLOURS[3], lw=5, alpha=0.6, solid_capstyle="butt", label=words["band"])
    return _of_shares(drawn, axes, words, furthest)


def repeats(runs: Runs, voice: Voice) -> Figure:
    """When the same victim is burgled again, among those who are within half a year."""
    words = voice["validate"]["figures"]["repeats"]
    durations, seen = (np.concatenate([run["repeats"][k] for run in runs]) for k in (0, 1))
    shares = [share_of_repeats_within(durations, seen, float(day), LATE) for day in REPEAT_DAYS]
    drawn = canvas(10, 3.4)
    axes = drawn.subplots()
    axes.plot(REPEAT_DAYS, 100 * np.array(shares), color=COLOURS[1], lw=2, drawstyle="steps-post",
              label=words["model"].format(n=int((seen & (durations <= LATE)).sum()), of=durations.size))  # fmt: skip
    axes.plot([0, LATE], [0, 100], color=FAINT, lw=1.4, ls="--", label=words["luck"])
    axes.plot([30, 30], [25, 45], color=COLOURS[3], lw=5, alpha=0.6, solid_capstyle="butt", label=words["band"])
    return _of_shares(drawn, axes, words, LATE)


def _of_shares(drawn: Figure, axes: Axes, words: Mapping[str, Any], furthest: float) -> Figure:
    """The figure with the axes of a curve that rises to 100 %."""
    axes.set_xlim(0, furthest)
    axes.set_ylim(0, 100)
    _labels(axes, words)
    axes.legend(frameon=False, loc="lower right")
    return drawn


def hours(runs: Runs, voice: Voice) -> Figure:
    """Thefts by hour of the day, a panel a type."""
    words = voice["validate"]["figures"]["hours"]
    counts = np.sum([run["hours"] for run in runs], axis=0)
    drawn = canvas(10, 2.9)
    for axes, kind, row in zip(drawn.subplots(1, len(THEFT_TYPES), sharey=True), THEFT_TYPES, counts, strict=True):
        axes.bar(np.arange(24) + 0.5, 100 * row / max(row.sum(), 1), width=1, color=COLOURS[6], ec="white", lw=0.4)
        mean, length = clock.direction(np.repeat(np.arange(24) + 0.5, row.astype(int)))
        axes.axvline(mean, color=COLOURS[1], lw=1.6)
        if kind in HOUR_TARGETS:
            axes.axvline(HOUR_TARGETS[kind], color=COLOURS[3], lw=1.6, ls="--")
        axes.set_xticks([0, 6, 12, 18, 24])
        axes.set_title(f"{words['types'][kind]}\n{mean:.1f}, R = {length:.2f}", fontsize=8.5)
        axes.set_xlabel(words["x"])
    drawn.axes[0].set_ylabel(words["y"])
    return drawn


def journeys(runs: Runs, voice: Voice) -> Figure:
    """Thefts by distance from the offender's home."""
    words = voice["validate"]["figures"]["journeys"]
    counts = np.sum([run["journeys"] for run in runs], axis=0).astype(float)
    far = RING_KM * np.arange(counts.size)
    drawn = canvas(10, 3.0)
    axes = drawn.subplots()
    axes.axvspan(1.0, 2.5, color=BAND, lw=0, label=words["band"])
    axes.bar(
        far + RING_KM / 2, 100 * counts / max(counts.sum(), 1), width=RING_KM, color=COLOURS[6], ec="white", lw=0.4
    )
    if counts.sum():
        median = np.interp(0.5, np.r_[0, counts.cumsum()] / counts.sum(), np.r_[far, far[-1] + RING_KM])
        axes.axvline(median, color=COLOURS[1], lw=1.8, label=words["model"].format(km=f"{median:.1f}"))
    axes.set_xlim(0, far[-1] + RING_KM)
    _labels(axes, words)
    axes.legend(frameon=False, loc="upper right")
    return drawn


def funnel(runs: Runs, voice: Voice) -> Figure:
    """How far disputes come."""
    words = voice["validate"]["figures"]["funnel"]
    counts = np.sum([run["funnel"] for run in runs], axis=0)
    drawn = canvas(10, 2.9)
    axes = drawn.subplots()
    place, shares = np.arange(counts.size), 100 * counts / max(counts[0], 1)
    axes.barh(place, shares, color=COLOURS[6], height=0.7)
    for k, share in enumerate(shares):
        before = (
            "" if k == 0 or not counts[k - 1] else words["of_before"].format(share=f"{counts[k] / counts[k - 1]:.0%}")
        )
        axes.text(share + 1, k, f"{share:.1f} %{before}", va="center", fontsize=8.5, color=INK)
    axes.set_yticks(place, [words["steps"][k] for k in range(counts.size)])
    axes.set_xlim(0, 118)
    axes.invert_yaxis()
    axes.set_xlabel(words["x"])
    return drawn


def handling(runs: Runs, voice: Voice) -> Figure:
    """Hours from registration to the end: disputes by channel, and tickets."""
    words = voice["validate"]["figures"]["handling"]
    drawn = canvas(10, 4.0)
    axes = drawn.subplots()
    for k, name in enumerate(runs[0]["handling"]):
        spans, seen = (np.concatenate([run["handling"][name][part] for run in runs]) for part in (0, 1))
        curve = kaplan_meier(spans, seen)
        if curve.times.size:
            thinned = slice(None, None, max(1, curve.times.size // 500))
            axes.plot(curve.times[thinned], 100 * (1 - curve.survival[thinned]), color=COLOURS[k % len(COLOURS)],
                      lw=2 if name == "tickets" else 1.3, ls="-" if k < len(COLOURS) else "--",
                      label=words["names"][name])  # fmt: skip
    at = np.geomspace(0.1, 10_000, 200)
    axes.plot(
        at, 100 * special.ndtr((np.log(at) - LOG_MEDIAN_H) / LOG_SD), color=FAINT, ls=":", lw=2, label=words["real"]
    )
    axes.set_xscale("log")
    axes.set_xlim(0.1, 10_000)
    axes.set_ylim(0, 100)
    _labels(axes, words)
    axes.legend(frameon=False, loc="upper left", fontsize=8)
    return drawn


def days(runs: Runs, voice: Voice) -> Figure:
    """Thefts and disputes by day, day of the week and month."""
    words = voice["validate"]["figures"]["days"]
    drawn = canvas(10, 4.6)
    for row, name in zip(drawn.subplots(2, 3), ("thefts", "disputes"), strict=True):
        a_day = np.concatenate([run["days"][f"{name}_a_day"] for run in runs])
        _against_poisson(row[0], a_day, words)
        for axes, by in ((row[1], "weekday"), (row[2], "month")):
            counts = np.array([run["days"][f"{name}_by_{by}"] for run in runs])
            _index(axes, counts, words[by])
        row[0].set_title(words[name])
    return drawn


def _against_poisson(axes: Axes, a_day: np.ndarray, words: Mapping[str, str]) -> None:
    """Days by their number of events, and as many days of a Poisson world with the same mean."""
    mean = float(a_day.mean()) if a_day.size else 0.0
    step = max(1, round(math.sqrt(mean) / 3))
    edges = np.arange(0, a_day.max(initial=1) + step + 1, step)
    axes.hist(a_day, edges - 0.5, density=True, color=COLOURS[6], ec="white", lw=0.3, label=words["model"])
    below = special.pdtr(edges[1:] - 1, mean) - np.where(edges[:-1] > 0, special.pdtr(edges[:-1] - 1, mean), 0)
    axes.plot(edges[:-1] + (step - 1) / 2, below / step, color=FAINT, ls="--", lw=1.6, label=words["luck"])
    axes.set_xlabel(words["x"])
    axes.set_yticks([])
    axes.legend(frameon=False, fontsize=8)


def _index(axes: Axes, counts: np.ndarray, label: str) -> None:
    """Shares by class of all runs with twice their standard error, 100 for an even share."""
    index = 100 * counts * counts.shape[1] / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    n = counts.shape[0]
    error = 2 * index.std(axis=0, ddof=1) / math.sqrt(n) if n > 1 else np.zeros(counts.shape[1])
    axes.axhline(100, color=FAINT, lw=0.8)
    axes.axhspan(90, 110, color=EMPTY, lw=0, alpha=0.5)
    axes.errorbar(
        np.arange(1, counts.shape[1] + 1), index.mean(axis=0), yerr=error, fmt="o", ms=4, color=COLOURS[1], lw=1
    )
    axes.set_xticks(np.arange(1, counts.shape[1] + 1))
    axes.set_ylim(min(70, axes.get_ylim()[0]), max(130, axes.get_ylim()[1]))
    axes.set_xlabel(label)


def _labels(axes: Axes, words: Mapping[str, Any]) -> None:
    axes.set_xlabel(words["x"])
    axes.set_ylabel(words["y"])


DRAWN: dict[str, Callable[[Runs, Voice], Figure]] = {
    "near": near_repeats, "concentration": concentration, "repeats": repeats, "hours": hours, "journeys": journeys,
    "offenders": offenders, "funnel": funnel, "handling": handling, "days": days,
}  # fmt: skip
