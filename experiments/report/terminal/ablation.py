"""The tables an ablation ends with."""

# pyright: reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says too little about its types)

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from ...indicators import REGISTRY
from ...language.numbers import interval, number, percent
from ...statistics.verdict import MATTERS
from ...systems.ablation import AGREES, DIFFERS, OUTCOMES, OWN, Ablation
from .comparison import PLAIN_WIDTH

NUMBERS = ("off", "with it", "difference", "95 % interval")
MOST = {"system": 24, "indicator": 32}  # columns that may be cut
STYLES = {DIFFERS: "bold red", AGREES: "green"}


def print_ablation(found: Ablation, out: Path, seconds: float) -> None:
    """Print each system's own indicator, then the outcomes, then what deserves a second look."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=PLAIN_WIDTH)
    console.print(_own(found))
    console.print(_outcomes(found))
    for line in remarks(found):
        console.print(line, style="bold red", highlight=False, soft_wrap=True)
    if found.failures:
        console.print(f"{len(found.failures)} runs failed; see {out / 'failures.txt'}", style="red", soft_wrap=True)
    pairs = len(found.settings.seeds)
    console.print(f"{pairs} replications an arm in {seconds:.0f} s. Folder: {out}", soft_wrap=True)
    console.print(f"Report: {(out / 'report.html').absolute()}", soft_wrap=True)


def remarks(found: Ablation) -> list[str]:
    """Sentences on signs that differ from the hypothesis and on events that moved out of reach."""
    lines = []
    own = found.effects[found.effects["role"] == OWN]
    for row in own[own["remark"] == DIFFERS].to_dict("records"):
        name, system = REGISTRY[row["indicator"]].name, _system(found, row["system"])
        lines.append(
            f"{system.id} {system.name}, {row['level']}: {name} is {row['verdict']} than with the system off, "
            f"{system.expected} was expected: {DIFFERS}"
        )
    for row in found.out_of_reach().to_dict("records"):
        system = _system(found, row["system"])
        lines.append(
            f"{system.id} {system.name}, {row['level']}: events of kind {row['kind']} moved in {row['moved']} of "
            f"{row['pairs']} pairs, though the system is declared not to reach them"
        )
    return lines


def _own(found: Ablation) -> Table:
    table = Table(title="Own indicators, against off", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    rows = [
        (system, level, found.row(system.id, level, OWN) or {})
        for system in found.systems
        for level in found.levels(system.id)
    ]
    cells = [[f"{system.id} {system.name}", level, *_cells(row)] for system, level, row in rows]
    for k, title in enumerate(
        ("system", "", "indicator", "off", "with it", "difference", "90 % interval", "hypothesis")
    ):
        widest = max(len(title), *(len(line[k]) for line in cells))
        width = min(widest, MOST.get(title, widest))
        table.add_column(
            title, overflow="ellipsis", no_wrap=True, width=width, justify="right" if title in NUMBERS else "left"
        )
    for line, (_, _, row) in zip(cells, rows, strict=True):
        table.add_row(*line, style=STYLES.get(row["remark"]))
    return table


def _cells(row: dict[str, Any]) -> list[str]:
    indicator = REGISTRY[row["indicator"]]
    return [
        f"{indicator.id} {indicator.name}, {row['ledger']}", number(row["reference_mean"]), number(row["mean"]),
        number(row["difference"], signed=True), interval(row["low90"], row["high90"]), row["remark"],
    ]  # fmt: skip


def _outcomes(found: Ablation) -> Table:
    title = "Outcomes, % of off, ± half the 90 % interval; * where all of it is more than matters"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    readings = [(role, ledger) for role, name in OUTCOMES.items() for ledger in REGISTRY[name].ledgers]
    table.add_column("system", no_wrap=True)
    for role, ledger in readings:
        table.add_column(f"{role},\n{ledger}", justify="right", no_wrap=True)
    for system in found.systems:
        for level in found.levels(system.id):
            cells = [_share(found.row(system.id, level, role, ledger)) for role, ledger in readings]
            table.add_row(f"{system.id} {level}", *cells)
    return table


def _share(row: dict[str, Any] | None) -> str:
    """Such as "−12.0% ±8.1*"."""
    if row is None or not row["reference_mean"] == row["reference_mean"]:
        return "–"
    base = abs(row["reference_mean"])
    if not base:
        return f"{number(row['difference'], signed=True)} from 0"
    text = percent(row["difference"] / base)
    if row["verdict"] == "unknown":
        return text
    mark = "*" if row["verdict"] in MATTERS else ""
    return f"{text} ±{50 * (row['high90'] - row['low90']) / base:.1f}{mark}"


def _system(found: Ablation, id_: str) -> Any:
    return next(system for system in found.systems if system.id == id_)
