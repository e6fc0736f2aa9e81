"""The shape of the code: who may import whom, who may draw, and that documents and configuration mirror it."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest
import yaml

from govsim.simulation import hours, processes
from govsim.simulation.hours import RULES
from govsim.simulation.model import District, Processes
from tests.conftest import LONGEST, TESTS

ROOT = Path(__file__).parents[1]
SIMULATION = ROOT / "simulation"
MODULES = sorted(SIMULATION.rglob("*.py"))
OUTSIDE = {"hydra", "omegaconf", "matplotlib", "pandas", "govsim"}
# Kernels and slots that one process lends another; everything else passes through entities.
LENT = {
    ("dispatch", "patrolling"),  # travel_hours
    ("escalation", "disputing"),  # open_dispute, wait_for_moment
    ("mediation", "escalation"),  # heat_at, set_heat, end_dispute
    ("kernels.agreements", "escalation"),  # heat_at, set_heat
}
GROUPS = ("processes", "policies", "observation")


def imports(path: Path) -> set[str]:
    """Absolute names of the modules that a file imports, its own package resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            head = ".".join([*base, *([node.module] if node.module else [])])
            names |= {head} if node.module else {f"{head}.{alias.name}" for alias in node.names}
    return names


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_the_simulation_knows_nothing_of_what_surrounds_it(path):
    assert not {name.partition(".")[0] for name in imports(path)} & OUTSIDE


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_processes_policies_and_observation_do_not_import_one_another(path):
    here = module_of(path).split(".")
    if len(here) < 3 or here[1] not in GROUPS:
        return
    elsewhere = {f"simulation.{group}" for group in GROUPS if group != here[1]} | {"simulation.model"}
    assert not {name for name in imports(path) if any(name == e or name.startswith(e + ".") for e in elsewhere)}


def test_processes_lend_one_another_only_the_kernels_listed():
    lent = set()
    for path in (SIMULATION / "processes").rglob("*.py"):
        here = module_of(path).removeprefix("simulation.processes.")
        for name in imports(path):
            there = name.removeprefix("simulation.processes.")
            if there != name and there != "base" and path.name != "__init__.py":
                lent.add((here, there))
    own_kernels = {pair for pair in lent if pair[1].startswith("kernels.")}
    assert lent - own_kernels == LENT
    names = {p.stem for p in (SIMULATION / "processes").glob("*.py")}
    used_by = {pair[0] for pair in own_kernels if not pair[0].startswith("kernels.")}
    assert used_by <= names


@pytest.mark.parametrize("path", MODULES, ids=module_of)
def test_luck_comes_from_addresses_only(path):
    """No `random`, no numpy.random outside the synthesis; Mesa's generators belong to Mesa."""
    assert "random" not in {name.partition(".")[0] for name in imports(path)}
    used = {ast.unparse(n) for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)}
    banned = {"self.rng", "model.rng", "self.model.rng", "self.model.random"}
    assert not used & banned
    if "synthesis" not in path.parts:
        assert not {u for u in used if u.startswith(("np.random", "numpy.random"))}
    if path.name != "space.py":  # Mesa wants a generator in every space; nothing draws from it
        assert "model.random" not in used


@pytest.mark.parametrize(
    "name", ["analysis", "cogovernance", "staffing", "patrolling", "casework", "dispatch", "investigation"]
)
def test_the_government_never_sees_people_thefts_or_offenders(name):
    kind = Processes.__annotations__[name]
    kind = getattr(processes, kind) if isinstance(kind, str) else kind
    rules = [m for _, m in inspect.getmembers(kind, inspect.isfunction) if m.__module__ == kind.__module__]
    rules += [getattr(hours, RULES[name]).py_func] if name in RULES else []
    assert rules
    for rule in rules:
        seen = set(inspect.signature(rule).parameters)
        assert not {"people", "thefts", "offenders", "disputes", "matters", "cases", "setting"} & seen


def order_of(function, call: str) -> list[str]:
    """What is called in the code of a function, in order; `call`: what its name looks like."""
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function)).replace("\n    ", "\n    "))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    found = [(c.lineno, m[1]) for c in calls if (m := re.fullmatch(call, ast.unparse(c.func)))]
    return [name for _, name in sorted(found)]


