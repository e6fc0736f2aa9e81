"""A replay shows what a stored run holds, in one small file that asks nobody for anything."""

from __future__ import annotations

import importlib
import re

import numpy as np
import pytest

from govsim.dashboard.replay.command import MOST_BYTES, runs_of, written
from govsim.dashboard.replay.page import page
from govsim.dashboard.replay.recording import KINDS, recording_of
from govsim.experiments.composition.settings import RunSettings, settings_of
from govsim.experiments.errors import BadInput
from govsim.experiments.running import store
from govsim.experiments.running.run import execute
from govsim.experiments.running.store import run_folder
from tests.lab import LIVELY, composed_by_hydra


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A folder as a comparison writes it: two arms, two seeds."""
    out = tmp_path_factory.mktemp("study")
    for arm in ("baseline", "more_patrol"):
        for seed in (1, 2):
            cfg = composed_by_hydra("district=small", *LIVELY, f"policy={arm}", f"seed={seed}", "years=0.1")
            execute(cfg, settings_of(cfg, RunSettings), run_folder(out, arm, seed), progress=False)
    return out


def test_a_recording_holds_every_event_once(study):
    folder = run_folder(study, "baseline", 1)
    one, events = recording_of(folder), store.read_run(folder).tables["events"].to_pandas()
    for number, kind in enumerate(KINDS):
        mine, rows = one.kind == number, events[events.kind == kind]
        assert mine.sum() == len(rows) > 0
        assert (one.booked_h[mine] >= 0).sum() == rows.recorded.sum()
        np.testing.assert_allclose(one.time_h[mine], rows.time_h, rtol=1e-6)
        assert (np.bincount(one.area[mine], minlength=300) == np.bincount(rows.area, minlength=300)).all()
    assert one.days == 36
    assert np.all(np.diff(one.time_h) >= 0)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_file_is_small_whole_and_asks_nobody(study, tmp_path, language):
    importlib.import_module("panel")  # which changes Bokeh's pages
    path = written([str(study), f"out={tmp_path}/r.html"], language)
    text = path.read_text("utf-8")
    assert len(text.encode()) < MOST_BYTES
    outside_of_scripts = re.sub(r"<script.*?</script>", "", text, flags=re.S)
    assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?(https?:)?//", outside_of_scripts)
    assert "<script src" not in text
    assert {"en": "Replay", "zh": "回放"}[language] in text
    assert f'<html lang="{ {"en": "en", "zh": "zh-CN"}[language] }"' in text


def test_the_reference_comes_first_and_one_arm_is_enough(study):
    assert list(runs_of(study, {})) == ["baseline", "more_patrol"]
    assert runs_of(study, {"arms": "[more_patrol]", "seed": "2"}) == {
        "more_patrol": run_folder(study, "more_patrol", 2)
    }
    one = run_folder(study, "baseline", 1)
    assert list(runs_of(one, {}).values()) == [one]
    two = runs_of(one, {"against": str(run_folder(study, "more_patrol", 1))})
    assert len(two) == 2
    assert page({name: recording_of(folder) for name, folder in two.items()}, "en")


@pytest.mark.parametrize(
    ("words", "reason"),
    [(["nowhere"], "holds neither a run nor a comparison"), ([], "name one folder"), (["a", "b"], "name one folder"),
     (["{study}", "arms=[nobody]"], "has no arm 'nobody'"), (["{study}", "speed=3"], "unknown key 'speed'"),
     (["{study}", "seed=9"], "no complete run of seed 9; it has 1, 2"),
     (["{study}", "seed=x"], "must be a whole number"),
     (["{study}", "arms=[baseline,more_patrol,baseline]"], "one arm or two")],
)  # fmt: skip
def test_what_cannot_be_replayed_is_refused_with_a_reason(study, words, reason):
    with pytest.raises(BadInput, match=re.escape(reason)):
        written([word.format(study=study) for word in words], "en")
