"""Maps: levels and differences of events by street, grid and area, on a geography that is synthetic and says so."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportIndexIssue=false
# pyright: reportGeneralTypeIssues=false, reportOperatorIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import ListedColormap, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure
from scipy import stats

from ...comparison.study import Study
from ...indicators.measure import AFTER
from ...language.voice import Voice
from ...statistics.pairs import chance_lower
from .style import EMPTY, INK, PAGE_WIDTH, RIVER, bare, canvas

OPEN_LAND = 10  # neighbourhood type of mountains and river banks: not used land
LEVELS = ("street", "grid", "area")
LEVEL_COLOURS, CHANGE_COLOURS = "YlOrBr", "PuOr_r"
TOP = 0.98  # the scale ends at this quantile, so that one place does not hide the others
FALSE_SHARE = 0.1  # expected share of marked places in which nothing differs (Benjamini & Hochberg 1995)
PALE = 0.3  # opacity of differences that are not clear


@dataclass(frozen=True)
class Layer:
    """One map: a value for each place."""

    title: str
    values: pd.Series  # by place, per square kilometre and year
    kind: Literal["level", "difference"]  # maps of one kind share a scale
    clear: frozenset[int]  # places with a clear difference


def maps(study: Study, mapped: str, level: str, voice: Voice) -> Figure:
    """The baseline, and how every arm differs from it, of one kind of event at one level."""
    layers = layers_of(study, mapped, level, voice)
    columns = 2
    rows = -(-len(layers) // columns)
    x, y, side = (study.areas[c].to_numpy(float) for c in ("x_m", "y_m", "side_m"))
    shape = min(max((np.ptp(y) + side[0]) / (np.ptp(x) + side[0]), 0.25), 1.2)
    drawn = canvas(PAGE_WIDTH, rows * (PAGE_WIDTH / columns * shape * 0.92 + 0.55))
    for axes, layer in zip(drawn.subplots(rows, columns, squeeze=False).flat, layers, strict=False):
        _draw(drawn, axes, study, level, layer, voice, _scale(layer, layers))
    for axes in drawn.axes[: rows * columns]:
        bare(axes)
    return drawn


def layers_of(study: Study, mapped: str, level: str, voice: Voice) -> list[Layer]:
    """What there is to draw: the reference, then the difference of each arm."""
    rates, titles = rates_of(study, mapped, level), voice["maps_panel"]
    base = rates[study.reference]
    layers = [Layer(titles["level"].format(arm=voice.label(study.reference)), base.mean(), "level", frozenset())]
    for arm in study.arms:
        apart = (rates[arm] - base).dropna()
        title = titles["difference"].format(arm=voice.label(arm), reference=voice.label(study.reference))
        layers.append(Layer(title, apart.mean(), "difference", clear_places(apart, per_event(study, level))))
    return layers


def rates_of(study: Study, mapped: str, level: str) -> dict[str, pd.DataFrame]:
    """Events per square kilometre of used land and year of each arm: seeds by places."""
    rows, one = study.counts_by(level, AFTER), per_event(study, level)
    rows = rows[rows["mapped"] == mapped]
    wide = {str(arm): part.pivot(index="seed", columns=level, values="count") for arm, part in rows.groupby("arm")}
    return {arm: counts.loc[:, one.index] * one for arm, counts in wide.items()}


def per_event(study: Study, level: str) -> pd.Series:
    """What one event adds to the rate of each place that has used land."""
    used = study.areas[(study.areas["ntype"] != OPEN_LAND) & (study.areas[level] >= 0)]
    km2 = used.groupby(level)["side_m"].agg(lambda side: float((side**2).sum()) / 1e6)
    return 1 / km2 / study.settings.years  # pyright: ignore[reportReturnType]


def clear_places(apart: pd.DataFrame, per_event: pd.Series) -> frozenset[int]:
    """Places whose paired difference, seeds by places, is clear: at most FALSE_SHARE of them by chance.

    `per_event`: what one event adds to each place.
    """
    if len(apart) < 2 or apart.empty:
        return frozenset()
    lower = np.array([chance_lower(apart[place].to_numpy(float), per_event[place]) for place in apart])
    p = 2 * np.minimum(lower, 1 - lower)
    return frozenset(int(place) for place in apart.columns[stats.false_discovery_control(p) <= FALSE_SHARE])


def _scale(layer: Layer, layers: Sequence[Layer]) -> Normalize:
    """One scale for all maps of a kind."""
    alike = pd.concat([other.values for other in layers if other.kind == layer.kind]).abs()
    top = float(alike.quantile(TOP)) or float(alike.max()) or 1.0
    return Normalize(0, top) if layer.kind == "level" else TwoSlopeNorm(0, -top, top)


def _draw(drawn: Figure, axes: Axes, study: Study, level: str, layer: Layer, voice: Voice, scale: Normalize) -> None:
    areas = study.areas
    side = float(areas["side_m"].iloc[0])
    ix, iy = ((areas[c].to_numpy(float) / side - 0.5).round().astype(int) for c in ("x_m", "y_m"))
    used = ((areas["ntype"] != OPEN_LAND) & (areas[level] >= 0)).to_numpy()
    place = areas[level][used]
    picture, land = np.full((2, iy.max() + 1, ix.max() + 1), np.nan)
    land[iy, ix] = 1
    picture[iy[used], ix[used]] = place.map(layer.values)
    solid = np.ones(picture.shape)
    if layer.kind == "difference":
        solid[iy[used], ix[used]] = np.where(place.isin(layer.clear), 1.0, PALE)
    extent = (0, picture.shape[1] * side, 0, picture.shape[0] * side)
    look = {"extent": extent, "origin": "lower", "interpolation": "nearest"}
    axes.imshow(land, cmap=ListedColormap([EMPTY]), **look)
    colours = LEVEL_COLOURS if layer.kind == "level" else CHANGE_COLOURS
    shown = axes.imshow(picture, cmap=colours, norm=scale, alpha=solid, **look)
    _outlines(axes, study, ix, iy, side)
    _marks(axes, areas[used], level, layer)
    axes.set_title(layer.title, color=INK)
    label = "map_label_own" if study.example.manifest["town"].get("is_mapped", False) else "map_label"
    axes.text(0, -0.02, voice[label], transform=axes.transAxes, fontsize=7, color=INK, va="top")
    _scale_bar(axes, extent)
    bar = drawn.colorbar(shown, ax=axes, shrink=0.75, pad=0.01, extend="max" if layer.kind == "level" else "both")
    bar.set_label(voice["map_unit"], fontsize=7)
    bar.ax.tick_params(labelsize=7)


def _marks(axes: Axes, used: pd.DataFrame, level: str, layer: Layer) -> None:
    """A dot in the middle of each place with a clear difference, for those who cannot see how solid it is."""
    middles = used[used[level].isin(layer.clear)].groupby(level)[["x_m", "y_m"]].mean()
    size = 4 if level == "street" else 2.5
    axes.plot(middles["x_m"], middles["y_m"], "o", ms=size, color=INK, mec="white", mew=0.6)


def _outlines(axes: Axes, study: Study, ix: np.ndarray, iy: np.ndarray, side: float) -> None:
    """Borders between streets and towns, and the river."""
    street = np.full((iy.max() + 2, ix.max() + 2), -1)
    street[iy, ix] = study.areas["street"]
    right = np.argwhere((street[:, 1:] != street[:, :-1]) & (street[:, 1:] >= 0) & (street[:, :-1] >= 0))
    upper = np.argwhere((street[1:] != street[:-1]) & (street[1:] >= 0) & (street[:-1] >= 0))
    lines = [((x + 1, y), (x + 1, y + 1)) for y, x in right] + [((x, y + 1), (x + 1, y + 1)) for y, x in upper]
    if lines:
        axes.add_collection(
            LineCollection((np.array(lines) * side).tolist(), colors="white", linewidths=0.8, rasterized=True)
        )
    river = np.array(study.example.manifest["town"]["river_m"], float).reshape(-1, 2)
    if len(river):
        axes.plot(river[:, 0], river[:, 1], color=RIVER, lw=2, solid_capstyle="round")


def _scale_bar(axes: Axes, extent: tuple[float, float, float, float]) -> None:
    """A bar of a round length of about a fifth of the width."""
    fifth = extent[1] / 5
    unit = 10 ** np.floor(np.log10(fifth))
    length = max(m * unit for m in (1, 2, 5) if m * unit <= fifth)
    x, y = extent[1] - length, -0.045 * extent[3]
    axes.plot([x, x + length], [y, y], color=INK, lw=2, clip_on=False)
    text = f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"
    axes.text(x + length / 2, y - 0.03 * extent[3], text, fontsize=7, ha="center", va="top")
    axes.set_xlim(extent[:2])
    axes.set_ylim(extent[2:])
