"""Results are whole or not there, equal for equal runs, and refused when they break the contract."""

import errno
import json
import os

import pandas as pd
import pyarrow.parquet as pq
import pytest
from omegaconf import OmegaConf

from govsim.experiments.errors import BadInput, explain
from govsim.experiments.running import store
from govsim.simulation.observation.schema import TABLES
from tests.experiments.fake import FakeRun, areas, cost, event, tables

CFG = OmegaConf.create({"seed": 3, "years": 0.5, "out": "anywhere", "overwrite": False, "policy": {}})


@pytest.fixture
def run():
    return FakeRun(3, days=10, policy_day=0).tables()


def test_a_run_comes_back_as_it_was_written(tmp_path, run):
    store.write_run(tmp_path / "a", run, CFG, {"wall_seconds": 1.5})
    back = store.read_run(tmp_path / "a")
    for name, schema in TABLES.items():
        assert back.tables[name].schema.equals(schema, check_metadata=True)
        pd.testing.assert_frame_equal(back.tables[name].to_pandas(), run[name].to_pandas(), check_exact=True)
    assert back.manifest["rows"]["events"] == run["events"].num_rows
    assert (back.manifest["seed"], back.manifest["wall_seconds"], back.manifest["complete"]) == (3, 1.5, True)


def test_equal_tables_give_equal_bytes(tmp_path, run):
    for name in ("a", "b"):
        store.write_run(tmp_path / name, run, CFG, {})
    for table in TABLES:
        assert (tmp_path / "a" / f"{table}.parquet").read_bytes() == (tmp_path / "b" / f"{table}.parquet").read_bytes()


@pytest.mark.parametrize("files_written", range(len(TABLES) + 2))
def test_a_run_that_dies_between_two_files_leaves_nothing(tmp_path, run, monkeypatch, files_written):
    write, written = store.write_synced, []

    def die_later(path, how):
        if len(written) == files_written:
            raise KeyboardInterrupt
        written.append(path.name)
        write(path, how)

    monkeypatch.setattr(store, "write_synced", die_later)
    with pytest.raises(KeyboardInterrupt):
        store.write_run(tmp_path / "a", run, CFG, {})
    assert len(written) == files_written
    assert not store.is_complete(tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_no_result_and_is_removed(tmp_path, run):
    left = tmp_path / f".a.partial-{os.uname().nodename}-999999999-x"
    left.mkdir()
    (left / "events.parquet").write_text("half")
    assert not store.is_complete(tmp_path / "a")
    store.write_run(tmp_path / "a", run, CFG, {})
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_the_manifest_is_written_last(tmp_path, run, monkeypatch):
    write, written = store.write_synced, []
    monkeypatch.setattr(store, "write_synced", lambda path, how: (written.append(path.name), write(path, how)))
    store.write_run(tmp_path / "a", run, CFG, {})
    assert written[-1] == "manifest.json"
    assert len(written) == len(TABLES) + 2


def test_the_same_run_is_reused_wherever_it_is_kept(tmp_path, run):
    store.write_run(tmp_path / "a", run, CFG, {})
    assert store.prepare(tmp_path / "a", OmegaConf.merge(CFG, {"out": "elsewhere", "overwrite": True}), False)


def test_another_run_is_refused_unless_it_may_be_replaced(tmp_path, run):
    store.write_run(tmp_path / "a", run, CFG, {})
    other = OmegaConf.merge(CFG, {"seed": 4})
    with pytest.raises(BadInput, match=r"another configuration.*out=FOLDER.*overwrite=true"):
        store.prepare(tmp_path / "a", other, False)
    assert not store.prepare(tmp_path / "a", other, True)
    store.write_run(tmp_path / "a", run, other, {})
    assert store.read_manifest(tmp_path / "a")["seed"] == 4
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_run_of_other_sources_is_another_run(tmp_path, run, monkeypatch):
    store.write_run(tmp_path / "a", run, CFG, {})
    monkeypatch.setattr(store, "model_digest", lambda: "edited")
    with pytest.raises(BadInput, match="another version of the simulation"):
        store.prepare(tmp_path / "a", CFG, False)


def test_a_folder_with_other_files_is_never_touched(tmp_path, run):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput, match="holds other files"):
        store.prepare(tmp_path / "a", CFG, True)
    with pytest.raises(OSError, match="not empty"):
        store.write_run(tmp_path / "a", run, CFG, {})
    assert (tmp_path / "a" / "thesis.txt").read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path, run, monkeypatch):
    def full(table, path, **_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(OSError, match="No space") as caught:
        store.write_run(tmp_path / "a", run, CFG, {})
    assert "no space left on the disk" in explain(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("broken", "message"), [
    ([event(1, 5.0, "theft", recorded=True)], "event 1 is recorded but not reported"),
    ([event(7, 5.0, "theft", reported_h=6.0, noticed_h=float("nan"))], "event 7 is reported but not noticed"),
    ([event(2, 1.0, "theft"), event(2, 2.0, "theft")], "event_id 2 is not unique"),
    ([event(4, 1.0, "theft", noticed_h=2.0) | {"noticed": False}], "noticed and noticed_h disagree"),
])  # fmt: skip
def test_events_that_break_an_invariant_are_refused(tmp_path, broken, message):
    with pytest.raises(ValueError, match=message):
        store.write_run(tmp_path / "a", tables(broken, areas([10], [0])), CFG, {})
    assert list(tmp_path.iterdir()) == []


def test_costs_that_do_not_add_up_are_refused(tmp_path):
    wrong = cost(2, "hearings", 3, 100.0) | {"cost_yuan": 299.0}
    with pytest.raises(ValueError, match="cost of hearings in month 2 is not quantity times unit cost"):
        store.write_run(tmp_path / "a", tables([], areas([10], [0]), costs=[wrong]), CFG, {})


def test_another_schema_is_refused(tmp_path, run):
    with pytest.raises(ValueError, match="daily does not have the published schema"):
        store.write_run(tmp_path / "a", run | {"daily": run["daily"].drop_columns(["thefts"])}, CFG, {})


def test_a_manifest_cut_short_is_no_result(tmp_path, run):
    store.write_run(tmp_path / "a", run, CFG, {})
    text = (tmp_path / "a" / "manifest.json").read_text()
    (tmp_path / "a" / "manifest.json").write_text(text[: len(text) // 2])
    assert not store.is_complete(tmp_path / "a")
    with pytest.raises(BadInput, match="no complete run"):
        store.read_run(tmp_path / "a")


def test_files_hold_no_time_and_no_secret_of_the_machine(tmp_path, run):
    store.write_run(tmp_path / "a", run, CFG, {})
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text())
    assert not {"date", "time", "host", "user"} & set(manifest)
