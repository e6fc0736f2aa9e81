"""The report of a factorial: one HTML file with one figure and its numbers."""

# pyright: reportArgumentType=false
# (matplotlib says too little about its types)

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup

from .. import files
from ..comparison.factorial import Factorial
from ..indicators import BOTH, REGISTRY
from ..language import known, words_of
from ..language.numbers import interval, number, percent
from ..running.store import StoredRun, read_run
from ..statistics.interactions import BEYOND, PAIR, PART, SUM, WHOLE, terms_of
from ..statistics.verdict import MATTERS
from .figures.differences import draw_difference, limits_of
from .figures.style import COLOURS, FAINT, figure, svg
from .html import rendered
from .sections.protocol import reproduce, years_text
from .tables import write_tables

COLOUR = {PART: COLOURS[1], WHOLE: COLOURS[0], SUM: COLOURS[5], BEYOND: COLOURS[2], PAIR: COLOURS[4]}


def write_factorial(found: Factorial, out: Path) -> None:
    """The tables and the report."""
    write_tables({"factorial": found.terms, "indicators": found.indicators}, out)
    assert found.example is not None
    files.write_text(out / "report.html", factorial_html(found, read_run(found.example)))


def factorial_html(found: Factorial, example: StoredRun) -> str:
    """The whole report. `example`: any run, for the town and the versions."""
    words = words_of(known(found.settings.language)[0])
    text, s = words["factorial"], found.settings
    years = years_text(s.years, words)
    return rendered(
        "factorial.html.j2", words=words, text=text, title=text["title"].format(parts=", ".join(s.arms)),
        subtitle=text["subtitle"].format(
            district=example.manifest["town"]["name"], replications=s.replications, years=years
        ),
        protocol=_protocol(found, words, years), honest=[words["honest"][1], text["honest_text"], *words["honest"][2:]],
        picture=Markup(forest(found, text)), rows=_rows(found), reproduce=reproduce(found, example.manifest, words),
    )  # fmt: skip


def forest(found: Factorial, text: dict[str, Any]) -> str:
    """Contrasts by outcomes with intervals; an <svg>."""
    terms = list(terms_of(found.settings.arms))
    outcomes = list(dict.fromkeys(indicator for indicator, _ in found.readings()))
    with figure(11.5, 1.2 + 0.4 * len(terms)) as drawn:
        panels = drawn.subplots(1, len(outcomes), sharey=True)
        for axes, indicator in zip(panels, outcomes, strict=True):
            rows = [row for ledger in BOTH for row in found.rows(indicator, ledger)]
            axes.set_xlim(*limits_of(rows))
            axes.axvline(0, color=FAINT, lw=1)
            for y, term in enumerate(terms):
                if y % 2:
                    axes.axhspan(y - 0.5, y + 0.5, color="#F4F4F4", lw=0)
                here = [row for row in rows if (row["kind"], row["term"]) == (term.kind, term.name)]
                for row, shift in zip(here, (-0.17, 0.17), strict=False):
                    draw_difference(axes, row, y + shift, COLOUR[term.kind])
            axes.set_title(f"{indicator} {REGISTRY[indicator].name}")
            axes.set_xlabel(text["axis"])
        panels[0].set_yticks(range(len(terms)), [_label(term) for term in terms])
        panels[0].set_ylim(len(terms) - 0.5, -0.5)
        return svg(drawn, text["sections"]["figure"])


def _label(term: Any) -> str:
    return term.name if term.kind in (PART, PAIR) else term.kind


def _protocol(found: Factorial, words: dict[str, Any], years: str) -> list[tuple[str, str]]:
    s, text, names = found.settings, words["factorial"], words["factorial"]["protocol"]
    of_compare = words["protocol"]
    failed = [f"{name}: {reason}" for name, reason in found.failures.items()] or [of_compare["none_failed"]]
    return [
        (names["parts"], ", ".join(s.arms)),
        (names["arms"], text["arms_text"].format(n=found.indicators["arm"].nunique())),
        (names["replications"], of_compare["replications_text"].format(n=s.replications)),
        (names["burn_in"], of_compare["burn_in_text"].format(days=s.burn_in_days, ramp=s.policy_ramp_days)),
        (names["measured"], of_compare["measured_text"].format(years=years)),
        (names["pairing"], of_compare["pairing_text"]), (names["failed"], "; ".join(failed)),
    ]  # fmt: skip


def _rows(found: Factorial) -> list[dict[str, Any]]:
    rows = []
    for indicator, ledger in found.readings():
        for row in found.rows(indicator, ledger):
            base = row["reference_mean"]
            rows.append({
                "kind": row["kind"], "term": row["term"], "baseline": number(base), "unit": REGISTRY[indicator].unit,
                "indicator": f"{indicator} {REGISTRY[indicator].name}, {ledger}", "n": row["n"],
                "difference": number(row["difference"], signed=True), "remark": row["remark"],
                "share": percent(row["difference"] / base) if base else "–",
                "between": interval(row["low90"], row["high90"]), "is_clear": row["verdict"] in MATTERS,
            })  # fmt: skip
    return rows