def order_of_a_day() -> list[str]:
    """The processes in the order in which they act: those of the morning, then those of every hour.

    The centre, which admits cases hour by hour, opens its counters in the morning too.
    """
    of_rule = {rule: name for name, rule in RULES.items()}
    return [
        *(name for name in order_of(District._morning, r"do\.(\w+)\.step") if name not in RULES),
        *(of_rule[rule] for rule in order_of(hours.one_hour.py_func, r"(\w+)") if rule in of_rule),
    ]


def test_the_schedule_is_the_order_of_the_processes():
    assert order_of_a_day() == list(Processes.__dataclass_fields__)
    assert sorted(order_of_a_day()) == sorted(
        p.stem for p in (SIMULATION / "processes").glob("*.py") if p.stem not in ("__init__", "base")
    )
    base = yaml.safe_load((ROOT / "configs" / "base.yaml").read_text())
    assert next(d["process"] for d in base["defaults"] if isinstance(d, dict) and "process" in d) == order_of_a_day()


def test_the_odd_has_one_section_a_process_in_the_order_of_the_schedule():
    text = (ROOT / "ODD.md").read_text()
    submodels = re.split(r"^## .*Submodels.*$", text, flags=re.M)[1]
    submodels = re.split(r"^## ", submodels, flags=re.M)[0]
    assert [h.lower() for h in re.findall(r"^### (\w+)", submodels, re.M)] == order_of_a_day()


HELP = ROOT / "configs" / "hydra"  # prose for Hydra, as the blocks `hydra:` of other files
SOURCED = [ROOT / "configs" / name for name in ("validation", "evidence")]  # refused without the field `source`
CONFIGS = sorted(
    path for path in (ROOT / "configs").rglob("*.yaml") if not any(map(path.is_relative_to, (HELP, *SOURCED)))
)
NUMBER = re.compile(r"(?<![\w.\"'])-?\d+(\.\d+)?(?![\w\"'])")
SOURCE = re.compile(r"#.*\[[^\]]+\]")


def unsourced(text: str) -> list[str]:
    """Lines with a number and no [source]; a block inherits the source on its parent's line."""
    parents: list[tuple[int, bool]] = []
    bad = []
    for line in text.splitlines():
        body, _, _ = line.partition(" #")
        if not body.strip() or body.lstrip().startswith("#"):
            continue
        indent = len(body) - len(body.lstrip())
        while parents and parents[-1][0] >= indent:
            parents.pop()
        has = bool(SOURCE.search(line))
        value = body.partition(":")[2] or body
        plain = re.sub(r"\"[^\"]*\"|'[^']*'|\$\{[^}]*\}", "", value)
        if NUMBER.search(plain) and not has and not any(source for _, source in parents):
            bad.append(line)
        parents.append((indent, has))
    return bad


@pytest.mark.parametrize("path", CONFIGS, ids=lambda p: p.relative_to(ROOT / "configs").as_posix())
def test_every_number_of_the_configuration_names_its_source(path):
    text = re.sub(r"^hydra:\n(^[ \n].*\n?)*", "", path.read_text(), flags=re.M)
    text = re.sub(r">-\n(?: .*\n)+", "\n", text)  # prose
    text = re.sub(r",\n +(?=[^#\n]*\})", ", ", text)  # an inline table over two lines is one
    assert unsourced(text) == []


def test_a_number_without_a_source_would_be_found():
    assert unsourced("a: 3\nb: 4  # [S1]\nc:  # [S2]\n  d: 5\ne: {f: 6}\n") == ["a: 3", "e: {f: 6}"]


@pytest.mark.parametrize("name", list(Processes.__dataclass_fields__))
def test_keys_of_a_process_file_are_the_fields_of_its_class(name):
    given = yaml.safe_load((ROOT / "configs" / "process" / f"{name}.yaml").read_text())[name]
    kind = getattr(processes, name.capitalize())
    assert given.pop("_target_") == f"govsim.simulation.processes.{kind.__name__}"
    assert set(given) == set(kind.model_fields)
    assert all(field.is_required() for field in kind.model_fields.values())
    assert all(
        field.description for n, field in kind.model_fields.items() if n not in ("channel_weights", "office_weights")
    )


def test_the_files_that_come_first_are_there():
    assert [name for name in LONGEST if not (TESTS / name).is_file()] == []
