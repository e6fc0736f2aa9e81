"""The baseline shows the levels that are known of Xigu, Lanzhou and China (evidence 5A, inventory Part 7).

Three years of the full district are pooled; the bands are those of the sources, not ours.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hydra import compose, initialize_config_dir

from govsim.experiments.composition.build import build
from govsim.simulation.observation.schema import DISPUTE_TYPES

CONFIGS = str(Path(__file__).parents[2] / "configs")
BURN_IN_DAYS, YEAR_DAYS, SEEDS = 60, 365, (11, 12, 13)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def years() -> tuple[pd.DataFrame, float]:
    """Events of three baseline years, and the thousands of person-years they stand for."""
    parts, residents = [], 0
    for seed in SEEDS:
        with initialize_config_dir(CONFIGS, version_base="1.3"):
            district = build(compose("run", overrides=["district=xigu", f"seed={seed}"]))
        district.run_for(24 * (BURN_IN_DAYS + YEAR_DAYS))
        events = district.tables()["events"].to_pandas()
        parts.append(events[events.time_h >= 24 * BURN_IN_DAYS])
        residents = district.people.size
    return pd.concat(parts, ignore_index=True), residents * len(SEEDS) / 1000


def of(events: pd.DataFrame, kind: str) -> pd.DataFrame:
    return events[events.kind == kind]


def test_c1_recorded_thefts_per_1000(years):
    events, thousands = years
    assert 1.05 <= of(events, "theft").recorded.sum() / thousands <= 1.45


def test_c2_dispute_calls_to_110_per_1000(years):
    events, thousands = years
    calls = of(events, "call")
    assert 9.5 <= calls.subtype.isin(DISPUTE_TYPES).sum() / thousands <= 15.5


def test_valid_calls_per_1000_are_those_of_lanzhou(years):
    """264,400 valid calls of 4.36 million people in 2024 [S16]: 60.6 per 1,000; 10 % either way."""
    events, thousands = years
    assert 54.6 <= len(of(events, "call")) / thousands <= 66.7


def test_c13_dispute_funnel(years):
    events, _ = years
    disputes = of(events, "dispute")
    fate = disputes.outcome.astype(str).where(~disputes.reported, "third")
    share = fate[fate != "open"].value_counts(normalize=True)
    assert 0.25 <= share["lumped"] <= 0.40
    assert 0.40 <= share["bilateral"] <= 0.55
    assert 0.12 <= share["third"] <= 0.25


def test_c15_known_disputes_that_turn_criminal(years):
    events, _ = years
    disputes = of(events, "dispute")
    assert 0.002 <= disputes.criminal.sum() / disputes.reported.sum() <= 0.010


def test_clearance_of_recorded_thefts(years):
    events, _ = years
    recorded = of(events, "theft").query("recorded")
    assert 0.10 <= recorded.cleared.mean() <= 0.40


def test_burglary_and_vehicles_are_each_about_a_third_of_recorded_thefts(years):
    """Inventory V5."""
    events, _ = years
    share = of(events, "theft").query("recorded").subtype.value_counts(normalize=True)
    assert 0.28 <= share["burglary"] <= 0.45
    assert 0.25 <= share["vehicle"] <= 0.45


def test_reporting_follows_the_value_of_the_loss(years):
    """C10: e-bikes and vehicles 65-85 %, small personal theft 30-45 %."""
    events, _ = years
    reported = of(events, "theft").groupby("subtype", observed=True).reported.mean()
    assert 0.65 <= reported["vehicle"] <= 0.85
    assert 0.25 <= reported["pocket_shop"] <= 0.45


def test_the_top_tenth_of_active_offenders_steals_a_third_to_a_half(years):
    """C7, pooled over years in which the same offenders live."""
    events, _ = years
    thefts = of(events, "theft").groupby("other").size().sort_values(ascending=False)
    assert 0.30 <= thefts.iloc[: len(thefts) // 10].sum() / thefts.sum() <= 0.55
