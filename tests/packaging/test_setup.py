"""tools/setup.sh on machines that do not fit, and on one where it was interrupted."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNIX_TOOLS = ("sh", "dirname", "cksum", "cat", "rm")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What set-up reads, in a folder whose name has a space."""
    folder = tmp_path / "a checkout"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "setup.sh", folder / "tools")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def bare_bin(tmp_path: Path) -> Path:
    """A folder of commands without any Python and without uv."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in UNIX_TOOLS:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def command(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def set_up(checkout: Path, path: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    surroundings = {"PATH": before + str(path), "HOME": str(path), "PYENV_ROOT": str(path)}
    script = ["sh", str(checkout / "tools" / "setup.sh")]
    return subprocess.run(script, env=surroundings, capture_output=True, text=True, timeout=60, check=False)


def test_a_machine_without_python_gets_one_clear_line(checkout: Path, bare_bin: Path) -> None:
    done = set_up(checkout, bare_bin)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "no Python 3.12, 3.13 or 3.14" in done.stderr
    assert not (checkout / ".venv").exists()


def test_an_old_python_and_a_failing_shim_are_passed_over(checkout: Path, bare_bin: Path) -> None:
    command(bare_bin, "python3", "exit 1")  # as an old version answers the question whether it fits
    command(bare_bin, "python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    command(bare_bin, "uv", "exit 127")
    done = set_up(checkout, bare_bin)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_failing_shim_does_not_hide_a_python_that_fits(checkout: Path, bare_bin: Path) -> None:
    command(bare_bin, "python3.13", "exit 127")
    asked = bare_bin / "asked"
    command(bare_bin, "python3", f'[ "$1" = -c ] && exec "{sys.executable}" "$@"; echo "$@" >"{asked}"; exit 1')
    done = set_up(checkout, bare_bin)
    assert asked.read_text().split() == ["-m", "venv", ".venv"]
    assert done.returncode == 2  # this stand-in makes no environment


def test_the_environment_that_is_made_anew_is_not_made_from_itself(checkout: Path, bare_bin: Path) -> None:
    """As after `. .venv/bin/activate` when the packages have changed: its Python is about to be removed."""
    base = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    subprocess.run([base, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    asked = bare_bin / "asked"
    command(bare_bin, "python3", f'[ "$1" = -c ] && exec "{base}" "$@"; echo "$@" >"{asked}"; exit 1')
    set_up(checkout, bare_bin, before=f"{checkout}/.venv/bin:")
    assert asked.read_text().split() == ["-m", "venv", ".venv"]


def test_a_failed_installation_leaves_no_stamp_and_is_done_again(checkout: Path, bare_bin: Path) -> None:
    made = '[ "$1" = --version ] && exit 0; [ "$1" = venv ] && { for v in "$@"; do :; done; mkdir -p "$v"; exit 0; }'
    (bare_bin / "mkdir").symlink_to(shutil.which("mkdir") or os.devnull)
    command(bare_bin, "python3", f'exec "{sys.executable}" "$@"')
    command(bare_bin, "uv", f"{made}; exit 1")
    for _ in range(2):
        (checkout / ".venv").mkdir(exist_ok=True)
        left_over = checkout / ".venv" / "half-installed"
        left_over.touch()
        done = set_up(checkout, bare_bin)
        assert done.returncode == 2
        assert "could not install" in done.stderr
        assert not left_over.exists()
        assert not (checkout / ".venv" / "made-from").exists()
