"""Compiled code is kept exactly as long as nothing it reaches has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from govsim.simulation.engine import compiled

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


def test_kernels_are_kept_where_their_digest_says():
    from govsim.simulation.processes.theft import search_all

    folder = f"kernels-{compiled.digest_of_module(compiled.PACKAGE / THEFT)}"
    assert folder in Path(search_all._cache.cache_path).parts
