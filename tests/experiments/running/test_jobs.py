"""Runs of a comparison that share a past are what they are alone, whoever does which."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from omegaconf import OmegaConf

from govsim.experiments.running import store
from govsim.experiments.running.cluster import Cluster, run_jobs
from govsim.experiments.running.jobs import Job, do_job, do_jobs, together
from govsim.simulation import District
from govsim.simulation.observation.schema import TABLES
from tests.lab import composed, same

WORDS = ("district=synthetic", "district.population=1000", "offenders.offenders_per_1000=40", "years=0.05",
         "policy_start_day=9", "policy_ramp_days=0")  # fmt: skip
ARMS = {"baseline": "policy=none", "more_patrol": "policy=more_patrol", "elders": "policy=elder_workers"}


def jobs(folder: Path, *seeds: int, **changed: float) -> list[Job]:
    found = []
    for seed in seeds:
        for arm, policy in ARMS.items():
            plain = OmegaConf.to_container(composed(*WORDS, policy), resolve=True)
            place = store.run_folder(folder, arm, seed)
            found.append(Job(arm, seed, plain | {"seed": seed, "out": str(place)} | changed, place, 24.0))
    return found


@pytest.fixture
def simulated(monkeypatch) -> list[float]:
    """Days of every stretch that is simulated."""
    days, run_for = [], District.run_for

    def counted(district, duration):
        days.append(duration / 24)
        run_for(district, duration)

    monkeypatch.setattr(District, "run_for", counted)
    return days


def test_what_is_shared_is_simulated_once_and_changes_nothing(tmp_path, simulated):
    alone = [do_job(job) for job in jobs(tmp_path / "alone", 1)]
    days_alone = sum(simulated)
    simulated.clear()
    shared = do_jobs(jobs(tmp_path / "shared", 1))
    assert sum(simulated) == pytest.approx(days_alone - 2 * 9)
    for one, other in zip(alone, shared, strict=True):
        assert one.reason == other.reason == ""
        for name in TABLES:
            tables = [pq.read_table(o.job.folder / f"{name}.parquet") for o in (one, other)]
            assert same(*tables), (one.job.arm, name)


def test_runs_that_are_there_are_not_simulated_for_the_sake_of_sharing(tmp_path, simulated):
    all_three = jobs(tmp_path, 1)
    do_jobs(all_three[:2])
    simulated.clear()
    outcomes = do_jobs(all_three)
    assert [o.fresh for o in outcomes] == [False, False, True]
    simulated.clear()
    assert not any(o.fresh for o in run_jobs(all_three, Cluster(0), lambda outcome: None))
    assert simulated == []


def test_every_job_is_in_one_group_and_groups_share_a_past(tmp_path):
    everything = [*jobs(tmp_path / "a", 1, 2, 3), *jobs(tmp_path / "b", 1, hours_per_tick=2.0)]
    for workers in (1, 4, 5, 9, 100):
        groups = together(everything, workers)
        assert sorted(id(job) for group in groups for job in group) == sorted(map(id, everything))
        assert len(groups) >= min(workers, len(everything))
        for group in groups:
            assert len({(job.seed, job.config["hours_per_tick"]) for job in group}) == 1
    assert len(together(everything, 1)) == 4
    assert together([], 2) == []
