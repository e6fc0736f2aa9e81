"""Switching systems: which arms run, what is held against what, and what is said of it, on data with known truth."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.composition.settings import AblateSettings
from govsim.experiments.errors import BadInput
from govsim.experiments.indicators import REGISTRY
from govsim.experiments.report.terminal.ablation import print_ablation, remarks
from govsim.experiments.statistics.pairs import Aims
from govsim.experiments.systems import SYSTEMS, System
from govsim.experiments.systems.ablation import (
    AGREES,
    DIFFERS,
    NO_CLEAR,
    NO_EFFECT,
    P0,
    Ablation,
    arms_of,
    chosen,
    effects_of,
    reach_of,
    remark,
)

SEEDS = range(1, 9)
GUARDS = System(id="X1", name="Guards", name_zh="警卫", order="1", indicators=("K8",), off=("guards=0",),
                full=("guards=2",), expected="higher", reaches=("theft",))  # fmt: skip
NEWS = System(id="X2", name="News", name_zh="消息", order="1", indicators=("K29",), full=("news=1",), on=("news=0.5",),
              expected="higher", reaches=())  # fmt: skip
TWIN = replace(GUARDS, id="X3", name="The same", indicators=("K1/recorded",), expected="lower")
AIMS = Aims(0.1, 0.03)
SYSTEMS_HERE = [GUARDS, NEWS, TWIN]
EFFECTS = {"X1.off": {}, P0: {"K8": 2.0, "K1": -1.0}, "X1.full": {"K8": 4.0, "K1": -2.0},
           "X2.on": {"K8": 2.0, "K1": -1.0, "K29": -3.0}, "X2.full": {"K8": 2.0, "K1": -1.0, "K29": -6.0}}  # fmt: skip


def readings(noise=0.01):
    """Every indicator is 10 and what the seed adds, plus what the arm is known to do to it, plus a little noise."""
    rng = np.random.default_rng(1)
    rows = []
    for seed in SEEDS:
        luck = rng.standard_normal()
        for arm, effects in EFFECTS.items():
            for i in REGISTRY.values():
                value = 10 + luck + effects.get(i.id, 0.0) + (noise * rng.standard_normal() if i.id in effects else 0.0)
                rows.extend((arm, seed, i.id, ledger, value) for ledger in i.ledgers)
    return pd.DataFrame(rows, columns=["arm", "seed", "indicator", "ledger", "value"])


def happenings(moved=()):
    """Digests that differ from P0 only in (arm, kind, seed) that are named."""
    rows = [
        (arm, seed, kind, "another" if (arm, kind, seed) in moved else "same")
        for arm in EFFECTS
        for seed in SEEDS
        for kind in ("theft", "dispute", "clash", "hearing", "call")
    ]
    return pd.DataFrame(rows, columns=["arm", "seed", "kind", "digest"])


@pytest.fixture(scope="module")
def effects():
    _, arm_of = arms_of(SYSTEMS_HERE)
    return effects_of(SYSTEMS_HERE, arm_of, readings(), AIMS).set_index(["system", "level", "role", "ledger"])


def test_no_set_of_words_runs_twice():
    arms, arm_of = arms_of(SYSTEMS_HERE)
    assert {arm.name: arm.words for arm in arms} == {
        P0: (), "X1.off": ("guards=0",), "X1.full": ("guards=2",), "X2.on": ("news=0.5",), "X2.full": ("news=1",),
    }  # fmt: skip
    assert arm_of["X1", "on"] == arm_of["X2", "off"] == arm_of["X3", "on"] == P0
    assert arm_of["X3", "full"] == "X1.full"


def test_a_baseline_that_nobody_needs_does_not_run():
    arms, _ = arms_of([replace(GUARDS, on=("guards=1",))])
    assert [arm.name for arm in arms] == ["X1.off", "X1.on", "X1.full"]


def test_the_order_of_words_makes_no_other_arm():
    arms, _ = arms_of([replace(GUARDS, off=("a=1", "b=2")), replace(TWIN, off=("b=2", "a=1"))])
    assert len(arms) == 3


@pytest.mark.parametrize(
    ("system", "level", "known"), [("X1", "on", 2), ("X1", "full", 4), ("X2", "on", -3), ("X2", "full", -6)]
)
def test_known_effects_on_the_own_indicator_are_found(effects, system, level, known):
    row = effects.loc[(system, level, "own", "true")]
    assert row["low95"] < known < row["high95"]
    assert row["difference"] == pytest.approx(known, abs=0.05)
    assert row["n"] == len(SEEDS)


def test_each_level_is_held_against_the_systems_own_off(effects):
    assert effects.loc[("X1", "on", "own", "true"), "reference"] == "X1.off"
    assert effects.loc[("X2", "on", "own", "true"), "reference"] == P0


def test_outcomes_stand_beside_it_in_both_ledgers(effects):
    for ledger in ("true", "recorded"):
        assert effects.loc[("X1", "full", "theft", ledger), "difference"] == pytest.approx(-2, abs=0.05)
        assert effects.loc[("X1", "full", "clash", ledger), "verdict"] == "alike"
        assert effects.loc[("X2", "full", "theft", ledger), "difference"] == pytest.approx(0, abs=0.05)


def test_a_sign_against_the_hypothesis_is_said(effects):
    own = effects.xs("own", level="role")["remark"]
    assert own.loc[("X1", "full", "true")] == AGREES
    assert own.loc[("X2", "full", "true")] == DIFFERS
    assert own.loc[("X3", "full", "recorded")] == AGREES
    assert (effects[effects.index.get_level_values("role") != "own"]["remark"] == "").all()


@pytest.mark.parametrize(
    ("expected", "found", "said"),
    [("higher", "higher", AGREES), ("higher", "lower", DIFFERS), ("lower", "higher", DIFFERS),
     ("higher", "open", NO_CLEAR), ("higher", "alike", NO_EFFECT), ("", "alike", NO_EFFECT), ("", "lower", ""),
     ("lower", "unknown", "")],
)  # fmt: skip
def test_remarks(expected, found, said):
    assert remark(expected, found) == said


def test_what_moves_out_of_reach_is_found_and_counted():
    _, arm_of = arms_of(SYSTEMS_HERE)
    moved = {("X1.full", "theft", 1), ("X1.full", "clash", 2), ("X1.full", "clash", 3)}
    reach = reach_of(SYSTEMS_HERE, arm_of, happenings(moved)).set_index(["system", "level", "kind"])
    assert reach.loc[("X1", "full", "theft")].tolist() == [True, 8, 1]
    assert reach.loc[("X1", "full", "clash")].tolist() == [False, 8, 2]
    assert reach["moved"].sum() == 2 * 3  # X3 has the same arms
    assert remarks_of(moved)[-1].startswith("X3 The same, full: events of kind clash moved in 2 of 8 pairs")


def ablation(moved=()) -> Ablation:
    systems = SYSTEMS_HERE
    _, arm_of = arms_of(systems)
    settings = AblateSettings(
        seed=1, district_seed=1, years=0.2, hours_per_tick=1, policy_start_day=0, policy_ramp_days=0, out="x",
        overwrite=False, replications=len(SEEDS), first_seed=1, burn_in_days=20, workers=None, scheduler=None,
        precision=0.1, smallest=0.03, language="en", systems=None,
    )  # fmt: skip
    return Ablation(settings, systems, effects_of(systems, arm_of, readings(), AIMS),
                    reach_of(systems, arm_of, happenings(moved)), readings(), command="govsim ablate")  # fmt: skip


def remarks_of(moved=()):
    return remarks(ablation(moved))


def test_nothing_is_said_to_move_when_nothing_does():
    assert remarks_of() == [
        f"X2 News, {level}: Felt safety is lower than with the system off, higher was expected: {DIFFERS}"
        for level in ("on", "full")
    ]


def test_the_printed_tables_name_every_system_and_hide_no_sign(tmp_path, capsys):
    print_ablation(ablation(), tmp_path, 1.0)
    text = capsys.readouterr().out
    assert all(system.name in text for system in SYSTEMS_HERE)
    assert text.count(DIFFERS) == 4  # two in the table, two sentences
    assert "…" not in "".join(line for line in text.splitlines() if line.lstrip().startswith("X"))


def test_a_system_whose_off_has_no_run_is_left_out():
    _, arm_of = arms_of(SYSTEMS_HERE)
    kept = readings()
    kept = kept[kept["arm"] != "X1.off"]
    assert set(effects_of(SYSTEMS_HERE, arm_of, kept, AIMS)["system"]) == {"X2"}
    there = happenings()
    assert set(reach_of(SYSTEMS_HERE, arm_of, there[there["arm"] != "X1.off"])["system"]) == {"X2"}


def test_every_system_that_can_be_switched_is_chosen_unless_some_are_named():
    assert [s.id for s in chosen(None)] == [s.id for s in SYSTEMS.values() if s.switchable]
    assert [s.id for s in chosen(["A23", "A15"])] == ["A15", "A23"]


@pytest.mark.parametrize(("id_", "hint"), [("A99", "there is no 'A99'"), ("G5", "has nothing to switch")])
def test_a_system_that_cannot_be_switched_is_refused(id_, hint):
    with pytest.raises(BadInput, match=hint):
        chosen([id_])
