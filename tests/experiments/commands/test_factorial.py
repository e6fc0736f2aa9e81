"""The command `govsim factorial` end to end, on the small district."""

import shutil

import pandas as pd
import pytest

from tests.command import govsim_here

pytestmark = pytest.mark.slow
WORDS = ["factorial", "arms=[elder_workers,modern_mediation]", "district=small", "years=0.06", "burn_in_days=10",
         "policy_ramp_days=0", "replications=2"]  # fmt: skip


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A factorial of two parts: (folder it ran in, what it printed)."""
    folder = tmp_path_factory.mktemp("factorial")
    code, out, err = govsim_here(folder, *WORDS, "workers=1", "out=one", "policy.elder_workers.per_grid=3")
    assert code == 0, err
    return folder, out


def test_a_factorial_leaves_exactly_what_it_promises(done):
    folder, out = done
    assert [p.name for p in folder.iterdir()] == ["one"]
    assert sorted(p.name for p in (folder / "one").iterdir()) == [
        "factorial.csv", "indicators.csv", "report.html", "runs",
    ]  # fmt: skip
    arms = {"baseline", "elder_workers", "modern_mediation", "elder_workers+modern_mediation"}
    assert {p.name for p in (folder / "one" / "runs").iterdir()} == arms
    assert "bundle minus sum" in out
    assert "report.html" in out
    assert "<svg" in (folder / "one" / "report.html").read_text("utf-8")


def test_what_is_left_is_recomputed_from_the_values(done):
    folder, _ = done
    values = pd.read_csv(folder / "one" / "indicators.csv").query("indicator == 'K12' and ledger == 'true'")
    by_arm = values.pivot(index="seed", columns="arm", values="value")
    left = by_arm["elder_workers+modern_mediation"] - by_arm["elder_workers"] - by_arm["modern_mediation"]
    left += by_arm["baseline"]
    terms = pd.read_csv(folder / "one" / "factorial.csv").query("indicator == 'K12' and ledger == 'true'")
    found = terms.set_index("kind").loc["bundle minus sum"]
    assert found["difference"] == pytest.approx(left.mean())
    assert found["n"] == 2


def test_going_on_after_a_kill_changes_nothing(done):
    folder, _ = done
    shutil.copytree(folder / "one" / "runs" / "baseline", folder / "two" / "runs" / "baseline")
    code, _, err = govsim_here(folder, *WORDS, "workers=2", "out=two", "policy.elder_workers.per_grid=3")
    assert code == 0, err
    for name in ("factorial.csv", "indicators.csv"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()
