"""The store keeps every finished run once and whole, whatever happens at whatever moment."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govsim.experiments.errors import BadInput
from govsim.experiments.sweeps import store as store_file
from govsim.experiments.sweeps.plan import Base, PlannedRun
from govsim.experiments.sweeps.store import DAILY, SweepStore, indicator_columns
from govsim.experiments.sweeps.work import DONE, FAILED, Result

FACTORS = {"process.a.x": "float", "levers.b.y": "int"}
BASE = Base("baseline", {}, {}, 0.0)
COLUMN = indicator_columns()[0]


def planned(n: int) -> PlannedRun:
    return PlannedRun(f"{n:024x}", BASE, {"process.a.x": n / 10, "levers.b.y": n}, seed=1)


def result(n: int, status: str = DONE) -> Result:
    daily = pa.table({f.name: pa.array([n, n + 1], f.type) for f in list(DAILY)[1:]})
    return Result(f"{n:024x}", status, {COLUMN: n / 3}, {"daily": daily} if status == DONE else {}, reason="")


def opened(folder: Path, **options) -> SweepStore:
    store = SweepStore(folder, FACTORS, ("daily",))
    store.open(**options)
    return store


def contents(store: SweepStore) -> tuple[pd.DataFrame, pd.DataFrame]:
    return tuple(store.read(name).sort_values("run_id", kind="stable", ignore_index=True) for name in ("runs", "daily"))


def filled(folder: Path, numbers=range(6)) -> SweepStore:
    store = opened(folder)
    for n in numbers:
        store.put(result(n), planned(n))
        if n % 2:
            store.absorb()
    store.absorb()
    return store


def test_what_is_put_is_there_in_one_line(tmp_path):
    filled(tmp_path / "s")
    runs = pd.read_parquet(tmp_path / "s" / "runs.parquet")
    assert sorted(runs["levers.b.y"]) == list(range(6))
    assert runs.set_index("levers.b.y")[COLUMN].sort_index().tolist() == [n / 3 for n in range(6)]
    assert len(pd.read_parquet(tmp_path / "s" / "daily.parquet")) == 12
    assert not list((tmp_path / "s" / "inbox").iterdir())


def test_polars_and_duckdb_read_it_in_one_line_too(tmp_path):
    polars, duckdb = pytest.importorskip("polars"), pytest.importorskip("duckdb")
    filled(tmp_path / "s")
    assert polars.read_parquet(tmp_path / "s" / "runs.parquet")["levers.b.y"].sum() == 15
    assert duckdb.sql(f"select sum(\"levers.b.y\") from '{tmp_path}/s/runs.parquet/*.parquet'").fetchall() == [(15,)]


def test_a_run_put_twice_is_one_run(tmp_path):
    store = filled(tmp_path / "s")
    before = contents(store)
    again = filled(tmp_path / "s")
    for one, other in zip(before, contents(again), strict=True):
        pd.testing.assert_frame_equal(one, other)


class Killed(BaseException):
    """What stands for a kill: nothing catches it."""


STEPS = ("fsync", "replace", "unlink")


def kill_at(monkeypatch, step: int, error: BaseException) -> list[int]:
    """Let the step-th sync, rename or removal of a file end the process before it happens."""
    count = [0]

    def dying(original):
        def call(*args, **kwargs):
            count[0] += 1
            if count[0] == step:
                raise error
            return original(*args, **kwargs)

        return call

    monkeypatch.setattr(os, "fsync", dying(os.fsync))
    for name in ("replace", "unlink"):
        monkeypatch.setattr(Path, name, dying(getattr(Path, name)))
    return count


@pytest.mark.slow
def test_a_kill_at_every_single_step_loses_and_doubles_nothing(tmp_path, monkeypatch):
    runs = range(3)
    expected = contents(filled(tmp_path / "undisturbed", runs))
    with monkeypatch.context() as counting:
        steps = kill_at(counting, -1, Killed())
        filled(tmp_path / "counted", runs)
    assert steps[0] > 30
    for step in range(1, steps[0] + 1):
        folder = tmp_path / f"killed-{step}"
        with monkeypatch.context() as dying:
            kill_at(dying, step, Killed())
            with pytest.raises(Killed):
                filled(folder, runs)
        there = opened(folder).finished()
        store = filled(folder, [n for n in runs if f"{n:024x}" not in there])
        for one, other in zip(expected, contents(store), strict=True):
            pd.testing.assert_frame_equal(one, other)


@pytest.mark.slow
def test_a_full_disk_at_every_step_is_one_line_and_nothing_is_lost(tmp_path, monkeypatch):
    expected = contents(filled(tmp_path / "undisturbed"))
    for step in range(1, 40, 3):
        folder = tmp_path / f"full-{step}"
        with monkeypatch.context() as full:
            kill_at(full, step, OSError(errno.ENOSPC, "No space left on device"))
            with pytest.raises(OSError, match="No space left"):
                filled(folder)
        store = opened(folder)
        store = filled(folder, [n for n in range(6) if f"{n:024x}" not in store.finished()])
        for one, other in zip(expected, contents(store), strict=True):
            pd.testing.assert_frame_equal(one, other)


def test_what_is_finished_counts_as_finished_before_it_is_taken_in(tmp_path):
    store = opened(tmp_path / "s")
    store.put(result(1), planned(1))
    assert store.finished() == {f"{1:024x}"}


def test_failures_are_rows_with_a_reason_and_are_forgotten_on_demand(tmp_path):
    store = opened(tmp_path / "s")
    store.put(Result(f"{1:024x}", FAILED, reason="it could not be"), planned(1))
    store.put(result(2), planned(2))
    store.absorb()
    rows = store.read().set_index("levers.b.y")
    assert rows.loc[1, ["status", "reason"]].tolist() == [FAILED, "it could not be"]
    assert pd.isna(rows.loc[1, COLUMN])
    assert f"{1:024x}" in store.finished()
    assert opened(tmp_path / "s", retry=True).finished() == {f"{2:024x}"}


def test_results_of_another_version_of_the_model_never_mix(tmp_path, monkeypatch):
    filled(tmp_path / "s")
    monkeypatch.setattr(store_file, "code_digest", lambda: "another")
    with pytest.raises(BadInput, match="another version of the model"):
        opened(tmp_path / "s")
    store = opened(tmp_path / "s", set_aside=True)
    assert store.finished() == set()
    earlier = [p for p in (tmp_path / "s" / "earlier").iterdir() if p.is_dir()]
    assert len(earlier) == 1
    assert len(pd.read_parquet(earlier[0] / "runs.parquet")) == 6


def test_a_store_has_one_set_of_factors_and_of_tables(tmp_path):
    filled(tmp_path / "s")
    with pytest.raises(BadInput, match="other factors"):
        SweepStore(tmp_path / "s", {"process.a.x": "float"}, ("daily",)).open()
    with pytest.raises(BadInput, match="keep="):
        SweepStore(tmp_path / "s", FACTORS, ("daily", "events")).open()


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput, match="other files"):
        opened(tmp_path / "s")
    assert [p.name for p in (tmp_path / "s").iterdir()] == ["thesis.txt"]


def test_parts_are_bounded_and_keep_their_order(tmp_path, monkeypatch):
    monkeypatch.setitem(store_file.MOST_ROWS, "runs", 4)
    store = filled(tmp_path / "s", range(11))
    sizes = [pq.read_metadata(part).num_rows for part in store.datasets["runs"].parts()]
    assert sum(sizes) == 11
    assert max(sizes) <= 4 + 2
    assert len(sizes) >= 2


def test_a_row_is_json_that_anybody_can_read(tmp_path):
    store = opened(tmp_path / "s")
    store.put(Result(f"{1:024x}", DONE, {COLUMN: float("nan")}), planned(1))
    row = json.loads(next((tmp_path / "s" / "inbox").glob("*.json")).read_text("utf-8"))
    assert row[COLUMN] is None
    assert row["process.a.x"] == 0.1
