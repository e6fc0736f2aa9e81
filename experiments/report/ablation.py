"""The report of an ablation: one HTML file with one figure, its numbers, and what deserves a second look."""

# pyright: reportArgumentType=false, reportGeneralTypeIssues=false
# (pandas and matplotlib say too little about their types)

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup

from .. import files
from ..indicators import BOTH, REGISTRY
from ..language import known, words_of
from ..language.numbers import interval, number, percent
from ..running.store import StoredRun, read_run
from ..statistics.verdict import MATTERS
from ..systems import ALL_KINDS, System
from ..systems.ablation import AGREES, DIFFERS, NO_CLEAR, NO_EFFECT, OUTCOMES, OWN, Ablation
from .figures.differences import draw_difference, limits_of
from .figures.style import COLOURS, FAINT, figure, svg
from .html import rendered
from .sections.protocol import reproduce, years_text
from .tables import write_tables
from .terminal.ablation import remarks

COLOUR = {"on": COLOURS[1], "full": COLOURS[2]}
PANELS = (OWN, *OUTCOMES)


def write_ablation(found: Ablation, out: Path) -> None:
    """The tables and the report."""
    write_tables({"ablation": found.effects, "reach": found.reach, "indicators": found.indicators}, out)
    assert found.example is not None
    files.write_text(out / "report.html", ablation_html(found, read_run(found.example)))


def ablation_html(found: Ablation, example: StoredRun) -> str:
    """The whole report. `example`: any run, for the town and the versions."""
    words = words_of(known(found.settings.language)[0])
    text = words["ablate"]
    years = years_text(found.settings.years, words)
    return rendered(
        "ablation.html.j2", words=words, text=text, title=text["title"],
        subtitle=text["subtitle"].format(
            district=example.manifest["town"]["name"], systems=len(found.systems),
            replications=found.settings.replications, years=years,
        ),
        outcomes_text=text["outcomes_text"].format(smallest=f"{found.settings.smallest:.0%}"),
        remarks=remarks(found) or [text["no_remarks"]], counts=_counts(found, text),
        protocol=_protocol(found, words, years),
        honest=[words["honest"][1], text["honest_text"], *words["honest"][2:]],
        picture=Markup(forest(found, text)), own=_own(found, text), outcomes=_outcomes(found, text),
        kinds=ALL_KINDS, reach=_reach(found), readings=[(role, ledger) for role in OUTCOMES for ledger in BOTH],
        reproduce=reproduce(found, example.manifest, words),
    )  # fmt: skip


def forest(found: Ablation, text: dict[str, Any]) -> str:
    """Systems by outcomes with intervals; an <svg>."""
    with figure(11.5, 1.2 + 0.55 * len(found.systems)) as drawn:
        panels = drawn.subplots(1, len(PANELS), sharey=True)
        for axes, role in zip(panels, PANELS, strict=True):
            marks = [mark for y, system in enumerate(found.systems) for mark in _marks(found, system, role, y)]
            axes.set_xlim(*limits_of([row for _, _, row in marks]))
            axes.axvline(0, color=FAINT, lw=1)
            for y in range(1, len(found.systems), 2):
                axes.axhspan(y - 0.5, y + 0.5, color="#F4F4F4", lw=0)
            for y, colour, row in marks:
                draw_difference(axes, row, y, colour)
                if row["reference_mean"] == 0 and row["difference"]:  # no share of nothing
                    axes.text(0, y, f"0 → {number(row['mean'])}", color=colour, fontsize=7, va="center", ha="center")
            axes.set_title(text["panels"][role])
            axes.set_xlabel(text["axis"])
        panels[0].set_yticks(range(len(found.systems)), [_label(system) for system in found.systems])
        panels[0].set_ylim(len(found.systems) - 0.5, -0.5)
        handles = [panels[0].plot([], [], color=colour, lw=2, label=level)[0] for level, colour in COLOUR.items()]
        drawn.legend(handles=handles, frameon=False, loc="outside upper left", ncols=2)
        return svg(drawn, text["sections"]["figure"])


def _label(system: System) -> str:
    indicator = system.indicators[0].partition("/")[0]
    return f"{system.id} {system.name}\n{indicator} {REGISTRY[indicator].name}"


