"""Fonts that have Chinese characters: one found on the system, and one that only knows how wide they are."""

from __future__ import annotations

import atexit
import contextlib
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from matplotlib import font_manager

METRICS = "Govsim Metrics"  # family of the font without pictures
WIDE = (*range(0x2E80, 0xA000), *range(0xF900, 0xFB00), *range(0xFF00, 0xFFF0), 0x2018, 0x2019, 0x201C, 0x201D)
# Families with the characters of simplified Chinese, in order of preference.
FAMILIES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei",
            "PingFang SC", "Hiragino Sans GB", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "SimHei", "Heiti SC",
            "STHeiti", "SimSun", "Noto Serif CJK SC", "Droid Sans Fallback", "Arial Unicode MS")  # fmt: skip


SERIFS = ("FangSong", "FangSong_GB2312", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "STSong",
          "Songti SC")  # fmt: skip


class Font(NamedTuple):
    """A font file; `number`: its place in a collection."""

    path: str
    number: int


@cache
def chinese_font(style: str = "Regular") -> Font | None:
    """A font of the system with simplified Chinese, or None. `style`: Regular or Bold."""
    return _first(FAMILIES, style)


@cache
def serif_font(style: str = "Regular") -> Font | None:
    """A font of the system for official papers in Chinese, 仿宋 before 宋体, or None. `style`: Regular or Bold."""
    return _first(SERIFS, style)


def _first(families: tuple[str, ...], style: str) -> Font | None:
    there = sorted(font_manager.findSystemFonts())
    found = {family: font for path in there for family, of, font in _faces(path) if of == style}
    return next((found[family] for family in families if family in found), None)


@cache
def _faces(path: str) -> tuple[tuple[str, str, Font], ...]:
    """Family, style and place of the faces of a file that are in FAMILIES or SERIFS."""
    try:
        with contextlib.closing(_opened(path)) as file:
            fonts = file.fonts if isinstance(file, TTCollection) else [file]
            named = [(font["name"], Font(path, number)) for number, font in enumerate(fonts)]
            faces = [(str(name.getDebugName(1)), str(name.getDebugName(2) or "Regular"), font) for name, font in named]
    except Exception:  # a broken font of the system is no font
        return ()
    return tuple(face for face in faces if face[0] in FAMILIES + SERIFS)


def _opened(path: str) -> TTFont | TTCollection:
    return TTCollection(path, lazy=True) if path.endswith(".ttc") else TTFont(path, lazy=True)


@cache
def family_of(font: Font) -> str:
    """Make a font known to matplotlib; the family to ask for. Of a collection, the one face is taken out."""
    if font.path.endswith(".ttc"):
        single = _scratch() / "chinese.otf"
        with TTFont(font.path, fontNumber=font.number) as face:
            face.save(single)
        return _added(single)
    return _added(Path(font.path))


@cache
def _scratch() -> Path:
    """A folder for font files made here; it goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="govsim-fonts-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _added(path: Path) -> str:
    font_manager.fontManager.addfont(path)
    return font_manager.fontManager.ttflist[-1].name


@cache
def metrics_family() -> str:
    """A family in which every Chinese character is an empty square: text is laid out the same on every machine."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "wide"])
    builder.setupCharacterMap(dict.fromkeys(WIDE, "wide"))
    builder.setupGlyf({name: TTGlyphPen(None).glyph() for name in (".notdef", "wide")})
    builder.setupHorizontalMetrics({".notdef": (600, 0), "wide": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": METRICS, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    path = _scratch() / "metrics.ttf"
    builder.save(path)
    return _added(path)
