"""A data dictionary travels with every store: no column without a meaning."""

from __future__ import annotations

import csv

import pyarrow.parquet as pq

from govsim.experiments.indicators import REGISTRY
from govsim.experiments.running.dictionary import FILE, of_indicators, of_runs, write_dictionary
from govsim.experiments.sweeps.store import SweepStore
from govsim.simulation.observation.schema import TABLES


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_column_of_every_table_has_a_meaning():
    columns = of_runs()
    assert {(c.table, c.column) for c in columns} == {(t, f.name) for t, schema in TABLES.items() for f in schema}
    assert [c for c in columns if not c.meaning] == []
    assert {c.column for c in of_indicators()} == {f"{i.id}/{led}" for i in REGISTRY.values() for led in i.ledgers}
    assert [c for c in of_indicators() if not (c.meaning and c.unit)] == []


def test_the_file_says_what_the_code_says(tmp_path):
    write_dictionary(tmp_path, of_runs())
    assert [tuple(row.values()) for row in rows(tmp_path / FILE)] == [tuple(c) for c in of_runs()]


def test_a_sweep_says_what_its_columns_are_in_the_file_and_beside_it(tmp_path):
    store = SweepStore(tmp_path / "s", {"process.theft.sight_weight": "float"}, ("daily", "events"))
    store.open()
    for name in ("runs", "daily", "events"):
        (part,) = (tmp_path / "s" / f"{name}.parquet").glob("*.parquet")
        schema = pq.read_schema(part)
        assert all(field.metadata[b"meaning"] for field in schema)
        assert [r["column"] for r in rows(tmp_path / "s" / FILE) if r["table"] == name] == schema.names
    about = {r["column"]: r for r in rows(tmp_path / "s" / FILE) if r["table"] == "runs"}
    assert about["K1_true"]["unit"] == REGISTRY["K1"].unit
    assert "process.theft.sight_weight" in about
