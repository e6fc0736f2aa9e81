"""What measures read of a run's tables is what stands in them."""

import math
from datetime import date

import numpy as np
import pytest

from govsim.experiments.validation.measures import BASELINE, MEASURES, parts_of
from govsim.experiments.validation.patterns import FUNNEL, patterns_of
from govsim.experiments.validation.replicate import Replicate
from govsim.experiments.validation.runs import Reading, estimates_of
from tests.experiments import fake

DAY, YEAR = 24.0, 365 * 24.0
NEVER = float("nan")


def replicate(events, years=1, places=4, **more):
    """A run of areas in rows of four, each 150 m wide."""
    rows = [fake.event(i, **row) for i, row in enumerate(events)]
    found = fake.tables(rows, fake.areas([100] * places, [0] * places), **more)
    return Replicate(found, 0.0, years * YEAR, seed=1, start=date(2025, 1, 1))


def theft(day, area=0, **given):
    row = {"time_h": day * DAY, "kind": "theft", "area": area, "reported_h": day * DAY, "recorded": True}
    return row | {"distance_m": 1000.0, "other": 1} | given


def dispute(day, **given):
    return {"time_h": day * DAY, "kind": "dispute", "subtype": "neighbour"} | given


def value(name, *runs):
    return MEASURES[name].of([MEASURES[name].each(run) for run in runs]).value


def test_offenders_are_those_of_a_year():
    """Ten thieves, one of whom steals eleven times: the top tenth has eleven of twenty."""
    events = [theft(day, other=0) for day in range(11)] + [theft(day, other=day) for day in range(1, 10)]
    assert value("theft.top_offenders", replicate(events)) == pytest.approx(11 / 20)


def test_journeys_are_straight_lines_made_as_long_as_roads():
    run = replicate([theft(1, distance_m=m) for m in (500, 1000, 4000, 9000, 10_000)])
    assert value("theft.journey_median", run) == pytest.approx(4.8)
    assert value("theft.journey_short", run) == pytest.approx(3 / 5)


def test_reporting_and_kinds_are_counted_by_type():
    told = [theft(1, subtype="vehicle")] * 3 + [theft(1, subtype="burglary")]
    untold = [theft(2, subtype="vehicle", reported_h=NEVER, recorded=False)]
    run = replicate(told + untold)
    assert value("theft.reported_vehicle", run) == pytest.approx(3 / 4)
    assert value("theft.share_vehicle", run) == pytest.approx(3 / 4)
    assert math.isnan(value("theft.reported_small", run))


def test_repeats_are_burglaries_of_the_same_resident_two_days_later_or_more():
    when = ((1, 5), (1, 20), (2, 5), (2, 6), (3, 5), (4, 9), (4, 120))
    events = [theft(d, subtype="burglary", person=p) for p, d in when]
    run = replicate([*events, theft(30, subtype="burglary", person=-1), theft(30, subtype="vehicle", person=3)])
    assert value("theft.repeats_soon", run) == pytest.approx(0.5)
    assert value("theft.repeats", run) == pytest.approx(2 / 7)  # persons 1 and 4


def test_near_repeats_are_those_of_recorded_thefts_year_by_year():
    """Pairs of thefts in the same area on the same day, in two years; unrecorded ones are nowhere."""
    luck = np.random.default_rng(3)
    days = luck.uniform(0, 720, 150)
    events = [
        theft(d + k, area=int(a)) for d, a in zip(days, luck.integers(0, 400, 150), strict=True) for k in (0, 0.2)
    ]
    pairs = value("theft.excess_pairs", replicate(events, years=2, places=400))
    assert pairs == pytest.approx(0.5, abs=0.05)
    hidden = [row | {"recorded": False} for row in events]
    assert math.isnan(value("theft.excess_pairs", replicate(hidden, years=2, places=400)))


def test_the_funnel_counts_disputes_that_were_followed():
    events = [
        dispute(1, outcome="lumped", closed_h=9 * DAY), dispute(1, outcome="bilateral", closed_h=9 * DAY),
        dispute(1, outcome="mediated", closed_h=9 * DAY, reported_h=2 * DAY, recorded=True, hearings=1, channel="110"),
        dispute(1, outcome="local", closed_h=9 * DAY), dispute(300),
        dispute(40, relapse_of=2, outcome="lumped", closed_h=50 * DAY),
    ]  # fmt: skip
    run = replicate(events)
    assert value("dispute.lumped", run) == pytest.approx(2 / 5)
    assert value("dispute.third_party", run) == pytest.approx(2 / 5)
    assert value("dispute.relapse", run) == pytest.approx(1 / 2)
    steps = dict(zip(FUNNEL, patterns_of(run)["funnel"], strict=True))
    assert steps == {"all": 5, "third_party": 2, "recorded": 1, "heard": 1, "agreed": 1, "held": 0}


