"""What a worker does: one run after the other, pasts shared, failures kept with their runs."""

from __future__ import annotations

import math

import pyarrow as pa
import pytest
from omegaconf import OmegaConf

from govsim.experiments.running.pasts import Past
from govsim.experiments.sweeps.work import DONE, FAILED, Work, daily, do_task
from tests.lab import composed

TINY = ("district=synthetic", "district.population=1000", "years=0.03", "policy_ramp_days=0")


def work(name: str, *words: str) -> Work:
    plain = OmegaConf.to_container(composed(*TINY, *words), resolve=True)
    return Work(name, plain, 48.0, ("daily",))


BASELINE, PATROL = work("a"), work("b", "policy=more_patrol", "policy_start_day=5")


def test_runs_that_share_a_past_are_what_they_are_alone():
    together = do_task([BASELINE, PATROL])
    alone = [do_task([one])[0] for one in (BASELINE, PATROL)]
    for one, other in zip(together, alone, strict=True):
        assert one.status == other.status == DONE
        assert str(one.values) == str(other.values)  # NaN equals NaN in writing
        assert one.tables["daily"].equals(other.tables["daily"])
    assert sum(one.days for one in together) == pytest.approx(sum(one.days for one in alone) - 5)
    assert sum(one.days_alone for one in together) == pytest.approx(sum(one.days for one in alone))


def parting_of(*works: Work) -> float:
    return Past([one.config for one in works]).parting_h


def test_runs_part_when_the_first_policy_starts():
    later = work("c", "policy=more_patrol", "policy_start_day=8")
    assert parting_of(BASELINE, PATROL, later) == 5 * 24
    assert parting_of(BASELINE) == 0
    beyond = work("d", "policy=more_patrol", "policy_start_day=400")
    assert parting_of(BASELINE, beyond) == pytest.approx(0.03 * 8760, abs=1)


def test_a_failure_stays_with_its_run():
    broken = Work(
        "x", PATROL.config | {"policy": {"more_patrol": {"_target_": "govsim.simulation.policies.Nothing"}}}, 48.0, ()
    )
    results = {r.run_id: r for r in do_task([broken, BASELINE, PATROL])}
    assert results["x"].status == FAILED
    assert "Nothing" in results["x"].reason
    assert "\n" not in results["x"].reason
    assert results["a"].status == results["b"].status == DONE
    assert math.isfinite(results["a"].values["K1_true"])


def test_daily_counts_are_sums_over_areas_with_a_row_for_every_day():
    rows = {"day": [0, 0, 2], "thefts": [1, 2, 3], "thefts_recorded": [0, 1, 1], "onsets": [0, 0, 5],
            "clashes": [0, 1, 0], "open_disputes": [4, 4, 9]}  # fmt: skip
    assert daily(pa.table(rows)).to_pydict() == {
        "day": [0, 1, 2], "thefts": [3, 0, 3], "thefts_recorded": [1, 0, 1], "onsets": [0, 0, 5], "clashes": [1, 0, 0],
        "open_disputes": [8, 0, 9],
    }  # fmt: skip
