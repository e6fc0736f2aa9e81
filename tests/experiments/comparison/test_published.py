"""What was published beside what the model says: judged by interval, and of treated places by direction alone."""

import pytest

from govsim.experiments.comparison.published import Published, beside, judged, published
from govsim.experiments.config_folders import CONFIGS
from govsim.experiments.errors import BadInput
from govsim.experiments.report.sections import published as section
from govsim.experiments.report.write import voices_of
from tests.experiments.studies import fake_study


def found(low, high, places="district"):
    return Published(indicator="K1", change=(low, high), places=places, grade="A", source="s", en="e", zh="z")


@pytest.mark.parametrize(("low", "high", "verdict"), [
    (-0.08, -0.02, "agrees"), (-0.2, -0.11, "differs"), (0.03, 0.1, "differs"), (-0.2, -0.05, "open"),
    (-0.5, 0.5, "open"), (-0.10, 0.02, "agrees"),
])  # fmt: skip
def test_in_the_district_an_interval_lies_within_outside_or_across(low, high, verdict):
    assert judged(found(-0.10, 0.02), low, high) == verdict


@pytest.mark.parametrize(("low", "high", "verdict"), [
    (-0.08, -0.01, "same_sign"), (0.01, 0.08, "other_sign"), (-0.01, 0.01, "open"), (-0.9, -0.7, "same_sign"),
])  # fmt: skip
@pytest.mark.parametrize("change", [(-0.22, -0.08), (None, 0.0)])
def test_of_treated_places_the_direction_is_compared_alone(low, high, verdict, change):
    assert judged(found(*change, places="treated"), low, high) == verdict


def test_everything_published_is_of_a_policy_there_is():
    assert set(published()) <= {path.stem for path in (CONFIGS / "policy").glob("*.yaml")}


def test_an_arm_of_which_something_is_known_stands_in_the_report_with_grade_and_source(tmp_path, monkeypatch):
    study = fake_study(tmp_path, prevented=0.3, replications=6)
    assert beside(study) == []
    assert section.section(study, voices_of(study)["zh"]).blocks == []
    known = {"guards": found(-0.10, 0.02)}
    monkeypatch.setattr("govsim.experiments.comparison.published.published", lambda: known)
    (row,) = beside(study)
    assert row.verdict == "differs", "three in ten were prevented"
    assert row.low < row.relative < row.high < -0.10
    for language, words in (("zh", "超出研究结果范围"), ("en", "outside what was found")):
        table = section.section(study, voices_of(study)[language]).blocks[1]
        assert [cell.text for cell in table.rows[0]][-1] == words
        assert table.rows[0][1].small == "s"


@pytest.mark.parametrize(("text", "said"), [
    ("a: {indicator: K99, change: [0, 1], places: district, grade: A, source: s, en: e, zh: z}", "K99"),
    ("a: {indicator: K1, change: [1, 0], places: district, grade: A, source: s, en: e, zh: z}", "lower end first"),
    ("a: {indicator: K1, change: [null, null], places: district, grade: A, source: s, en: e, zh: z}", "needs an end"),
    ("a: {indicator: K1, change: [0, 1], places: district, grade: A, en: e, zh: z}", "source"),
])  # fmt: skip
def test_a_finding_without_source_indicator_or_numbers_is_refused(tmp_path, text, said):
    (tmp_path / "effects.yaml").write_text(text)
    with pytest.raises(BadInput, match=said):
        published(tmp_path / "effects.yaml")
