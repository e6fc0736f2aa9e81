"""Whatever is kept and found again is named by all that decides what is in it: each input is changed in turn."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from govsim.dashboard.bank import runs as bank
from govsim.experiments.composition import own_code, towns
from govsim.experiments.composition.parts import composed, plain_of
from govsim.experiments.running import pasts, store, versions
from govsim.experiments.sweeps import plan as plans
from govsim.experiments.sweeps.paths import leaves, with_values
from tests.experiments.sweeps.test_store import opened, planned, result

ROOT = Path(__file__).resolve().parents[2] / "experiments"
WHERE_ONLY = ("out", "overwrite")  # where a run is kept is no part of it
CHANGED = "another value"


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    """All that a run is told, with a policy."""
    return plain_of(composed(["district=synthetic", "policy=more_patrol"]))


def with_another(config: dict[str, Any], place: tuple[str | int, ...]) -> dict[str, Any]:
    """The same with one leaf changed."""
    return with_values(config, {"it": [place]}, {"it": CHANGED})


def run_id(config: dict[str, Any], burn_in_h: float = 0.0, seed: int | None = None) -> str:
    """The name of a run in a sweep."""
    base = plans.Base("arm", config, {}, burn_in_h)
    seeds = range(config["seed"], config["seed"] + 1) if seed is None else range(seed, seed + 1)
    return (
        plans.Plan((), (base,), pd.DataFrame({"point": [0], "scenario": [0], "setting": [0]}), seeds).runs()[0].run_id
    )


RUN = bank.Run(("district=synthetic",), 1, 10, 20, json.dumps({"clashes": {"kind": "clash"}}))
NAMES: dict[str, Callable[[dict[str, Any]], str]] = {
    "folder of a run": store.config_digest, "run of a bank": lambda config: bank._digest(RUN, config),
    "run of a sweep": lambda config: plans.Base("arm", config, {}, 0.0).digest(),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kept", NAMES)
def test_every_single_value_of_a_configuration_is_in_the_name(config, kept):
    name, usual = NAMES[kept], NAMES[kept](config)
    places = [place for place, _ in leaves(config) if place[0] not in WHERE_ONLY]
    if kept == "run of a sweep":  # its seed is named beside its base
        places.remove(("seed",))
        assert run_id(config, seed=1) != run_id(config, seed=2)
    assert len(places) > 800
    same = [place for place in places if name(with_another(config, place)) == usual]
    assert same == []


@pytest.mark.parametrize("kept", NAMES)
def test_where_a_run_is_kept_is_not(config, kept):
    for key in WHERE_ONLY:
        assert NAMES[kept](config | {key: CHANGED}) == NAMES[kept](config)


def test_a_run_of_a_sweep_is_also_what_is_measured():
    config = {"seed": 1, "policy": {}}
    assert run_id(config, burn_in_h=24.0) != run_id(config)


@pytest.mark.parametrize("what", ["burn_in_days", "days", "counted"])
def test_a_run_of_a_bank_is_also_what_is_counted(what):
    other = {"burn_in_days": 11, "days": 21, "counted": json.dumps({"thefts": {"kind": "theft"}})}[what]
    changed = bank.Run(**(RUN.__dict__ | {what: other}))
    assert bank._digest(changed, {}) != bank._digest(RUN, {})


def test_runs_share_a_past_only_where_everything_but_their_policies_is_equal(config):
    places = [place for place, _ in leaves(config) if place[0] not in (*WHERE_ONLY, *pasts.POLICY)]
    usual = pasts.past_of(config)
    assert [place for place in places if pasts.past_of(with_another(config, place)) == usual] == []
    assert pasts.past_of(config | {"policy": {}}) == usual


@pytest.mark.parametrize("changed", ["seed", "plan", "numpy", "python", "model"])
def test_a_town_is_named_by_all_that_it_is_made_from(monkeypatch, changed):
    usual = towns._path("{}", 1)
    seed, plan = (2 if changed == "seed" else 1), ("{ }" if changed == "plan" else "{}")
    monkeypatch.setattr(towns.np, "__version__", "0" if changed == "numpy" else towns.np.__version__)
    monkeypatch.setattr(sys, "version_info", (4, 0) if changed == "python" else sys.version_info)
    if changed == "model":
        monkeypatch.setattr(towns, "source_digest", lambda: CHANGED)
    assert towns._path(plan, seed) != usual


# -- the code

UNDECIDED = {  # what is reached from there, and why it cannot change a value
    "composition/asked.py": "composes", "composition/words.py": "composes", "composition/parts.py": "composes",
    "composition/settings.py": "checks", "composition/ramps.py": "says",
    "config_folders.py": "finds files", "hydra_files.py": "reads files", "hydra_merge.py": "composes",
    "given_files.py": "reads files", "errors.py": "says", "files.py": "writes files", "locks.py": "locks",
    "composition/compiling.py": "waits", "composition/own_code.py": "names", "running/store.py": "keeps",
    "running/places.py": "keeps", "running/versions.py": "names", "running/invariants.py": "checks",
    "running/progress.py": "says", "running/run.py": "keeps", "running/__init__.py": "empty",
    "language/__init__.py": "says", "language/catalogue.py": "says", "language/choice.py": "says",
    "language/phrases.py": "says",
}  # fmt: skip


def reached(start: str) -> set[str]:
    """Files of experiments that a file imports, directly or not."""
    found, ahead = set(), [ROOT / start]
    while ahead:
        file = ahead.pop()
        if file not in found:
            found.add(file)
            ahead += [there for there in imported(file) if ROOT in there.parents]
    return {str(file.relative_to(ROOT)) for file in found}


def imported(file: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = file.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            for place in (base, *(base / alias.name for alias in node.names)):
                yield from (there for there in (place.with_suffix(".py"), place / "__init__.py") if there.is_file())


def measuring() -> set[str]:
    return {str(path.relative_to(ROOT)) for pattern in plans.MEASURING for path in ROOT.glob(pattern)}


@pytest.mark.parametrize(
    ("start", "named"),
    [("running/run.py", set(versions.MAKING)), ("sweeps/work.py", set(versions.MAKING) | measuring())],
)
def test_all_code_that_can_change_a_value_is_in_the_name(start, named):
    """A file that is new on the way must be named, or it is said here why it decides nothing."""
    assert reached(start) - named - set(UNDECIDED) == set()
    assert not named & set(UNDECIDED)


@pytest.mark.parametrize("name", [*versions.MAKING, *sorted(measuring())])
def test_code_that_was_edited_is_another_name(monkeypatch, name):
    digest = versions.model_digest if name in versions.MAKING else plans.code_digest
    usual, read = digest.__wrapped__(), Path.read_bytes

    def edited(path: Path) -> bytes:
        return read(path) + (b"# edited" if path == Path(versions.__file__).resolve().parents[1] / name else b"")

    monkeypatch.setattr(Path, "read_bytes", edited)
    assert digest.__wrapped__() != usual


def test_own_code_is_also_what_it_imports_from_beside_it(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "own_parts_x.py").write_text("import json\nfrom own_numbers_x import N\nclass Mine: pass\n")
    (tmp_path / "own_numbers_x.py").write_text("from own_deeper_x import N\n")
    (tmp_path / "own_deeper_x.py").write_text("N = 1\n")
    (tmp_path / "unrelated_x.py").write_text("N = 1\n")
    config = {"_target_": "own_parts_x.Mine"}
    usual = own_code.own_code(config)
    (tmp_path / "unrelated_x.py").write_text("N = 2\n")
    assert own_code.own_code(config) == usual
    (tmp_path / "own_deeper_x.py").write_text("N = 2\n")
    assert own_code.own_code(config) != usual


def test_own_code_is_in_every_name(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "own_parts_y.py").write_text("class Mine: pass\n")
    config = {"seed": 1, "policy": {"mine": {"_target_": "own_parts_y.Mine"}}}
    usual = run_id(config), bank._digest(RUN, config)
    (tmp_path / "own_parts_y.py").write_text("class Mine: x = 1\n")
    assert not {run_id(config), bank._digest(RUN, config)} & set(usual)


def test_a_command_reads_its_own_plan_whatever_was_planned_in_the_store_since(tmp_path):
    """Two commands may work in one store; once each read the plan of whoever came last."""
    first, second = opened(tmp_path / "s"), opened(tmp_path / "s")
    for n in range(4):
        first.put(result(n), planned(n))
    first.absorb()
    first.write_plan(pd.DataFrame({"point": [0, 1], "run_id": [f"{n:024x}" for n in (0, 1)]}))
    second.write_plan(pd.DataFrame({"point": [0, 1], "run_id": [f"{n:024x}" for n in (2, 3)]}))
    assert first.designed()["levers.b.y"].tolist() == [0, 1]
    assert second.designed()["levers.b.y"].tolist() == [2, 3]
