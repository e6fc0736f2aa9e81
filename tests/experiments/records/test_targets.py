"""What records of a known world show is what was put into it, and the bands hold it."""

from __future__ import annotations

import math
from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.language import words_of
from govsim.experiments.records.check import Checked
from govsim.experiments.records.compare import write_targets
from govsim.experiments.records.settings import Tolerances
from govsim.experiments.records.targets import FEW, GROUPS, band_of, streams_of, targets_of
from govsim.experiments.validation.measures import MEASURES
from govsim.experiments.validation.pooling import Estimate
from govsim.experiments.validation.targets import read_targets

EXACT = Tolerances(0.0, 0.0, 0.0, 0.0)
DAYS, N = 730, 6000
SIDE, RADIUS = 12_000.0, 1500.0
NEAR = math.pi * (RADIUS / SIDE) ** 2 - 8 / 3 * (RADIUS / SIDE) ** 3 + (RADIUS / SIDE) ** 4 / 2  # of all pairs
SAME = 100 * (150 / SIDE) ** 2 / NEAR
FIRST = pd.Timestamp(datetime(2023, 1, 1))


def world(seed: int = 1, n: int = N, kinds=("theft.burglary", "theft.vehicle"), source: str = "cases") -> Checked:
    """Events at any place of a square of 12 km, at any day and at hours after noon."""
    luck = np.random.default_rng(seed)
    days = np.r_[0, DAYS - 1, luck.integers(0, DAYS, n - 2)]
    time = FIRST + pd.to_timedelta(days * 86_400 + luck.integers(12 * 3600, 24 * 3600, n) // 60 * 60, unit="s")
    rows = pd.DataFrame({"time": pd.Series(time).astype("datetime64[s]"), "precision": "minute"})
    rows["occurred"] = rows["time"]
    for name in ("reported", "arrived", "closed", "due"):
        rows[name] = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[s]")
    rows["kind"] = luck.choice(list(kinds), n)
    rows[["x_m", "y_m"]] = luck.uniform(0, SIDE, (n, 2))
    rows = rows.assign(outcome="", channel="110", street="", community="", grid="", person=-1, table=0, row=range(n))
    return Checked(rows, source, n, {}, (), (), None, ("a.csv",))


def by_group(checked: Checked, residents: float = 100_000.0):
    return {line.group: line for line in targets_of(checked, residents, EXACT)}


@pytest.fixture(scope="module")
def found():
    return by_group(world())


def inside(estimate: Estimate, value: float, times: float = 2.0) -> bool:
    """Within twice the 90 % interval: 1 in 1,000 by luck."""
    half = (estimate.high - estimate.low) / 2
    return abs(estimate.value - value) <= times * half


def test_a_world_without_order_shows_none(found):
    assert set(found) == set(GROUPS)
    assert inside(found["rate"].found[0], N / 100 / (DAYS / 365))
    assert all(inside(one, 100 / 7) for one in found["weekday"].found)
    assert all(inside(one, 100) for one in found["month"].found)
    assert inside(found["concentration"].found[0], SAME)
    assert inside(found["near_repeats"].found[0], 0.0)
    assert inside(found["type"].found[0], 50)


def test_hours_are_those_that_were_put_in(found):
    assert [round(one.value) for one in found["hours"].found[:3]] == [0, 0, 0]
    assert all(inside(one, 100 / 3) for one in found["hours"].found[3:])


def test_places_that_have_more_and_events_that_come_after_one_another_are_seen():
    checked = world(2)
    rows, luck = checked.rows, np.random.default_rng(3)
    again = rows.sample(1500, random_state=1).copy()
    again["time"] += pd.to_timedelta(luck.integers(1, 7, len(again)), unit="D")
    again = again[again["time"] < FIRST + pd.Timedelta(days=DAYS)].assign(occurred=lambda r: r["time"])
    twice = Checked(pd.concat([rows, again], ignore_index=True), "cases", 0, {}, (), (), None, ())
    shown = by_group(twice)
    assert shown["near_repeats"].found[0].low > 0.1  # 1500 of 7500
    hot = rows["row"] % 4 == 0
    near = rows.assign(x_m=rows["x_m"].mask(hot, 75.0), y_m=rows["y_m"].mask(hot, 75.0))
    assert by_group(Checked(near, "cases", 0, {}, (), (), None, ()))["concentration"].found[0].low > 50


def test_what_is_not_known_is_not_compared_and_the_reason_is_there_in_both_languages():
    checked = world(1, 400, ("theft.burglary",))
    monthly = checked.rows.assign(precision="month", x_m=math.nan, y_m=math.nan)
    lines = by_group(Checked(monthly, "cases", 0, {}, (), (), None, ()), residents=0)
    reasons = {group: line.missing for group, line in lines.items() if line.missing}
    assert reasons == {"rate": "residents", "type": "one_type", "hours": "no_hours", "weekday": "no_days",
                       "concentration": "no_points", "near_repeats": "no_days"}  # fmt: skip
    assert by_group(world(1, FEW - 1))["rate"].missing == "few"
    for language in ("en", "zh"):
        assert set(reasons.values()) | {"few"} <= set(words_of(language)["records"]["missing"])


def test_records_of_one_type_are_held_against_that_type_alone():
    assert streams_of(world(1, 100, ("theft.burglary",))) == ["thefts:burglary"]
    assert streams_of(world(1, 100)) == ["thefts"]
    assert streams_of(world(1, 100, ("theft", "dispute.family"), "calls")) == ["theft_calls", "dispute_calls:family"]


def test_bands_are_intervals_widened_by_what_is_too_small_to_matter():
    one = Estimate(10.0, 8.0, 12.0, 5)
    assert band_of(one, "rate", Tolerances(0.2, 3, 10, 0.04)) == (6.0, 14.0)
    assert band_of(one, "hours", Tolerances(0.2, 3, 10, 0.04)) == (5.0, 15.0)
    assert band_of(Estimate(0.0, -0.01, 0.01, 5), "near_repeats", Tolerances(0.2, 3, 10, 0.04)) == (-0.05, 0.05)
    assert band_of(Estimate(1.0, 0.5, 1.5, 5), "month", Tolerances(0.2, 3, 10, 0.04)) == (0.0, 11.5)


def test_the_bands_are_a_list_of_targets_as_any_other(found, tmp_path):
    targets = [line.target for line in found.values() if line.target]
    write_targets(targets, tmp_path)
    again = read_targets(tmp_path)
    assert [one.id for one in again] == [f"R{k}" for k in range(1, len(GROUPS) + 1)]
    assert all(part.measure in MEASURES for one in again for part in one.parts)
    assert again == targets
