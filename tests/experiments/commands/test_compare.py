"""The commands end to end, on the small district."""

import json
import shutil

import pandas as pd
import pytest

from govsim.simulation import policies
from govsim.simulation.observation.schema import TABLES
from tests.command import govsim_here

pytestmark = pytest.mark.slow
SHORT = ["district=small", "years=0.06", "burn_in_days=10", "policy_ramp_days=0"]
ARMS = "arms=[baseline,more_patrol,more_patrol+modern_mediation]"


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """A comparison in one process: (folder it ran in, what it printed)."""
    folder = tmp_path_factory.mktemp("compared")
    code, out, err = govsim_here(folder, "compare", ARMS, "replications=2", "workers=0", "out=one", *SHORT)
    assert code == 0, err
    return folder, out


def bytes_of(folder, *names):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.name in names}


def test_a_comparison_leaves_exactly_what_it_promises(compared):
    folder, out = compared
    assert [p.name for p in folder.iterdir()] == ["one"]  # no .hydra, no log files, no scratch folders
    assert sorted(p.name for p in (folder / "one").iterdir()) == [
        "brief.docx", "brief.html", "brief.pdf", "config.yaml", "figures", "report.html", "report.pdf", "runs",
        "tables", "tables.xlsx",
    ]  # fmt: skip
    assert sorted(p.stem for p in (folder / "one" / "tables").iterdir()) == [
        "areas", "comparison", "costs", "dictionary", "groups", "indicators", "places", "series",
    ]  # fmt: skip
    runs = sorted(str(p.relative_to(folder / "one" / "runs")) for p in (folder / "one" / "runs").glob("*/*"))
    arms = ("baseline", "more_patrol", "more_patrol+modern_mediation")
    assert set(runs) == {f"{arm}/seed=000{seed}" for arm in arms for seed in (1, 2)}
    assert "report.html" in out
    assert "More patrol against As today, 2 pairs of runs" in out


def test_results_do_not_depend_on_workers_or_on_going_on(compared):
    folder, _ = compared
    shutil.rmtree(folder / "two", ignore_errors=True)
    shutil.copytree(
        folder / "one" / "runs" / "baseline" / "seed=0001", folder / "two" / "runs" / "baseline" / "seed=0001"
    )
    code, _, err = govsim_here(folder, "compare", ARMS, "replications=2", "workers=2", "pages=false", "out=two", *SHORT)
    assert code == 0, err
    names = ("comparison.csv", "indicators.csv", *(f"{t}.parquet" for t in TABLES), "run.yaml")
    assert bytes_of(folder / "two", *names) == bytes_of(folder / "one", *names)


def test_the_same_command_again_keeps_complete_runs(compared):
    folder, _ = compared
    manifest = folder / "one" / "runs" / "more_patrol" / "seed=0002" / "manifest.json"
    before = manifest.stat().st_mtime_ns
    code, _, err = govsim_here(folder, "compare", ARMS, "replications=3", "workers=0", "pages=false", "out=one", *SHORT)
    assert code == 0, err
    assert manifest.stat().st_mtime_ns == before
    assert set(pd.read_csv(folder / "one" / "tables/indicators.csv")["seed"]) == {1, 2, 3}


def test_arms_are_what_their_names_say(compared):
    folder, _ = compared
    policies = {}
    for path in (folder / "one" / "runs").glob("*/seed=0001/run.yaml"):
        import yaml

        config = yaml.safe_load(path.read_text())
        policies[path.parts[-3]] = set(config["policy"])
        assert config["policy_start_day"] == 10
    assert policies == {
        "baseline": set(), "more_patrol": {"more_patrol"},
        "more_patrol+modern_mediation": {"more_patrol", "modern_mediation"},
    }  # fmt: skip


def test_indicators_can_be_recomputed_from_the_run_directories(compared):
    from govsim.experiments.indicators import compute
    from govsim.experiments.running.store import read_run

    folder, _ = compared
    run = read_run(folder / "one" / "runs" / "more_patrol" / "seed=0002")
    again = compute(run.tables, 240.0, float(run.manifest["ticks"]))
    kept = pd.read_csv(folder / "one" / "tables/indicators.csv")
    kept = kept[(kept["arm"] == "more_patrol") & (kept["seed"] == 2)].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept.drop(columns=["arm", "seed"]), again, check_exact=False, rtol=1e-12)


