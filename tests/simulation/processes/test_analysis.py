"""What the government thinks it knows: the database, and the lists made of it."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.engine.randomness import Draws
from govsim.simulation.entities.records import BY_110, BY_GRID, REPORT, THEFT_REPORT, Records
from govsim.simulation.processes.analysis import riskiest
from tests.lab import many_thieves, process, run_days, same_rows, square, square_parts, square_run, thefts_table

PARTS = square_parts()
TOWN, N = PARTS.town, PARTS.town.n_areas
NOW = ("policy_ramp_days=0", "policy_start_day=0")


def books(*rows: tuple[int, int, float]) -> Records:
    """Recorded thefts of (area, channel, hour)."""
    known, reports = Records(), np.zeros(len(rows), REPORT)
    reports["kind"], reports["recorded"], reports["entity"] = THEFT_REPORT, 1, np.arange(len(rows))
    for name, column in zip(("area", "channel", "time_h"), zip(*rows, strict=True), strict=True):
        reports[name] = column
    known.reports.add(reports)
    known.coverage = np.ones(N)
    return known


def risk(known: Records, days: int, *words: str) -> np.ndarray:
    parts = square_parts("hours_per_tick=24", *words)
    for _ in range(days):
        parts.clock.advance()
    rule, led = process("analysis", *words), parts.baseline.data.data_led
    return rule.risk((THEFT_REPORT,), led, known, TOWN, parts.baseline, parts.clock, Draws(1))


MAP_ONLY = ("levers.data.data_led=1", "levers.data.latency_days=0", "process.analysis.neighbour_weight=0")


@pytest.mark.parametrize("recent", [0, 0.3, 1])
def test_with_a_full_database_the_map_shows_the_places_of_reports_faded_by_age(recent):
    """What is new and what lasts are two maps of the same reports, mixed by their weight."""
    words = (*MAP_ONLY, f"levers.data.recent={recent}")
    score = risk(books((7, BY_110, 10.0), (7, BY_110, 34.0), (20, BY_110, 58.0)), 5, *words)
    weight, rule = np.zeros(N), process("analysis")
    for area, hour in ((7, 10), (7, 34), (20, 58)):
        age = (120 - hour) / 24
        lasting, new = (np.exp(-age / days) / days for days in (rule.year_days, rule.weeks_days))
        weight[area] += (1 - recent) * lasting + recent * new
    assert score == pytest.approx(weight * N / weight.sum())


def test_a_programme_lists_what_the_records_say_where_experience_would_not():
    """`list_led` alone makes the list of patrols one of records; that of grid workers stays as it was."""
    known = books(*((7, BY_110, float(hour)) for hour in range(5)), (20, BY_110, 3.0))
    parts = square_parts("hours_per_tick=24", "levers.data.data_led=0", "levers.data.latency_days=0",
                         "levers.patrol.list_led=1")  # fmt: skip
    parts.clock.advance()
    listed = process("analysis", "process.analysis.neighbour_weight=0").patrol_list(
        known, TOWN, parts.baseline, parts.clock, Draws(1)
    )
    assert listed[listed >= 0].tolist() == [7, 20]


def test_a_report_cannot_be_used_before_its_latency():
    words = (*MAP_ONLY[:1], *MAP_ONLY[2:], "levers.data.latency_days=3")
    score = risk(books((7, BY_110, 10.0), (20, BY_110, 100.0)), 5, *words)
    assert np.flatnonzero(score).tolist() == [7]


def test_without_records_of_households_reports_fall_anywhere_in_the_grid():
    known = books(*((7, BY_110, 1.0) for _ in range(400)))
    known.coverage[:] = 0
    score = risk(known, 1, *MAP_ONLY)
    grid = np.flatnonzero(TOWN.areas["grid"] == TOWN.areas["grid"][7])
    assert grid.size == 2
    assert np.flatnonzero(score).tolist() == grid.tolist()
    assert abs(score[7] / score.sum() - 0.5) < 4 * 0.5 / 20


def test_what_workers_found_themselves_counts_only_with_the_bias():
    known = books((7, BY_GRID, 1.0), (20, BY_110, 1.0))
    biased = risk(known, 1, *MAP_ONLY, "process.analysis.feedback_bias=1")
    corrected = risk(known, 1, *MAP_ONLY, "process.analysis.feedback_bias=0")
    assert biased[7] == biased[20] > 0
    assert corrected[7] == 0 < corrected[20]


def test_impressions_know_streets_and_not_places():
    score = risk(books((7, BY_110, 1.0)), 1, "levers.data.data_led=0")
    assert (score[TOWN.areas["street"] == TOWN.areas["street"][7]] > 0).all()
    assert risk(books((7, BY_110, 1.0)), 40, "levers.data.data_led=0").sum() == 0  # last month's only


def test_coverage_tends_to_where_entries_make_up_for_moves():
    district = square("levers.data.entry_share=0.5", "process.staffing.turnover_per_year=0")
    rule = district.processes.analysis
    run_days(district, 2)
    workers = district.staff.workers()
    settled = rule.lasting_coverage(rule._entered_share(workers, district.staff, district.town, district.levers))
    assert district.records.coverage == pytest.approx(settled), "as in the long run from the first day on"
    district.records.coverage[:] = 0
    before = 0.0
    for _ in range(6):
        run_days(district, 10)
        assert district.records.coverage.mean() > before
        before = district.records.coverage.mean()
    district.records.coverage[:] = settled
    run_days(district, 30)
    assert district.records.coverage == pytest.approx(settled)
    assert 0 < settled.mean() < 1


def test_more_entries_more_coverage_and_none_none():
    shares = [square_run(40, f"levers.data.entry_share={s}").records.coverage.mean() for s in (0, 0.15, 0.6)]
    assert shares[0] == 0 < shares[1] < shares[2] < 1


@pytest.mark.parametrize("how_many", [1, 3, 100])
def test_a_list_holds_the_riskiest_of_each_group(how_many):
    score, group = np.sin(np.arange(N)) + 0.2, np.arange(N) % 4 - 1
    listed = riskiest(score, group, 3, how_many)
    for g in range(3):
        here = np.flatnonzero((group == g) & (score > 0))
        best = here[np.argsort(-score[here])][:how_many]
        assert listed[g][listed[g] >= 0].tolist() == best.tolist()


def test_targeted_workers_walk_at_listed_places():
    words = ("policy=data_driven", *NOW, "policy.data_driven.targeting=1", "offenders.offenders_per_1000=60",
             "offenders.searches_per_year=300")  # fmt: skip
    district = square(*words)
    run_days(district, 40)
    listed, minutes = set(district.staff.listed[district.staff.listed >= 0].tolist()), district.field["grid_min"]
    grids_listed = {int(TOWN.areas["grid"][a]) for a in listed}
    for area in np.flatnonzero(minutes > 0):
        assert area in listed or int(TOWN.areas["grid"][area]) not in grids_listed
    assert listed & set(np.flatnonzero(minutes > 0).tolist())


def test_a_repeat_visit_lever_reaches_only_quarrels_that_broke_out_before():
    busy = ("scenario.grievances=80", "levers.mediation.posts=40", "process.mediation.lasting_days=20", *NOW)
    plain, visited = (
        square_run(90, *busy, *w) for w in ((), ("levers.data.repeat_visits=1", "levers.mediation.follow_up=0.05"))
    )
    a, b = plain.disputes.rows, visited.disputes.rows
    first_a, first_b = (set(r["id"][(r["generation"] == 0)]) for r in (a, b))
    assert first_a == first_b
    assert (b["generation"] > 1).sum() < (a["generation"] > 1).sum()


def test_without_targeting_and_hot_spots_lists_change_nothing():
    quiet = ("levers.data.data_led=1", "levers.data.latency_days=0", "process.analysis.review_days=1")
    busy = many_thieves(60, 100)
    assert same_rows(thefts_table(square_run(40, *busy, *quiet)), thefts_table(square_run(40, *busy)))
