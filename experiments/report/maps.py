"""Maps: levels and differences of events by community, on a geography that is synthetic and says so."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import ListedColormap, Normalize, TwoSlopeNorm
from matplotlib.figure import Figure

from simulation.clock import DAYS_PER_YEAR

from ..measure import AFTER, BEFORE, SETTLED_SHARE
from ..pairs import t_interval
from ..study import Study
from .style import EMPTY, INK, RIVER, bare, figure, svg

OPEN_LAND = 10  # neighbourhood type of mountains and river banks: not used land
LEVEL_COLOURS, CHANGE_COLOURS = "YlOrBr", "PuOr_r"
TOP = 0.98  # the scale ends at this quantile, so that one community does not hide the others


@dataclass(frozen=True)
class Layer:
    """One map: a value for each community."""

    title: str
    values: pd.Series  # by community, per square kilometre and year
    kind: Literal["level", "change", "difference"]  # maps of one kind share a scale
    marked: np.ndarray  # communities with a clear difference


def maps(study: Study, mapped: str, words: dict[str, Any]) -> str:
    """All maps of one kind of event; an <svg>."""
    layers = _layers(study, mapped, words["maps_panel"])
    rows = -(-len(layers) // 2)
    x, y, side = (study.areas[c].to_numpy(float) for c in ("x_m", "y_m", "side_m"))
    shape = (np.ptp(y) + side[0]) / (np.ptp(x) + side[0])
    with figure(10.5, rows * (5.25 * min(max(shape, 0.25), 1.2) * 0.92 + 0.45)) as drawn:
        for axes, layer in zip(
            drawn.subplots(rows, 2, squeeze=False).flat, [*layers, *[None] * (rows * 2 - len(layers))], strict=True
        ):
            bare(axes)
            if layer is not None:
                _draw(drawn, axes, study, layer, words, _scale(layer, layers))
        return svg(drawn, words["maps_names"][mapped])


def _layers(study: Study, mapped: str, titles: dict[str, str]) -> list[Layer]:
    rates = _rates(study, mapped)
    nothing = np.zeros(0, int)
    level = rates[study.reference, AFTER]
    layers = [Layer(titles["level"].format(reference=study.reference), level.mean(), "level", nothing)]
    for arm in study.settings.arms if study.settings.burn_in_days else ():
        change = rates[arm, AFTER] - rates[arm, BEFORE]
        title = titles["before" if arm == study.reference else "change"]
        layers.append(Layer(title.format(reference=study.reference, arm=arm), change.mean(), "change", nothing))
    for arm in study.arms:
        apart = (rates[arm, AFTER] - level).dropna()
        title = titles["difference"].format(arm=arm, reference=study.reference)
        layers.append(Layer(title, apart.mean(), "difference", _clear(apart)))
    return layers


def _rates(study: Study, mapped: str) -> dict[tuple[str, str], pd.DataFrame]:
    """Events per square kilometre of used land and year: seeds by communities, for each arm and time."""
    used = study.areas[study.areas["ntype"] != OPEN_LAND]
    km2 = used.groupby("community")["side_m"].agg(lambda side: float((side**2).sum()) / 1e6)
    years = {BEFORE: SETTLED_SHARE * study.settings.burn_in_days / DAYS_PER_YEAR, AFTER: study.settings.years}
    rows = study.places[study.places["mapped"] == mapped]
    rates = {}
    for (arm, when), part in rows.groupby(["arm", "when"]):
        counts = part.pivot(index="seed", columns="community", values="count")[km2.index]
        rates[arm, when] = counts / km2 / (years[when] or np.nan)
    return rates


def _clear(apart: pd.DataFrame) -> np.ndarray:
    """Communities where the 95 % interval of the paired difference does not cover 0."""
    intervals = {c: t_interval(apart[c].to_numpy(float), 95) for c in apart.columns}
    return np.array([c for c, (low, high) in intervals.items() if low > 0 or high < 0], int)


def _scale(layer: Layer, layers: list[Layer]) -> Normalize:
    """One scale for all maps of a kind."""
    alike = pd.concat([other.values for other in layers if other.kind == layer.kind]).abs()
    top = float(alike.quantile(TOP)) or float(alike.max()) or 1.0
    return Normalize(0, top) if layer.kind == "level" else TwoSlopeNorm(0, -top, top)


def _draw(drawn: Figure, axes: Axes, study: Study, layer: Layer, words: dict[str, Any], scale: Normalize) -> None:
    areas = study.areas
    side = float(areas["side_m"].iloc[0])
    ix, iy = ((areas[c].to_numpy(float) / side - 0.5).round().astype(int) for c in ("x_m", "y_m"))
    used = areas["ntype"].to_numpy() != OPEN_LAND
    picture = np.full((iy.max() + 1, ix.max() + 1), np.nan)
    picture[iy[used], ix[used]] = areas["community"][used].map(layer.values)
    land = np.full(picture.shape, np.nan)
    land[iy, ix] = 1
    extent = (0, picture.shape[1] * side, 0, picture.shape[0] * side)
    axes.imshow(land, extent=extent, origin="lower", cmap=ListedColormap([EMPTY]), interpolation="nearest")
    colours = LEVEL_COLOURS if layer.kind == "level" else CHANGE_COLOURS
    shown = axes.imshow(picture, extent=extent, origin="lower", cmap=colours, norm=scale, interpolation="nearest")
    _outlines(axes, study, ix, iy, side)
    for community in layer.marked:
        here = areas[used & (areas["community"] == community).to_numpy()]
        axes.plot(here["x_m"].mean(), here["y_m"].mean(), ".", ms=4, color=INK)
    axes.set_title(layer.title, color=INK)
    axes.text(0, -0.02, words["map_label"], transform=axes.transAxes, fontsize=6.5, color=INK, va="top")
    _scale_bar(axes, extent)
    bar = drawn.colorbar(shown, ax=axes, shrink=0.75, pad=0.01, extend="max" if layer.kind == "level" else "both")
    bar.set_label(words["map_unit"], fontsize=7)
    bar.ax.tick_params(labelsize=7)


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
    axes.text(x + length / 2, y - 0.03 * extent[3], text, fontsize=6.5, ha="center", va="top")
    axes.set_xlim(extent[:2])
    axes.set_ylim(extent[2:])
