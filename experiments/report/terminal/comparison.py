"""The table a comparison ends with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from ...comparison.study import Study
from ...indicators import TRUE, Indicator
from ...language.numbers import number, percent, whole
from ...language.voice import Voice

PLAIN_WIDTH = 148  # columns when the output is no terminal
NEEDED_WIDTH = {"unit": 140, "arm": 116, "relative": 104}  # columns of the terminal from which these are shown
SHORT = {
    "per 1,000 residents and year": "/1,000/year", "per 10,000 residents and year": "/10,000/year",
    "yuan per resident and year": "yuan/head/year", "% of resident-hours": "% of hours",
}  # fmt: skip
STYLES = {"lower": "cyan", "higher": "yellow"}  # what matters


def print_summary(study: Study, out: Path, seconds: float, remarks: Sequence[str]) -> None:
    """Print one table an arm in the language of the report, then where everything is."""
    from ..write import voices_of

    voice = voices_of(study)[study.settings.languages[0]]
    words, console = voice["summary_table"], Console()
    if not console.is_terminal:
        console = Console(width=PLAIN_WIDTH)
    for arm in study.arms:
        console.print(_table(study, arm, console.width, voice))
    if study.failures:
        text = words["failed"].format(n=len(study.failures), file=out / "failures.txt")
        console.print(text, style="red", soft_wrap=True)
    text = words["done"].format(n=len(study.settings.seeds), seconds=f"{seconds:.0f}", out=out)
    console.print(text, soft_wrap=True)
    for remark in remarks:
        console.print(remark, style="yellow", soft_wrap=True)
    for name in study.settings.page_files:
        console.print(words["report"].format(file=(out / name).absolute()), soft_wrap=True)


def _table(study: Study, arm: str, width: int, voice: Voice) -> Table:
    words = voice["summary_table"]
    title = words["title"].format(
        arm=voice.arm(arm), reference=voice.arm(study.reference), n=study.row(arm, "X1", TRUE)["n"]
    )
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    readings = [(i, ledger, study.row(arm, i.id, ledger)) for i in study.headlines() for ledger in i.ledgers]
    rows = [_cells(indicator, row, voice) for indicator, _, row in readings]
    shown = [key for key in rows[0] if width >= NEEDED_WIDTH.get(key, 0)]
    table.add_column("", overflow="ellipsis", no_wrap=True)
    for key in shown:
        head = words["columns"][key]
        widest = max(cell_len(text) for text in (head, *(cells[key] for cells in rows)))
        table.add_column(head, justify="left" if key == "unit" else "right", no_wrap=True, min_width=widest)
    for (indicator, ledger, row), cells in zip(readings, rows, strict=True):
        style = STYLES.get(row["verdict"], "dim")
        name = f"{indicator.id} {voice.name(indicator)}{voice['comma']}{voice['ledger_short'][ledger]}"
        table.add_row(name, *(cells[key] for key in shown), style=style)
    return table


def _cells(indicator: Indicator, row: dict[str, Any], voice: Voice) -> dict[str, str]:
    """Texts by the key of their column."""
    unit = indicator.unit if voice.language != "en" else SHORT.get(indicator.unit, indicator.unit)
    return {
        "unit": voice.unit(unit),
        "reference": number(row["reference_mean"]),
        "arm": number(row["mean"]),
        "difference": number(row["difference"], signed=True),
        "interval": voice.between(row["low90"], row["high90"]),
        "relative": percent(row["relative"]),
        "verdict": voice["summary_table"]["verdict"][row["verdict"]],
        "needed": whole(row["to_decide"]) if row["verdict"] == "open" else "",
    }
