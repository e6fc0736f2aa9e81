"""A stored run is read as it was written, or the file that was changed is named and the run is done again."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from omegaconf import OmegaConf

from govsim.experiments.errors import BadInput, Damaged, Remark
from govsim.experiments.running import store
from govsim.simulation.observation.schema import TABLES
from tests.experiments.damage import DAMAGES, damage
from tests.experiments.fake import FakeRun

CFG = OmegaConf.create({"seed": 3, "years": 0.5, "out": "anywhere", "overwrite": False, "policy": {}})
FILES = [*(f"{name}.parquet" for name in TABLES), "run.yaml", "manifest.json"]


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "a"
    store.write_run(folder, FakeRun(3, days=10, policy_day=0).tables(), CFG, {"town": {"treated": [0]}})
    return folder


@pytest.fixture
def there(written, tmp_path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "a"))


def read_all(folder: Path) -> None:
    store.read_run(folder)
    store.read_config(folder)


def test_the_walk_below_takes_every_file_that_a_run_writes(written):
    assert sorted(path.name for path in written.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_changed_is_named_and_never_read(there, name, how):
    damage(there / name, how)
    with pytest.raises(BadInput) as refused:
        read_all(there)
    assert name in str(refused.value)
    assert "again" in str(refused.value)
    assert "Arrow" not in str(refused.value)


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_run_is_done_again_or_it_is_said_how(there, name, how):
    damage(there / name, how)
    if name == "manifest.json":  # nobody may know which run this was
        with suppress(BadInput):
            assert not store.prepare(there, CFG, False, say=False)
        return
    with pytest.warns(Remark, match=rf"{name} is damaged: .*the run is done again"):
        assert not store.prepare(there, CFG, False)
    assert not store.holds(there, CFG)
    store.write_run(there, FakeRun(3, days=10, policy_day=0).tables(), CFG, {}, store.state_of(there))
    assert store.prepare(there, CFG, False)
    read_all(there)


def test_half_the_rows_in_a_valid_file_are_found_missing(there):
    """Once other indicators were computed from them without a word."""
    table = pq.read_table(there / "events.parquet")
    pq.write_table(table.slice(0, table.num_rows // 2), there / "events.parquet")
    with pytest.raises(Damaged, match=r"events\.parquet is damaged"):
        store.read_run(there)


def test_tables_that_changed_places_are_found(there):
    shutil.copy(there / "costs.parquet", there / "events.parquet")
    with pytest.raises(Damaged, match=r"events\.parquet"):
        store.read_run(there)


@pytest.mark.parametrize("manifest", ['{"complete": true}', "[]", "5", "null", '"complete"', "{", ""])
def test_a_manifest_of_anything_is_one_line(there, manifest):
    (there / "manifest.json").write_text(manifest)
    with pytest.raises(BadInput):
        store.prepare(there, CFG, False)
    with pytest.raises(BadInput):
        store.read_run(there)


def test_a_run_of_a_former_version_without_digests_is_read_if_its_rows_are_there(there):
    manifest = json.loads((there / "manifest.json").read_text())
    old = {key: value for key, value in manifest.items() if key not in ("digest", "digests")}
    (there / "manifest.json").write_text(json.dumps(old))
    store.read_run(there)
    table = pq.read_table(there / "daily.parquet")
    pq.write_table(table.slice(0, 3), there / "daily.parquet")
    with pytest.raises(Damaged, match=r"daily\.parquet .* rows"):
        store.read_run(there)
    assert store.damage_of(there)
