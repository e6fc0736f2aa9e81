"""A store names its damaged files, does their runs again, and ends as if nothing had happened."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import pandas as pd
import pytest

from govsim.experiments.errors import BadInput, Damaged, Remark
from govsim.experiments.sweeps.store import SweepStore, read_plan, read_runs
from tests.experiments.damage import DAMAGES, damage
from tests.experiments.sweeps.test_store import contents, opened, planned, result

RUNS = range(6)
TAKEN_IN = range(4)  # the others wait in the inbox
PLAN = pd.DataFrame({"point": [0, 1], "run_id": ["a", "b"]})
NO_RESULT = {"dictionary.csv", ".lock"}  # written anew whenever a store is opened


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("store") / "s"
    store = opened(folder)
    for n in RUNS:
        store.put(result(n), planned(n))
        if n == TAKEN_IN[-1]:
            store.absorb()
    store.write_plan(PLAN)
    return folder


@pytest.fixture(scope="module")
def undisturbed(written, tmp_path_factory):
    folder = Path(shutil.copytree(written, tmp_path_factory.mktemp("undisturbed") / "s"))
    return contents(opened(folder))


@pytest.fixture
def there(written, tmp_path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "s"))


FILES = ["runs.parquet/part-000000.parquet", "daily.parquet/part-000000.parquet", f"inbox/{4:024x}.json",
         f"inbox/{4:024x}.daily.parquet"]  # fmt: skip
COMMON = ["sweep.json", "plan.parquet"]


def done_again(folder: Path) -> SweepStore:
    """What a command does: opens the store, does what is missing."""
    store = opened(folder)
    known = store.finished()
    for n in RUNS:
        if f"{n:024x}" not in known:
            store.put(result(n), planned(n))
    store.absorb()
    return store


def test_the_walk_below_takes_every_kind_of_file_of_a_store(written):
    files = {str(path.relative_to(written)) for path in written.rglob("*") if path.is_file()} - NO_RESULT
    assert files == {*FILES, *COMMON, f"inbox/{5:024x}.json", f"inbox/{5:024x}.daily.parquet"}


@pytest.mark.parametrize("how", [how for how in DAMAGES if how != "gone"])
@pytest.mark.parametrize("name", FILES)
def test_damaged_runs_are_set_aside_said_and_done_again(there, undisturbed, name, how):
    damage(there / name, how)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        store = done_again(there)
    for one, other in zip(undisturbed, contents(store), strict=True):
        pd.testing.assert_frame_equal(one, other)
    remarks = [str(one.message) for one in told if issubclass(one.category, Remark)]
    if remarks:  # a changed bit may be one that says nothing
        assert Path(name).name in remarks[0]
        assert "its runs are done again" in remarks[0]
        assert list((there / "damaged").iterdir())
    else:
        assert how.startswith("bit") or how == "longer"


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("daily")])
def test_runs_whose_files_are_gone_are_done_again(there, undisturbed, name):
    (there / name).unlink()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Remark)
        store = done_again(there)
    for one, other in zip(undisturbed, contents(store), strict=True):
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_plan_is_named(there, how):
    damage(there / "plan.parquet", how)
    try:
        assert read_plan(there).equals(PLAN)  # the bit was one that says nothing
    except BadInput as refused:
        line = str(refused)
    else:
        line = "plan.parquet, again" if how.startswith("bit") or how == "longer" else ""
    assert "plan.parquet" in line


@pytest.mark.parametrize("how", [how for how in DAMAGES if not how.startswith("bit")])
def test_runs_of_nobody_knows_which_model_are_refused_and_moved_only_when_asked(there, how):
    damage(there / "sweep.json", how)
    if how == "gone":
        with pytest.raises(BadInput, match="holds other files and no sweep"):
            opened(there)
        return
    with pytest.raises(Damaged, match=r"sweep\.json is damaged: .*set_aside=true"):
        opened(there)
    assert opened(there, set_aside=True).finished() == set()
    assert len(read_runs(there / "earlier" / "unknown")) == len(TAKEN_IN)


@pytest.mark.parametrize("name", ["part-000000 (1).parquet", "part-000000-PC.parquet", "part-00.parquet", "notes.txt"])
@pytest.mark.parametrize("dataset", ["runs", "daily"])
def test_a_copy_beside_a_part_is_refused_and_never_counted(there, dataset, name):
    """Once a copy made by a program that synchronises folders doubled runs without a word."""
    folder = there / f"{dataset}.parquet"
    shutil.copy(folder / "part-000000.parquet", folder / name)
    assert len(read_runs(there)) == len(TAKEN_IN)
    with pytest.raises(BadInput, match="did not write"):
        opened(there)


@pytest.mark.parametrize("dataset", ["runs", "daily"])
def test_the_same_runs_in_two_parts_are_refused(there, dataset):
    folder = there / f"{dataset}.parquet"
    shutil.copy(folder / "part-000000.parquet", folder / "part-000001.parquet")
    with pytest.raises(BadInput, match="hold the same runs"):
        opened(there)


def test_what_is_whole_is_opened_without_a_word(there, undisturbed):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        store = opened(there)
    for one, other in zip(undisturbed, contents(store), strict=True):
        pd.testing.assert_frame_equal(one, other)
