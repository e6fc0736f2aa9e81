"""The two ledgers as twin lines: what happened, and what the books have of it, week by week, in both arms."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (Bokeh says too little about its types)

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import panel as pn
from bokeh.models import ColumnDataSource, Range1d
from bokeh.plotting import figure

from ..live.views import ARMS, Course, Frame

COLOURS = {"a": "#000000", "b": "#0072b2"}
WHAT = ("thefts", "disputes", "clashes")
LEAST_WEEKS = 8  # on the axis
HEADROOM = 1.25  # above the highest point, for the legend


class Lines:
    """The figure, and which events it shows."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.words, self.course = words, None
        choices = {label: what for what, label in words["course"]["what"].items()}
        self.choice = pn.widgets.RadioButtonGroup(options=choices, value="thefts", button_type="default", height=32)
        self.choice.param.watch(lambda _: self._draw(), "value")
        self.plot = figure(
            height=230, sizing_mode="stretch_width", tools="", toolbar_location=None, min_border=4,
            x_range=Range1d(1, LEAST_WEEKS), y_range=Range1d(0, 1),
        )  # fmt: skip
        self.plot.xaxis.axis_label, self.plot.yaxis.axis_label = words["course"]["week"], words["course"]["axis"]
        self.plot.xaxis.ticker.desired_num_ticks = 8
        self.plot.outline_line_color = None
        self.sources = {}
        for arm in ARMS:
            for ledger, dash in (("true", "solid"), ("recorded", "dashed")):
                self.sources[arm, ledger] = source = ColumnDataSource({"x": [], "y": []})
                look = {"color": COLOURS[arm], "line_dash": dash, "line_width": 2}
                label = words["course"]["lines"][f"{arm}_{ledger}"]
                self.plot.line("x", "y", source=source, legend_label=label, **look)
        self.plot.legend.location, self.plot.legend.click_policy = "top_left", "hide"
        self.plot.legend.label_text_font_size, self.plot.legend.background_fill_alpha = "11px", 0.6
        self.plot.legend.border_line_color, self.plot.legend.padding, self.plot.legend.spacing = None, 2, 0

    def show(self, course: Course) -> None:
        """Draw a course."""
        self.course = course
        self._draw()

    def _draw(self) -> None:
        if self.course is None:
            return
        shown = {key: self.course.weeks[key[0]][self.choice.value, key[1]] for key in self.sources}
        highest = max((int(counts.max()) for counts in shown.values() if counts.size), default=1)
        self.plot.y_range.end = HEADROOM * max(1, highest)
        self.plot.x_range.end = max(LEAST_WEEKS, *(counts.size for counts in shown.values()))
        for key, source in self.sources.items():
            counts = shown[key]
            source.data = {"x": np.arange(1, counts.size + 1), "y": counts}


def totals_html(frame: Frame | None, words: Mapping[str, Any]) -> str:
    """Counts since the start as a table."""
    said, rows = words["totals"], []
    for what in WHAT:
        for key, ledger in ((what, "happened"), (f"{what}_recorded", "recorded")):
            a, b = (frame.arms[arm].totals[key] if frame else 0 for arm in ARMS)
            head = f"<th rowspan=2>{said['what'][what]}</th>" if ledger == "happened" else ""
            numbers = f"<td>{a:,}</td><td>{b:,}</td><td>{b - a:+,}</td>"
            rows.append(f"<tr class='{ledger}'>{head}<td class=l>{said[ledger]}</td>{numbers}</tr>")
    heads = "".join(f"<th>{h}</th>" for h in ("", "", words["arms"]["a"], words["arms"]["b"], said["difference"]))
    table = f"<table class=numbers><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return f"{table}<p class=note>{said['one_run']}</p>"
