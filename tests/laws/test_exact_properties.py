"""Exact properties of whole runs: what must be equal is equal bit for bit, and what must move moves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.lab import LIVELY, NOBODY_ON_DUTY, differing, same, square_run, synthetic_run

DAYS = 60
POLICIES = sorted(p.stem for p in (Path(__file__).parents[2] / "configs" / "policy").glob("[!_]*.yaml"))
REAL = [name for name in POLICIES if name not in ("none", "baseline", "full_xigu", "budget_neutral")]
QUICK = ("double_grid", "modern_mediation", "more_patrol", "residents_council", "responsibility_chain")
EACH = [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in REAL]
# The same policy at an intensity that leaves every lever where the baseline has it.
ZERO = {
    "more_patrol": ("policy.more_patrol.multiplier=1",),
    "hotspot_patrol": ("policy.hotspot_patrol.hotspot_visits=0", "policy.hotspot_patrol.list_led=0"),
    "beat_patrol": ("policy.beat_patrol.foot_hours=1.8",),
    "street_stations": ("policy.street_stations.posts=0",),
    "double_grid": ("policy.double_grid.multiplier=1",),
    "equal_patrol": ("policy.equal_patrol.multiplier=1",),
    "equal_grid": ("policy.equal_grid.multiplier=1",),
    "equal_mediators": ("policy.equal_mediators.multiplier=1",),
    "equal_monitors": ("policy.equal_monitors.monitors=0.35",),
    "equal_councils": tuple(f"policy.equal_councils.{lever}=0" for lever in ("councils", "project_yuan", "volunteers")),
    "field_time": ("policy.field_time.field_share=0.4", "policy.field_time.safety_share=0.2"),
    "elder_workers": ("policy.elder_workers.per_grid=0",),
    "more_mediators": ("policy.more_mediators.multiplier=1",),
    "modern_mediation": (
        "policy.modern_mediation.hearing_days=2", "policy.modern_mediation.first_contact_days=4",
        "policy.modern_mediation.triage=0", "policy.modern_mediation.legal=0.05",
        "policy.modern_mediation.psychology=0", "policy.modern_mediation.follow_up=0.05",
    ),
    "governance_centre": tuple(
        f"policy.governance_centre.{lever}=0" for lever in ("counters", "one_stop", "joint_meetings", "group_team")
    ),
    "more_cameras": ("policy.more_cameras.uncovered_share=0",),
    "camera_use": (
        "policy.camera_use.monitors=0.35", "policy.camera_use.forensic=0.2", "policy.camera_use.maintenance=0.011",
    ),
    "responsibility_chain": (
        "policy.responsibility_chain.community_authority=0.15", "policy.responsibility_chain.street_authority=0.6",
        "policy.responsibility_chain.triage=0.3", "policy.responsibility_chain.verification=0.1",
        *(f"policy.responsibility_chain.{lever}=0" for lever in ("dispatchers", "effort", "joint")),
    ),
    "merge_grids": ("policy.merge_grids.merged=0", "policy.merge_grids.report_targets=0.5"),
    "protected_safety_share": (
        "policy.protected_safety_share.field_share=0.4", "policy.protected_safety_share.safety_share=0.2",
    ),
    "supervision_youth": (
        "policy.supervision_youth.visits=1",
        "policy.supervision_youth.visit_share=0.05",
        "policy.supervision_youth.link=0",
        "policy.supervision_youth.aftercare=0.1",
        "policy.supervision_youth.after_school=0.2",
        "policy.supervision_youth.school_link=0.1",
        "policy.supervision_youth.prevention=0.1",
    ),
    "registration_drive": (
        "policy.registration_drive.registration=0.05",
    ),
    "crackdown": (
        "policy.crackdown.campaign=0",
    ),
    "fair_policing": (
        "policy.fair_policing.fairness=0.9",
    ),
    "residents_council": (
        "policy.residents_council.councils=0",
        "policy.residents_council.project_yuan=0",
        "policy.residents_council.volunteers=0",
    ),
    "property_links": (
        "policy.property_links.property_link=0",
    ),
    "safety_publicity": (
        "policy.safety_publicity.publicity=0.3",
        "policy.safety_publicity.legal_publicity=0.1",
    ),
    "integration": (
        "policy.integration.integration=0",
    ),
    "system_365": (
        "policy.system_365.nets=0",
    ),
    "signs": (
        "policy.signs.signs=0",
    ),
    "hardening": tuple(f"policy.hardening.{lever}=0" for lever in ("lights", "gates", "intercoms")),
    "enterprise_codefence": (
        "policy.enterprise_codefence.radius_m=150",
        *(f"policy.enterprise_codefence.{lever}=0" for lever in ("contracts", "guards_out", "organisation",
          "consultation", "members", "resources", "events", "dispatch", "entry_points", "premises")),
    ),
    "data_driven": (
        "policy.data_driven.entry_share=0.15", "policy.data_driven.latency_days=14", "policy.data_driven.data_led=0.3",
        "policy.data_driven.targeting=0", "policy.data_driven.repeat_visits=0",
    ),
}  # fmt: skip
# Two thousand people have few special ones, tips and misread trust; these words let small shifts show.
EASILY_MOVED = (
    "process.reporting.tell_trust=5", "process.reporting.tell_unregistered=5", "process.disputing.arousal_heat=1",
    "process.supervision.unrest_days=5", "process.perception.unfair_contact_trust_loss=0.9",
    "process.investigation.tip_share=1", "process.supervision.lapse_per_month=3",
)  # fmt: skip
DOSE = {
    "more_mediators": ("policy.more_mediators.multiplier=8",),
    "equal_mediators": ("policy.equal_mediators.multiplier=8",),  # half a post is no post
    "fair_policing": ("policy.fair_policing.fairness=0",),  # of a few dozen contacts
    "integration": ("policy.integration.integration=1", "scenario.offending=5"),
}
NO_PATH_FROM_DISPUTES_TO_THEFTS = (
    "process.reporting.tell_trust=0", "process.dispatch.patrols_answer=0", "process.investigation.scene_share=0",
    "process.investigation.tip_share=0",
)  # fmt: skip


def run(*words: str, days: int = DAYS) -> dict[str, pa.Table]:
    return square_run(days, *LIVELY, *words).tables()


def rows(events: pa.Table, kind: str) -> pa.Table:
    return events.filter(pc.equal(events["kind"], kind))


def assert_same(a: dict[str, pa.Table], b: dict[str, pa.Table]) -> None:
    assert differing(a, b) == []


def test_every_policy_file_has_a_zero():
    assert set(REAL) == set(ZERO)


@pytest.mark.parametrize("policy", EACH)
def test_a_policy_of_zero_intensity_is_the_baseline_bit_for_bit(policy):
    assert_same(run(), run(f"policy={policy}", "policy_ramp_days=0", *ZERO[policy]))


@pytest.mark.parametrize("policy", EACH)
def test_before_it_starts_a_policy_changes_nothing(policy):
    assert_same(run(), run(f"policy={policy}", f"policy_start_day={DAYS}"))


@pytest.mark.parametrize("policy", EACH)
def test_at_full_strength_a_policy_moves_something(policy):
    """The positive control. A policy that only moved its cost would be no mechanism: something else must move."""
    dose = DOSE.get(policy, ())
    now = (f"policy={policy}", "policy_ramp_days=0", "policy_start_day=0", *dose)
    a, b = (synthetic_run(DAYS, *LIVELY, *EASILY_MOVED, *words).tables() for words in ((), now))
    assert set(differing(a, b)) - {"costs"}


def test_mediation_leaves_thefts_identical_when_the_stated_paths_are_cut():
    cut = NO_PATH_FROM_DISPUTES_TO_THEFTS
    a, b = run(*cut), run(*cut, "policy=modern_mediation", "policy_ramp_days=0")
    assert same(rows(a["events"], "theft"), rows(b["events"], "theft"))
    assert not same(rows(a["events"], "hearing"), rows(b["events"], "hearing"))


def test_mediation_reaches_thefts_by_the_stated_paths():
    strong = (
        "process.perception.trust_gain=0.4", "process.perception.trust_loss=0.6", "process.reporting.tell_trust=20",
        "levers.mediation.posts=20", "scenario.offending=8", "scenario.grievances=30",
    )  # fmt: skip
    a, b = (run(*strong, *words, days=120) for words in ((), ("policy=modern_mediation", "policy_ramp_days=0")))
    assert not same(rows(a["events"], "theft"), rows(b["events"], "theft"))


def test_no_offenders_no_thefts_and_the_same_quarrels():
    cut = ("process.dispatch.patrols_answer=0", "process.reporting.tell_trust=0")
    a, b = run(*cut), run(*cut, "offenders.offenders_per_1000=0")
    assert rows(b["events"], "theft").num_rows == 0
    assert rows(a["events"], "dispute").num_rows == rows(b["events"], "dispute").num_rows > 0


def test_no_staff_no_records():
    events = run(*NOBODY_ON_DUTY)["events"]
    assert rows(events, "theft").num_rows > 0
    assert rows(events, "dispute").num_rows > 0
    assert not any(events["recorded"].to_pylist())
    assert rows(events, "hearing").num_rows == rows(events, "call").num_rows == 0


def test_recorded_is_reported_is_noticed_is_occurred():
    events = run()["events"].to_pandas()
    assert events.occurred.all()
    assert (events.recorded <= events.reported).all()
    assert (events.reported <= events.noticed).all()
    assert (events.noticed_h.dropna() >= events.time_h[events.noticed_h.notna()]).all()
    assert 0 < events.recorded.sum() < events.reported.sum() < events.noticed.sum() < len(events)


def test_the_same_seed_gives_the_same_tables_in_another_process(tmp_path):
    code = (
        "import sys, pyarrow.parquet as pq; from tests.lab import LIVELY, square_run\n"
        f"for n, t in square_run({DAYS}, *LIVELY).tables().items(): pq.write_table(t, sys.argv[1] + '/' + n)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, cwd=Path(__file__).parents[2])
    assert differing(run(), {name: pq.read_table(tmp_path / name) for name in run()}) == []


def test_another_seed_gives_other_events():
    assert not same(run()["events"], run("seed=2")["events"])


def test_halving_the_tick_changes_rates_by_less_than_three_per_cent():
    """Occasions, moments and legs are the same; only what is read by the tick differs. Four seeds are pooled."""
    counts = np.zeros((2, 3))
    for seed in range(1, 5):
        for i, tick in enumerate((1, 0.5)):
            events = run(f"seed={seed}", f"hours_per_tick={tick}")["events"]
            counts[i] += [rows(events, kind).num_rows for kind in ("theft", "dispute", "hearing")]
    assert counts.min() > 50
    assert np.abs(counts[1] / counts[0] - 1).max() < 0.03


def test_events_are_named_once():
    ids = run()["events"]["event_id"].to_numpy()
    assert np.unique(ids).size == ids.size


def test_every_dispute_has_one_end_or_none():
    disputes = rows(run()["events"], "dispute").to_pandas()
    assert ((disputes.outcome == "open") == disputes.closed_h.isna()).all()
    assert (disputes.closed_h.dropna() >= disputes.time_h[disputes.closed_h.notna()]).all()


def test_what_breaks_out_again_was_settled_or_swallowed_by_the_same_parties():
    disputes = rows(run(days=150)["events"], "dispute").to_pandas().set_index("event_id")
    relapses = disputes[disputes.relapse_of >= 0]
    before = disputes.loc[relapses.relapse_of]
    assert len(relapses) > 5
    assert set(before.outcome) == {"mediated", "conciliated", "lumped"}
    assert (relapses.person.to_numpy() == before.person.to_numpy()).all()
    assert (relapses.time_h.to_numpy() > before.closed_h.to_numpy()).all()
