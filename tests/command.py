"""The command `govsim`, in a process of its own or, much quicker, in this one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import psutil
import pytest

from govsim.experiments.commands import main as cli

ROOT = Path(__file__).resolve().parents[1]


def govsim(folder: Path, *words: str, path: Path = ROOT) -> tuple[int, str, str]:
    """Run the command in a folder; (exit code, stdout, stderr). `path`: a folder of modules that come first."""
    env = os.environ | {"PYTHONPATH": f"{path}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-m", "govsim", *words], cwd=folder, env=env, capture_output=True, text=True,
        timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def govsim_here(folder: Path, *words: str) -> tuple[int, str, str]:
    """The same in this process: no start, and what was read and compiled before is kept."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as here, redirect_stdout(out), redirect_stderr(err):
        here.chdir(folder)
        here.setattr(sys, "argv", ["govsim", *words])
        try:
            cli.main()
        except SystemExit as left:
            code = int(left.code or 0)
    return code, out.getvalue(), err.getvalue()


def workers_of(process: int) -> list[psutil.Process]:
    """Processes that a process has started to work for it: of its own, or forked from one that it has started."""
    parent = psutil.Process(process)
    own = [child for child in parent.children() if _is(child, "spawn_main")]
    forking = [child for child in parent.children() if _is(child, "multiprocessing.forkserver")]
    return own + [worker for one in forking for worker in one.children()]


def _is(process: psutil.Process, word: str) -> bool:
    try:
        return any(word in part for part in process.cmdline())
    except psutil.Error:  # it has ended
        return False
