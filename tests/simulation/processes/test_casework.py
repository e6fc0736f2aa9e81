"""Matters and tickets: conservation, closed forms of routing, gaps and second entries, closures on paper."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.entities.overlay import even_cuts, own_overlay, redraw
from govsim.simulation.entities.tickets import CLOSED
from tests.lab import run_days, same, square, square_run
from tests.towns import square_town

MANY = ("scenario.matters=30",)  # about 13 matters a day among 1,440 residents
PLAIN = ("process.intake.dup_rate=0", "process.intake.trivial_event_rate=0",
         "process.intake.recorded_share=1", "process.intake.told_sd=0", "process.casework.missed_share=0",
         "process.casework.false_alarm_share=0")  # fmt: skip
DAYS = 60


def tickets_of(*words: str, days: float = DAYS):
    rows = square_run(days, *MANY, *words).records.tickets.rows
    return rows[rows["time_h"] < 24 * (days - 30)]  # those that had a month


def frame(*words: str, days: float = DAYS):
    return square_run(days, *MANY, *words).tables()["matters"].to_pandas()


def test_every_matter_is_there_or_gone_and_every_ticket_open_or_closed():
    district = square_run(DAYS, *MANY)
    matters, tickets = district.matters, district.records.tickets.rows
    there = np.isinf(matters.rows["solved_h"])
    assert np.array_equal(np.flatnonzero(there), np.sort(matters.live))
    open_now = tickets["stage"] != CLOSED
    assert np.array_equal(np.flatnonzero(open_now), np.sort(district.records.open_tickets))
    assert (tickets["closed_h"][~open_now] >= tickets["time_h"][~open_now]).all()
    assert len(matters.rows) > 400


def test_ledgers_are_nested_and_a_ticket_without_a_matter_is_no_event():
    rows = frame()
    real = rows[rows["occurred"]]
    assert (real["reported"] <= real["noticed"]).all()
    assert (real["recorded"] <= real["reported"]).all()
    assert not rows[rows["trivial"]]["occurred"].any()
    assert rows[rows["trivial"]]["recorded"].all()


def test_what_is_the_matter_is_the_same_whatever_is_done_about_it():
    """Common random numbers: the matters that arise do not depend on how they are handled."""
    one, other = (square_run(DAYS, *MANY, *words).matters.rows for words in ((), ("levers.chain.dispatchers=50",)))
    for column in ("id", "stream", "severity", "several", "opened_h", "heal_h"):
        assert np.array_equal(one[column], other[column])


def test_matters_arise_at_their_rate():
    district = square_run(DAYS, *MANY)
    due = district.wrongs.per_hour.sum() * 24 * DAYS
    assert abs(len(district.matters.rows) - due) < 4 * due**0.5


@pytest.mark.parametrize("share", [0.2, 0.5])
def test_without_a_dispatcher_returns_are_geometric(share):
    """Mean returns of a matter of one department: m / (1 - m)."""
    rows = tickets_of(*PLAIN, f"process.casework.misroute_share={share}", "levers.chain.community_authority=0")
    rows = rows[(rows["emergency"] == 0) & (rows["several"] == 0) & (rows["stage"] == CLOSED)]
    mean, sd = share / (1 - share), share**0.5 / (1 - share)
    assert rows.size > 100
    assert abs(rows["returns"].mean() - mean) < 4 * sd / rows.size**0.5


def test_a_dispatcher_with_time_ends_returns_and_a_busy_one_does_not():
    alone = ("process.matters.several_share=0", *PLAIN)
    none, few, many = (
        tickets_of(*alone, f"levers.chain.dispatchers={n}", "process.casework.routed_per_day=2")["returns"].mean()
        for n in (0, 7, 700)
    )
    assert none > few > many == 0


def test_shared_matters_bounce_until_departments_act_together():
    words = (*PLAIN, "process.casework.misroute_share=0", "process.matters.several_share=1")
    apart, together = (tickets_of(*words, f"levers.chain.joint={j}") for j in (0, 1))
    assert apart["returns"].mean() > 0.3
    assert together["returns"].max() == 0


@pytest.mark.parametrize(("authority", "tier"), [(0.0, 1), (1.0, 0)])
def test_a_matter_is_settled_at_the_lowest_tier_with_authority(authority, tier):
    rows = tickets_of(
        *PLAIN, f"levers.chain.community_authority={authority}", "levers.chain.street_authority=1",
        "process.matters.several_share=0",
    )  # fmt: skip
    rows = rows[(rows["emergency"] == 0) & np.isin(rows["channel"], (1, 2))]
    assert rows.size > 50
    assert (rows["tier"] == tier).all()
    assert (rows["transfers"] == tier).all()


def test_an_office_with_one_queue_serves_in_order_of_arrival():
    rows = tickets_of(*PLAIN, "levers.chain.community_authority=1", "process.casework.lead_days=0",
                      "process.matters.several_share=0", "process.casework.paper_share=0",
                      "process.casework.emergency_severity=1", "process.casework.slack=0.02")  # fmt: skip
    mine = rows[(rows["tier"] == 0) & (rows["area"] // 6 == 2)]
    mine = mine[np.argsort(mine["time_h"])]
    assert mine.size > 20
    done = mine["done_h"]
    assert (np.diff(done[np.isfinite(done)]) > 0).all()


def test_paper_closures_need_pressure_and_verification_finds_them():
    slow = (*PLAIN, "process.casework.slack=0.05", "process.casework.emergency_severity=1")
    none = tickets_of(*slow, "process.casework.paper_share=0")
    unseen = tickets_of(*slow, "process.casework.paper_share=1", "levers.chain.verification=0")
    seen = tickets_of(*slow, "process.casework.paper_share=1", "levers.chain.verification=1")

    def on_paper(rows):
        return (np.isinf(rows["done_h"]) & (rows["stage"] == CLOSED)).sum()

    assert on_paper(none) == on_paper(seen) == 0
    assert on_paper(unseen) > 20
    assert seen["exposed"].sum() > 20


def test_what_is_closed_on_paper_is_still_there_and_complained_about_again():
    slow = (*PLAIN, "process.casework.slack=0.05", "process.casework.paper_share=1", "levers.chain.verification=0",
            "process.matters.again_share=1", "process.matters.heal_per_day=0",
            "process.matters.again_days=3")  # fmt: skip
    rows = frame(*slow)
    again = rows[rows["repeat_of"] >= 0]
    assert len(again) > 20
    first = rows.set_index("ticket").loc[again["repeat_of"]]
    assert (first["closed_h"].to_numpy() < again["reported_h"].to_numpy()).all()
    assert first["done_h"].isna().all()


def test_second_entries_and_gaps_end_when_grids_are_merged():
    """The share entered twice is the duplicate rate; areas nobody owns are never walked."""
    words = ("process.intake.dup_rate=0.3", "process.staffing.gap_rate=0.3", "process.intake.trivial_event_rate=0")
    before, after = square_run(DAYS, *MANY, *words), square_run(DAYS, *MANY, *words, "levers.grid.merged=1")
    rows = before.records.tickets.rows
    first = rows[rows["duplicate"] == 0]
    assert abs((rows["duplicate"] == 1).sum() / first.size - 0.3) < 4 * (0.21 / first.size) ** 0.5
    seen = first[first["channel"] == 1]
    assert (after.records.tickets.rows["duplicate"] == 0).all()
    nobody = before.conditions["orphan"] > 0
    assert nobody.any()
    assert not after.conditions["orphan"].any()
    pairs = np.add.reduceat(nobody, before.town.grid_start[:-1])  # a grid whose areas are all orphans keeps one
    lonely = nobody & (pairs[before.town.areas["grid"]] < np.diff(before.town.grid_start)[before.town.areas["grid"]])
    assert not lonely[seen["area"]].any()
    assert lonely[after.records.tickets.rows["area"][after.records.tickets.rows["channel"] == 1]].any()


def test_reports_for_the_count_follow_targets_and_the_switch():
    def trifles(*words):
        return int((square_run(30, *words).records.tickets.rows["trivial"] == 1).sum())

    some, more = trifles(), trifles("levers.grid.report_targets=1")
    assert 0 < some < more
    assert trifles("process.intake.trivial_event_rate=0") == trifles("levers.grid.report_targets=0") == 0
    workers = 18
    expected = 0.5 * 1.0 * workers * 22  # rate, targets, workers, working days of 30
    assert abs(more - expected) < 5 * expected**0.5


def test_redrawn_grids_are_more_even_and_lose_work_for_a_while():
    late = ("policy=merge_grids", "policy.merge_grids.start_day=10", "policy.merge_grids.ramp_days=0")
    words = ("process.staffing.gap_rate=0", "levers.grid.full_time=2", "process.staffing.turnover_per_year=0")
    dip, no_dip = (run_days(square(*words, *late, f"process.staffing.transition_dip={d}"), 12) for d in (0.4, 0.0))
    assert dip.staff.redrawn.size == 6
    assert dip.field["grid_min"].sum() == pytest.approx(no_dip.field["grid_min"].sum() * (1 - 0.4 * np.exp(-1 / 60)))


def test_borders_are_drawn_where_the_households_are_shared_most_evenly():
    assert even_cuts(np.array([9, 1, 1, 1, 6]), 2).tolist() == [0, 1, 5]
    town = own_overlay(square_town()[0])
    town.areas["households"][:6] = [60, 10, 10, 10, 10, 20]
    before = town.areas["grid"].copy()
    drawn = redraw(town, np.array([0]))
    assert drawn.tolist() == [0, 1, 2]
    assert np.array_equal(before[6:], town.areas["grid"][6:])
    assert sorted(np.bincount(town.areas["grid"][:6], town.areas["households"][:6])) == [30, 30, 60]
    walked = [town.grid_areas[town.grid_start[g] : town.grid_start[g + 1]] for g in range(town.n_grids)]
    assert all((town.areas["grid"][areas] == g).all() for g, areas in enumerate(walked))


def test_more_walking_finds_matters_sooner_never_later():
    few, many = (square_run(DAYS, *MANY, *PLAIN, f"levers.grid.safety_share={s}").matters.rows for s in (0.9, 0.0))
    sooner, later = (few["channel"] == 1).sum(), (many["channel"] == 1).sum()
    assert later > sooner
    assert (many["reported_h"] <= few["reported_h"] + 24).all()


def test_a_dispute_taken_for_a_general_matter_waits_unless_reports_are_sorted():
    busy = ("scenario.grievances=20", "process.centre.misfiled_share=1")
    waits = []
    for triage in (0, 1):
        docket = square_run(40, *busy, f"levers.chain.triage={triage}").records.docket.rows
        told = docket[np.isin(docket["channel"], (1, 2, 5)) & (docket["sessions"] == 0)]
        waits.append(dict(zip(told["entity"].tolist(), told["ready_h"] - told["registered_h"], strict=True)))
    both = waits[0].keys() & waits[1].keys()
    assert len(both) > 5
    assert all(waits[0][e] == pytest.approx(waits[1][e] + 24 * 9.8) for e in both)


def test_emergencies_missed_at_first_sight_wait_and_triage_catches_them():
    grave = ("process.casework.emergency_severity=0.3", "process.casework.missed_share=0.6", "process.intake.told_sd=0",
             "process.casework.false_alarm_share=0")  # fmt: skip
    rows = {t: tickets_of(*grave, f"levers.chain.triage={t}") for t in (0, 1)}
    for triage, of in rows.items():
        serious = of[(of["severity"] >= 0.3) & (of["duplicate"] == 0)]
        expected = 0.6 * (1 - triage)
        assert abs(serious["misread"].mean() - expected) <= 4 * (0.24 / serious.size) ** 0.5
    missed = rows[0][(rows[0]["misread"] == 1) & np.isfinite(rows[0]["done_h"])]
    caught = rows[0][(rows[0]["emergency"] == 1)]
    assert np.median(caught["done_h"] - caught["time_h"]) < 3 < np.median(missed["done_h"] - missed["time_h"])


def test_open_matters_annoy_and_annoyed_neighbours_quarrel():
    """Only what is open counts, and only while the path to quarrels is not cut."""
    words = ("scenario.grievances=8", "scenario.matters=60")
    quarrels = {}
    for weight in (0, 0.05):
        for staff in (0, 60):
            slow_or_fast = (f"levers.chain.street_staff={staff}", f"levers.chain.district_staff={staff}",
                            f"levers.chain.community_staff={staff}", "process.matters.heal_per_day=0")  # fmt: skip
            run = square_run(120, *words, *slow_or_fast, f"process.disputing.nuisance_weight={weight}")
            quarrels[weight, staff] = len(run.disputes.rows)
    assert quarrels[0, 0] == quarrels[0, 60]
    assert quarrels[0.05, 0] > quarrels[0.05, 60] > quarrels[0, 60]


def test_the_matters_table_of_a_run_cut_short_is_the_beginning_of_a_longer_one():
    short = run_days(square(*MANY), 20).tables()["matters"]
    again = run_days(square(*MANY), 20).tables()["matters"]
    assert same(short, again)
    long = frame(days=DAYS)
    kept = long[long["reported_h"] < 20 * 24]
    assert set(short.to_pandas().query("ticket >= 0")["ticket"]) == set(kept["ticket"]) - {-1}
