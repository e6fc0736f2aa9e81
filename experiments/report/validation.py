"""The page of a validation: answers first, every target with its band and what the model says, a figure a pattern."""

# pyright: reportArgumentType=false, reportCallIssue=false
# (matplotlib and pandas say too little about their types)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .. import files
from ..language.numbers import number
from ..language.voice import Voice
from ..running.dictionary import Column as DictionaryColumn
from ..running.dictionary import write_dictionary
from ..running.store import read_manifest
from ..validation.judging import JUDGEMENTS, MET, MISSED, MISSING, OPEN, Judged, JudgedPart, counts, table_of
from ..validation.runs import Validation
from ..validation.targets import Ends
from .document import Block, Cell, Column, Facts, Item, Picture, Points, Report, Section, Table, Text, Tone
from .figures.patterns import DRAWN
from .html import write_sheet
from .sections.protocol import reproduce, years_text

TONES: dict[str, Tone] = {MET: "better", MISSED: "worse", OPEN: "ambiguous", MISSING: "unclear"}
HELD_OUT = "held out"


def write_validation(found: Validation, out: Path) -> None:
    """The table of all targets as CSV with its dictionary, the pages and the figures."""
    files.write_csv(out / "targets.csv", table_of(found.verdicts).to_csv(index=False))
    meanings = Voice("en")["validate"]["csv"]
    write_dictionary(out, [DictionaryColumn("targets", name, "", "", meaning) for name, meaning in meanings.items()])
    for language, name in zip(found.settings.languages, found.settings.page_files, strict=True):
        write_sheet(report_of(found, Voice(language)), out, name, "validation")


def report_of(found: Validation, voice: Voice) -> Report:
    """The whole page in one language."""
    words, s = voice["validate"], found.settings
    manifest = read_manifest(found.example)
    sections = [
        Section("answer", words["sections"]["answer"], _answers(found, voice)),
        *(Section(key, words["sections"][key], [_table(found, voice, letter)]) for key, letter in
          (("calibration", "C"), ("governance", "V"), ("steady", "S"))),
        Section("figures", words["sections"]["figures"], [
            Picture(name, words["figures"][name]["title"], words["figures"][name]["text"],
                    lambda v, draw=draw: draw(found.patterns, v))
            for name, draw in DRAWN.items()
        ]),
        Section("honest", words["sections"]["honest"],
                [Points([Item(text) for text in words["honest"]], warning=True)]),
        Section("protocol", words["sections"]["protocol"], [Facts(_protocol(found, voice))]),
        Section("reproduce", words["sections"]["reproduce"],
                [Text(voice["reproduce_text"]), Facts(reproduce(found, manifest, voice.words), code=True)]),
    ]  # fmt: skip
    subtitle = words["subtitle"].format(
        district=voice.said(manifest["town"]["name"]), runs=len(found.patterns), years=years_text(s.years, voice.words),
        total=f"{len(found.patterns) * s.years:g}",
    )  # fmt: skip
    return Report(voice, words["title"], subtitle, sections)


def first_sentence(found: Validation, voice: Voice) -> str:
    """How many targets are met, missed, not decided, not measurable."""
    return _counted(found.verdicts, voice["validate"]["first"])


def _counted(verdicts: Sequence[Judged], words: str) -> str:
    return words.format(total=len(verdicts), **counts(verdicts))


def _answers(found: Validation, voice: Voice) -> list[Block]:
    words = voice["validate"]
    apart = [one for one in found.verdicts if one.target.use == HELD_OUT]
    blocks: list[Block] = [
        Text(first_sentence(found, voice), "lead"), Text(_counted(apart, words["held_out"])),
    ]  # fmt: skip
    for judgement in (MISSED, OPEN, MISSING, MET):
        these = [one for one in found.verdicts if one.judgement == judgement]
        if these:
            items = [Item(sentence(one, voice), TONES[judgement]) for one in these]
            blocks += [Text(words["lists"][judgement].format(n=len(these)), "lead"), Points(items)]
    return blocks


def sentence(one: Judged, voice: Voice) -> str:
    """A target in one line: its name, and the parts that decide what is said of it."""
    decisive = [part for part in one.parts if part.judgement == one.judgement]
    said = [_part_said(one, part, voice) for part in decisive[:3]]
    more = [voice["validate"]["more"].format(n=len(decisive) - len(said))] if len(decisive) > len(said) else []
    name = voice["titled"].format(title=f"{one.target.id} {one.target.name(voice.language)}",
                                  text=voice["semicolon"].join([*said, *more]))  # fmt: skip
    return name + (voice["validate"]["in_part"] if one.in_part else "")


