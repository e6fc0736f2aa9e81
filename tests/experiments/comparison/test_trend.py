"""A reference that rises or falls by itself is named, one that only fluctuates is not."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.comparison.trend import trend_of, trends
from govsim.experiments.report.brief.content import brief_of, trends_told
from govsim.experiments.report.write import voices_of
from tests.experiments.studies import fake_study

MONTHS = [(year, month) for year in (2026, 2027) for month in range(1, 13)]
SEASON = 1 + 0.3 * np.sin(2 * np.pi * np.arange(24) / 12)  # as strong as a season may be


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return fake_study(tmp_path_factory.mktemp("study"), replications=2)


def drifting(study, yearly, seeds=10, level=4000.0, luck=3):
    """The study with two years of counts, which have a season, under the reference; the second is other by `yearly`."""
    rng = np.random.default_rng(luck)
    rows = [
        {"arm": "baseline", "seed": seed, "counted": "thefts", "ledger": "true", "from_day": 30 * k, "days": 30,
         "month": f"{year}-{month:02d}", "count": int(rng.poisson(level / 12 * SEASON[k] * (1 + yearly * (k >= 12))))}
        for seed in range(1, seeds + 1) for k, (year, month) in enumerate(MONTHS)
    ]  # fmt: skip
    return dataclasses.replace(study, series=pd.DataFrame(rows))


@pytest.mark.parametrize("yearly", [-0.12, 0.2])
def test_a_trend_is_found_in_size_and_direction(study, yearly):
    found = trend_of(drifting(study, yearly), "thefts")
    assert found.low < yearly < found.high
    assert found.yearly == pytest.approx(yearly, abs=0.04)
    assert found.verdict == ("lower" if yearly < 0 else "higher")


def test_chance_alone_is_seldom_a_trend(study):
    """Nine of ten intervals hold the truth, and one that does not has to lie beyond what matters too."""
    named = sum(bool(trends(drifting(study, 0.0, seeds=4, level=400.0, luck=k))) for k in range(200))
    assert named <= 20


def test_a_season_is_no_trend_and_less_than_two_years_say_nothing(study):
    assert trends(drifting(study, 0.0)) == []
    for moved in (drifting(study, 0.0), drifting(study, 0.3)):
        months = moved.series[moved.series["from_day"] < 30 * 23]
        assert trend_of(dataclasses.replace(moved, series=months), "thefts") is None


def test_both_languages_name_it(study):
    moved = drifting(study, -0.12)
    voices = voices_of(study)
    assert "现状基线本身每年变化（盗窃−1" in "".join(brief_of(moved, voices["zh"]).sure)
    assert "Today does not stand still" in "".join(brief_of(moved, voices["en"]).sure)
    assert trends_told(drifting(study, 0.0), voices["en"]) == ""
