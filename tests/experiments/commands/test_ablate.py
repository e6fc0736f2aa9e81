"""The command `govsim ablate` end to end, on the small district."""

import re
import shutil

import pandas as pd
import pytest
import yaml

from govsim.simulation.levers.grid import GridPlan
from govsim.simulation.observation.schema import TABLES
from tests.command import govsim_here

pytestmark = pytest.mark.slow
SHORT = ["district=small", "years=0.1", "burn_in_days=10", "replications=2"]
WORDS = ["ablate", "systems=[A15,E3,A17]", *SHORT]
ARMS = {"P0", "A15.off", "A15.full", "A17.off", "A17.full", "E3.on", "E3.full"}


@pytest.fixture(scope="module")
def ablated(tmp_path_factory):
    """An ablation in one process: (folder it ran in, what it printed)."""
    folder = tmp_path_factory.mktemp("ablated")
    code, out, err = govsim_here(folder, *WORDS, "workers=0", "out=one")
    assert code == 0, err
    return folder, out


def test_an_ablation_leaves_exactly_what_it_promises(ablated):
    folder, out = ablated
    assert [p.name for p in folder.iterdir()] == ["one"]
    assert sorted(p.name for p in (folder / "one").iterdir()) == [
        "ablation.csv", "indicators.csv", "reach.csv", "report.html", "runs",
    ]  # fmt: skip
    runs = {str(p.relative_to(folder / "one" / "runs")) for p in (folder / "one" / "runs").glob("*/*")}
    assert runs == {f"{arm}/seed=000{seed}" for arm in ARMS for seed in (1, 2)}
    assert "report.html" in out
    assert all(name in out for name in ("A15 Street police", "A17 Theft known", "E3 Acquaintance"))


def test_arms_are_what_the_register_says(ablated):
    folder, _ = ablated
    cars = {}
    for path in (folder / "one" / "runs").glob("*/seed=0001/run.yaml"):
        config = yaml.safe_load(path.read_text())
        cars[path.parts[-3]] = (config["levers"]["patrol"]["cars_day"], config["levers"]["grid"]["elders"])
    assert cars["A15.off"] == (0, 0)
    assert cars["P0"] == cars["A17.off"] == cars["A17.full"] == (1, 0)
    assert cars["A15.full"][0] == 2
    assert cars["E3.full"][1] > cars["E3.on"][1] > 0


def test_patrol_moves_its_own_indicator_and_hearsay_moves_no_event(ablated):
    folder, _ = ablated
    effects = pd.read_csv(folder / "one" / "ablation.csv").set_index(["system", "level", "role"])
    assert effects.loc[("A15", "on", "own"), "difference"] > 0
    assert effects.loc[("A15", "full", "own"), "difference"] > effects.loc[("A15", "on", "own"), "difference"]
    assert effects.loc[("A15", "full", "own"), "remark"] == "as expected"
    reach = pd.read_csv(folder / "one" / "reach.csv").set_index(["system", "kind"])
    assert (reach.loc["A17", "moved"] == 0).all()
    assert not reach.loc["A17", "within_reach"].any()
    assert reach.loc["E3", "moved"].sum() > 0


def test_the_report_needs_nothing_else_and_says_what_an_arm_is(ablated):
    folder, _ = ablated
    page = (folder / "one" / "report.html").read_text("utf-8")
    assert "<svg" in page
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "levers.patrol.cars_night=2" in page
    assert "as expected" in page


def test_going_on_after_a_kill_and_more_workers_change_nothing(ablated):
    folder, _ = ablated
    runs = folder / "one" / "runs"
    shutil.rmtree(folder / "two", ignore_errors=True)
    shutil.copytree(runs / "P0" / "seed=0001", folder / "two" / "runs" / "P0" / "seed=0001")
    (folder / "two" / "runs" / "P0" / ".seed=0002.partial-gone-0-x").mkdir()  # what a killed run leaves behind
    code, _, err = govsim_here(folder, *WORDS, "workers=2", "out=two")
    assert code == 0, err
    kept = ("ablation.csv", "reach.csv", "indicators.csv", *(f"{t}.parquet" for t in TABLES))
    bytes_of = [
        {str(p.relative_to(folder / one)): p.read_bytes() for p in (folder / one).rglob("*") if p.name in kept}
        for one in ("one", "two")
    ]
    assert bytes_of[0] == bytes_of[1]


def test_the_same_command_again_keeps_complete_runs(ablated):
    folder, _ = ablated
    manifest = folder / "one" / "runs" / "P0" / "seed=0002" / "manifest.json"
    before = manifest.stat().st_mtime_ns
    code, _, err = govsim_here(folder, *WORDS, "workers=0", "out=one")
    assert code == 0, err
    assert manifest.stat().st_mtime_ns == before


def test_a_run_that_fails_takes_only_its_own_system_with_it(ablated, monkeypatch):
    folder, _ = ablated
    asked = GridPlan.levers

    def broken(self, town):
        if self.elders == 4:
            raise RuntimeError("a bug")
        return asked(self, town)

    monkeypatch.setattr(GridPlan, "levers", broken)
    code, _, err = govsim_here(folder, *WORDS, "workers=0", "out=partly")
    assert code == 1
    assert "RuntimeError: a bug" in err
    assert "Traceback" in (folder / "partly" / "failures.txt").read_text()
    effects = pd.read_csv(folder / "partly" / "ablation.csv")
    assert set(zip(effects["system"], effects["level"], strict=True)) >= {
        ("A15", "full"),
        ("A17", "full"),
        ("E3", "on"),
    }
    assert not ((effects["system"] == "E3") & (effects["level"] == "full")).any()
    assert "a bug" in (folder / "partly" / "report.html").read_text("utf-8")