def _part_said(one: Judged, part: JudgedPart, voice: Voice) -> str:
    words, language = voice["validate"], voice.language
    if part.judgement == MISSING:
        return f"{part.part.name(language)} – {_why(part, voice)}"
    what = f"{part.part.name(language)} " if len(one.parts) > 1 else ""
    return (
        what
        + words["against"]
        .format(value=value_text(part, voice), band=band_text(part.part.band, voice), unit=_unit(part, voice))
        .rstrip()
    )


def _why(part: JudgedPart, voice: Voice) -> str:
    """Why a part has no verdict: as its target says, or because these runs do not show it."""
    if part.part.measure is not None and part.found.n == 0:
        return voice["validate"]["not_run"]
    return part.part.why(voice.language) or voice["validate"]["no_events"]


def value_text(part: JudgedPart, voice: Voice) -> str:
    """A value with its interval."""
    between = voice.between(part.found.low, part.found.high, signed=False)
    return number(part.found.value) if between == "–" else f"{number(part.found.value)} ({between})"


def band_text(band: Ends, voice: Voice) -> str:
    """A band in words."""
    words = voice["validate"]["band"]
    low, high = band
    if low is None and high is None:
        return "–"
    if low is None or high is None:
        return words["at_most" if low is None else "at_least"].format(end=_end(high if low is None else low))
    return _end(low) if low == high else voice["between"].format(low=_end(low), high=_end(high))


def _end(value: float | None) -> str:
    """An end of a band, as it stands in its file."""
    return f"{value:g}".replace("-", "−")


def _unit(part: JudgedPart, voice: Voice) -> str:
    return voice.unit(part.part.unit) if part.part.unit else ""


def _table(found: Validation, voice: Voice, letter: str) -> Table:
    """Every part of the targets whose id begins with a letter."""
    words = voice["validate"]
    heads = words["columns"]
    columns = [
        Column(heads["target"], words=True), Column(heads["part"], words=True), Column(heads["band"]),
        Column(heads["model"]), Column(heads["part_verdict"]), Column(heads["verdict"]),
        Column(heads["source"], words=True),
    ]  # fmt: skip
    rows = [row for one in found.verdicts if one.target.id[0] == letter for row in _rows(one, voice)]
    return Table(columns, rows, words["table_note"])


def _rows(one: Judged, voice: Voice) -> list[list[Cell]]:
    words, rows = voice["validate"], []
    for k, part in enumerate(one.parts):
        judgement = words["judgement"]
        remark = _why(part, voice) if part.judgement == MISSING else part.part.why(voice.language)
        between = voice.between(part.found.low, part.found.high, signed=False)
        rows.append([
            Cell(f"{one.target.id} {one.target.name(voice.language)}" if k == 0 else ""),
            Cell(part.part.name(voice.language), remark),
            Cell(band_text(part.part.band, voice), _unit(part, voice)),
            Cell(number(part.found.value), "" if between == "–" else between),
            Cell(judgement[part.judgement], tone=TONES[part.judgement]),
            Cell(judgement[one.judgement] if k == 0 else "", words["in_part_cell"] if one.in_part and k == 0 else "",
                 strong=True, tone=TONES[one.judgement]),
            Cell(one.target.source if k == 0 else "", _grade(one, voice) if k == 0 else ""),
        ])  # fmt: skip
    return rows


def _grade(one: Judged, voice: Voice) -> str:
    words = voice["validate"]
    return words["grade"].format(grade=words["grades"][one.target.grade], use=words["uses"][one.target.use])


def _protocol(found: Validation, voice: Voice) -> list[tuple[str, str]]:
    s, names, of_compare = found.settings, voice["validate"]["protocol"], voice["protocol"]
    failed = [f"{name}: {reason}" for name, reason in found.failures.items()] or [of_compare["none_failed"]]
    arms = voice["semicolon"].join(f"{name}: {' '.join(words)}" for name, words in s.arms.items())
    return [
        (names["runs"], names["runs_text"].format(n=len(found.patterns), days=s.burn_in_days,
                                                  years=years_text(s.years, voice.words))),
        (names["policies"], names["policies_text"].format(n=s.intervention_replications, arms=arms)
         if s.interventions else names["no_policies"]),
        (names["intervals"], names["intervals_text"]), (names["rule"], names["rule_text"]),
        (names["grades"], voice["semicolon"].join(voice["validate"]["grades"].values())),
        (of_compare["failed"], "; ".join(failed)),
    ]  # fmt: skip


assert set(TONES) == set(JUDGEMENTS)