def _marks(found: Ablation, system: System, role: str, y: int) -> list[tuple[float, str, dict[str, Any]]]:
    """Height, colour and numbers of what is drawn of a system in a panel."""
    ledgers = (None,) if role == OWN else BOTH
    rows = [(level, found.row(system.id, level, role, ledger)) for level in COLOUR for ledger in ledgers]
    step = 1 / (len(rows) + 1)
    return [(y - 0.5 + (k + 1) * step, COLOUR[level], row) for k, (level, row) in enumerate(rows) if row]


def _protocol(found: Ablation, words: dict[str, Any], years: str) -> list[tuple[str, str]]:
    s, text, names = found.settings, words["ablate"], words["ablate"]["protocol"]
    of_compare = words["protocol"]
    failed = [f"{name}: {reason}" for name, reason in found.failures.items()] or [of_compare["none_failed"]]
    return [
        (names["systems"], ", ".join(system.id for system in found.systems)),
        (names["sharing"], text["sharing_text"].format(arms=found.indicators["arm"].nunique())),
        (names["replications"], of_compare["replications_text"].format(n=s.replications)),
        (names["burn_in"], text["burn_in_text"].format(days=s.burn_in_days)), (names["measured"], years),
        (names["pairing"], of_compare["pairing_text"]), (names["failed"], "; ".join(failed)),
    ]  # fmt: skip


def _counts(found: Ablation, text: dict[str, Any]) -> str:
    said = found.effects.loc[found.effects["role"] == OWN, "remark"]
    number_of = {name: int((said == mark).sum()) for name, mark in
                 (("agrees", AGREES), ("differs", DIFFERS), ("unclear", NO_CLEAR), ("none", NO_EFFECT))}  # fmt: skip
    return text["counts"].format(total=len(said), **number_of)


def _own(found: Ablation, text: dict[str, Any]) -> list[dict[str, Any]]:
    """One row a system and level: what the arm is, its own indicator, and what was expected of it."""
    rows = []
    for system in found.systems:
        for level in found.levels(system.id):
            row = found.row(system.id, level, OWN) or {}
            indicator = REGISTRY[row["indicator"]]
            expected = text["expected"].format(direction=system.expected) if system.expected else ""
            rows.append({
                "system": f"{system.id} {system.name}", "level": level, "unit": indicator.unit,
                "words": " ".join(system.words(level)) or text["baseline"],
                "off_words": " ".join(system.off) or text["baseline"],
                "indicator": f"{indicator.id} {indicator.name}, {row['ledger']}", "off": number(row["reference_mean"]),
                "mean": number(row["mean"]), "difference": number(row["difference"], signed=True),
                "between": interval(row["low90"], row["high90"]), "is_clear": row["verdict"] in MATTERS,
                "expected": expected, "remark": row["remark"], "differs": row["remark"] == DIFFERS,
            })  # fmt: skip
    return rows


def _outcomes(found: Ablation, text: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"system": f"{system.id} {system.name}", "level": level,
         "cells": [_share(found.row(system.id, level, role, ledger)) for role in OUTCOMES for ledger in BOTH]}
        for system in found.systems
        for level in found.levels(system.id)
    ]  # fmt: skip


def _share(row: dict[str, Any] | None) -> dict[str, Any]:
    """Relative difference, its interval, and whether it matters."""
    if row is None or not (base := abs(row["reference_mean"])) > 0:
        return {"text": "–", "between": "", "is_clear": False}
    between = f"{percent(row['low90'] / base)} to {percent(row['high90'] / base)}"
    known = row["verdict"] != "unknown"
    return {"text": percent(row["difference"] / base), "between": between if known else "",
            "is_clear": row["verdict"] in MATTERS}  # fmt: skip


def _reach(found: Ablation) -> list[dict[str, Any]]:
    rows = []
    for (system, level), group in found.reach.groupby(["system", "level"], sort=False):
        by_kind = group.set_index("kind")
        cells = [
            {"moved": int(by_kind.loc[kind, "moved"]), "pairs": int(by_kind.loc[kind, "pairs"]),
             "outside": not by_kind.loc[kind, "within_reach"]}
            for kind in ALL_KINDS
        ]  # fmt: skip
        rows.append({"system": system, "level": level, "cells": cells})
    return rows
