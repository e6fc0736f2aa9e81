"""New processes have at once what they need, and know the world as it is when they begin."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govsim.experiments.running.cluster import Cluster, client_of
from govsim.experiments.running.processes import FORKED, LOADED, processes
from tests.command import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not FORKED, reason="processes are forked on Linux only")]


def tell(answer) -> None:
    """Modules that are there before anything is asked for."""
    answer.send([name for name in LOADED if name in sys.modules])


def answered() -> list[str]:
    here, there = processes().Pipe()
    process = processes().Process(target=tell, args=(there,))
    process.start()
    told = here.recv()
    process.join()
    return told


def test_a_process_begins_with_all_that_is_needed_loaded():
    assert answered() == list(LOADED)


def test_what_is_loaded_starts_no_thread_of_python():
    """A lock that another thread holds at the moment of forking would stay shut; those of libraries in C are safe."""
    modules = ", ".join([*LOADED, "distributed.worker", "govsim.dashboard.live.worker"])
    code = f"import threading, {modules}; print([one.name for one in threading.enumerate()])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "['MainThread']"


def test_workers_know_the_environment_and_the_folder_as_they_are_now(monkeypatch, tmp_path):
    answered()  # the process that they are forked from knows others
    monkeypatch.setenv("GOVSIM_CACHE_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.chdir(tmp_path)
    with client_of(Cluster(workers=1), 1) as client:
        assert client.submit(os.environ.get, "GOVSIM_CACHE_DIR").result() == str(tmp_path / "elsewhere")
        assert client.submit(Path.cwd).result() == tmp_path
