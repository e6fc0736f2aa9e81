"""Two maps side by side: one layer, who is where, what has just happened. Drawn once, then only fed with frames."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportOptionalMemberAccess=false
# (Bokeh says too little about its types)

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from bokeh.events import Tap
from bokeh.models import ColumnDataSource, CustomJS, LinearColorMapper, Range1d
from bokeh.palettes import YlOrBr9, interp_palette
from bokeh.plotting import figure

from govsim.simulation.town import NTYPES, OPEN

from ..live.views import ARMS, CLASH, THEFT, TRAIL_H, ArmFrame, Frame, Geometry
from .panes import ROOM

INK, LAND, USED, RIVER, BORDER = "#22303c", "#eef1f3", "#d9dfe4", "#9cc9e8", "#8795a1"
MARKS = {  # Bokeh's marker, its colours and size in pixels
    "theft": {"marker": "circle", "color": "#d55e00", "edge": "white", "size": 7.0},
    "clash": {"marker": "x", "color": "#8e2f8e", "edge": "#8e2f8e", "size": 9.0},
    "cars": {"marker": "triangle", "color": "#0047ab", "edge": "white", "size": 8.0},
    "posts": {"marker": "square", "color": "#0047ab", "edge": "white", "size": 7.0},
    "walkers": {"marker": "circle", "color": "#00795a", "edge": "#00795a", "size": 3.0},
}
PALETTE = tuple(interp_palette(YlOrBr9[6::-1], 64))  # from pale to dark
SHARES = ("cameras", "cameras_watched", "guards", "gates", "lights", "volunteers", "efficacy")  # scale is 0 to 1
JITTER = 0.34  # of an edge: how far marks lie from the centre of their square
GOLDEN = 0.6180339887498949

type Group = tuple[str, np.ndarray, np.ndarray, np.ndarray]  # key of MARKS; areas, numbers and opacities of its marks


class Maps:
    """Figures of both arms. `picked`: called with (arm, area) when somebody clicks a square."""

    def __init__(self, words: Mapping[str, Any], picked: Callable[[str, int], None]) -> None:
        self.words, self.picked = words, picked
        self.mapper = LinearColorMapper(palette=PALETTE, low=0, high=1, nan_color="rgba(0,0,0,0)")
        self.sources: dict[str, dict[str, ColumnDataSource]] = {}
        self.figures: dict[str, Any] = {}
        self.geometry: Geometry | None = None
        self.top: dict[str, float] = {}  # by layer the highest value seen, so that the scale does not flicker
        self.x_range, self.y_range = Range1d(0, 1), Range1d(0, 1)
        for arm in ARMS:
            self._make(arm)

    # -- once

    def _make(self, arm: str) -> None:
        title = self.words["arm_titles"][arm]
        plot = figure(
            title=title, x_range=self.x_range, y_range=self.y_range, sizing_mode="stretch_width", aspect_ratio=2.1,
            tools="pan,wheel_zoom,reset", active_scroll="wheel_zoom", toolbar_location=None,
            output_backend="canvas", background_fill_color=LAND, border_fill_color="white", outline_line_color=None,
            min_border=4, styles=ROOM,
        )  # fmt: skip
        plot.axis.visible = plot.grid.visible = False
        plot.title.text_font_size, plot.title.text_color = "14px", INK
        source = self.sources[arm] = {
            name: ColumnDataSource() for name in ("ground", "layer", "lines", "picked", "marks")
        }
        for name in ("ground", "layer"):
            source[name].data = {"image": [], "x": [], "y": [], "dw": [], "dh": []}
        ground = LinearColorMapper(palette=[USED], low=0, high=1, nan_color="rgba(0,0,0,0)")
        box = {"x": "x", "y": "y", "dw": "dw", "dh": "dh"}
        plot.image("image", source=source["ground"], color_mapper=ground, **box)
        plot.image("image", source=source["layer"], color_mapper=self.mapper, alpha=0.85, **box)
        source["lines"].data = {"xs": [], "ys": [], "color": [], "width": []}
        plot.multi_line("xs", "ys", source=source["lines"], color="color", line_width="width")
        source["marks"].data = {name: [] for name in ("x", "y", "marker", "color", "edge", "size", "alpha")}
        plot.scatter("x", "y", source=source["marks"], marker="marker", size="size", fill_color="color", alpha="alpha",
                     line_color="edge", line_width=1)  # fmt: skip
        source["picked"].data = {"x": [], "y": []}
        frame = {"marker": "square", "size": 14, "fill_color": None, "line_color": INK, "line_width": 2}
        plot.scatter("x", "y", source=source["picked"], **frame)
        plot.js_on_event("doubletap", CustomJS(args={"plot": plot}, code="plot.reset.emit()"))
        plot.on_event(Tap, lambda event: self._tapped(arm, event.x, event.y))
        self.figures[arm] = plot

    def stand(self, geometry: Geometry) -> None:
        """Draw what does not move."""
        self.geometry = geometry
        ix, iy, side = geometry.columns["ix"], geometry.columns["iy"], geometry.side_m
        self.shape = int(iy.max()) + 1, int(ix.max()) + 1
        width, height = self.shape[1] * side, self.shape[0] * side
        self._fit(width, height)
        ground = self._raster(np.where(geometry.columns["ntype"] == OPEN, np.nan, 0.5))
        borders = borders_of(geometry.columns, self.shape, side)
        river = geometry.river
        lines = {
            "xs": [list(river[:, 0]), *borders["xs"]], "ys": [list(river[:, 1]), *borders["ys"]],
            "color": [RIVER, *[BORDER] * len(borders["xs"])], "width": [5.0, *[0.8] * len(borders["xs"])],
        }  # fmt: skip
        self.box = {"x": [0], "y": [0], "dw": [width], "dh": [height]}
        for arm in ARMS:
            source = self.sources[arm]
            source["ground"].data = {"image": [ground], **self.box}
            source["lines"].data = lines

    def _fit(self, width: float, height: float) -> None:
        """Ranges that show all of the map without stretching it."""
        ratio = self.figures["a"].aspect_ratio
        wide, high = max(width, height * ratio), max(height, width / ratio)
        self.x_range.start, self.x_range.end = (width - wide) / 2, (width + wide) / 2
        self.y_range.start, self.y_range.end = (height - high) / 2, (height + high) / 2
        self.x_range.reset_start, self.x_range.reset_end = self.x_range.start, self.x_range.end
        self.y_range.reset_start, self.y_range.reset_end = self.y_range.start, self.y_range.end

    def _raster(self, values: np.ndarray) -> np.ndarray:
        """Values by area as an image, float32, NaN where there is no area."""
        assert self.geometry is not None
        image = np.full(self.shape, np.nan, np.float32)
        image[self.geometry.columns["iy"], self.geometry.columns["ix"]] = values
        return image

    # -- every frame

    def show(self, frame: Frame, layer: str, events: bool, staff: bool) -> None:
        """Draw a frame. `layer`: that of the frame, or "none"."""
        if self.geometry is None:
            return
        if layer != "none":
            self._scale(frame, layer)
        for arm, seen in frame.arms.items():
            self._show_arm(self.sources[arm], seen, layer, events, staff)

    def _scale(self, frame: Frame, layer: str) -> None:
        top = 1.0 if layer in SHARES else max(float(np.quantile(a.layer, 0.995)) for a in frame.arms.values())
        self.top[layer] = max(self.top.get(layer, 1e-9), top, 1e-9)
        if self.mapper.high != self.top[layer]:
            self.mapper.high = self.top[layer]

    def _show_arm(
        self, source: Mapping[str, ColumnDataSource], seen: ArmFrame, layer: str, events: bool, staff: bool
    ) -> None:
        values = np.where(seen.layer > 0, seen.layer, np.nan) if layer != "none" else np.full(seen.layer.size, np.nan)
        image = self._raster(values)
        before = source["layer"].data["image"]
        if not len(before) or not np.array_equal(before[0], image, equal_nan=True):
            source["layer"].data = {"image": [image], **self.box}
        groups = self._staff(seen) if staff else []
        groups += self._events(seen) if events else []
        source["marks"].data = self._marks(groups)

    def _staff(self, seen: ArmFrame) -> list[Group]:
        everywhere = (("walkers", seen.walkers), ("posts", seen.posts), ("cars", seen.cars))
        return [(name, areas, np.arange(areas.size), np.ones(areas.size)) for name, areas in everywhere]

    def _events(self, seen: ArmFrame) -> list[Group]:
        groups = []
        for name, kind in (("theft", THEFT), ("clash", CLASH)):
            mine = seen.event_kind == kind
            fresh = 1.0 - 0.85 * seen.event_age_h[mine] / TRAIL_H
            groups.append((name, seen.event_area[mine], seen.event_row[mine], fresh))
        return groups

    def _marks(self, groups: Sequence[Group]) -> dict[str, Any]:
        """All marks of an arm in one table; each is moved a little from the centre of its square, by its number."""
        assert self.geometry is not None
        side = self.geometry.side_m
        areas, numbers, alpha = (np.concatenate([g[i] for g in groups] or [np.zeros(0, int)]) for i in (1, 2, 3))
        dx, dy = (((numbers * step) % 1.0 - 0.5) * 2 * JITTER for step in (GOLDEN, GOLDEN**2))
        ix, iy = (self.geometry.columns[n][areas.astype(int)] for n in ("ix", "iy"))
        looks = {
            key: [MARKS[g[0]][key] for g in groups for _ in range(g[1].size)]
            for key in ("marker", "color", "edge", "size")
        }
        return {
            "x": ((ix + 0.5 + dx) * side).astype(np.float32), "y": ((iy + 0.5 + dy) * side).astype(np.float32),
            "alpha": alpha.astype(np.float32), **looks,
        }  # fmt: skip

    # -- clicks

    def _tapped(self, arm: str, x: float, y: float) -> None:
        area = self.area_at(x, y)
        if area is not None:
            self.pick(area)
            self.picked(arm, area)

    def area_at(self, x_m: float, y_m: float) -> int | None:
        """The area at a point of the map."""
        if self.geometry is None:
            return None
        ix, iy = int(x_m // self.geometry.side_m), int(y_m // self.geometry.side_m)
        hit = np.flatnonzero((self.geometry.columns["ix"] == ix) & (self.geometry.columns["iy"] == iy))
        return int(hit[0]) if hit.size else None

    def pick(self, area: int) -> None:
        """Mark an area on both maps."""
        assert self.geometry is not None
        at = [(self.geometry.columns[n][area] + 0.5) * self.geometry.side_m for n in ("ix", "iy")]
        for arm in ARMS:
            self.sources[arm]["picked"].data = {"x": [at[0]], "y": [at[1]]}


def legend_html(words: Mapping[str, Any]) -> str:
    """What the marks mean."""
    marks = {"theft": "●", "clash": "✕", "cars": "▲", "posts": "■", "walkers": "•"}
    said = (
        f"<span><b style='color:{MARKS[name]['color']}'>{mark}</b> {words['legend'][name]}</span>"
        for name, mark in marks.items()
    )
    return f"<div class=legend>{''.join(said)}</div>"


def ntype_name(ntype: int, language: str) -> str:
    """A neighbourhood type in words."""
    return NTYPES[ntype][language == "zh"]


def borders_of(columns: Mapping[str, np.ndarray], shape: tuple[int, int], side: float) -> dict[str, list]:
    """Edges between squares of different streets. `columns`: ix, iy and street by area; `side` in metres."""
    street = np.full(shape, -1)
    street[columns["iy"], columns["ix"]] = columns["street"]
    xs, ys = [], []
    for iy, ix in zip(*np.nonzero(street[:, 1:] != street[:, :-1]), strict=True):
        if street[iy, ix] >= 0 and street[iy, ix + 1] >= 0:
            xs.append([(ix + 1) * side] * 2)
            ys.append([iy * side, (iy + 1) * side])
    for iy, ix in zip(*np.nonzero(street[1:] != street[:-1]), strict=True):
        if street[iy, ix] >= 0 and street[iy + 1, ix] >= 0:
            xs.append([ix * side, (ix + 1) * side])
            ys.append([(iy + 1) * side] * 2)
    return {"xs": [list(map(float, x)) for x in xs], "ys": [list(map(float, y)) for y in ys]}