def test_a_clash_was_warned_of_where_an_office_knew_a_quarrel_of_the_same_two_within_a_year_before():
    known = {"reported_h": 20 * DAY, "recorded": True, "channel": "110"}
    quarrels = [
        dispute(10, person=1, other=2, **known), dispute(50, person=1, other=2),  # the same two again
        dispute(50, person=3, other=4), dispute(10, person=3, other=5, **known),  # another party
        dispute(10, person=6, other=7, **known),
    ]  # fmt: skip
    clashes = [{"time_h": day * DAY, "kind": "clash", "subtype": "neighbour", "outcome": "scuffle", "cause": cause}
               for day, cause in ((60, 1), (60, 2), (15, 4), (21, 4))]  # fmt: skip
    run = replicate(quarrels + clashes, years=2)
    assert value("dispute.warned", run) == pytest.approx(2 / 4)
    late = replicate([*quarrels, {**clashes[0], "time_h": 390 * DAY}], years=2)
    assert value("dispute.warned", late) == 0


def test_slower_answers_that_clear_less_have_a_negative_slope():
    """Clearance falls by 20 points when response doubles: 2.75 points for a tenth more."""
    events, calls = [], []
    for minutes, cleared in ((5, 60), (10, 40), (20, 20)):
        for k in range(100):
            number = len(events)
            events.append(theft(1, cleared_h=5 * DAY if k < cleared else NEVER))
            calls.append({"time_h": DAY, "kind": "call", "cause": number, "response_min": float(minutes)})
    slope = value("police.clearance_by_response", replicate(events + calls))
    assert slope == pytest.approx(-20 * math.log(1.1) / math.log(2), rel=1e-6)


def test_contradictory_ledgers_and_wrong_costs_are_seen():
    fine = replicate([theft(1)])
    assert value("exact.ledgers", fine) == 0
    broken = replicate([theft(1), theft(2, reported_h=NEVER)])
    assert value("exact.ledgers", broken) == 1


def test_a_trend_is_a_share_of_the_mean_a_year():
    days = [d for year, n in enumerate((10, 9, 8)) for d in np.linspace(365 * year, 365 * year + 300, n)]
    assert value("slope.K1/true", replicate([theft(d) for d in days], years=3)) == pytest.approx(-1 / 9)


def test_policies_are_held_against_today_seed_by_seed():
    measure = MEASURES["policy.double_patrol"]
    runs = {arm: {seed: replicate([theft(1)] * n) for seed, n in by_seed.items()}
            for arm, by_seed in (("baseline", {1: 10, 2: 20, 3: 99}), ("double_patrol", {1: 9, 2: 18}))}  # fmt: skip
    readings = [
        Reading(arm, seed, parts_of(run, arm, ["policy.double_patrol"]))
        for arm, by_seed in runs.items()
        for seed, run in by_seed.items()
    ]
    found = estimates_of(readings, {"policy.double_patrol"})["policy.double_patrol"]
    assert measure.arms == (BASELINE, "double_patrol")
    assert (found.value, found.n) == (pytest.approx(0.9), 2)
    assert found.low < 0.85 < 0.95 < found.high  # three events fewer may be luck


def test_what_was_not_run_has_no_estimate():
    readings = [Reading(BASELINE, 1, parts_of(replicate([theft(1)]), BASELINE, ["policy.hardware"]))]
    assert estimates_of(readings, {"policy.hardware"}) == {}


def test_every_measure_reads_a_run_in_which_nothing_happens():
    run = replicate([], years=1)
    for name, measure in MEASURES.items():
        part = measure.each(run)
        assert not measure.of([part if len(measure.arms) == 1 else (part, part)]).value > 0, name
    patterns_of(run)


def test_a_rate_of_which_a_run_saw_nothing_is_no_share():
    """None in one run and three in another are a noisy rate; a share they cannot be."""
    rows = [[], [{"time_h": day * DAY, "kind": "call", "subtype": "dispute", "channel": "110", "recorded": True,
                  "reported_h": day * DAY} for day in (5, 6, 7)]]  # fmt: skip
    readings = [Reading(BASELINE, k, parts_of(replicate(r), BASELINE, ["K7/recorded"])) for k, r in enumerate(rows)]
    found = estimates_of(readings, {"K7/recorded"})["K7/recorded"]
    assert found.low < found.value < found.high
