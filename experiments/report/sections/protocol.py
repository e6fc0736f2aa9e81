"""What was compared and how, how far to trust it, whether there were enough runs, and how to do it again."""

from __future__ import annotations

from typing import Any

from ...comparison.study import Study
from ...indicators import REGISTRY
from ...language.numbers import number, whole
from ...language.voice import Voice
from ..document import Cell, Column, Facts, Fold, Item, Points, Section, Table, Text
from .cells import difference
from .indicators import definitions


def compared(study: Study, voice: Voice) -> Section:
    """What was compared, and how."""
    s, areas, names = study.settings, study.areas, voice["protocol"]
    town = names["town_text"].format(
        residents=f"{areas['residents'].sum():,}", areas=f"{len(areas):,}", communities=areas["community"].nunique(),
        streets=areas["street"].nunique(),
    )  # fmt: skip
    failed = [f"{name}: {reason}" for name, reason in study.failures.items()] or [names["none_failed"]]
    arms = [f"{voice.arm(arm)} ({arm})" for arm in s.arms]
    rows = [
        (names["arms"], voice["comma"].join(arms)), (names["reference"], voice.arm(s.arms[0])),
        (names["replications"], names["replications_text"].format(n=s.replications)),
        (names["seeds"], names["seeds_text"].format(first=s.seeds[0], last=s.seeds[-1], district=s.district_seed)),
        (names["burn_in"], names["burn_in_text"].format(days=s.burn_in_days, ramp=s.policy_ramp_days)),
        (names["measured"], names["measured_text"].format(years=years_text(s.years, voice.words))),
        (names["pairing"], names["pairing_text"]), (names["town"], town), (names["failed"], "; ".join(failed)),
    ]  # fmt: skip
    return Section("compared", voice["sections"]["compared"], [Facts(rows)])


def honest(study: Study, voice: Voice) -> Section:
    """How far to trust the report."""
    geography = voice.said(study.example.manifest["town"]["geography"].strip()).rstrip(".。")
    is_mapped = study.example.manifest["town"].get("is_mapped", False)  # runs of former versions do not say
    first, *rest = voice["honest"]
    items = [Item(text.format(geography=geography)) for text in (voice["honest_map"] if is_mapped else first, *rest)]
    return Section("honest", voice["sections"]["honest"], [Points(items, warning=True)])


def replications(study: Study, voice: Voice) -> Section:
    """Replications needed for the precision aimed at, by headline reading."""
    words = voice["replications_columns"]
    columns = [Column(words["indicator"], words=True), Column(words["ledger"], words=True)]
    columns += [Column(words[key], voice.arm(arm)) for arm in study.arms for key in ("needed", "half", "correlation")]
    rows = []
    for i in study.headlines():
        for ledger in i.ledgers:
            cells = [Cell(f"{i.id} {voice.name(i)}"), Cell(voice["ledger_short"][ledger])]
            for row in (study.row(arm, i.id, ledger) for arm in study.arms):
                cells += [Cell(whole(row["replications_needed"])), Cell(_half(row)), Cell(number(row["correlation"]))]
            rows.append(cells)
    text = voice["replications_text"].format(
        precision=f"{study.settings.precision:.0%}", reference=voice.arm(study.reference),
        n=study.pairs,
    )  # fmt: skip
    return Section("replications", voice["sections"]["replications"], [Text(text), Table(columns, rows)])


def _half(row: dict[str, Any]) -> str:
    """Half the width of the 95 % interval as a share of the reference."""
    if not row["reference_mean"] or row["low95"] != row["low95"]:
        return "–"
    return f"{(row['high95'] - row['low95']) / 2 / abs(row['reference_mean']):.1%}"


def everything(study: Study, voice: Voice) -> Section:
    """The whole comparison, and how each indicator is counted."""
    words = voice["columns"]
    keys = ("indicator", "ledger", "arm")
    columns = [Column(words[key], words=True) for key in keys]
    columns += [
        Column(words["n"]), Column(voice.arm(study.reference)), Column(words["mean"]), Column(words["difference"]),
        Column(voice["replications_columns"]["needed"]),
    ]  # fmt: skip
    rows = [_line(row, study, voice) for row in study.comparison.to_dict("records")]
    blocks = [
        Fold(voice["all_text"], [Table(columns, rows)]), Fold(voice["definitions"], [definitions(voice)])
    ]  # fmt: skip
    return Section("all", voice["sections"]["all"], blocks)


def _line(row: dict[Any, Any], study: Study, voice: Voice) -> list[Cell]:
    indicator = REGISTRY[row["indicator"]]
    return [
        Cell(f"{indicator.id} {voice.name(indicator)}", voice.unit(indicator.unit)),
        Cell(voice["ledger_short"][row["ledger"]]), Cell(voice.arm(row["arm"])), Cell(str(int(row["n"]))),
        Cell(number(row["reference_mean"])), Cell(number(row["mean"])), difference(row, voice),
        Cell(whole(row["replications_needed"])),
    ]  # fmt: skip


def again(study: Study, voice: Voice) -> Section:
    """What one needs to do it again."""
    rows = reproduce(study, study.example.manifest, voice.words)
    rows.append((voice["reproduce"]["config"], f"config.yaml, {study.example.manifest['config_digest']}"))
    return Section("reproduce", voice["sections"]["reproduce"], [Text(voice["reproduce_text"]), Facts(rows, code=True)])


def reproduce(study: Any, manifest: dict[str, Any], words: dict[str, Any]) -> list[tuple[str, str]]:
    """Names and values. `study`: anything with settings and the command it was made by."""
    names = words["reproduce"]
    packages = ", ".join(f"{name} {version}" for name, version in manifest["packages"].items())
    seeds = f"{study.settings.seeds[0]}..{study.settings.seeds[-1]}"
    return [
        (names["command"], study.command), (names["commit"], manifest["git_commit"] or words["no_commit"]),
        (names["source"], manifest["source_digest"]), (names["python"], manifest["python"]),
        (names["packages"], packages), (names["seeds"], seeds),
    ]  # fmt: skip


def years_text(years: float, words: dict[str, Any]) -> str:
    """Such as "1 year"."""
    return words["protocol"]["years"]["one" if years == 1 else "many"].format(n=f"{years:g}")