def test_a_number_of_one_policy_reaches_only_its_arms(compared):
    folder, _ = compared
    words = [
        "arms=[baseline,more_patrol]",
        "policy.more_patrol.multiplier=3",
        "replications=1",
        "workers=0",
        "pages=false",
        "out=triple",
    ]
    code, _, err = govsim_here(folder, "compare", *words, *SHORT)
    assert code == 0, err
    visible = {}
    for name in ("one", "triple"):
        c = pd.read_csv(folder / name / "tables/indicators.csv").set_index(["arm", "seed", "indicator", "ledger"])[
            "value"
        ]
        visible[name] = c["more_patrol", 1, "K8", "true"]
        assert c["baseline", 1, "K8", "true"] > 0
    assert visible["triple"] > visible["one"]


@pytest.fixture
def broken_patrol(monkeypatch):
    """A bug in one policy."""

    def broken(*given):
        raise RuntimeError("a bug")

    monkeypatch.setattr(policies.MorePatrol, "apply", broken)


def test_a_run_that_fails_does_not_take_the_others_with_it(compared, broken_patrol):
    folder, _ = compared
    words = ["arms=[baseline,more_patrol,double_grid]", "replications=2", "workers=0", "out=partly"]
    code, _, err = govsim_here(folder, "compare", *words, *SHORT)
    assert code == 1, err
    assert "RuntimeError: a bug" in err
    assert "Traceback" in (folder / "partly" / "failures.txt").read_text()
    assert "a bug" in (folder / "partly" / "report.html").read_text("utf-8")
    assert set(pd.read_csv(folder / "partly" / "tables/comparison.csv")["arm"]) == {"double_grid"}
    assert len(list((folder / "partly" / "runs" / "baseline").glob("seed=*/manifest.json"))) == 2
    assert not list((folder / "partly" / "runs" / "more_patrol").glob("seed=*/manifest.json"))


def test_when_a_bug_leaves_nothing_to_compare_it_keeps_its_traceback(compared, broken_patrol):
    folder, _ = compared
    words = ["arms=[baseline,more_patrol]", "replications=1", "workers=0", "out=nothing"]
    with pytest.raises(RuntimeError, match="a bug") as raised:
        govsim_here(folder, "compare", *words, *SHORT)
    assert "Traceback" in str(raised.value), "where it happened in the run"
    assert not (folder / "nothing" / "report.html").exists()


IMPOSSIBLE = {
    "a place that is not there": ["policy.more_patrol.where.streets=[Nowhere]"],
    "a contradiction": ["arms=[baseline,elder_workers+field_time,hotspot_patrol+street_stations+spots]",
                        "--config-dir", "mine"],
}  # fmt: skip


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_an_impossible_arm_is_refused_before_anything_runs(what, tmp_path):
    (tmp_path / "mine" / "policy").mkdir(parents=True)
    (tmp_path / "mine" / "policy" / "spots.yaml").write_text(
        "spots: {_target_: govsim.simulation.policies.HotSpotPatrol, "
        "hotspot_visits: 3, hotspot_places: 4, stop_minutes: 12, list_led: 1, fixed_times: 0, start_day: 3}\n"
    )
    code, out, err = govsim_here(tmp_path, "compare", *IMPOSSIBLE[what], "replications=1", "out=none", *SHORT)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1, err
    assert "Nowhere" in err or "both set patrol." in err
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


def test_a_folder_of_another_comparison_is_refused_before_anything_runs(compared):
    folder, _ = compared
    changed = [word if not word.startswith("years") else "years=0.07" for word in SHORT]
    code, _, err = govsim_here(folder, "compare", ARMS, "replications=2", "out=one", *changed)
    assert code == 2
    assert "another configuration" in err
    assert err.count("\n") == 1


def test_runs_over_several_values_get_a_folder_each(tmp_path):
    words = ["-m", "seed=1,2", "policy=none,more_patrol", "district=small", "years=0.01", "out=many"]
    code, _, err = govsim_here(tmp_path, "run", *words)
    assert code == 0, err
    manifests = sorted(tmp_path.glob("many/*/manifest.json"))
    assert len(manifests) == 4
    assert sorted({json.loads(p.read_text())["seed"] for p in manifests}) == [1, 2]
    assert not list(tmp_path.rglob("*.log"))


def test_an_unknown_scheduler_is_one_line(tmp_path):
    code, _, err = govsim_here(tmp_path, "compare", "scheduler=nonsense://nowhere:1", "replications=1", *SHORT)
    assert code == 2
    assert err.count("\n") == 1
    assert "no Dask scheduler answers" in err
