"""Worlds that differ in one thing differ only where that thing reaches."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from govsim.simulation.observation.schema import THEFT_TYPES
from govsim.simulation.processes.disputing import Disputing
from tests.lab import (
    LIVELY,
    NOBODY_ON_DUTY,
    disputes_table,
    district_of,
    many_thieves,
    run_days,
    same_rows,
    square_parts,
    square_run,
    thefts_table,
)

BUSY = (*many_thieves(60, 200), "scenario.grievances=10")
DAYS = 60
# All paths by which one theft reaches another thief: word of it, victims' trust, unit minutes, response on the scene,
# caseload.
THIEVES_APART = (
    "process.reporting.tell_trust=0", "process.dispatch.patrols_answer=0", "process.investigation.scene_share=0",
    "process.investigation.load_weight=0", "process.theft.tell_share=0",
)  # fmt: skip
STRONG_TIES = (
    "process.perception.trust_gain=0.4", "process.perception.trust_loss=0.6", "process.reporting.tell_trust=20",
    "process.investigation.scene_minutes=60", "process.investigation.load_weight=5",
)  # fmt: skip


def active() -> np.ndarray:
    """Rows of the pool who steal from the first day on."""
    return np.flatnonzero(square_parts(*BUSY).offenders["drive"] > 0)


def thieves(keep: slice | np.ndarray, *words: str) -> np.ndarray:
    """Thefts when only some rows of the pool are there."""
    parts = square_parts(*BUSY, *words)
    parts.offenders = parts.offenders[keep].copy()
    return thefts_table(run_days(district_of(parts), DAYS))


def test_one_more_offender_adds_only_that_offenders_thefts():
    pool, fewer = thieves(slice(None), *THIEVES_APART), thieves(slice(None, -3), *THIEVES_APART)
    newcomers = pool["offender"] >= square_parts(*BUSY).offenders.size - 3
    assert fewer.size > 150
    assert newcomers.sum() > 0
    assert same_rows(pool[~newcomers], fewer)


def test_one_offender_less_changes_nobody_elses_searches():
    """A larger pool (offenders_per_1000) does not give new luck to those who were in the smaller one."""
    pool = thieves(slice(None), *THIEVES_APART)
    gone = np.bincount(pool["offender"]).argmax()
    fewer = thieves(np.delete(np.arange(square_parts(*BUSY).offenders.size), gone), *THIEVES_APART)
    others = pool[pool["offender"] != gone]
    others["offender"] -= others["offender"] > gone  # the row in the pool
    assert others.size < pool.size
    assert same_rows(others, fewer)


def test_offenders_reach_one_another_when_their_victims_and_police_do():
    few = active()[20]
    pool, fewer = thieves(slice(None), *STRONG_TIES), thieves(slice(None, few), *STRONG_TIES)
    assert fewer.size > 0
    assert not same_rows(pool[pool["offender"] < few], fewer)


def quarrels(rates: np.ndarray | None, monkeypatch: pytest.MonkeyPatch, *words: str) -> np.ndarray:
    """Disputes when residents have these rates of grievances a year, by default their own."""
    if rates is not None:
        monkeypatch.setattr(Disputing, "rates", lambda self, setting: rates)
    out = disputes_table(run_days(district_of(square_parts(*BUSY, *words)), DAYS))
    monkeypatch.undo()
    return out


def one_angrier(person: int, factor: float) -> np.ndarray:
    parts = square_parts(*BUSY)
    district = district_of(parts)
    rates = parts.processes.disputing.rates(district.setting)
    rates[person] *= factor
    return rates


def test_one_angrier_person_changes_nobody_elses_disputes(monkeypatch):
    person = 700
    calm = quarrels(None, monkeypatch, *NOBODY_ON_DUTY)
    angry = quarrels(one_angrier(person, 40), monkeypatch, *NOBODY_ON_DUTY)
    assert same_rows(calm[calm["starter"] != person], angry[angry["starter"] != person])
    assert (angry["starter"] == person).sum() > (calm["starter"] == person).sum()


def test_an_angrier_person_takes_time_from_others_who_need_the_same_staff(monkeypatch):
    words = ("levers.mediation.posts=1",)
    person = 700
    calm = quarrels(None, monkeypatch, *words)
    angry = quarrels(one_angrier(person, 2000), monkeypatch, *words)
    assert not same_rows(calm[calm["starter"] != person], angry[angry["starter"] != person])


def test_quarrels_are_untouched_by_thieves_when_trust_and_police_are_cut():
    """Thefts reach disputes by trust (of victims), units on other calls, and the unrest of those set free."""
    cut = (*BUSY, "process.perception.trust_gain=0", "process.perception.trust_loss=0",
           "process.dispatch.patrols_answer=0", "process.staffing.cars_per_station=0",
           "process.supervision.unrest=0", "process.supervision.calm=0")  # fmt: skip
    with_thieves, without = square_run(DAYS, *cut), square_run(DAYS, *cut, "offenders.offenders_per_1000=0")
    assert len(with_thieves.thefts) > 200
    assert len(without.thefts) == 0
    assert len(without.disputes) > 200
    assert same_rows(disputes_table(with_thieves), disputes_table(without))


def test_thieves_reach_quarrels_through_the_police():
    with_thieves, without = square_run(DAYS, *BUSY), square_run(DAYS, *BUSY, "offenders.offenders_per_1000=0")
    assert not same_rows(disputes_table(with_thieves), disputes_table(without))


@pytest.mark.parametrize(
    "opened",
    [
        (
            "process.reporting.tell_trust=20",
            "scenario.grievances=120",
            "process.escalation.third_party_per_day=0.5",
        ),
        (
            "process.dispatch.patrols_answer=1",
            "process.staffing.cars_per_station=0",
            "process.theft.sight_weight=1",
            "process.theft.certainty_weight=3",
            "offenders.offenders_per_1000=300",
            *(f"process.reporting.tell_base.{kind}=-20" for kind in THEFT_TYPES),  # or thefts keep all cars busy
        ),
        (
            "process.investigation.scene_share=1",
            "process.investigation.scene_minutes=60",
            "process.dispatch.on_scene_hours=0.2",
            *(f"process.reporting.tell_base.{kind}=20" for kind in THEFT_TYPES),
        ),
    ],
    ids=lambda words: words[0].split("=")[0],
)
def test_each_stated_path_alone_leads_from_mediation_to_thefts(opened):
    """Cut all four and nothing passes (test_exact_properties); open any one and something does."""
    loud = (
        "process.perception.trust_gain=0.4", "process.perception.trust_loss=0.6", "levers.mediation.posts=20",
        "process.reporting.clash_called_share=1", "process.escalation.incident_heat=0.9", "scenario.grievances=40",
    )  # fmt: skip
    cut = ("process.reporting.tell_trust=0", "process.dispatch.patrols_answer=0", "process.investigation.scene_share=0",
           "process.investigation.tip_share=0")  # fmt: skip
    words = (*BUSY, *cut, *loud, *opened)
    mediated = square_run(DAYS, *words, "policy=modern_mediation", "policy_ramp_days=0")
    assert not same_rows(thefts_table(square_run(DAYS, *words)), thefts_table(mediated))


def test_mediation_moves_trust_and_trust_moves_readiness_to_tell():
    """The fourth path: from trust to taking part to tips."""
    plain, mediated = (
        square_run(DAYS, *BUSY, "levers.mediation.posts=20", *words).conditions["tips"]
        for words in ((), ("policy=modern_mediation", "policy_ramp_days=0"))
    )
    assert not np.array_equal(plain, mediated)


def test_a_mirrored_map_has_the_same_events():
    """East and west are names: no rule knows which is which."""
    parts = square_parts(*LIVELY)
    areas = parts.town.areas.copy()
    areas["ix"] = areas["ix"].max() - areas["ix"]
    areas["x_m"] = (areas["ix"] + 0.5) * parts.town.side_m
    parts.town = replace(parts.town, areas=areas)
    mirrored, plain = run_days(district_of(parts), DAYS), square_run(DAYS, *LIVELY)
    assert same_rows(thefts_table(mirrored), thefts_table(plain))
    assert same_rows(disputes_table(mirrored), disputes_table(plain))
    assert len(plain.thefts) > 30


def test_the_order_of_building_is_irrelevant():
    first, second = district_of(square_parts(*LIVELY)), district_of(square_parts(*LIVELY, "seed=2"))
    run_days(second, 20)
    run_days(first, 20)
    assert same_rows(disputes_table(first), disputes_table(square_run(20, *LIVELY)))
    assert same_rows(disputes_table(second), disputes_table(square_run(20, *LIVELY, "seed=2")))
