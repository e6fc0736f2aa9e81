"""How the brief is set on a page of A4: margins, sizes, gaps. In Chinese as GB/T 9704-2012 has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from .content import Brief
from .lines import Line

MM = 0.3528  # of a point
A4_MM = (210.0, 297.0)


class Layout(NamedTuple):
    """How a language sets its page, mm and points."""

    top: float
    left: float
    bottom: float
    right: float
    sizes: Sequence[float]  # of the text; the largest with which all fits is taken
    leading: float  # of a line, times its size
    title: float  # size of the title, times that of the text
    most_title: float  # and at most
    indent: str

    @property
    def width_mm(self) -> float:
        """Of the text."""
        return A4_MM[0] - self.left - self.right

    @property
    def height_mm(self) -> float:
        """Of the text."""
        return A4_MM[1] - self.top - self.bottom


# 37 mm above, 28 mm at the left, an area of 156 x 225 mm; text of 16 points (3号), lines of 28.9 points, a title of
# 22 points (2号). "In special cases", such as a text that has to stand on one page, both may be adjusted (5.2.2).
CHINESE = Layout(
    37, 28, 35, 26,
    (16, 15.5, 15, 14.5, 14, 13.5, 13, 12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7), 1.5, 1.7, 22, "　　",
)  # fmt: skip
ENGLISH = Layout(22, 25, 22, 25, (11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7), 1.38, 1.6, 18, "")
SMALL = {"sure": 0.92, "caption": 0.85}  # sizes, times that of the text
GAPS = {"title": 0.6, "to": 0.2, "heading": 0.3, "picture": 0.2, "attachment": 0.4, "office": 0.4}  # above, in lines
RIGHT = ("office", "date")


def layout_of(brief: Brief) -> Layout:
    """That of its language."""
    return CHINESE if brief.voice.language == "zh" else ENGLISH


def size_of(line: Line, size: float, layout: Layout) -> float:
    """Points of a line where the text has `size`."""
    return min(size * layout.title, layout.most_title) if line.role == "title" else size * SMALL.get(line.role, 1.0)


def step_of(line: Line, size: float, layout: Layout) -> float:
    """Points from one line of print to the next."""
    return size_of(line, size, layout) * layout.leading


def gap_of(line: Line, size: float, layout: Layout) -> float:
    """Points above a line."""
    return GAPS.get(line.role, 0.0) * size * layout.leading


def text_of(line: Line, layout: Layout) -> str:
    """Its text with indent and lead."""
    indent = "" if line.role in ("title", "to", *RIGHT) else layout.indent
    return f"{indent}{line.lead}{'' if layout.indent or not line.lead else ' '}{line.text}"


def fitting(
    lines: Sequence[Line], layout: Layout, picture_mm: float, rows_of: Callable[[Line, float], int]
) -> tuple[float, Layout]:
    """The largest size with which all stand on one page, the smallest where none does; and the layout for its title.

    `rows_of`: how many lines of print a line takes at a size of its own, points.
    """
    found = layout.sizes[-1], layout
    for size in layout.sizes:
        found = size, _with_title(lines, layout, size, rows_of)
        if _height(lines, *found, rows_of) + picture_mm <= layout.height_mm - 1:
            break
    return found


def _height(lines: Sequence[Line], size: float, layout: Layout, rows_of: Callable[[Line, float], int]) -> float:
    """Of all but the picture, mm."""
    gaps = sum(gap_of(line, size, layout) for line in lines)
    texts = [(line, rows_of(line, size_of(line, size, layout))) for line in lines if line.role != "picture"]
    return MM * (gaps + sum(rows * step_of(line, size, layout) for line, rows in texts))


def _with_title(lines: Sequence[Line], layout: Layout, size: float, rows_of: Callable[[Line, float], int]) -> Layout:
    """The layout with a title a little smaller where that saves a line, so that no word stands alone in the last."""
    for line in (line for line in lines if line.role == "title"):
        usual = size_of(line, size, layout)
        smaller = (usual * share for share in (0.95, 0.9, 0.85, 0.8))
        fits = (points for points in smaller if rows_of(line, points) < rows_of(line, usual))
        return layout._replace(most_title=next(fits, usual))
    return layout
