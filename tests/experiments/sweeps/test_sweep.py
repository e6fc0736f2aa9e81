"""Sweeps end to end: killed at any moment they end up as if nothing had happened, row for row."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from tests.command import ROOT, govsim_here, workers_of

pytestmark = pytest.mark.slow
TINY = ("district=synthetic", "district.population=1000", "years=0.03", "burn_in_days=4", "policy_ramp_days=0")
FACTORS = ("factors.process.theft.sight_weight=[0.2,0.9]", "factors.policy.more_patrol.multiplier=[1.5,3]")
SWEEP = ("sweep", *TINY, *FACTORS, "arms=[baseline,more_patrol]", "design=lhs", "samples=5", "replications=3")
RUNS = 5 * 3 * 2
MOMENTS = random.Random(os.environ.get("GOVSIM_FAULT_SEED"))  # other moments every time; a seed brings them back


def rows(folder: Path) -> pd.DataFrame:
    """All runs but for how long they took, in one order."""
    runs = pd.read_parquet(folder / "runs.parquet").drop(columns="wall_s")
    return runs.sort_values("run_id", ignore_index=True)


def daily(folder: Path) -> pd.DataFrame:
    return pd.read_parquet(folder / "daily.parquet").sort_values(["run_id", "day"], ignore_index=True)


def assert_as_if_nothing_had_happened(folder: Path, undisturbed: Path) -> None:
    pd.testing.assert_frame_equal(rows(folder), rows(undisturbed))
    pd.testing.assert_frame_equal(daily(folder), daily(undisturbed))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sweep")
    code, out, err = govsim_here(folder, *SWEEP, "out=s", "workers=0")
    assert code == 0, err
    assert f"{RUNS} runs" in out
    assert "Shared pasts saved" in out
    return folder / "s"


def start(folder: Path, *words: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "govsim", *SWEEP, f"out={folder}", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(folder: Path, *words: str) -> str:
    code, out, err = govsim_here(folder.parent, *SWEEP, f"out={folder}", *words)
    assert code == 0, err
    return out


def test_there_is_a_row_for_every_run_and_luck_is_paired(undisturbed):
    runs = rows(undisturbed)
    assert len(runs) == RUNS
    assert (runs["status"] == "done").all()
    plan = pd.read_parquet(undisturbed / "plan.parquet")
    assert set(plan["run_id"]) == set(runs["run_id"])
    assert plan.groupby(["point", "arm"])["seed"].apply(list).map(tuple).nunique() == 1


def test_shared_pasts_and_workers_change_nothing(undisturbed, tmp_path):
    """The same runs one by one, each from its own beginning, in other processes."""
    finish(tmp_path / "s", "workers=2", "arms=[more_patrol]")
    finish(tmp_path / "s", "workers=2", "arms=[more_patrol,baseline]")  # the second arm alone is new
    assert_as_if_nothing_had_happened(tmp_path / "s", undisturbed)


def test_a_run_of_a_sweep_is_the_run_of_govsim_run(undisturbed, tmp_path):
    run = rows(undisturbed).query("arm == 'more_patrol'").iloc[0]
    words = [f"policy.more_patrol.multiplier={float(run['policy.more_patrol.multiplier'])!r}",
             f"process.theft.sight_weight={float(run['process.theft.sight_weight'])!r}"]  # fmt: skip
    years = 0.03 + 4 / 365
    given = ["policy=more_patrol", "policy_start_day=4", "policy_ramp_days=0", f"seed={run['seed']}", "out=one"]
    code, _, err = govsim_here(tmp_path, "run", *TINY[:2], f"years={years!r}", *given, *words)
    assert code == 0, err
    events = pd.read_parquet(tmp_path / "one" / "events.parquet")
    thefts = (events["kind"] == "theft") & (events["time_h"] >= 96)
    residents = pd.read_parquet(tmp_path / "one" / "areas.parquet")["residents"].sum()
    assert run["K1_true"] == pytest.approx(1000 * thefts.sum() / residents / 0.03, rel=0.02)


def test_the_same_command_again_runs_nothing_and_more_replications_only_what_is_new(undisturbed, tmp_path):
    folder = tmp_path / "s"
    finish(folder, "workers=0")
    assert f"{RUNS} were there, 0 done" in finish(folder, "workers=0")
    more = finish(folder, "workers=0", "replications=4")
    assert f"{RUNS} were there, {RUNS // 3} done" in more


def test_killed_again_and_again_it_ends_as_if_nothing_had_happened(undisturbed, tmp_path):
    folder = tmp_path / "s"
    for at_work in (False, True, True):  # once while it begins, twice while results come
        there = set(folder.glob("inbox/*.json"))
        running = start(folder, "workers=2")
        while at_work and running.poll() is None and not set(folder.glob("inbox/*.json")) - there:
            time.sleep(0.02)
        time.sleep(MOMENTS.uniform(0, 2 if at_work else 6))
        running.send_signal(signal.SIGKILL)
        running.communicate()
    finish(folder, "workers=2")
    assert_as_if_nothing_had_happened(folder, undisturbed)


def test_a_killed_worker_is_replaced(undisturbed, tmp_path):
    folder = tmp_path / "s"
    running = start(folder, "workers=2")
    killed = 0
    while running.poll() is None and killed < 2:
        time.sleep(MOMENTS.uniform(0.2, 1.0))
        workers = workers_of(running.pid) if (folder / "inbox").exists() else []
        for worker in workers[:1]:
            worker.kill()
            killed += 1
    _, err = running.communicate()
    assert running.returncode == 0, err
    assert killed
    assert_as_if_nothing_had_happened(folder, undisturbed)


def test_without_its_scheduler_it_stops_with_one_line_and_goes_on_later(undisturbed, tmp_path):
    folder, port = tmp_path / "s", MOMENTS.randrange(20_000, 60_000)
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port),
            "--dashboard-address", ":0"]  # fmt: skip
    scheduler = subprocess.Popen(dask, stderr=subprocess.DEVNULL, cwd=tmp_path)
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--dashboard-address",
              ":0", "--death-timeout", "20", "--no-nanny"]  # fmt: skip
    working = subprocess.Popen(
        worker, stderr=subprocess.DEVNULL, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    try:
        running = start(folder, f"scheduler={address}")
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and not list(folder.glob("inbox/*.json")):
            time.sleep(0.02)
        scheduler.kill()
        _, err = running.communicate(timeout=120)
        assert running.returncode == 2, err
        assert "the same command goes on from there" in err.splitlines()[-1]
        assert "Traceback" not in err
    finally:
        for process in (scheduler, working):
            process.kill()
            process.wait()
    finish(folder, "workers=0")
    assert_as_if_nothing_had_happened(folder, undisturbed)


def test_two_commands_on_one_store_share_the_work(undisturbed, tmp_path):
    folder = tmp_path / "s"
    both = [start(folder, "workers=1") for _ in range(2)]
    for running in both:
        _, err = running.communicate()
        assert running.returncode == 0, err
    assert_as_if_nothing_had_happened(folder, undisturbed)


def test_events_are_kept_on_request(tmp_path):
    code, _, err = govsim_here(tmp_path, "sweep", *TINY, FACTORS[0], "samples=2", "replications=1", "keep=[events]",
                          "out=s", "workers=0")  # fmt: skip
    assert code == 0, err
    events = pd.read_parquet(tmp_path / "s" / "events.parquet")
    runs = rows(tmp_path / "s")
    assert set(events["run_id"]) <= set(runs["run_id"])
    assert not (tmp_path / "s" / "daily.parquet").exists()
    assert len(events) > 10
