"""The fast model and its slow, obvious twin produce the same events, one by one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govsim.simulation import District
from tests.lab import district_of, in_all_seasons, many_thieves, run_days, square_parts
from tests.oracles.twin import with_twin

GRIEVANCES = 20.0
# 1,440 people, many thieves and quarrels, every mechanism in play, a policy of each family on the way.
BUSY = (
    *many_thieves(120, 300), f"scenario.grievances={GRIEVANCES}",
    "levers.mediation.posts=5", "levers.patrol.cars_day=3", "process.theft.alert_share=1",
    "process.mediation.lasting_days=60", "process.theft.walk_on_share=0.7", "process.theft.live_share=1",
    "policy=[hotspot_patrol,full_xigu,system_365,signs]", "policy_start_day=20", "policy_ramp_days=10",
    "calendar=lanzhou", "calendar.start_date='2024-01-25'",
    "calendar.schools.routines=[]", "calendar.schools.campus=[]",
    "calendar.climate.foul_days=[9,9,9,9,9,9,9,9,9,9,9,9]", "calendar.festival.leave_same_county=1",
    "process.escalation.clash_per_degree=0.05", "process.escalation.clash_heat=3",
)  # fmt: skip
DAYS = 60


def use_everything(district: District) -> None:
    """No condition of a place and no state of a person at its neutral value, so that every rule has something to do."""
    row = np.arange(district.town.n_areas)
    for number, name in enumerate(district.conditions.dtype.names):
        district.conditions[name] = (row * (number + 3) % 11) / 20
    district.people["arousal"] = np.arange(district.people.size) % 5 / 5
    district.offenders["drive"] = 1 - np.arange(district.offenders.size) % 3 / 6


def busy_town() -> District:
    """A town over the Spring Festival, for which some leave, in a winter with foul days."""
    parts = square_parts(*BUSY)
    parts.people["hukou"] = parts.people["household"] % 4 == 1
    return district_of(in_all_seasons(parts))


@pytest.fixture(scope="module")
def districts() -> tuple[District, District]:
    """The fast one and the slow one, after their days."""
    fast, slow = busy_town(), busy_town()
    for district in (fast, slow):
        use_everything(district)
    with_twin(slow, GRIEVANCES)
    for _ in range(DAYS * slow.clock.ticks_per_day):
        slow.step()  # its people live hour by hour
    return run_days(fast, DAYS), slow


@pytest.fixture(scope="module")
def both(districts) -> tuple[pd.DataFrame, pd.DataFrame]:
    return tuple(district.tables()["events"].to_pandas() for district in districts)


@pytest.mark.slow
def test_the_twin_sees_enough_of_everything(both):
    """What follows would be empty if little happened."""
    count = both[0].kind.value_counts()
    assert count["theft"] >= 100
    assert count["dispute"] >= 300
    assert count["clash"] >= 15
    assert count["hearing"] >= 15
    assert (both[0].relapse_of >= 0).sum() >= 3
    assert (both[0].outcome == "caught").sum() >= 1
    assert (both[0].channel == "grid").sum() >= 15
    assert (both[0].outcome == "local").sum() >= 15
    assert {"scene", "inquiry", "video", "tip"} <= set(both[0].cleared_by)


@pytest.mark.slow
def test_the_twin_produces_the_same_events(both):
    """Names, parties, places and fates are equal; numbers agree to the last bits of exp and log."""
    fast, slow = both
    assert list(fast.event_id) == list(slow.event_id)
    pd.testing.assert_frame_equal(fast, slow, check_exact=False, rtol=1e-8, atol=1e-8)


@pytest.mark.slow
def test_the_twin_gives_the_same_reasons_for_every_theft(districts):
    fast, slow = (np.sort(district.thefts.rows, order="id") for district in districts)
    for reason in ("node", "refused", "again", "risk", "value", "guards", "odds"):
        np.testing.assert_allclose(fast[reason], slow[reason], rtol=1e-8, atol=1e-10, err_msg=reason)
    assert (fast["refused"] > 0).any()
    assert set(fast["again"]) == {0, 1, 2}, "some came back, some were told"
    assert (fast["guards"] != 0).any(axis=0).sum() >= 8, "nearly everything that guards is there somewhere"
