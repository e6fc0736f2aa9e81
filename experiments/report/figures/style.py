"""How figures look: colours for everybody, no global state, the same bytes for the same data."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# pyright: reportGeneralTypeIssues=false
# (pandas, pyarrow and matplotlib say too little about their types)

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from markupsafe import escape
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.text import Text

from ...language.voice import Voice
from ..document import Picture
from .fonts import FAMILIES, METRICS, chinese_font, family_of, metrics_family

# Okabe & Ito (2008): told apart with every kind of colour vision. The reference is black.
COLOURS = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442")
INK, FAINT, RIVER, EMPTY = "#222222", "#999999", "#56B4E9", "#E6E6E6"
READERS = ", ".join([*(f"'{family}'" for family in FAMILIES[:7]), "sans-serif"])  # fonts of those who read
PAGE_WIDTH = 6.85  # inches, of the text on A4: figures are drawn at the size at which they are printed
HAN = re.compile("[\u3400-\u9fff]")
STRIPE, BURN_IN = "#F4F4F4", "#EEEEEE"
SETTINGS = {
    "svg.fonttype": "none", "svg.hashsalt": "govsim", "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Helvetica Neue", "Arial", "Noto Sans CJK SC", "sans-serif"], "font.size": 8,
    "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": FAINT, "axes.labelcolor": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.titlesize": 8.5, "axes.titlelocation": "left",
    "figure.dpi": 100, "savefig.dpi": 200, "axes.unicode_minus": True,
    "text.parse_math": False,  # a title with two dollars is no formula
}  # fmt: skip


def colour_of(arms: tuple[str, ...], arm: str) -> str:
    """The colour of an arm, the same in every figure."""
    return COLOURS[arms.index(arm) % len(COLOURS)]


def _settings(family: str) -> dict:
    """SETTINGS with one more family for characters that the usual font lacks."""
    return SETTINGS | {"font.family": [SETTINGS["font.sans-serif"][0], family]} if family else SETTINGS


class Print(NamedTuple):
    """A figure for a page and for paper."""

    svg: str  # an <svg> element whose text stays text, laid out alike on every machine
    png: bytes


def printed(picture: Picture, voice: Voice, png: bool = True) -> Print:
    """A figure, drawn and laid out once for both. `png`: for paper too, where there is a font.

    Names of places stay Chinese in every language, so an English figure may need the Chinese font as well.
    """
    return (
        _printed(picture, voice, png, voice.language == "zh") or _printed(picture, voice, png, True) or Print("", b"")
    )


def _printed(picture: Picture, voice: Voice, png: bool, chinese: bool) -> Print | None:
    """None where the figure has Chinese characters and was not drawn for them."""
    family, font = metrics_family() if chinese else "", chinese_font() if chinese else None
    with mpl.rc_context(_settings(family)):
        drawn = picture.draw(voice)
        if not chinese and any(HAN.search(text.get_text()) for text in drawn.findobj(Text)):
            return None
        text = svg(drawn, picture.title).replace(f"'{METRICS}'", READERS)
        return Print(text, _png(drawn, font) if png and (font or not chinese) else b"")


def _png(drawn: Figure, font: Path | None) -> bytes:
    """A figure that is laid out already as a PNG file. `font`: of Chinese characters, where there are any."""
    for text in drawn.findobj(Text) if font else ():
        text.set_fontfamily([SETTINGS["font.sans-serif"][0], family_of(font)])
    FigureCanvasAgg(drawn)
    buffer = io.BytesIO()
    drawn.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def drawn_in_style(draw: Callable[[], Figure], voice: Voice) -> Figure:
    """A figure to look at and go on with, in the colours and fonts of the report."""
    font = chinese_font() if voice.language == "zh" else None
    with mpl.rc_context(_settings(family_of(font) if font else "")):
        drawn = draw()
        FigureCanvasAgg(drawn)
        return drawn


def canvas(width: float, height: float) -> Figure:
    """An empty figure of so many inches."""
    return Figure(figsize=(width, height), layout="constrained")


@contextmanager
def figure(width: float, height: float) -> Iterator[Figure]:
    """An empty figure of so many inches, drawn in this style."""
    with mpl.rc_context(SETTINGS):
        yield canvas(width, height)


def svg(drawn: Figure, title: str) -> str:
    """The figure as an <svg> element that fits the page; `title` is read aloud to those who cannot see it."""
    FigureCanvasSVG(drawn)
    if engine := drawn.get_layout_engine():
        engine.execute(drawn)
        drawn.set_layout_engine("none")  # or Matplotlib would lay it out at every draw, two for each file
    buffer = io.StringIO()
    drawn.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r'(<svg [^>]*?)width="[\d.]+pt" height="[\d.]+pt"', r'\1role="img"', text, count=1, flags=re.DOTALL)
    return text.replace(">", f"><title>{escape(title)}</title>", 1)


def bare(axes: Axes) -> None:
    """Remove everything around a map."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
