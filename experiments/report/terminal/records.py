"""What a check of records, and a comparison with them, end with: the answer first."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from ...indicators import REGISTRY
from ...language.numbers import number
from ...language.voice import Voice
from ...records.check import COLUMNS, FAULTS, PARQUET, Found
from ...records.compare import Compared
from ...records.indicators import NO_RECORD, Line
from ...records.targets import OfRecords
from ...validation.judging import MET, MISSED, OPEN
from ..records import checked_lines, first_sentence, missing_line, value_text
from ..validation import band_text
from .comparison import PLAIN_WIDTH

MOST_WORDS = 12  # unknown words that are shown
STYLES, WIDEST = {MET: "green", MISSED: "bold red", OPEN: "yellow"}, {"line": 40, "part": 20}


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(width=PLAIN_WIDTH, highlight=False)


def print_checked(found: Found, lines: list[Line], out: Path, voice: Voice) -> None:
    """How many rows are usable, of what, when; what was left out and why; which indicators there are; what to do."""
    words, console = voice["records"], _console()
    first, *rest = checked_lines(found.checked, voice)
    console.print(first, style="bold", soft_wrap=True, markup=False)
    for line in rest:
        console.print(f"  {line}", soft_wrap=True, markup=False)
    for sort in ("kind", "outcome", "channel"):
        unknown = found.faults.words(f"{sort}_unknown")
        if unknown:
            told = [words["of_word"].format(word=word, n=n) for word, n in list(unknown.items())[:MOST_WORDS]]
            more = [words["more_words"].format(n=len(unknown) - MOST_WORDS)] if len(unknown) > MOST_WORDS else []
            text = words["unknown"][sort].format(words=voice["comma"].join([*told, *more]))
            console.print(f"  {text}", soft_wrap=True, markup=False)
    _print_indicators(lines, voice, console)
    key = "columns_proposed" if found.was_proposed else "columns_given"
    told = [f"{role} ← {', '.join(names)}" for role, names in found.columns.columns.items()]
    console.print(words[key].format(columns=voice["semicolon"].join(told)), soft_wrap=True, markup=False)
    console.print(words["files"].format(out=out, parquet=PARQUET, columns=COLUMNS, faults=FAULTS), soft_wrap=True)
    console.print(words["next"].format(name=out.name), soft_wrap=True, markup=False)


def _print_indicators(lines: list[Line], voice: Voice, console: Console) -> None:
    words = voice["records"]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for key in ("indicator", "records", "unit", "cases"):
        table.add_column(words["columns"][key], justify="right" if key in ("records", "cases") else "left")
    for line in lines:
        if line.reading:
            indicator = REGISTRY[line.id]
            table.add_row(f"{line.id} {voice.name(indicator)}", number(line.reading.value), voice.unit(indicator.unit),
                          f"{line.reading.n:,}")  # fmt: skip
    if table.row_count:
        console.print(table)
    missing: dict[str, list[str]] = {}
    for line in lines:
        if line.missing:
            missing.setdefault(line.missing, []).append(line.id)
    for what, ids in sorted(missing.items(), key=lambda one: one[0] == NO_RECORD):
        text = words["not_computed"].format(ids=voice["comma"].join(ids), why=words["needs"][what])
        console.print(f"  {text}", soft_wrap=True, markup=False)


def print_compared(found: Compared, out: Path, seconds: float) -> None:
    """The first sentence, one line a part, and where everything is."""
    voice = Voice(found.settings.languages[0])
    words, console = voice["records"], _console()
    console.print(first_sentence(found, voice), style="bold", soft_wrap=True)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for key in ("line", "part", "records", "band", "model", "part_verdict"):
        title = words["worst"] if key == "part" else words["columns"][key]
        side = "left" if key in ("line", "part", "part_verdict") else "right"
        table.add_column(title, overflow="ellipsis", no_wrap=True, justify=side,
                         max_width=WIDEST.get(key), min_width=11 if key == "part_verdict" else None)  # fmt: skip
    for line in found.of_records:
        if line.target is not None:
            table.add_row(*_line(found, line, voice), style=STYLES.get(found.judged[line.target.id].judgement, "dim"))
    console.print(table)
    for one in found.of_records:
        if one.target is None:
            console.print(f"  {missing_line(one, voice)}", soft_wrap=True, markup=False)
    if found.failures:
        text = voice["summary_table"]["failed"].format(n=len(found.failures), file=out / "failures.txt")
        console.print(text, style="red", soft_wrap=True)
    console.print(voice["validate"]["done"].format(seconds=f"{seconds:.0f}", out=out), soft_wrap=True)
    for name in found.settings.page_files:
        console.print(voice["summary_table"]["report"].format(file=(out / name).absolute()), soft_wrap=True)


def _line(found: Compared, line: OfRecords, voice: Voice) -> tuple[str, ...]:
    """A comparison by the first part that decides."""
    assert line.target is not None
    judged = found.judged[line.target.id]
    k = next(k for k, part in enumerate(judged.parts) if part.judgement == judged.judgement)
    part, name = judged.parts[k], f"{line.target.id} {line.target.name(voice.language)}"
    what = part.part.name(voice.language) if len(judged.parts) > 1 else ""
    verdict = voice["records"]["judgement"][judged.judgement]
    return (name, what, value_text(line.found[k], voice), band_text(part.part.band, voice),
            value_text(part.found, voice), verdict)  # fmt: skip
