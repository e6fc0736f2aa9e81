"""Whatever surrounds a command: it does what it can, or ends with one line and exit code 2, never with a traceback."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, govsim_here

pytestmark = pytest.mark.slow
GOVSIM = f"{sys.executable} -m govsim"
LIGHT = ("policy list", "policy show more_patrol", "compare --help", "run --cfg job", "replay --help")  # nothing is run
# fault: (what a shell does with {govsim}, exit code, what stderr says; empty for nothing at all)
FAULTS = {
    "output closed": ("{govsim} >&-", 0, ""),
    "all three closed": ("{govsim} <&- >&- 2>&-", 0, ""),
    "output of a full disk": ("{govsim} >/dev/full", 2, "no space left on the disk that takes what is printed"),
    "the folder is removed": ("mkdir gone && cd gone && rmdir ../gone && {govsim}", 2, "has been removed"),
    "terminal of few signs": ("PYTHONUTF8=0 PYTHONIOENCODING=ascii LC_ALL=zh_CN {govsim}", 0, "cannot show Chinese"),
    "no locale": ("PYTHONUTF8=0 LC_ALL=POSIX {govsim}", 0, ""),
    "no home": ("unset HOME; GOVSIM_CACHE_DIR= HOME=/nonexistent {govsim}", 0, ""),
    "unknown user": ("unshare -U --map-user=12345 env -u HOME GOVSIM_CACHE_DIR= {govsim}", 0, ""),
}  # fmt: skip


def shell(folder: Path, command: str) -> tuple[int, str]:
    """Exit code and stderr of what a shell does."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "MPLCONFIGDIR": str(folder)}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        errors="replace", timeout=120,
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.parametrize(("fault", "words"), list(zip(FAULTS, itertools.cycle(LIGHT), strict=False)))
def test_a_fault_is_one_line_or_none(fault, words, tmp_path):
    command, code, hint = FAULTS[fault]
    if "unshare" in command and subprocess.run(["unshare", "-U", "true"], capture_output=True).returncode:
        pytest.skip("this system gives no other user")
    left, err = shell(tmp_path, command.format(govsim=f"{GOVSIM} {words}"))
    assert left == code, err
    assert hint in err
    assert err.count("\n") == (1 if hint else 0), err


LONG = "x" * 300
TOO_LONG = {
    "run": ("run", "district=small", f"out={LONG}"), "compare": ("compare", "district=small", f"out={LONG}"),
    "sweep": ("sweep", "district=small", f"out={LONG}", "factors.process.theft.sight_weight=[0.3,1]"),
    "optimise": ("optimise", "district=small", f"out={LONG}", "factors.levers.patrol.cars_day=[1,6]"),
    "replay": ("replay", LONG), "policy": ("policy", "new", LONG, "kind=MorePatrol"),
    "folder of configurations": ("run", "--config-dir", LONG), "table": ("sweep", "design=table", f"table={LONG}"),
}  # fmt: skip


@pytest.mark.parametrize("command", TOO_LONG)
def test_a_name_that_is_too_long_is_one_line(command, tmp_path):
    code, _, err = govsim_here(tmp_path, *TOO_LONG[command])
    assert (code, err.count("\n")) == (2, 1), err
    assert "Traceback" not in err


def test_a_run_with_many_words_of_many_has_a_folder_of_a_name_that_can_be(tmp_path):
    """Once the name of the folder was all the words, and too long for any disk."""
    many = [f"process.theft.exposure_min.{name}=7" for name in ("burglary", "vehicle", "parts", "personal", "shop")]
    many += [f"process.theft.loss_yuan.{name}=700" for name in ("burglary", "vehicle", "parts", "personal", "shop")]
    words = [word for word in many if word.split("=")[0] in known_keys()]
    words += ["district=synthetic", "district.population=1000", "years=0.003", "process.theft.sight_weight=0.5"]
    words += ["process.theft.looks=2", "policy_ramp_days=0", "policy_start_day=0", "hours_per_tick=1"]
    code, _, err = govsim_here(tmp_path, "run", "-m", "seed=1,2", *words, "overwrite=false", "out=six")
    assert code == 0, err
    folders = sorted(path.name for path in (tmp_path / "six").iterdir() if path.is_dir())
    assert len(folders) == 2
    assert all((tmp_path / "six" / name / "manifest.json").exists() for name in folders)
    assert max(len(name) for name in folders) <= 150


def known_keys() -> set[str]:
    """Paths of the numbers of a run."""
    from govsim.experiments.composition.parts import composed
    from govsim.experiments.sweeps.paths import numbers_of

    return set(numbers_of(composed(["district=synthetic"])))
