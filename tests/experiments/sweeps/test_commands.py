"""The questions a researcher asks, end to end on a tiny town: sensitivity, power, discover, optimise, one at a time."""

from __future__ import annotations

import pandas as pd
import pytest

from govsim.experiments.running import cluster
from tests.command import govsim_here as govsim

pytestmark = pytest.mark.slow
TINY = ("district=synthetic", "district.population=1000", "years=0.1", "offenders.offenders_per_1000=60",
        "policy_ramp_days=0", "workers=0")  # fmt: skip
SIGHT, WEIGHT = "factors.process.theft.sight_weight=[0.0,1.0]", "factors.process.theft.certainty_weight=[0.5,4.0]"
SURVEYED = "survey.sample"
SAMPLE = f"factors.{SURVEYED}=[50,500]"


def ask(folder, *words: str) -> str:
    code, out, err = govsim(folder, *words)
    assert code == 0, err
    return out


def test_sensitivity_finds_what_reaches_an_indicator_and_exactly_nothing_of_what_does_not(tmp_path):
    words = ("sensitivity", *TINY, WEIGHT, SAMPLE, "walks=3", "samples=4", "replications=2", "keep_factors=2",
             "survey.every_days=15", "indicators=[K1_true,K29_recorded]", "out=s")  # fmt: skip
    out = ask(tmp_path, *words)
    assert "shared luck" in out
    effects = pd.read_csv(tmp_path / "s" / "morris.csv").set_index(["indicator", "factor"])["mu_star"]
    assert effects["K1_true", "process.theft.certainty_weight"] > 0
    assert effects["K1_true", SURVEYED] == 0  # the same thefts, bit for bit
    assert effects["K29_recorded", SURVEYED] > 0
    total = pd.read_csv(tmp_path / "s" / "sobol.csv").set_index(["indicator", "factor"])["ST"]
    assert total["K1_true", SURVEYED] == 0
    for name in ("morris.svg", "sobol.svg"):
        assert "<svg" in (tmp_path / "s" / name).read_text("utf-8")
    assert ask(tmp_path, *words).count(" 0 done") == 2  # the same command again runs nothing


def test_power_goes_on_until_it_is_precise(tmp_path):
    words = ("power", *TINY, "arms=[baseline,modern_mediation]", "burn_in_days=10", "replications=3", "most=12",
             "precision=0.05", "until_precise=true", "indicators=[K12_true]", "out=p")  # fmt: skip
    ask(tmp_path, *words)
    row = pd.read_csv(tmp_path / "p" / "power.csv").iloc[0]
    assert row["half_width_95"] <= row["width"] or row["pilot_pairs"] == 12
    assert row["pilot_pairs"] >= 3
    assert row["runs_for_effect_paired"] <= row["runs_for_effect_apart"]


def test_discover_says_where_patrols_deter(tmp_path):
    words = ("discover", *TINY, SIGHT, WEIGHT, "arms=[baseline,more_patrol]", "policy.more_patrol.multiplier=6",
             "burn_in_days=0", "samples=40", "replications=1", "margin=0.1", "threshold=0.6", "out=d")  # fmt: skip
    out = ask(tmp_path, *words)
    assert "beats baseline in K1_true" in out
    assert "CART" in out
    scenarios = pd.read_csv(tmp_path / "d" / "scenarios.csv")
    won = scenarios[scenarios["wins"]]["process.theft.sight_weight"].mean()
    assert won > scenarios[~scenarios["wins"]]["process.theft.sight_weight"].mean()


