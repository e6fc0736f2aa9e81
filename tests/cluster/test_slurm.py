"""A sweep through a real Slurm, one of whose jobs is cancelled on the way, is the sweep of one process."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from tests.cluster import slurm
from tests.command import ROOT

pytestmark = pytest.mark.slow
SWEEP = ("district=synthetic", "district.population=1000", "years=0.1", "design=sobol", "samples=32", "replications=3",
         "factors.process.theft.sight_weight=[0.2,0.9]")  # fmt: skip
ON_SLURM = ("cluster=slurm", "cluster.jobs=2", "cluster.memory=1GB", "cluster.walltime=00:10:00",
            "+cluster.interface=lo")  # fmt: skip
SOON = {"DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT": "1s"}  # a job that is gone is replaced after 15 s by default


def sweep(folder: Path, *words: str, env: dict[str, str] | None = None) -> subprocess.Popen:
    command = [sys.executable, "-m", "govsim", "sweep", *SWEEP, f"out={folder}/store", *words]
    env = {**env, **SOON, "PYTHONPATH": str(ROOT)} if env else None
    return subprocess.Popen(command, cwd=folder if env else None, env=env, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)  # fmt: skip


def rows(folder: Path) -> pd.DataFrame:
    runs = pd.read_parquet(folder / "store" / "runs.parquet").drop(columns="wall_s")
    return runs.sort_values("run_id", ignore_index=True)


def jobs(env: dict[str, str]) -> list[str]:
    done = subprocess.run(["squeue", "-h", "-t", "R", "-o", "%i"], env=env, capture_output=True, text=True)
    return done.stdout.split()


def test_a_cancelled_job_is_replaced_and_nothing_is_lost(tmp_path):
    if reason := slurm.install():
        pytest.skip(reason)
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    with slurm.running(tmp_path / "slurm") as env:
        running = sweep(there, *ON_SLURM, env=env)
        deadline, cancelled, seen = time.monotonic() + 120, False, set()
        while running.poll() is None and time.monotonic() < deadline:
            seen |= set(now := jobs(env))
            if now and not cancelled and list(there.glob("store/inbox/*.json")):
                subprocess.run(["scancel", now[0]], env=env, check=True)
                cancelled = True
            time.sleep(0.05)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert cancelled
    assert len(seen) > 2  # another job took its place
    alone = sweep(here, "workers=0")
    alone.communicate()
    pd.testing.assert_frame_equal(rows(there), rows(here))
