"""Campaigns: alarm that spreads and fades, rebound that never exceeds what was put off, hours that are finite."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lab import NOBODY_ON_DUTY, many_thieves, run_days, same_rows, square, square_run, thefts_table

# nobody is ever caught, so that the same thieves are at large in every arm
THIEVES = (*many_thieves(100, 400), *NOBODY_ON_DUTY)
CAMPAIGN = ("policy=crackdown", "policy_start_day=20", "policy_ramp_days=0", "policy.crackdown.end_day=50")
STRONG = ("process.enforcement.alarm_reach=0.8", "process.theft.certainty_weight=3")


def test_alarm_rises_at_once_and_decays_with_its_memory():
    words = ("process.enforcement.rise_days=1", "process.enforcement.memory_days=30")
    district = square(*CAMPAIGN, *words)
    run_days(district, 20)
    assert not district.conditions["alarm"].any()
    run_days(district, 30)
    assert district.conditions["alarm"] == pytest.approx(0.3)
    run_days(district, 30)
    assert district.conditions["alarm"] == pytest.approx(0.3 * (1 - 1 / 30) ** 30)


def test_thefts_fall_in_a_campaign_and_come_back_after_it():
    def counts(*words: str) -> np.ndarray:
        t = square_run(90, *THIEVES, *STRONG, *words).thefts.rows["time_h"]
        return np.array([((t >= 24 * a) & (t < 24 * b)).sum() for a, b in ((0, 20), (22, 50), (55, 90))])

    plain = counts()
    rebound, none = (counts(*CAMPAIGN, "process.enforcement.memory_days=1", f"process.theft.campaign_rebound={r}")
                     for r in (0.9, 0))  # fmt: skip
    assert plain[0] == rebound[0] == none[0] > 20
    assert none[1] < 0.7 * plain[1]
    assert rebound[2] > none[2] + 5


def test_no_more_is_made_up_than_was_put_off():
    district = square(*THIEVES, *STRONG, *CAMPAIGN, "process.theft.campaign_rebound=1")
    run_days(district, 50)
    put_off = district.offenders["deferred"].copy()
    assert put_off.sum() > 20
    run_days(district, 60)
    assert (district.offenders["deferred"] >= 0).all()
    assert district.offenders["deferred"].sum() < 0.5 * put_off.sum()


def test_without_a_campaign_nothing_is_put_off_and_the_switch_reaches_nothing():
    one, other = (square_run(60, *THIEVES, f"process.theft.campaign_rebound={r}") for r in (0, 1))
    assert not one.offenders["deferred"].any()
    assert same_rows(thefts_table(one), thefts_table(other))


def test_a_campaign_takes_time_from_quarrels_and_adds_it_to_investigation():
    plain, campaign = (square_run(5, *w).staff for w in ((), ("levers.enforcement.campaign=1",)))
    assert plain.investigators_share == plain.conciliation_share == 1
    assert campaign.investigators_share == 2
    assert campaign.conciliation_share == pytest.approx(0.7)


@pytest.mark.parametrize(("share", "left"), [(0.5, None), (0.0, 1.0)])
def test_added_patrols_crowd_out_other_police_work_unless_the_switch_is_off(share, left):
    words = ("policy=more_patrol", "policy_start_day=5", "policy_ramp_days=0", "policy.more_patrol.multiplier=3",
             "process.staffing.crew_lag_days=0", f"process.enforcement.crowd_out_police_share={share}")  # fmt: skip
    district = square(*words)
    before = float(run_days(district, 5).staff.patrol_hours.sum())
    run_days(district, 2)
    added = float(district.staff.patrol_hours.sum()) - before
    assert added > 0
    expected = 1 - min(1.0, share * added / (20 * 1440 / 10_000)) if left is None else left
    assert district.staff.investigators_share == district.staff.conciliation_share == pytest.approx(expected)


def test_fewer_patrols_do_not_add_other_hours():
    words = ("policy=more_patrol", "policy_start_day=5", "policy_ramp_days=0", "policy.more_patrol.multiplier=0")
    assert square_run(8, *words).staff.investigators_share == 1


def test_unfair_contacts_cost_trust_unless_the_switch_is_off():
    busy = ("scenario.grievances=20", "process.perception.trust_gain=0", "process.perception.trust_loss=0")

    def trust(fairness: float, loss: float) -> float:
        words = (f"levers.enforcement.fairness={fairness}", f"process.perception.unfair_contact_trust_loss={loss}")
        return float(square_run(60, *busy, *words).people["trust"].mean())

    assert trust(0.2, 0.5) < trust(0.8, 0.5) < trust(1, 0.5) == trust(0.2, 0)
