"""A town kept on disk is the town that would be made again."""

from __future__ import annotations

import json

import numpy as np
import pytest
from omegaconf import OmegaConf

from govsim.experiments.composition import towns as town_cache
from tests.experiments.damage import DAMAGES, damage
from tests.lab import composed


@pytest.fixture
def kept_in(tmp_path, monkeypatch):
    """An empty cache, and the plan of a hamlet."""
    monkeypatch.setattr(town_cache, "cache_folder", lambda: tmp_path)
    cfg = composed("district=synthetic", "district.population=300")
    town_cache.town_of.cache_clear()
    yield tmp_path, json.dumps(OmegaConf.to_container(cfg.district, resolve=True))
    town_cache.town_of.cache_clear()


def again(plan: str):
    """The town in another process: nothing is left in memory."""
    town_cache.town_of.cache_clear()
    return town_cache.town_of(plan, 1)


def test_the_kept_town_is_the_made_town(kept_in):
    folder, plan = kept_in
    made = town_cache.town_of(plan, 1)
    assert [path.suffix for path in folder.rglob("*") if path.is_file()] == [".pickle"]
    kept = again(plan)
    assert kept is not made
    for name in ("people", "households"):
        assert np.array_equal(getattr(kept, name), getattr(made, name))
    assert np.array_equal(kept.town.areas, made.town.areas)
    assert np.array_equal(kept.timetable.crowd, made.timetable.crowd)


@pytest.mark.parametrize("damage", [b"", b"not a town", None])
def test_a_damaged_or_missing_file_only_means_making_it_again(kept_in, damage):
    folder, plan = kept_in
    made = town_cache.town_of(plan, 1)
    path = next(folder.rglob("*.pickle"))
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage if damage else path.read_bytes()[:1000])
    assert np.array_equal(again(plan).people, made.people)


def test_another_seed_is_another_town(kept_in):
    _, plan = kept_in
    assert not np.array_equal(town_cache.town_of(plan, 1).people, town_cache.town_of(plan, 2).people)


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_town_is_made_again_and_never_another_town(kept_in, how):
    """Once a flipped bit was another town without a word, or a segmentation fault."""
    folder, plan = kept_in
    made = town_cache.town_of(plan, 1)
    path = next(folder.rglob("*.pickle"))
    whole = path.read_bytes()
    damage(path, how)
    assert town_cache._read(path) is None
    assert np.array_equal(again(plan).people, made.people)
    assert path.read_bytes() == whole
