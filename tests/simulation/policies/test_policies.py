"""Policies are dated, composable changes of levers that leave the baseline as it was."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from govsim.experiments.composition.build import build
from govsim.simulation import policies
from govsim.simulation.policies import Where, in_force, placed, refuse_contradictions, treated_areas
from tests.lab import (
    LIVELY,
    composed,
    differing,
    part,
    policies_of,
    run_days,
    square,
    square_parts,
    square_run,
    synthetic_run,
)

FILES = sorted(p.stem for p in (Path(__file__).parents[3] / "configs" / "policy").glob("[!_]*.yaml"))
QUICK = ("none", "data_driven", "more_patrol", "full_xigu")  # of those that run a district; the slow shelf has all
BUNDLES = {"full_xigu": 10, "budget_neutral": 5}  # policies in each
REAL = [name for name in FILES if name not in ("none", "baseline", *BUNDLES)]
PARTS = square_parts()
TOWN, BASELINE = PARTS.town, PARTS.baseline
AREAS, STREETS = TOWN.areas, TOWN.street_names
AS_BEFORE = {  # named, and not moved
    "patrol.stop_minutes", "patrol.hotspot_places", "patrol.fixed_times", "data.recent", "surveillance.forensic",
    "surveillance.maintenance",
}  # fmt: skip
ALL = np.ones(AREAS.size, bool)
NOW = ("policy_ramp_days=0", "policy_start_day=0")
HALF_YEAR = 180  # days; what grows with time, such as councils, is there by then


def policy(name: str, *words: str):
    return policies_of(f"policy={name}", *words)[name]


def leaves(levers) -> dict[str, np.ndarray]:
    groups = {f.name: getattr(levers, f.name) for f in fields(levers)}
    return {f"{g}.{f.name}": getattr(group, f.name).copy() for g, group in groups.items() for f in fields(group)}


def test_every_class_has_a_file():
    classes = {c for c in vars(policies).values() if isinstance(c, type) and issubclass(c, policies.Policy)}
    assert {type(policy(name)) for name in REAL} == classes - {policies.Policy, policies.Aims}


@pytest.mark.parametrize("name", REAL)
def test_a_policy_moves_levers_where_it_treats_and_nowhere_else(name):
    baseline, treated = BASELINE, np.arange(AREAS.size) % 3 == 0
    before = leaves(baseline)
    after = leaves(policy(name).apply(baseline, 1.0, treated))
    moved = {lever for lever in before if not np.array_equal(before[lever], after[lever])}
    assert moved
    for lever in moved:
        assert np.array_equal(before[lever][..., ~treated], after[lever][..., ~treated])
    assert policy(name).sets() <= moved | AS_BEFORE


@pytest.mark.parametrize("name", REAL)
def test_the_baseline_stays_what_it_was(name):
    baseline = BASELINE
    before = leaves(baseline)
    in_force(baseline, [(policy(name, *NOW), ALL)], 500)
    assert all(np.array_equal(before[lever], now) for lever, now in leaves(baseline).items())


@pytest.mark.parametrize(("one", "other"), list(combinations(REAL, 2)))
def test_two_policies_commute_or_are_refused_by_name(one, other):
    baseline = BASELINE
    pair = {name: (policy(name, *NOW), ALL) for name in (one, other)}
    if pair[one][0].sets() & pair[other][0].sets():
        with pytest.raises(ValueError, match=f"{one} and {other} both set"):
            refuse_contradictions(pair)
        return
    refuse_contradictions(pair)
    forth, back = (
        in_force(baseline, placed({name: pair[name][0] for name in names}, TOWN), 9)
        for names in ((one, other), (other, one))
    )
    assert forth.same_as(back)
    assert not forth.same_as(baseline)


def test_two_values_for_one_lever_are_refused_by_both_names():
    two = {"first": (policy("elder_workers", *NOW), ALL), "second": (policy("elder_workers", *NOW), ALL)}
    with pytest.raises(ValueError, match=r"first and second both set grid\.elders \(first in area 0\)"):
        refuse_contradictions(two)


def test_one_lever_may_be_set_twice_in_other_places_or_at_other_times():
    there = np.arange(AREAS.size) < 9
    refuse_contradictions({"a": (policy("elder_workers"), there), "b": (policy("elder_workers"), ~there)})
    early = policy("elder_workers", *NOW, "+policy.elder_workers.end_day=10")
    late = policy("elder_workers", "policy_ramp_days=0", "policy_start_day=10")
    refuse_contradictions({"a": (early, ALL), "b": (late, ALL)})


@pytest.mark.parametrize("name", REAL)
def test_the_ramp_rises_from_nothing_to_all_and_ends(name):
    words = ("policy_start_day=5", "policy_ramp_days=10", f"policy.{name}.end_day=40")
    strength = np.array([policy(name, *words).strength(day) for day in range(60)])
    assert (strength[:5] == 0).all()
    assert (np.diff(strength[4:16]) > 0).all()
    assert (strength[15:40] == 1).all()
    assert (strength[40:] == 0).all()


def test_a_policy_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="it must be later than start_day, 0"):
        policies.ElderWorkers(per_grid=1, start_day=0, end_day=0)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (Where(streets=("Nowhere",)), r"policy\.a\.where\.streets names Nowhere.*it has Square"),
        (Where(areas=(99,)), r"policy\.a\.where\.areas names 99.*it has 0\.\.35"),
        (Where(ntypes=(0, 11)), r"policy\.a\.where\.ntypes names 0, 11.*it has 1\.\.10"),
    ],
)
def test_a_place_that_does_not_exist_is_refused(where, message):
    with pytest.raises(ValueError, match=message):
        treated_areas("a", where, AREAS, STREETS)


def test_a_street_goes_by_either_name_and_conditions_add_up():
    assert treated_areas("a", Where(streets=("方城",)), AREAS, STREETS).all()
    both = treated_areas("a", Where(areas=(0, 1, 2), ntypes=(int(AREAS["ntype"][1]),)), AREAS, STREETS)
    assert np.flatnonzero(both).tolist() == [1, 2]


@pytest.mark.parametrize("name", REAL)
def test_when_a_policy_ends_the_orders_are_the_baseline_again(name):
    district = square(*LIVELY, f"policy={name}", *NOW, f"policy.{name}.end_day=3")
    run_days(district, 3)
    assert not district.levers.same_as(district.baseline)
    run_days(district, 1)
    assert district.levers is district.baseline


def test_street_posts_close_when_their_policy_ends():
    words = ("policy=street_stations", *NOW, "policy.street_stations.end_day=3", "policy.street_stations.posts=2")
    district = run_days(square(*words), 3)
    posts = district.staff.units.rows["kind"] == 2
    assert posts.sum() == 2
    assert district.staff.units.rows["on_duty"][posts].all()
    run_days(district, 1)
    assert not district.staff.units.rows["on_duty"][posts].any()


@pytest.mark.parametrize("name", [f if f in QUICK else pytest.param(f, marks=pytest.mark.slow) for f in FILES])
def test_two_orders_of_one_bundle_give_one_result(name):
    partner = "double_grid" if name != "double_grid" else "more_patrol"
    if name in ("none", "baseline"):
        assert differing(square_run(5, f"policy={name}").tables(), square_run(5).tables()) == []
        return
    forth, back = (square_run(20, *LIVELY, *NOW, f"policy=[{p}]") for p in (f"{name},{partner}", f"{partner},{name}"))
    assert differing(forth.tables(), back.tables()) == []


@pytest.mark.parametrize(("name", "parts"), BUNDLES.items())
def test_a_bundle_is_its_parts_in_any_order(name, parts):
    bundle = dict(policies_of(f"policy={name}", *NOW))
    assert len(bundle) == parts
    baseline = BASELINE
    forward, back = (in_force(baseline, placed(order, TOWN), 500) for order in (bundle, dict(reversed(bundle.items()))))
    assert forward.same_as(back)
    before, after = leaves(baseline), leaves(forward)
    moved = {lever for lever in before if not np.array_equal(before[lever], after[lever])}
    council = {"neighbourhood.councils"} if name == "full_xigu" else set()
    assert moved >= council | frozenset().union(*(p.sets() for p in bundle.values())) - AS_BEFORE


def test_a_roll_out_comes_street_by_street_from_west_to_east_and_ends_as_the_whole():
    town = synthetic_run(2).town
    whole = policy("data_driven", "policy_start_day=10", "policy_ramp_days=0")
    steps = whole.model_copy(update={"rollout_days": 30, "rollout_streets": 1})
    came = placed({"data_driven": steps}, town)
    there = [np.unique(town.areas["street"][treated]).tolist() for _, treated in came]
    assert [len(streets) for streets in there] == [1] * len(there)
    assert sorted(street for streets in there for street in streets) == list(range(town.n_streets))
    assert [p.start_day for p, _ in came] == [10 + 30 * i for i in range(len(came))]
    x = [town.areas["x_m"][treated].mean() for _, treated in came]
    assert x == sorted(x)
    levers = part("levers").levers(town)
    late, at_once = (in_force(levers, placed({"data_driven": p}, town), 10_000) for p in (steps, whole))
    assert late.same_as(at_once)


def public_yuan(name: str) -> float:
    """Public cost a year on the full district, with a policy in full force from the first day; of half a year."""
    district = build(composed("district=xigu", f"policy={name}", *NOW))
    district.run_for(24 * HALF_YEAR)
    costs = district.tables()["costs"].to_pandas()
    return float(costs.loc[costs["payer"] == "public", "cost_yuan"].sum()) * 365 / HALF_YEAR


@pytest.mark.slow
def test_variants_of_equal_budget_cost_the_same_and_the_neutral_one_nothing():
    baseline = public_yuan("none")
    for name in ("equal_patrol", "equal_grid", "equal_mediators", "equal_monitors", "equal_councils"):
        assert public_yuan(name) - baseline == pytest.approx(5e6, rel=0.1), name
    assert public_yuan("budget_neutral") == pytest.approx(baseline, rel=0.002)
