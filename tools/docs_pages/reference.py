"""Every number of configs/ with its unit, range, source and grade; every table a run hands over; every indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from hydra.utils import get_class
from pydantic import BaseModel

from govsim.experiments.composition.settings import COMMANDS, RunSettings
from govsim.experiments.indicators import REGISTRY
from govsim.experiments.policies.explained import limits_of
from govsim.experiments.running.dictionary import of_runs
from govsim.simulation.levers import Baseline
from govsim.simulation.synthesis import DistrictPlan

UNITS = (  # endings of names; the first that fits
    ("_per_1000_year", "per 1,000 a year"), ("_per_year", "a year"), ("_per_day", "a day"), ("_per_night", "a night"),
    ("_per_month", "a month"), ("_km_h", "km/h"), ("_yuan", "yuan"), ("_minutes", "minutes"), ("_min", "minutes"),
    ("_hours", "hours"), ("_h", "hours"), ("_days", "days"), ("_years", "years"), ("_months", "months"),
    ("_km2", "km²"), ("_km", "km"), ("_m", "m"), ("_share", "share, 0 to 1"), ("_probability", "probability"),
    ("_weight", "log odds"),
)  # fmt: skip
GRADES = (
    ("assumption", "assumption"), ("calibrated", "calibrated"), ("derived", "derived"), ("choice", "choice"),
    ("inventory", "inventory of the source document"), ("evidence", "literature"), ("S", "source with a number"),
    ("F", "fact of the inventory"), ("C", "calibration target"), ("census", "census"), ("definition", "definition"),
    ("convention", "definition"),
)  # fmt: skip
SOURCE = re.compile(r"\[([^\]]+)\]")
KINDS: dict[str, type[BaseModel]] = {
    "district": DistrictPlan,
    "levers": Baseline,
    **COMMANDS,
}  # of files that name no class
GROUPS = ("process", "levers", "offenders", "policy", "costs", "survey", "scenario", "district", "calendar")


class Number(NamedTuple):
    """One number of the configuration."""

    path: str
    value: str
    unit: str
    limits: str
    meaning: str
    source: str
    file: str = ""

    @property
    def grade(self) -> str:
        """The weakest of its sources."""
        return next((grade for mark, grade in GRADES if any(s.startswith(mark) for s in self.source.split("; "))), "")


def reference_pages(root: Path) -> dict[str, str]:
    """Text by name of the page."""
    pages = {f"numbers/{group}.md": _page(group, numbers_of(root / "configs" / group)) for group in GROUPS}
    pages["numbers/commands.md"] = _page(
        "commands", [n for p in sorted((root / "configs").glob("*.yaml")) for n in _in(p, "")]
    )
    return pages | {"columns.md": _columns(), "indicators.md": _indicators()}


def numbers_of(folder: Path) -> list[Number]:
    """The numbers of a group of files."""
    files = sorted(folder.glob("*.yaml"))
    return [number for path in files for number in _in(path, folder.name, _below(path, files))]


def _below(path: Path, files: Sequence[Path]) -> tuple[str, ...]:
    """The key that other files of the group put a file under, `- patrol@patrol` in their defaults; NAME for several."""
    defaults = [(yaml.safe_load(file.read_text("utf-8")) or {}).get("defaults", []) for file in files]
    lines = [str(line).partition("@") for given in defaults for line in given]
    keys = {key for name, _, key in lines if name == path.stem and key}
    return tuple(keys) if len(keys) < 2 else ("NAME",)


def _in(path: Path, group: str, below: tuple[str, ...] = ()) -> Iterator[Number]:
    """The numbers of a file, under the paths that set them on a command line.

    `group`: that of the configuration it belongs to, empty for the file of a command; `below`: what it is put under.
    """
    lines = path.read_text("utf-8").splitlines()
    tree = yaml.compose("\n".join(lines))
    kind = KINDS.get(path.parent.name, KINDS.get(path.stem, RunSettings))
    if tree is not None:
        field = Field(kind, "", "")
        for key in below:
            field = field.below(key)
        for number in _leaves(tree, ((group,) if group else ()) + below, lines, "", field):
            yield number._replace(file=f"{group or '.'}/{path.name}".removeprefix("./"))


class Field(NamedTuple):
    """What is known of a place in the configuration: the class that takes it, its range and its meaning."""

    kind: type[BaseModel] | None
    limits: str
    meaning: str

    def below(self, key: str) -> Field:
        """The same of a key below; what a class does not say of it is what is said above."""
        fields: Mapping[str, Any] = getattr(self.kind, "model_fields", {})
        if key not in fields:
            return self
        field = fields[key]
        inner = field.annotation
        own = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
        meaning = "; ".join(dict.fromkeys(part for part in (self.meaning, field.description) if part))
        return Field(own, limits_of(field), meaning)


def _leaves(node: yaml.Node, way: tuple[str, ...], lines: Sequence[str], source: str, field: Field) -> Iterator[Number]:
    """Every number below a node. `source`: that of the line above."""
    if isinstance(node, yaml.MappingNode):
        target = next((v.value for k, v in node.value if k.value == "_target_"), "")
        field = Field(get_class(target), "", "") if target else field
        for key, value in node.value:
            if key.value != "hydra":
                own = _source(lines, key.start_mark.line, value.end_mark.line if _is_flow(value) else None) or source
                yield from _leaves(value, (*way, key.value), lines, own, field.below(key.value))
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            own = _source(lines, value.start_mark.line, None) or source
            yield from _leaves(value, (*way, str(i)), lines, own, field)
    elif isinstance(node, yaml.ScalarNode) and node.tag.endswith((":int", ":float")):
        yield Number(".".join(way), node.value, _unit(way), field.limits, field.meaning, source)


def _unit(way: Sequence[str]) -> str:
    """From the ending of the name, or of that above it."""
    named = [step for step in way if not step.isdigit()][::-1][:2]
    return next((unit for step in named for ending, unit in UNITS if step.endswith(ending)), "")


def _is_flow(node: yaml.Node) -> bool:
    return bool(getattr(node, "flow_style", False))


def _source(lines: Sequence[str], first: int, last: int | None) -> str:
    found: list[str] = []
    for line in lines[first : (first if last is None else last) + 1]:
        found += SOURCE.findall(line.partition(" #")[2])
    return "; ".join(dict.fromkeys(found))


def _page(group: str, numbers: Sequence[Number]) -> str:
    counts: dict[str, int] = {}
    for n in numbers:
        counts[n.grade or "not named"] = counts.get(n.grade or "not named", 0) + 1
    told = ", ".join(f"{n} {grade}" for grade, n in sorted(counts.items(), key=lambda item: -item[1]))
    blocks = [f"# Numbers of {group}\n\n{len(numbers)} numbers by the grade of their weakest source: {told}.\n"]
    for file in dict.fromkeys(n.file for n in numbers):
        rows = [
            (f"`{n.path}`", n.value, n.unit, n.limits, n.meaning, n.source, n.grade) for n in numbers if n.file == file
        ]
        head = ("number", "value", "unit", "range", "meaning", "source", "grade")
        blocks.append(f"## configs/{file}\n\n{table(head, rows)}")
    return "\n".join(blocks)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *([str(c).replace("|", "\\|").replace("\n", " ") for c in r] for r in rows)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def _columns() -> str:
    blocks = ["# Tables of a run\n\nThe same stands in the metadata of each parquet file and in `dictionary.csv`.\n"]
    columns = of_runs()
    for name in dict.fromkeys(c.table for c in columns):
        rows = [(f"`{c.column}`", c.type, c.unit, c.meaning) for c in columns if c.table == name]
        blocks.append(f"## {name}.parquet\n\n" + table(("column", "type", "unit", "meaning"), rows))
    return "\n".join(blocks)


def _indicators() -> str:
    rows = [
        (i.id, f"{i.name} {i.zh}", i.unit, i.numerator, i.denominator, i.better, ", ".join(i.ledgers))
        for i in REGISTRY.values()
    ]
    head = "# Indicators\n\nAs governments report them, in truth and as offices recorded it.\n\n"
    return head + table(("id", "name", "unit", "numerator", "denominator", "better", "ledgers"), rows)
