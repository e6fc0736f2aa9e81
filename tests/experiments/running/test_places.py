"""A folder of results takes its place in one step, for one command at a time, through links, on whatever disk."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest
from omegaconf import OmegaConf

from govsim.experiments.errors import BadInput, Remark
from govsim.experiments.locks import locked
from govsim.experiments.running import places, store
from tests.experiments.fake import FakeRun

CFG = OmegaConf.create({"seed": 3, "years": 0.5, "out": "anywhere", "overwrite": False, "policy": {}})
OTHER = OmegaConf.merge(CFG, {"seed": 4})


@pytest.fixture
def run():
    return FakeRun(3, days=10, policy_day=0).tables()


def without_locks(monkeypatch, error: int) -> None:
    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(fcntl, "flock", refuse)


def test_a_second_command_for_a_folder_is_refused_while_the_first_is_at_it(tmp_path):
    with places.alone(tmp_path / "a"):
        with pytest.raises(BadInput, match=r"another command is writing .*/a right now"), places.alone(tmp_path / "a"):
            raise AssertionError("two commands at one folder")
        with places.alone(tmp_path / "b"):  # another folder is nobody's concern
            pass
    with places.alone(tmp_path / "a"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_first_goes_on_whatever_the_second_tries(tmp_path, run):
    with places.alone(tmp_path / "a"):
        before = store.state_of(tmp_path / "a")
        with pytest.raises(BadInput), places.alone(tmp_path / "a"):
            pass
        store.write_run(tmp_path / "a", run, CFG, {}, before)
    assert store.prepare(tmp_path / "a", CFG, False)


def test_a_result_that_came_meanwhile_is_not_replaced_and_neither_is_lost(tmp_path, run):
    before = store.state_of(tmp_path / "a")
    store.write_run(tmp_path / "a", run, OTHER, {})  # by a command that could not be seen, on another machine
    with pytest.raises(BadInput, match=r"another command has written .*/a meanwhile; this run is kept in .*kept-"):
        store.write_run(tmp_path / "a", run, CFG, {}, before)
    assert store.read_manifest(tmp_path / "a")["seed"] == 4
    beside = [path for path in tmp_path.iterdir() if path.name != "a"]
    assert len(beside) == 1
    assert store.read_run(beside[0]).manifest["seed"] == 3


def test_the_very_same_result_that_came_meanwhile_is_no_conflict(tmp_path, run):
    before = store.state_of(tmp_path / "a")
    store.write_run(tmp_path / "a", run, CFG, {})
    store.write_run(tmp_path / "a", run, CFG, {}, before)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_a_killed_process_left_stops_nobody(tmp_path):
    left = tmp_path / f".a.partial-{os.uname().nodename}-{os.getpid()}-1-x"  # its number is another process's today
    left.mkdir()
    with places.alone(tmp_path / "a"):
        assert not left.exists()


@pytest.mark.parametrize("target", ["there", "not there yet", "on the way"])
def test_a_link_is_followed_and_stays(tmp_path, run, target):
    where = tmp_path / "scratch" / "results"
    if target == "on the way":
        (tmp_path / "link").symlink_to("scratch")
        (tmp_path / "scratch").mkdir()
        folder = tmp_path / "link" / "results"
    else:
        (tmp_path / "link").symlink_to("scratch/results")
        folder = tmp_path / "link"
        if target == "there":
            where.mkdir(parents=True)
    assert not store.prepare(folder, CFG, False)
    store.write_run(folder, run, CFG, {})
    assert (tmp_path / "link").is_symlink()
    assert store.read_run(where).manifest["seed"] == 3
    assert store.prepare(folder, CFG, False)


def test_a_link_to_itself_is_one_line(tmp_path):
    (tmp_path / "a").symlink_to("a")
    with pytest.raises(BadInput, match="choose another folder"):
        store.prepare(tmp_path / "a", CFG, False)


@pytest.mark.parametrize("name", ["x" * 300, "y" * 250, "a/" * 3000])
def test_a_name_that_is_too_long_is_one_short_line(tmp_path, name):
    with pytest.raises(BadInput, match=r"too long.*out=FOLDER") as refused:
        store.prepare(tmp_path / name, CFG, False)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("where", [".", "..", ""])
def test_the_folder_one_is_in_is_not_replaced(tmp_path, monkeypatch, where):
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    with pytest.raises(BadInput, match="out="):
        store.prepare(Path(where), CFG, False)


def test_where_a_disk_is_mounted_is_refused_before_the_run_and_not_after_it(tmp_path, monkeypatch):
    monkeypatch.setattr(os.path, "ismount", lambda place: Path(place) == tmp_path / "a")
    (tmp_path / "a").mkdir()
    with pytest.raises(BadInput, match=r"a disk is mounted; name a folder inside it"):
        store.prepare(tmp_path / "a", CFG, False)


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_without_locks_a_run_is_done_all_the_same(tmp_path, run, monkeypatch, error):
    without_locks(monkeypatch, error)
    with places.alone(tmp_path / "a"):
        store.write_run(tmp_path / "a", run, CFG, {}, "")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert store.prepare(tmp_path / "a", CFG, False)


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_lock_that_the_disk_has_not_is_said_once_and_work_goes_on(tmp_path, monkeypatch, error):
    without_locks(monkeypatch, error)

    def work() -> list[bool]:
        with locked(tmp_path / ".lock", 1) as first:
            pass
        with locked(tmp_path / ".lock", 1) as second:
            return [first, second]

    with pytest.warns(Remark, match="file system without locks") as told:
        held = work()
    assert (held, len(told)) == ([False, False], 1)


def test_another_error_of_a_lock_is_no_missing_lock(tmp_path):
    with pytest.raises(OSError, match=r"No such file|Not a directory"), locked(Path("/dev/null/x/.lock"), 1):
        pass
