"""The page of a replay: Bokeh's figures and widgets in one file, moved by a script that counts events of a window."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# pyright: reportOptionalMemberAccess=false
# (Bokeh says too little about its types)

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
from bokeh.embed import file_html
from bokeh.layouts import column, row
from bokeh.models import (
    Button,
    ColumnDataSource,
    CustomJS,
    Div,
    LinearColorMapper,
    RadioButtonGroup,
    Select,
    Slider,
    Span,
)
from bokeh.plotting import figure
from bokeh.resources import INLINE

from govsim.experiments.language.phrases import said as phrase
from govsim.experiments.policies.files import policy_files, says
from govsim.simulation.town import OPEN

from ..page.maps import BORDER, INK, LAND, PALETTE, RIVER, USED, borders_of
from ..words import words_of
from .recording import KINDS, Recording

HERE = Path(__file__).parent
WINDOW_DAYS = 28
COLOURS = ("#000000", "#0072b2")
SHOWN = ("theft", "clash", "dispute")
NOTHING = "rgba(0,0,0,0)"
OTHERS = r"<script[^>]* src=[^>]*></script>"  # Panel, where it is loaded too, adds such to every page of Bokeh's


def page(recordings: Mapping[str, Recording], language: str) -> str:
    """The whole file. `recordings`: by name of the arm, one or two of the same district."""
    words = words_of(language)["replay"]
    first = next(iter(recordings.values()))
    days = min(one.days for one in recordings.values())
    mapper = LinearColorMapper(palette=PALETTE, low=0, high=1, nan_color=NOTHING)
    arms = [_arm(name, one, mapper, language) for name, one in recordings.items()]
    series, lines, cursor = _series(recordings, days, words, language)
    slider = Slider(start=1, end=days, value=1, step=1, title=words["day"], sizing_mode="stretch_width")
    what = Select(options=[(str(KINDS.index(kind)), words["what"][kind]) for kind in SHOWN], value="0", width=160)
    ledger = RadioButtonGroup(labels=[words["happened"], words["recorded"]], active=0)
    play = Button(label=words["play"], button_type="primary", width=100)
    told = Div(text="", sizing_mode="stretch_width")
    script = CustomJS(
        args={
            "events": [arm["events"] for arm in arms], "layers": [arm["layer"] for arm in arms],
            "cells": [arm["cells"] for arm in arms], "mapper": mapper, "slider": slider, "what": what, "ledger": ledger,
            "cursor": cursor, "lines": lines, "told": told, "days": days, "span": WINDOW_DAYS,
            "names": [_title(name, language) for name in recordings], "words": words["told"],
        },
        code=(HERE / "replay.js").read_text("utf-8"),
    )  # fmt: skip
    for widget, change in ((slider, "value"), (what, "value"), (ledger, "active")):
        widget.js_on_change(change, script)
    play.js_on_click(CustomJS(args={"slider": slider, "play": play, "words": dict(words)}, code=PLAY))
    text = phrase(first.geography, language).rstrip(".。")
    about = words["head"].format(geography=escape(text))
    head = Div(text=f"<h1>{words['title']}</h1><p>{about}</p>", sizing_mode="stretch_width")
    maps = row(*(arm["figure"] for arm in arms), sizing_mode="stretch_width")
    layout = column(
        head, row(play, what, ledger), slider, told, maps, series, sizing_mode="stretch_width", name="replay"
    )
    return _file(layout, script, words, language)


def _file(layout: Any, script: CustomJS, words: Mapping[str, Any], language: str) -> str:
    from bokeh.document import Document

    document = Document()
    document.add_root(layout)
    document.title = words["title"]
    document.js_on_event("document_ready", script)
    text = re.sub(OTHERS, "", file_html(document, INLINE, words["title"]))
    return text.replace('<html lang="en">', f'<html lang="{words_of(language)["html_language"]}">', 1)


PLAY = """
if (window.replaying) { clearInterval(window.replaying); window.replaying = null; play.label = words.play; return }
play.label = words.pause
if (slider.value >= slider.end) slider.value = slider.start
window.replaying = setInterval(() => {
  if (slider.value < slider.end) { slider.value = slider.value + 1; return }
  clearInterval(window.replaying); window.replaying = null; play.label = words.play
}, 60)
"""


def _title(name: str, language: str) -> str:
    return says(name, language).title if name in policy_files() else name


def _arm(name: str, one: Recording, mapper: LinearColorMapper, language: str) -> dict[str, Any]:
    """Map and events of one arm."""
    ix, iy = one.columns["ix"], one.columns["iy"]
    shape = int(iy.max()) + 1, int(ix.max()) + 1
    width, height = shape[1] * one.side_m, shape[0] * one.side_m
    ratio = width / height
    plot = figure(title=_title(name, language), x_range=(0, width), y_range=(0, height), aspect_ratio=ratio,
                  sizing_mode="stretch_width", tools="pan,wheel_zoom,reset", active_scroll="wheel_zoom",
                  toolbar_location=None, background_fill_color=LAND, outline_line_color=None)  # fmt: skip
    plot.axis.visible = plot.grid.visible = False
    plot.title.text_font_size, plot.title.text_color = "15px", INK
    ground = np.full(shape, np.nan, np.float32)
    ground[iy, ix] = np.where(one.columns["ntype"] == OPEN, np.nan, 0.5)
    box = {"x": [0], "y": [0], "dw": [width], "dh": [height]}
    layer = ColumnDataSource({"image": [np.full(shape, np.nan, np.float32)], **box})
    used = LinearColorMapper(palette=[USED], low=0, high=1, nan_color=NOTHING)
    for source, colours in ((ColumnDataSource({"image": [ground], **box}), used), (layer, mapper)):
        plot.image("image", x="x", y="y", dw="dw", dh="dh", source=source, color_mapper=colours)
    borders = borders_of(one.columns, shape, one.side_m)
    plot.multi_line(borders["xs"], borders["ys"], color=BORDER, line_width=0.8)
    plot.line(one.river[:, 0], one.river[:, 1], color=RIVER, line_width=5, alpha=0.8)
    events = ColumnDataSource({"time": one.time_h, "booked": one.booked_h, "area": one.area, "kind": one.kind})
    cells = ColumnDataSource({"cell": (iy * shape[1] + ix).astype(np.int32)})
    return {"figure": plot, "layer": layer, "events": events, "cells": cells}


def _series(
    recordings: Mapping[str, Recording], days: int, words: Mapping[str, Any], language: str
) -> tuple[Any, list[ColumnDataSource], Span]:
    """Weekly counts of every arm in both ledgers; the script fills them for what is chosen."""
    plot = figure(height=240, sizing_mode="stretch_width", tools="", toolbar_location=None, x_range=(0, days))
    plot.y_range.start = 0
    plot.xaxis.axis_label, plot.yaxis.axis_label = words["day"], words["a_week"]
    sources = []
    for number, name in enumerate(recordings):
        for ledger, dash in (("happened", "solid"), ("recorded", "dashed")):
            source = ColumnDataSource({"x": np.zeros(0), "y": np.zeros(0)})
            label = words["line"].format(arm=_title(name, language), ledger=words[ledger])
            look = {"color": COLOURS[number], "line_dash": dash, "line_width": 2}
            plot.line("x", "y", source=source, legend_label=label, **look)
            sources.append(source)
    plot.legend.location, plot.legend.background_fill_alpha, plot.legend.label_text_font_size = "top_left", 0.6, "11px"
    cursor = Span(location=1, dimension="height", line_color="#d55e00", line_width=2)
    plot.add_layout(cursor)
    return plot, sources, cursor
