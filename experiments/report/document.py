"""What a report is made of, whatever it is printed on: sections of text, tables and pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from matplotlib.figure import Figure

from ..language.voice import Voice

if TYPE_CHECKING:
    from .brief.content import Brief

Tone = Literal["", "better", "worse", "ambiguous", "unclear"]


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    kind: Literal["plain", "lead", "note"] = "plain"


@dataclass(frozen=True)
class Item:
    """One point of a list. `badge`: a word or two about what governments want."""

    text: str
    tone: Tone = ""
    badge: str = ""


@dataclass(frozen=True)
class Points:
    """A list; `warning` where it says how far to trust something."""

    items: Sequence[Item]
    warning: bool = False


@dataclass(frozen=True)
class Facts:
    """Names and what belongs to them."""

    rows: Sequence[tuple[str, str]]
    code: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell of a table. `small`: lines below it."""

    text: str
    small: str = ""
    strong: bool = False
    tone: Tone = ""


@dataclass(frozen=True)
class Column:
    """The head of a column. Neighbours with the same `group` stand under it together."""

    title: str
    group: str = ""
    words: bool = False  # text, not numbers: aligned to the left


@dataclass(frozen=True)
class Table:
    """A table; the first column names the rows."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    last_is_total: bool = False

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise AssertionError(f"a row of {len(row)} cells under {len(self.columns)} columns")


@dataclass(frozen=True)
class Picture:
    """A figure, drawn anew for each medium. `name`: of its file."""

    name: str
    title: str
    caption: str
    draw: Callable[[Voice], Figure]


@dataclass(frozen=True)
class Fold:
    """Blocks that a screen shows on request. `on_paper`: whether the PDF has them too."""

    title: str
    blocks: Sequence[Block]
    on_paper: bool = False


@dataclass(frozen=True)
class Card:
    """Blocks that belong together, such as all that is said of one arm."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Cards:
    """Cards side by side."""

    cards: Sequence[Card]


Block = Text | Points | Facts | Table | Picture | Fold | Cards


@dataclass(frozen=True)
class Section:
    """A part of the report with its own heading. `id`: its address on the page."""

    id: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Report:
    """Everything that is printed."""

    voice: Voice
    title: str
    subtitle: str
    sections: Sequence[Section]
    brief: Brief | None = None  # the first page, of which all that follows is the annex

    @property
    def cover(self) -> Brief:
        """The brief of a report that has one."""
        assert self.brief is not None, "this report is a page without a brief"
        return self.brief

    def pictures(self, on_paper: bool = False) -> list[Picture]:
        """All figures of the annex in order; `on_paper`: those that are printed. Their numbers are their places."""
        return [b for section in self.sections for b in _flat(section.blocks, on_paper) if isinstance(b, Picture)]


def _flat(blocks: Sequence[Block], on_paper: bool) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Fold) and (block.on_paper or not on_paper):
            found += _flat(block.blocks, on_paper)
        if isinstance(block, Cards):
            found += [inner for card in block.cards for inner in _flat(card.blocks, on_paper)]
    return found
