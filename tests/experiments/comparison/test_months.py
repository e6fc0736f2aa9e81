"""Months against the month before and the year before, on counts that are known."""

import dataclasses

import pandas as pd
import pytest

from govsim.experiments.comparison.months import earlier, months_of
from govsim.experiments.report.sections import months as section
from govsim.experiments.report.write import voices_of
from tests.experiments.studies import fake_study

SEEDS = range(1, 7)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    found = fake_study(tmp_path_factory.mktemp("study"), replications=2)
    rows = [
        {"arm": "baseline", "seed": seed, "counted": counted, "ledger": "recorded", "from_day": 30 * k - 30, "days": 30,
         "month": f"{2025 + (k + 11) // 12}-{(k + 11) % 12 + 1:02d}", "count": count}
        for seed in SEEDS for counted in ("thefts", "disputes", "clashes")
        for k, count in enumerate([999, *[4000] * 11, 8000, *[4000] * 12])
    ]  # fmt: skip
    return dataclasses.replace(found, series=pd.DataFrame(rows))


def test_a_month_is_told_against_the_month_before_and_the_same_month_of_the_year_before(study):
    found = {month.name: month for month in months_of(study, "baseline", "thefts", "recorded")}
    assert "2025-12" not in found, "the burn-in is not told"
    assert found["2026-01"].on_month is None, "nor compared with"
    doubled, after = found["2026-12"], found["2027-01"]
    assert (doubled.on_month.share, doubled.on_month.verdict) == (1.0, "higher")
    assert doubled.on_month.low < 1 < doubled.on_month.high
    assert after.on_month.share == -0.5
    assert (after.on_year.share, after.on_year.verdict) == (0.0, "alike")
    assert found["2026-06"].on_year is None


def test_the_month_before_january_is_in_the_year_before():
    assert [earlier("2026-01", 1), earlier("2026-12", 12), earlier("2026-03", 15)] == ["2025-12", "2025-12", "2024-12"]


@pytest.mark.parametrize(("language", "words"), [("zh", "环比 同比"), ("en", "on the month before on the year before")])
def test_the_table_has_both_in_the_words_of_an_office(study, language, words):
    table = section.table(study, voices_of(study)[language])
    assert " ".join(column.title for column in table.columns[2:4]) == words
    assert table.rows[11][2].strong
    assert not table.rows[5][2].strong


def test_runs_followed_by_weeks_have_no_table(tmp_path):
    found = fake_study(tmp_path, replications=2)
    weeks = dataclasses.replace(found, series=found.series.assign(month=""))
    assert section.table(weeks, voices_of(weeks)["zh"]) is None
