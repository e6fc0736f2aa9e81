"""A queue that refuses, is absent or lets wait is told within moments, in its own words."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import pytest

from govsim.experiments.errors import BadInput, Remark
from govsim.experiments.running import queue
from govsim.experiments.running.cluster import Cluster, client_of
from tests.command import govsim_here

pytest.importorskip("dask_jobqueue")
OPTIONS = {"jobs": 2, "cores": 1, "processes": 1, "memory": "1GB", "walltime": "00:10:00", "interface": "lo"}
REFUSES = (
    "echo 'sbatch: error: Batch job submission failed: Invalid account or account/partition combination' >&2; exit 1"
)
TAKES = "echo 'Submitted batch job 17'"
WAITS = "echo 'PENDING (Priority)'; echo 'PENDING (Priority)'"


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A folder of programs that come first."""

    def make(**scripts: str) -> None:
        for name, text in scripts.items():
            (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
            (tmp_path / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    return make


def connected() -> None:
    with client_of(Cluster(slurm=OPTIONS), 1):
        raise AssertionError("there is a worker")


def test_a_queue_that_refuses_ends_the_command_with_its_words(programs):
    """Once it waited for ever without a word."""
    programs(sbatch=REFUSES, squeue="", scancel="")
    began = time.monotonic()
    with pytest.raises(BadInput, match=r"refuses the job: sbatch: error: .* Invalid account"):
        connected()
    assert time.monotonic() - began < 20


def test_without_a_queue_the_command_ends_at_once(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadInput, match="there is no sbatch on this machine"):
        connected()


def test_while_nothing_begins_it_is_said_what_the_queue_says(programs, monkeypatch):
    programs(sbatch=TAKES, squeue=WAITS, scancel="")
    monkeypatch.setattr(queue, "TELL_EVERY_S", 0.7)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Remark)
        with pytest.raises(Remark, match=r"no worker yet; the queue says: 2 PENDING \(Priority\)"):
            connected()


@pytest.mark.parametrize(("squeue", "said"), [("exit 1", "gives no answer"), ("", "no job of yours")])
def test_a_queue_that_says_nothing_is_told_too(programs, squeue, said):
    programs(squeue=squeue)
    assert said in queue._waiting()


def test_memory_without_a_unit_is_refused(programs):
    programs(sbatch=TAKES)
    with pytest.raises(BadInput, match=r"cluster\.memory is 16; it needs a unit: cluster\.memory=16GB"):
        queue.slurm_cluster(OPTIONS | {"memory": 16})


@pytest.mark.slow
def test_a_sweep_ends_with_one_line_when_the_queue_refuses(programs, tmp_path):
    programs(sbatch=REFUSES, squeue="", scancel="")
    words = (
        "district=small",
        "years=0.02",
        "replications=1",
        "samples=2",
        "factors.process.theft.sight_weight=[0.3,1]",
    )
    code, _, err = govsim_here(tmp_path, "sweep", *words, "cluster=slurm", "+cluster.interface=lo", "out=a")
    assert (code, err.count("\n")) == (2, 1), err
    assert "Invalid account" in err


@pytest.mark.slow
def test_what_the_file_of_slurm_says_of_the_account_can_be_typed(tmp_path):
    """Once it named a form that was refused, and the hint did not name the other."""
    root = Path(__file__).resolve().parents[2]
    forms = [
        word.strip(", ")
        for word in (root / "configs/cluster/slurm.yaml").read_text("utf-8").split()
        if "cluster.account" in word
    ]
    assert forms == ["+cluster.account=..."]
    words = ("sweep", "cluster=slurm", "district=synthetic", "--cfg", "job")
    code, out, err = govsim_here(tmp_path, *words, forms[0].replace("...", "mine"))
    assert (code, err) == (0, "")
    assert "account: mine" in out
    code, _, err = govsim_here(tmp_path, *words, "cluster.account=mine")
    assert code == 2
    assert "+cluster.account=VALUE" in err
