"""Runs are named by what they are, and those that share a past are found."""

from __future__ import annotations

import pandas as pd
from omegaconf import OmegaConf

from govsim.experiments.sweeps.factors import factors_of
from govsim.experiments.sweeps.paths import followers, with_values
from govsim.experiments.sweeps.plan import Base, Plan, crossed, joint, together

CFG = {"years": 1, "policy": {"p": {"z": 2.0, "start": 30}}, "process": {"a": {"x": 0.5, "list": [1, 2]}},
       "levers": {"y": "${process.a.x}"}, "seed": 1}  # fmt: skip


def plan(points: pd.DataFrame, seeds: range = range(1, 3), **extra) -> Plan:
    factors = factors_of({path: [0.0, 9.0] for path in points}, {})
    cfg = OmegaConf.create(CFG | extra)
    plain = OmegaConf.to_container(cfg, resolve=True)
    bare = OmegaConf.create({**CFG, **extra, "policy": {}})
    bases = (
        Base("with", plain, followers(cfg, list(points)), 0.0),
        Base("without", OmegaConf.to_container(bare, resolve=True), followers(bare, list(points)), 0.0),
    )
    return Plan(factors, bases, joint(points, factors), seeds)


POINTS = pd.DataFrame({"process.a.x": [0.1, 0.1, 0.2], "policy.p.z": [1.0, 2.0, 1.0]})


def test_a_factor_reaches_every_place_that_follows_it():
    places = followers(OmegaConf.create(CFG), ["process.a.x", "process.a.list[1]", "nowhere"])
    assert set(places["process.a.x"]) == {("process", "a", "x"), ("levers", "y")}
    assert places["process.a.list[1]"] == [("process", "a", "list", 1)]
    assert "nowhere" not in places
    changed = with_values(CFG, places, {"process.a.x": 0.9, "process.a.list[1]": 7})
    assert (changed["process"]["a"]["x"], changed["levers"]["y"], changed["process"]["a"]["list"]) == (0.9, 0.9, [1, 7])
    assert CFG["process"]["a"]["x"] == 0.5


def test_runs_that_are_the_same_are_one_run():
    runs = plan(POINTS).runs()
    assert len(runs) == 2 * (3 + 2)  # without the policy the first two points are one
    assert len({run.run_id for run in runs}) == len(runs)
    table = plan(POINTS).table()
    assert len(table) == 2 * 3 * 2
    assert set(table["run_id"]) == {run.run_id for run in runs}


def test_a_name_depends_on_everything_that_matters_and_on_nothing_else():
    before = {run.run_id for run in plan(POINTS).runs()}
    assert {run.run_id for run in plan(POINTS.iloc[::-1]).runs()} == before  # not on the order of points
    assert {run.run_id for run in plan(POINTS, range(1, 4)).runs()} > before  # more replications: only new ones
    assert {run.run_id for run in plan(pd.concat([POINTS, POINTS + 1])).runs()} > before
    assert {run.run_id for run in plan(POINTS, out="elsewhere").runs()} == before
    for other in ({"years": 2}, {"process": {"a": {"x": 0.5, "list": [1, 3]}}}):
        assert not {run.run_id for run in plan(POINTS, **other).runs()} & before


def test_the_config_of_a_run_has_its_values_and_seed():
    run = plan(POINTS).runs()[0]
    config = run.config()
    assert (config["process"]["a"]["x"], config["levers"]["y"], config["policy"]["p"]["z"], config["seed"]) == (
        0.1,
        0.1,
        1.0,
        1,
    )


def test_runs_share_a_past_when_they_differ_in_policies_alone():
    groups = list(together(plan(POINTS).runs(), 16))
    assert all(len({(run.seed, run.values["process.a.x"]) for run in group}) == 1 for group in groups)
    assert sorted(map(len, groups)) == [2, 2, 3, 3]
    assert max(map(len, together(plan(POINTS).runs(), 2))) == 2


def test_scenarios_and_settings_are_numbered_or_crossed():
    both = crossed(pd.DataFrame({"process.a.x": [0.1, 0.2]}), pd.DataFrame({"policy.p.z": [1.0, 2.0, 3.0]}))
    assert len(both) == 6
    assert both.groupby("scenario").size().tolist() == [3, 3]
    factors = factors_of({path: [0.0, 9.0] for path in POINTS}, {})
    numbered = joint(POINTS, factors)
    assert numbered["scenario"].tolist() == [0, 0, 1]
    assert numbered["setting"].tolist() == [0, 1, 0]
