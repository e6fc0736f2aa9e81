"""Targets are data: what is shipped is whole and true to the program, and what is wrong is refused by file and name."""

import math

import pytest
import yaml

from govsim.experiments.errors import BadInput
from govsim.experiments.indicators import REGISTRY
from govsim.experiments.language import said as in_chinese
from govsim.experiments.validation.judging import MET, MISSED, MISSING, OPEN, Judged, JudgedPart, judged, judgement_of
from govsim.experiments.validation.measures import MEASURES
from govsim.experiments.validation.pooling import Estimate
from govsim.experiments.validation.targets import FOLDER, read_targets
from tests.experiments.language.test_language import CHINESE

GOOD = "C1: {en: Theft, zh: 盗窃, source: F15, grade: C, use: calibrated, parts: [%s]}\n"
PART = "{measure: K1/recorded, en: thefts, zh: 立案, band: [1, 2]}"


def test_every_target_of_the_evidence_is_there_once_and_one_of_our_own():
    ids = [target.id for target in read_targets()]
    assert ids == [*(f"C{k}" for k in range(1, 16)), *(f"V{k}" for k in range(1, 18)), "S"], "V17 is our own"


def test_steadiness_is_asked_of_every_headline_indicator():
    steady = next(target for target in read_targets() if target.id == "S")
    names = [part.measure or "" for part in steady.parts]
    asked = {name.removeprefix("slope.") for name in names if name.startswith("slope.")}
    assert asked == {f"{i.id}/{ledger}" for i in REGISTRY.values() if i.headline for ledger in i.ledgers}


def test_targets_are_in_chinese_and_english():
    for target in read_targets():
        for said in (target, *target.parts):
            assert CHINESE.search(said.zh), said
            assert not CHINESE.search(said.en), said
        for unit in {part.unit for part in target.parts} - {"", "%"}:
            assert CHINESE.search(in_chinese(unit, "zh")), unit


def test_a_policy_that_a_target_is_about_is_among_the_arms():
    arms = yaml.safe_load((FOLDER.parent / "validate.yaml").read_text("utf-8"))["arms"]
    needed = {
        arm for target in read_targets() for part in target.parts if part.measure for arm in MEASURES[part.measure].arms
    }
    assert needed == {"baseline", *arms}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD % PART.replace("recorded", "recordet"), "there is no measure 'K1/recordet'; did you mean K1/recorded"),
        (GOOD % PART.replace("[1, 2]", "[2, 1]"), "the band begins at 2 and ends at 1"),
        (GOOD % PART.replace("[1, 2]", "[null, null]"), "a band needs an end"),
        (GOOD % PART.replace("[1, 2]", "[.nan, 1]"), "C1.parts.0.band"),
        (GOOD % "{en: thefts, zh: 立案}", "says why"),
        (GOOD % PART.replace("en: thefts, ", ""), "C1.parts.0.en has no value"),
        (GOOD.replace("grade: C", "grade: D") % PART, "C1.grade is 'D'"),
        (GOOD.replace("C1", "Q1") % PART, "Q1"),
        (GOOD.replace("use:", "usage:") % PART, "usage"),
        ("- C1\n", "a file of targets holds"),
        ((GOOD % PART) + (GOOD % PART), "duplicate key C1"),
    ],
)  # fmt: skip
def test_a_target_that_cannot_be_judged_is_refused_by_file_and_name(tmp_path, text, reason):
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    with pytest.raises(BadInput, match="mine") as refused:
        read_targets(tmp_path)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


def test_two_files_cannot_have_a_target_of_the_same_name_and_a_folder_needs_one(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(GOOD % PART, "utf-8")
    with pytest.raises(BadInput, match=r"b\.yaml: there are two targets C1"):
        read_targets(tmp_path)
    with pytest.raises(BadInput, match="no folder with YAML files"):
        read_targets(tmp_path / "none")


@pytest.mark.parametrize(
    ("low", "high", "band", "expected"),
    [
        (1.1, 1.4, (1, 1.5), MET), (0.9, 1.4, (1, 1.5), OPEN), (0.5, 0.9, (1, 1.5), MISSED), (1.6, 2, (1, 1.5), MISSED),
        (0.5, 2, (1, 1.5), OPEN), (1.1, 9, (1, None), MET), (-9, 1, (None, 0), OPEN), (1, 2, (None, 0), MISSED),
        (0, 0, (0, 0), MET),
    ],
)  # fmt: skip
def test_a_band_is_met_by_a_whole_interval_and_missed_by_a_whole_interval(low, high, band, expected):
    assert judgement_of(Estimate((low + high) / 2, low, high, 5), band) == expected


def test_one_run_decides_nothing_and_no_value_cannot_be_measured():
    assert judgement_of(Estimate(1.2, math.nan, math.nan, 1), (1, 1.5)) == OPEN
    assert judgement_of(Estimate(math.nan, math.nan, math.nan, 4), (1, 1.5)) == MISSING


def test_a_target_is_as_good_as_its_worst_part_that_can_be_measured():
    target = read_targets()[0]

    def whole(*judgements):
        return Judged(target, [JudgedPart(target.parts[0], Estimate(1, 1, 1, 2), j) for j in judgements])

    assert whole(MET, MISSED, OPEN).judgement == MISSED
    assert whole(MET, OPEN, MISSING).judgement == OPEN
    assert whole(MET, MISSING).judgement == MET
    assert whole(MET, MISSING).in_part
    assert whole(MISSING, MISSING).judgement == MISSING
    assert not whole(MISSING).in_part


def test_without_any_run_nothing_is_met_or_missed():
    assert {one.judgement for one in judged(read_targets(), {})} == {MISSING}
