"""The page of records: the model and the records side by side, one verdict a line, and what was left out of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from .. import files
from ..indicators import REGISTRY
from ..language.numbers import number
from ..language.voice import Voice
from ..records.check import Checked
from ..records.compare import Compared, write_targets
from ..records.faults import LEFT_OUT
from ..records.targets import OfRecords, stream_name
from ..running.dictionary import Column as DictionaryColumn
from ..running.dictionary import write_dictionary
from ..running.store import read_manifest
from ..validation.judging import MET, MISSED, MISSING, OPEN, JudgedPart, counts
from ..validation.pooling import Estimate
from .document import Block, Cell, Column, Facts, Item, Picture, Points, Report, Section, Table, Text
from .figures.records import course, drawn_keys
from .html import write_sheet
from .sections.protocol import reproduce, years_text
from .validation import TONES, band_text, sentence

TARGETS = "targets"  # folder of the bands
COLUMNS = (
    "line", "stream", "group", "part_en", "part_zh", "measure", "unit", "records", "records_low90", "records_high90",
    "band_low", "band_high", "model", "model_low90", "model_high90", "runs", "judgement", "line_judgement",
)  # fmt: skip


def write_compared(found: Compared, out: Path) -> None:
    """The table of all lines as CSV with its dictionary, the bands as targets, the pages and the figures."""
    files.write_csv(out / "compared.csv", table_of(found).to_csv(index=False))
    meanings = Voice("en")["records"]["csv"]
    write_dictionary(out, [DictionaryColumn("compared", name, "", "", meaning) for name, meaning in meanings.items()])
    write_targets([one.target for one in found.of_records if one.target], out / TARGETS)
    for language, name in zip(found.settings.languages, found.settings.page_files, strict=True):
        write_sheet(report_of(found, Voice(language)), out, name, "records")


def table_of(found: Compared) -> pd.DataFrame:
    """One row a part: records and model with 90 % intervals, band, judgement."""
    rows = [
        (
            judged.target.id, line.stream, line.group, part.part.en, part.part.zh, part.part.measure, part.part.unit,
            own.value, own.low, own.high, *part.part.band, part.found.value, part.found.low, part.found.high,
            part.found.n, part.judgement, judged.judgement,
        )
        for line in found.of_records if line.target
        for judged in [found.judged[line.target.id]]
        for own, part in zip(line.found, judged.parts, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def report_of(found: Compared, voice: Voice) -> Report:
    """The whole page in one language."""
    words, s = voice["records"], found.settings
    manifest = read_manifest(found.example)
    heads = words["sections"]
    pictures = [
        Picture(key, words["figures"][key], words["figures"]["text"], lambda v, key=key: course(found, key, v))
        for key in drawn_keys(found)
    ]  # fmt: skip
    sections = [
        Section("answer", heads["answer"], _answers(found, voice)),
        Section("lines", heads["lines"], [_table(found, voice), *_missing(found, voice)]),
        *([Section("figures", heads["figures"], pictures)] if pictures else []),
        *([Section("indicators", heads["indicators"], [_indicators(found, voice)])] if found.indicators else []),
        Section("checked", heads["checked"], [Points([Item(text) for text in checked_lines(found.checked, voice)])]),
        Section("honest", heads["honest"], [Points([Item(text) for text in words["honest"]], warning=True)]),
        Section("protocol", heads["protocol"], [Facts(_protocol(found, voice))]),
        Section("reproduce", heads["reproduce"],
                [Text(voice["reproduce_text"]), Facts(reproduce(found, manifest, voice.words), code=True)]),
    ]  # fmt: skip
    subtitle = words["subtitle"].format(
        district=voice.said(manifest["town"]["name"]), runs=found.runs, years=years_text(s.years, voice.words),
        n=f"{len(found.checked.rows):,}", **_ends(found.checked),
    )  # fmt: skip
    return Report(voice, words["title"], subtitle, sections)


def _ends(checked: Checked) -> dict[str, str]:
    return {"first": f"{checked.first:%Y-%m-%d}", "last": f"{checked.last - pd.Timedelta(days=1):%Y-%m-%d}"}


def first_sentence(found: Compared, voice: Voice) -> str:
    """How many lines agree, do not, are not decided, cannot be compared."""
    told = counts(found.verdicts)
    told[MISSING] += sum(one.target is None for one in found.of_records)
    return voice["records"]["first"].format(total=len(found.of_records), **told)


def _answers(found: Compared, voice: Voice) -> list[Block]:
    words, blocks = voice["records"], list[Block]([Text(first_sentence(found, voice), "lead")])
    for judgement in (MISSED, OPEN, MET):
        these = [one for one in found.verdicts if one.judgement == judgement]
        if these:
            items = [Item(sentence(one, voice), TONES[judgement]) for one in these]
            blocks += [Text(words["lists"][judgement].format(n=len(these)), "lead"), Points(items)]
    return blocks


def _missing(found: Compared, voice: Voice) -> list[Block]:
    """What these records cannot be asked, and why."""
    words = voice["records"]
    items = [Item(missing_line(one, voice), TONES[MISSING]) for one in found.of_records if one.target is None]
    return [Text(words["lists"][MISSING].format(n=len(items)), "lead"), Points(items)] if items else []


def missing_line(one: OfRecords, voice: Voice) -> str:
    """A comparison that cannot be made, in one line."""
    words = voice["records"]
    name = f"{stream_name(one.stream, words)} – {words['groups'][one.group]}"
    return voice["titled"].format(title=name, text=words["missing"][one.missing])


def value_text(one: Estimate, voice: Voice) -> str:
    """A value with its interval."""
    between = voice.between(one.low, one.high, signed=False)
    return number(one.value) if between == "–" else f"{number(one.value)} ({between})"


def _cell(one: Estimate, voice: Voice) -> Cell:
    between = voice.between(one.low, one.high, signed=False)
    return Cell(number(one.value), "" if between == "–" else between)


def _table(found: Compared, voice: Voice) -> Table:
    words = voice["records"]
    heads, rows = words["columns"], []
    for line in found.of_records:
        if line.target is None:
            continue
        judged = found.judged[line.target.id]
        for k, (own, part) in enumerate(zip(line.found, judged.parts, strict=True)):
            rows.append([
                Cell(f"{line.target.id} {line.target.name(voice.language)}" if k == 0 else ""),
                Cell(part.part.name(voice.language), part.part.why(voice.language) or _unit(part, voice)),
                _cell(own, voice),
                Cell(band_text(part.part.band, voice)), _cell(part.found, voice),
                Cell(words["judgement"][part.judgement], tone=TONES[part.judgement]),
                Cell(words["judgement"][judged.judgement] if k == 0 else "", strong=True, tone=TONES[judged.judgement]),
            ])  # fmt: skip
    columns = [Column(heads[key], words=key in ("line", "part")) for key in
               ("line", "part", "records", "band", "model", "part_verdict", "verdict")]  # fmt: skip
    return Table(columns, rows, words["table_note"])


def _unit(part: JudgedPart, voice: Voice) -> str:
    return voice.unit(part.part.unit) if part.part.unit else ""


def _indicators(found: Compared, voice: Voice) -> Table:
    """Indicators of the books, of both."""
    words = voice["records"]
    heads = words["columns"]
    rows = [
        [Cell(f"{line.id} {voice.name(REGISTRY[line.id])}", voice.unit(REGISTRY[line.id].unit)),
         Cell(number(line.reading.value), words["cases"].format(n=f"{line.reading.n:,}")), _cell(model, voice)]
        for line, model in found.indicators if line.reading
    ]  # fmt: skip
    columns = [Column(heads["indicator"], words=True), Column(heads["records"]), Column(heads["model"])]
    return Table(columns, rows, words["indicators_note"])


def checked_lines(checked: Checked, voice: Voice) -> list[str]:
    """What was read and left out, and why; the first line is the answer."""
    words = voice["records"]
    lines = [usable(checked, voice)]
    faults = words["faults"]
    for sort, n in checked.sorts.items():
        if sort != "personal_column":
            place = words["left_out"] if sort in LEFT_OUT else words["kept_in"]
            lines.append(place.format(n=f"{n:,}", what=faults[sort]["what"], do=faults[sort]["do"]))
    if checked.refused:
        lines.append(words["refused"].format(names=voice["comma"].join(checked.refused)))
    return [*lines, *(words["remarks"][remark] for remark in checked.remarks)]


def usable(checked: Checked, voice: Voice) -> str:
    """How many rows are usable, of what, from when to when."""
    words = voice["records"]
    return words["usable"].format(
        n=f"{len(checked.rows):,}", read=f"{checked.read:,}", source=words["sources"][checked.source],
        kinds=voice["comma"].join(kinds_told(checked, words)), **_ends(checked),
    )  # fmt: skip


def kinds_told(checked: Checked, words: Mapping[str, Any]) -> list[str]:
    """What the rows are, most first."""
    kinds = checked.rows["kind"].str.partition(".")[0].value_counts()
    return [words["of_kind"].format(kind=words["kinds"][kind or "none"], n=f"{n:,}") for kind, n in kinds.items()]


def _protocol(found: Compared, voice: Voice) -> list[tuple[str, str]]:
    s, names = found.settings, voice["records"]["protocol"]
    failed = [f"{name}: {reason}" for name, reason in found.failures.items()] or [voice["protocol"]["none_failed"]]
    return [
        (names["records"], "; ".join(Path(one).name for one in found.checked.files)),
        (names["residents"], f"{found.residents:,.0f}"),
        (names["runs"], names["runs_text"].format(n=found.runs, days=s.burn_in_days,
                                                  years=years_text(s.years, voice.words))),
        (names["intervals"], names["intervals_text"]),
        (names["band"], names["band_text"].format(
            level=f"{100 * s.level_tolerance:g}", share=f"{s.share_tolerance_points:g}",
            month=f"{s.month_tolerance_points:g}", near=f"{s.near_repeat_tolerance:g}")),
        (names["rule"], names["rule_text"]), (voice["protocol"]["failed"], "; ".join(failed)),
    ]  # fmt: skip
