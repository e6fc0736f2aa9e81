"""The register of systems says what is true, completely, and the page is what it says."""

from dataclasses import replace

import pytest

from govsim.experiments.systems import LEVELS, SYSTEMS
from govsim.experiments.systems.check import own_reading, problems
from govsim.experiments.systems.document import PATH, document, missing, row_of

ALL = tuple(SYSTEMS.values())
LAST = {"A": 28, "B": 11, "C": 10, "D": 11, "E": 8, "F": 13, "G": 5}  # inventory 2.I
WORKING = [s for s in ALL if s.works and s.order != "context"]


def test_every_id_of_the_inventory_is_there_once_and_in_order():
    listed = [s.id for part in LAST for s in ALL if s.id[0] == part]
    assert listed == [f"{part}{n}" for part, last in LAST.items() for n in range(1, last + 1)] == [s.id for s in ALL]


QUICK = ("A15", "B5", "C7", "E5")  # every arm is composed, which takes time; the slow shelf has all systems
EACH = [pytest.param(s, id=s.id, marks=() if s.id in QUICK or not s.switchable else pytest.mark.slow) for s in ALL]


@pytest.mark.parametrize("system", EACH)
def test_a_declaration_is_true(system):
    assert problems(system) == []


def test_every_system_of_first_or_second_order_works():
    assert missing(ALL) == []


def test_those_that_are_missing_are_named():
    gone = replace(SYSTEMS["A15"], planned=True, where="", off=(), on=(), full=())
    assert "A15" not in missing(ALL)
    assert missing([gone, SYSTEMS["G5"]]) == ["A15"]


LIES = {
    "place": {"where": "govsim.simulation.processes:Patroling"}, "module": {"where": "govsim.simulation.police:Patrol"},
    "no place": {"where": ""}, "lever": {"levers": ("patrol.ours",)}, "number": {"levers": ("process.theft.lokks",)},
    "indicator": {"indicators": ("K99",)}, "ledger": {"indicators": ("K8/recorded",)}, "cost": {"costs": ("cars",)},
    "kind": {"reaches": ("robbery",)}, "unknown key": {"full": ("levers.patrol.cars=2",)},
    "out of range": {"off": ("levers.patrol.cars_night=-1",)}, "policy": {"on": ("policy=more_patrl",)},
    "no indicator": {"indicators": ()},
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_found(lie):
    assert len(problems(replace(SYSTEMS["A15"], **LIES[lie]))) == 1


def test_a_planned_system_claims_nothing():
    assert problems(replace(SYSTEMS["A15"], planned=True))


@pytest.mark.parametrize("system", [s for s in WORKING if s.switchable], ids=lambda s: s.id)
def test_one_arm_of_a_switch_is_today_or_says_why(system):
    """P0 must be one of the arms, or what today looks like would not be in the table."""
    assert () in [system.words(level) for level in LEVELS] or system.note


def test_own_reading_is_the_truth_unless_it_says_else():
    assert own_reading(SYSTEMS["A15"]) == ("K8", "true")
    assert own_reading(replace(SYSTEMS["A15"], indicators=("K11/recorded",))) == ("K11", "recorded")


def test_the_page_is_what_the_code_says():
    assert PATH.read_text("utf-8") == document(), "write it anew: python -m govsim.experiments.systems"


def test_a_row_marks_what_is_still_to_come():
    today = row_of(SYSTEMS["A15"])
    planned = row_of(replace(SYSTEMS["A15"], planned=True, where=""))
    assert today[3] == "`govsim.simulation.processes:Patrolling`"
    assert (planned[3], planned[5]) == ("planned", "(K8), (K10)")
