"""Commands that die at any moment: what was finished is kept, and the same command ends as if nothing had happened."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from govsim.dashboard.bank.runs import Run, done
from govsim.experiments.composition.settings import RunSettings, settings_of
from govsim.experiments.running.run import execute
from tests.command import govsim_here
from tests.lab import composed_by_hydra

pytestmark = pytest.mark.slow
TINY = ("district=synthetic", "district.population=400", "years=0.02", "policy_ramp_days=0", "workers=0")
COMMANDS = {
    "ablate": ("ablate", *TINY, "systems=[A15]", "replications=2", "burn_in_days=2"),
    "factorial": ("factorial", *TINY, "arms=[elder_workers,more_patrol]", "replications=2", "burn_in_days=2"),
    "optimise": ("optimise", *TINY, "factors.levers.grid.full_time=[0.5,2.0]", "objective=K1_true", "trials=3",
                 "replications=2", "fresh_replications=2", "burn_in_days=0"),
}  # fmt: skip
KEPT = (".csv", ".parquet", ".html")
STEPS = ((os, "fsync"), (Path, "replace"), (Path, "unlink"))
MOMENTS = random.Random(os.environ.get("GOVSIM_FAULT_SEED"))  # other moments every time; a seed brings them back
OF_THE_CLOCK = "wall_s"  # a column: how long a run took


class Killed(BaseException):
    """What stands for a kill: nothing catches it, and nothing reaches the disk after it."""


def steps_of(monkeypatch, last: int) -> list[int]:
    """Let every sync, rename or removal of a file after the last one end the process; how many there were."""
    count = [0]

    def dying(original):
        def call(*args, **kwargs):
            if count[0] >= last:
                raise Killed
            count[0] += 1
            return original(*args, **kwargs)

        return call

    for owner, name in STEPS:
        monkeypatch.setattr(owner, name, dying(getattr(owner, name)))
    return count


def contents(folder: Path) -> dict[str, object]:
    """What a command leaves for people, by file; tables of a store are one table each, whatever their parts."""
    import pandas as pd

    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and path.suffix in KEPT and ".parquet/" not in name:
            found[name] = path.read_bytes()
        elif path.is_dir() and path.suffix == ".parquet":
            rows = pd.read_parquet(path).drop(columns=OF_THE_CLOCK, errors="ignore")
            found[name] = rows.sort_values(list(rows.columns)[:1], ignore_index=True).to_csv()
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_killed_at_any_step_the_same_command_ends_as_if_nothing_had_happened(command, tmp_path, monkeypatch):
    words = COMMANDS[command]
    (tmp_path / "undisturbed").mkdir()
    with monkeypatch.context() as counting:
        steps = steps_of(counting, 10**9)
        code, _, err = govsim_here(tmp_path / "undisturbed", *words, "out=o")
        assert code == 0, err
    expected = contents(tmp_path / "undisturbed" / "o")
    assert len(expected) > 2
    moments = sorted(MOMENTS.sample(range(steps[0]), 2))
    (tmp_path / "killed").mkdir()
    for last in moments:  # one after the other on the same folder
        with monkeypatch.context() as dying:
            steps_of(dying, last)
            try:
                govsim_here(tmp_path / "killed", *words, "out=o")
            except Killed:
                pass  # what was there already may leave fewer steps than that
    code, _, err = govsim_here(tmp_path / "killed", *words, "out=o")
    assert code == 0, err
    found = contents(tmp_path / "killed" / "o")
    assert found.keys() == expected.keys(), moments
    assert [name for name in expected if found[name] != expected[name]] == [], moments


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "one"
    cfg = composed_by_hydra(*TINY[:2], "years=0.02")
    execute(cfg, settings_of(cfg, RunSettings), folder, progress=False)
    return folder


def is_whole(page: Path) -> bool:
    """Whether a page is there to its end; ids in it differ every time."""
    text = page.read_text("utf-8").strip()
    return text.startswith("<!") and text.endswith("</html>")


def test_a_replay_is_there_as_a_whole_or_not_at_all(run, tmp_path, monkeypatch):
    code, _, err = govsim_here(tmp_path, "replay", str(run), "out=one.html")
    assert code == 0, err
    assert is_whole(tmp_path / "one.html")
    last, killed = 0, True
    while killed:
        killed = False
        with monkeypatch.context() as dying:
            steps_of(dying, last)
            try:
                govsim_here(tmp_path, "replay", str(run), "out=two.html")
            except Killed:
                killed = True
        there = tmp_path / "two.html"
        assert not there.exists() or is_whole(there)
        if killed:
            there.unlink(missing_ok=True)
        last += 1
    assert last > 1
    assert is_whole(tmp_path / "two.html")


def test_what_the_dashboard_keeps_of_a_run_is_there_as_a_whole_or_not_at_all(tmp_path, monkeypatch):
    asked = Run(TINY[:2], 7, 2, 5, '{"thefts": {"kind": "theft"}}')
    counted = done(asked, str(tmp_path / "undisturbed"))
    last, killed = 0, True
    while killed:
        killed = False
        with monkeypatch.context() as dying:
            steps_of(dying, last)
            try:
                assert done(asked, str(tmp_path / "killed")) == counted
            except Killed:
                killed = True
        there = list((tmp_path / "killed").glob("*.json"))
        kept = [json.loads(path.read_text("utf-8")) for path in there]
        assert [{k: v for k, v in one.items() if k != "digest"} for one in kept] in ([], [counted])
        for path in there:
            path.unlink()
        last += 1
    assert last > 1
    assert done(asked, str(tmp_path / "killed")) == counted
