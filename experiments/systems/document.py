"""docs/systems.md: the register as a table for readers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from . import SYSTEMS, System
from .switches import SWITCHES

PATH = Path(__file__).resolve().parents[2] / "docs" / "systems.md"
ORDERS = {"1": "first", "2": "second", "context": "context"}
PARTS = {
    "A": "A. Problems named", "B": "B. Command and accountability", "C": "C. Enterprise and locality",
    "D": "D. Full-element grid", "E": "E. Neighbourhood types and self-governance",
    "F": "F. Smart governance and the centre", "G": "G. Framework",
}  # fmt: skip
HEAD = """\
# Systems of the source document

Made by `python -m govsim.experiments.systems` from `experiments/systems/register/`; edit those files, not this one.
One row for each of the {total} ids of the inventory. Order: *first* moves thefts or disputes directly, *second* moves
a parameter of such a mechanism, *context* frames. Working: {first} of {all_first} of first order, {second} of
{all_second} of second order; {switchable} can be switched by `govsim ablate`. Evidence is the grade of the best source
the inventory cites for the item (A statistics, law or peer-reviewed, B official or mainstream news, C order of
magnitude only); the sources of levels stand beside the numbers in `configs/`. Indicators in brackets are to come.
"""
SWITCHES_HEAD = """\
## Unintended effects

What a policy may do besides what it is for (inventory 5.1). Each is a number of the configuration, on by default;
setting it to the value in the third column takes it away. The test named shows the effect and its absence.
"""
COLUMNS = ("id", "system", "order", "where it lives", "lever or process", "indicator", "cost", "evidence", "switch",
           "note")  # fmt: skip
SWITCH_COLUMNS = ("name in the inventory", "parameter", "off", "when on", "test")


def document(systems: Sequence[System] = tuple(SYSTEMS.values())) -> str:
    """The whole page."""
    blocks = [HEAD.format(**counts(systems))]
    for letter, title in PARTS.items():
        rows = [row_of(system) for system in systems if system.id[0] == letter]
        blocks.append("\n".join([f"## {title}\n", _line(COLUMNS), _line(["---"] * len(COLUMNS)), *map(_line, rows)]))
    blocks += [SWITCHES_HEAD, "\n".join([_line(SWITCH_COLUMNS), _line(["---"] * len(SWITCH_COLUMNS)), *switch_rows()])]
    return "\n\n".join(block.strip() for block in blocks) + "\n"


def switch_rows() -> list[str]:
    """A line for each switch of an unintended effect."""
    return [_line([f"`{s.name}`", f"`{s.parameter}`", f"{s.off:g}", s.effect, f"`{s.test}`"]) for s in SWITCHES]


def counts(systems: Sequence[System]) -> dict[str, int]:
    """How many there are, work and can be switched."""
    by_order = {order: [s for s in systems if s.order == order] for order in ORDERS}
    return {
        "total": len(systems), "switchable": sum(s.switchable for s in systems),
        "first": sum(s.works for s in by_order["1"]), "all_first": len(by_order["1"]),
        "second": sum(s.works for s in by_order["2"]), "all_second": len(by_order["2"]),
    }  # fmt: skip


def missing(systems: Sequence[System]) -> list[str]:
    """Ids of first or second order that have no working row."""
    return [s.id for s in systems if s.order != "context" and not s.works]


def row_of(system: System) -> list[str]:
    """The cells of a system."""
    shown = [f"({name})" if system.planned else name for name in system.indicators]
    place = f"`{system.where}`" if system.where else "planned" if system.planned else "–"
    return [
        system.id, f"{system.name} {system.name_zh}", ORDERS[system.order], place,
        ", ".join(f"`{path}`" for path in system.levers), ", ".join(shown), ", ".join(system.costs),
        "–" if system.order == "context" and not system.where else system.evidence,
        "off, on, full" if system.switchable else "", system.note,
    ]  # fmt: skip


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell or " " for cell in cells).replace("  ", " ") + " |"
