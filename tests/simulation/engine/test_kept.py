"""What is kept on disk is run only as it was left: every damaged file is made again."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from govsim.simulation.engine import kept
from tests.command import ROOT

LUCK = random.Random(5)
SCRIPT = """
import sys
from govsim.simulation.engine.compiled import kernel

@kernel
def doubled(x):
    return 2 * x

assert doubled(21) == 42
print(sum(doubled.stats.cache_hits.values()))
"""


def test_every_single_bit_that_changes_is_found():
    content = pickle.dumps({"a": 1})
    whole = kept.sealed(content)
    assert kept.unsealed(whole) == content
    for bit in range(8 * len(whole)):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << (bit % 8)
        with pytest.raises(OSError, match="damaged"):
            kept.unsealed(bytes(changed))
    for n in range(len(whole)):
        with pytest.raises(OSError, match="damaged"):
            kept.unsealed(whole[:n])


def enters_a_kernel(folder: Path) -> int:
    """How many kernels another process finds compiled in a cache; it ends as it should."""
    script = folder / "script.py"
    script.write_text(SCRIPT)
    env = os.environ | {"GOVSIM_CACHE_DIR": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, str(script)], env=env, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.slow
def test_a_damaged_kernel_is_compiled_again_and_not_run(tmp_path):
    assert enters_a_kernel(tmp_path) == 0
    assert enters_a_kernel(tmp_path) == 1
    files = [path for path in (tmp_path / "cache").rglob("*") if path.suffix in (".nbi", ".nbc")]
    assert {path.suffix for path in files} == {".nbi", ".nbc"}
    for path in files:
        for how in ("flip", "cut", "empty"):
            content = bytearray(path.read_bytes())
            content[LUCK.randrange(len(content))] ^= 1 << LUCK.randrange(8)
            path.write_bytes({"flip": bytes(content), "cut": bytes(content[: len(content) // 2]), "empty": b""}[how])
            assert enters_a_kernel(tmp_path) == 0
            assert enters_a_kernel(tmp_path) == 1


@pytest.fixture
def asked_again(monkeypatch):
    """The folder is asked for as by a new process."""
    monkeypatch.setenv("GOVSIM_CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    kept.cache_folder.cache_clear()
    yield kept.cache_folder
    kept.cache_folder.cache_clear()


def nobody() -> Path:
    raise RuntimeError("Could not determine home directory.")


@pytest.mark.parametrize("home", [nobody, lambda: Path("/proc/nothing"), lambda: Path("/dev/null")])
def test_without_a_home_all_processes_of_a_user_share_one_folder(tmp_path, monkeypatch, asked_again, home):
    monkeypatch.setattr(Path, "home", home)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = asked_again()
    assert not kept.is_for_good()
    kept.cache_folder.cache_clear()
    assert asked_again() == first
    assert first.parent == tmp_path
    assert first.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("trap", ["open to all", "a link"])
def test_a_folder_that_somebody_else_could_fill_is_not_used(tmp_path, monkeypatch, asked_again, trap):
    monkeypatch.setattr(Path, "home", nobody)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    there = tmp_path / f"govsim-{os.getuid()}"
    if trap == "a link":
        (tmp_path / "elsewhere").mkdir()
        there.symlink_to("elsewhere")
    else:
        there.mkdir()
        there.chmod(0o777)
    own = asked_again()
    assert own != there
    assert os.environ["GOVSIM_CACHE_DIR"] == str(own)  # processes started from here use it too


def test_with_a_home_it_is_for_good(tmp_path, monkeypatch, asked_again):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert asked_again() == tmp_path / ".cache" / "govsim"
    assert kept.is_for_good()