def test_optimise_keeps_the_budget_judges_on_fresh_seeds_and_goes_on(tmp_path):
    words = ("optimise", *TINY, "factors.levers.patrol.cars_day=[0,3]", "factors.levers.grid.full_time=[0.5,2.0]",
             "objective=K11.open_true", "trials=6", "replications=2", "fresh_replications=3", "out=o")  # fmt: skip
    assert "Nothing beat what the levers are today" in ask(tmp_path, *words)
    runs = pd.read_parquet(tmp_path / "o" / "runs.parquet")
    search, fresh = (runs[(runs["seed"] >= 1_000_000) == late] for late in (False, True))
    assert fresh["seed"].nunique() == 3
    assert search["seed"].nunique() == 2
    today = search[search["levers.grid.full_time"] == 1.0]  # nothing else the search tries is so round
    front = pd.read_csv(tmp_path / "o" / "front.csv")
    assert (front["X1.public_true"] <= today["X1.public_true"].mean() + 1e-6).all()
    ask(tmp_path, *words)
    assert len(pd.read_parquet(tmp_path / "o" / "runs.parquet")) == len(runs)
    other = ask(tmp_path, *words, "objective=K1_true", "direction=maximize")  # another question in the same folder
    assert "against today on fresh seeds" in other
    runs = pd.read_parquet(tmp_path / "o" / "runs.parquet")
    said = pd.read_csv(tmp_path / "o" / "front.csv").iloc[0]
    levers = ["levers.patrol.cars_day", "levers.grid.full_time"]
    of_it = runs[(runs[levers] == said[levers]).all(axis=1) & (runs["seed"] < 1_000_000)]
    assert said["K1_true"] == pytest.approx(of_it["K1_true"].mean())


def test_one_at_a_time_ends_in_a_figure(tmp_path):
    ask(tmp_path, "sweep", *TINY, SIGHT, WEIGHT, "design=oat", "levels=3", "replications=2", "out=f")
    assert "<svg" in (tmp_path / "f" / "one_at_a_time-baseline.svg").read_text("utf-8")


MISTAKES = {
    "indicator": (["power", "indicators=[K1]"], "there is no indicator 'K1'"),
    "arms": (["power", "arms=[baseline]"], "compares two arms"),
    "levers": (["optimise", SIGHT], "chooses levers"),
    "uncertainties": (["discover", "factors.levers.patrol.cars_day=[0,3]"], "needs uncertainties"),
    "design": (["sweep", "design=lhs2", SIGHT], "there is no such design"),
    "factor": (["sweep", "factors.process.theft.sight=[0,1]"], "did you mean"),
    "range": (["sweep", "factors.process.theft.sight_weight=[0,2]"], "less than or equal to 1"),
    "table": (["sweep", "design=table"], "table=FILE.csv"),
    "table without its design": (["sweep", "table=points.csv"], "needs design=table"),
    "cluster": (["sweep", "cluster.kind=grid", SIGHT], "local or slurm"),
    "scheduler": (["sweep", "scheduler=tcp://127.0.0.1:1", SIGHT], "no Dask scheduler answers"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_line_and_exit_code_2(mistake, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    words, about = MISTAKES[mistake]
    code, _, err = govsim(tmp_path, words[0], *TINY, *words[1:], "out=m")
    assert code == 2, err
    assert about in err
    assert len(err.strip().splitlines()) == 1


def test_a_full_disk_is_one_line_and_the_same_command_finishes_later(tmp_path):
    import subprocess

    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=180k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("a small disk can only be made by root")
    try:
        words = ("sweep", *TINY, SIGHT, "samples=8", "replications=4", f"out={disk}/s")
        code, _, err = govsim(tmp_path, *words)
        assert code == 2, err
        assert "no space left" in err
        assert len(err.strip().splitlines()) == 1
        subprocess.run(["mount", "-o", "remount,size=50m", disk], check=True)
        ask(tmp_path, *words)
        got = pd.read_parquet(disk / "s" / "runs.parquet").drop(columns="wall_s").sort_values("run_id")
    finally:
        subprocess.run(["umount", disk], check=True)
    ask(tmp_path, *words[:-1], "out=s")
    expected = pd.read_parquet(tmp_path / "s" / "runs.parquet").drop(columns="wall_s").sort_values("run_id")
    pd.testing.assert_frame_equal(got.reset_index(drop=True), expected.reset_index(drop=True))
