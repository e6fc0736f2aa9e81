"""What a validation ends with."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from ...language.voice import Voice
from ...validation.judging import MET, MISSED, OPEN, Judged
from ...validation.runs import Validation
from ..validation import band_text, first_sentence, value_text
from .comparison import PLAIN_WIDTH

NUMBERS, WIDEST = ("band", "model"), {"target": 40, "part": 44}  # columns
STYLES = {MET: "green", MISSED: "bold red", OPEN: "yellow"}


def print_validation(found: Validation, out: Path, seconds: float) -> None:
    """Print the first sentence, one line a target, and where everything is."""
    voice = Voice(found.settings.languages[0])
    words, console = voice["validate"], Console()
    if not console.is_terminal:
        console = Console(width=PLAIN_WIDTH)
    console.print(first_sentence(found, voice), style="bold", soft_wrap=True)
    console.print(_table(found, voice))
    if found.failures:
        text = voice["summary_table"]["failed"].format(n=len(found.failures), file=out / "failures.txt")
        console.print(text, style="red", soft_wrap=True)
    console.print(words["done"].format(seconds=f"{seconds:.0f}", out=out), soft_wrap=True)
    for name in found.settings.page_files:
        console.print(voice["summary_table"]["report"].format(file=(out / name).absolute()), soft_wrap=True)


def _table(found: Validation, voice: Voice) -> Table:
    heads, judgements = voice["validate"]["columns"], voice["validate"]["judgement"]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for key in ("target", "part", "band", "model", "verdict"):
        side = "right" if key in NUMBERS else "left"
        table.add_column(heads[key], overflow="ellipsis", no_wrap=True, justify=side, max_width=WIDEST.get(key))
    for one in found.verdicts:
        table.add_row(*_line(one, voice), judgements[one.judgement], style=STYLES.get(one.judgement, "dim"))
    return table


def _line(one: Judged, voice: Voice) -> tuple[str, str, str, str]:
    """A target by the first part that decides."""
    part = next(part for part in one.parts if part.judgement == one.judgement)
    name, band = part.part.name(voice.language), band_text(part.part.band, voice)
    return f"{one.target.id} {one.target.name(voice.language)}", name, band, value_text(part, voice)
