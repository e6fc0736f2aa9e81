"""Compiled code is kept exactly as long as nothing it reaches has changed."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from govsim.simulation.engine import compiled
from tests.command import ROOT
from tests.lab import run_days, square

THEFT, NUMERICS, LEVERS = (Path(name) for name in ("processes/theft.py", "engine/numerics.py", "policies/patrol.py"))


def forget() -> None:
    """What was read of the sources so far."""
    for kept in (compiled.digest_of_module, compiled._imported, compiled._source, compiled._exists):
        kept.cache_clear()


@pytest.fixture
def digest(tmp_path, monkeypatch):
    """Digest of a module in a copy of the sources that may be edited."""
    copy = tmp_path / "simulation"
    shutil.copytree(compiled.PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiled, "PACKAGE", copy)

    def of(module: Path) -> str:
        forget()
        return compiled.digest_of_module(copy / module)

    yield copy, of
    forget()


def edit(path: Path) -> None:
    path.write_text(path.read_text() + "\nEDITED = 1\n")


@pytest.mark.parametrize("reached", [THEFT, NUMERICS, Path("processes/kernels/places.py"), Path("entities/legs.py")])
def test_an_edit_anywhere_a_kernel_reaches_starts_a_new_folder(digest, reached):
    copy, of = digest
    before = of(THEFT)
    edit(copy / reached)
    assert of(THEFT) != before


def test_an_edit_that_a_kernel_cannot_reach_compiles_nothing_again(digest):
    copy, of = digest
    before = of(THEFT)
    edit(copy / LEVERS)
    assert of(THEFT) == before
    assert of(LEVERS) != before


def test_kernels_are_kept_where_their_digest_says_wherever_the_package_lies(tmp_path):
    from govsim.simulation.processes.theft import search_all

    folder = f"kernels-{compiled.digest_of_module(compiled.PACKAGE / THEFT)}"
    assert Path(search_all._cache.cache_path) == compiled.cache_folder() / folder / "inner"
    shutil.copytree(ROOT / "src" / "govsim", tmp_path / "govsim", ignore=shutil.ignore_patterns("__pycache__"))
    elsewhere = "from govsim.simulation.processes.theft import search_all as s; print(s._cache.cache_path, __file__)"
    script = tmp_path / "where.py"
    script.write_text(f"import govsim.simulation\n{elsewhere.replace('__file__', 'govsim.simulation.__file__')}")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    kept, lies = done.stdout.split()
    assert kept == search_all._cache.cache_path
    assert Path(lies).is_relative_to(tmp_path)


SLOW = """
import sys, time
from govsim.experiments.composition.compiling import compile_once
def everything():
    time.sleep(1)
    print("compiled")
compile_once(everything)
print("ready")
"""


def test_of_several_processes_one_compiles_and_the_others_wait(tmp_path):
    env = os.environ | {"GOVSIM_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", SLOW]
    started = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
               for _ in range(3)]  # fmt: skip
    said = [process.communicate() for process in started]
    assert sorted(out for out, _ in said) == ["compiled\nready\n", "ready\n", "ready\n"]
    assert sorted(len(err.splitlines()) for _, err in said) == [0, 0, 1]  # one line, by the one that does it


def test_who_compiles_and_is_killed_leaves_it_to_the_next(tmp_path):
    env = os.environ | {"GOVSIM_CACHE_DIR": str(tmp_path)}
    killed = subprocess.Popen([sys.executable, "-c", SLOW.replace("sleep(1)", "sleep(60)")], env=env,
                              stderr=subprocess.PIPE, text=True)  # fmt: skip
    assert killed.stderr is not None
    assert killed.stderr.readline().startswith("compiling the model")
    killed.kill()
    killed.communicate()
    done = subprocess.run([sys.executable, "-c", SLOW], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "compiled\nready\n"


ENTERED = """
import numpy as np
from govsim.simulation.engine.compiled import inner, kernel
@inner
def doubled(x): return 2 * x
@kernel
def twice(x): return doubled(x) + doubled(x)
print(twice(3), doubled(3), doubled(np.arange(2.0)).tolist())
"""


def test_an_inner_part_may_be_called_from_python_all_the_same(tmp_path):
    """Without a door for Python a compiled function must not be called from there: the process would crash."""
    script = tmp_path / "entered.py"
    script.write_text(ENTERED)
    env = os.environ | {"GOVSIM_CACHE_DIR": str(tmp_path)}
    for _ in range(2):  # compiled, and read again
        done = subprocess.run([sys.executable, script], env=env, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, "12 6 [0.0, 2.0]\n"), done.stderr


def test_a_district_enters_kernels_alone(monkeypatch):
    """What Python enters every day is marked a kernel; an inner part would be compiled twice."""
    entered = []
    monkeypatch.setattr(compiled.Inner, "__call__", lambda part, *_: entered.append(part.py_func.__name__))
    run_days(square("policy=full_xigu", "policy_start_day=2"), 40).tables()
    assert entered == []


def marks(function: ast.FunctionDef) -> set[str]:
    """Names of the decorators of a function."""
    return {getattr(mark, "id", "") for mark in function.decorator_list}


def test_no_python_calls_an_inner_part():
    """It would work, and be compiled twice."""
    folders = (ROOT / name for name in ("simulation", "experiments", "dashboard"))
    trees = {path: ast.parse(path.read_text("utf-8")) for folder in folders for path in folder.rglob("*.py")}
    functions = {p: [f for f in ast.walk(t) if isinstance(f, ast.FunctionDef)] for p, t in trees.items()}
    parts = {(p.stem, f.name) for p, fs in functions.items() for f in fs if marks(f) & {"inner", "inlined"}}
    found = []
    for path, tree in trees.items():
        lines = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        known = {a.name for n in lines for a in n.names if ((n.module or "").split(".")[-1], a.name) in parts}
        known |= {name for stem, name in parts if stem == path.stem}
        plain = [f for f in functions[path] if not marks(f) & {"inner", "inlined", "kernel"}]
        calls = [(f, c.func) for f in plain for c in ast.walk(f) if isinstance(c, ast.Call)]
        found += [(path.stem, f.name, c.id) for f, c in calls if isinstance(c, ast.Name) and c.id in known]
    assert parts
    assert found == [("randomness", "uniform", "philox4x32")]  # a kernel, too
