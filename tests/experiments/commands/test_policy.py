"""Policies without code: written, explained, checked and run."""

import pytest
import yaml

from govsim.experiments.commands import policy as command
from govsim.experiments.errors import BadInput
from govsim.experiments.language.voice import voice_of
from govsim.experiments.policies.explained import explained, limits_of, own_fields
from govsim.experiments.policies.files import heading, policy_files
from govsim.experiments.policies.new import kinds, starts, write_new
from tests.command import govsim_here


@pytest.mark.slow
def test_a_policy_of_ones_own_is_written_explained_checked_and_compared(tmp_path):
    new = ["policy", "new", "night_patrol", "kind=MorePatrol", "multiplier=2", "shifts=[night]", "title=夜间巡逻",
           "text=夜间巡逻时数加倍", "streets=[福利路街道]",
           "end_day=300", "language=zh"]  # fmt: skip
    code, out, err = govsim_here(tmp_path, *new)
    assert code == 0, err
    assert "configs/policy/night_patrol.yaml" in out
    path = tmp_path / "configs" / "policy" / "night_patrol.yaml"
    assert heading(path)["zh"] == ("夜间巡逻", "夜间巡逻时数加倍")
    written = yaml.safe_load(path.read_text("utf-8"))["night_patrol"]
    assert written["multiplier"] == 2
    assert written["where"] == {"streets": ["福利路街道"]}

    code, out, err = govsim_here(tmp_path, "policy", "show", "night_patrol", "language=zh")
    assert code == 0, err
    for text in (
        "夜间巡逻 (night_patrol)",
        "multiplier = 2 (0..20): 巡逻单位工时，为现状的倍数",
        "在福利路街道",
        "到第300天为止",
    ):
        assert text in out
    code, out, _ = govsim_here(tmp_path, "policy", "check", "night_patrol", "district=small", "language=en")
    assert (code, out) == (0, "night_patrol: nothing wrong with it.\n")
    code, out, _ = govsim_here(tmp_path, "policy", "list", "language=zh")
    assert "night_patrol (自建)" in out

    words = ["arms=[baseline,night_patrol]", "district=small", "district.population=2000", "years=0.02",
             "burn_in_days=2",
             "replications=2", "workers=0", "out=r", "language=zh"]  # fmt: skip
    code, out, err = govsim_here(tmp_path, "compare", *words)
    assert code == 0, err
    assert "夜间巡逻" in (tmp_path / "r" / "report.html").read_text("utf-8")


@pytest.mark.slow
def test_check_refuses_a_place_that_the_district_does_not_have(tmp_path):
    new = ["policy", "new", "mine", "kind=MoreMediators", "multiplier=2"]
    assert govsim_here(tmp_path, *new, "streets=[Fulilu]")[0] == 0
    path = tmp_path / "configs" / "policy" / "mine.yaml"
    path.write_text(path.read_text("utf-8").replace("- Fulilu", "- Nowhere").replace("[Fulilu]", "[Nowhere]"), "utf-8")
    code, _, err = govsim_here(tmp_path, "policy", "check", "mine")
    assert code == 2
    assert "Nowhere, which the district does not have" in err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["multiplier=-3"], "policy.mine.multiplier is -3"),
        (["multiplier=nan"], "policy.mine.multiplier is"),
        (["multiplier=2", "streets=[Nowhere]"], "Nowhere, which the district does not have"),
        (["multiplier=2", "where=Fulilu"], "where must name kinds of places"),
        (["multiplier=2", "end_day=-1"], "policy.mine.end_day is -1"),
        (["multiplier=2", "start_day=9", "end_day=3"], "it must be later than start_day"),
        (["multiplier=2", "multipliers=2"], "has no 'multipliers'"),
        (["multiplier=[2"], "cannot read '[2'"),
    ],
)
def test_what_is_refused_is_not_written(words, said, tmp_path):
    code, out, err = govsim_here(tmp_path, "policy", "new", "mine", "kind=MoreMediators", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.rglob("*.yaml")) == []


def not_asked(question, default):
    return default


def unchecked(name, node):
    """A unit test of the file alone."""


def test_numbers_begin_at_those_of_the_policy_of_that_name():
    for kind, node in starts().items():
        if kind in ("MorePatrol", "MoreGridWorkers", "MoreMediators"):
            assert node["multiplier"] > 1, f"{kind} is more, not less"


def test_title_and_text_are_there_in_both_languages(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = {"kind": "MorePatrol", "title_zh": "夜间\n巡逻", "title_en": "Night patrol"}
    path = write_new("night_patrol", given, not_asked, voice_of("zh"), unchecked)
    said = heading(path)
    assert said["zh"].title == "夜间 巡逻"
    assert said["en"].title == "Night patrol"
    assert all(one.text for one in said.values()), "the class says what it is where nobody does"
    assert yaml.safe_load(path.read_text("utf-8"))["night_patrol"]["shifts"]


PLACES = ["streets=[Fulilu,西固城街道]", "streets=Fulilu，西固城街道", "where.streets=Fulilu、西固城街道",
          "where={streets: [Fulilu, 西固城街道]}"]  # fmt: skip


@pytest.mark.parametrize("notation", PLACES)
def test_places_may_be_written_in_any_of_their_ways(notation, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    key, _, value = notation.partition("=")
    path = write_new("mine", {"kind": "MorePatrol", key: value}, not_asked, voice_of("en"), unchecked)
    assert yaml.safe_load(path.read_text("utf-8"))["mine"]["where"] == {"streets": ["Fulilu", "西固城街道"]}


def test_what_is_answered_is_what_is_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answers = {"kind": "MorePatrol", "title_en": "Nights", "start_day": "30", "end_day": "90",
               "streets": "Fulilu, 西固城街道"}  # fmt: skip
    ask = voice_of("en")["policy"]["ask"]
    by_question = {ask[key]: answer for key, answer in answers.items()}
    path = write_new("a", {}, lambda question, default: by_question.get(question, default), voice_of("en"), unchecked)
    given = answers | {"title_zh": "Nights", "streets": "[Fulilu, 西固城街道]"}
    other = write_new("b", given, not_asked, voice_of("en"), unchecked)
    assert path.read_text("utf-8").replace("\na:", "\nb:").replace("@a", "@b") == other.read_text("utf-8")


def test_the_end_of_the_input_is_one_line(monkeypatch):
    def ended(*_: object, **__: object):
        raise EOFError

    monkeypatch.setattr(command.Prompt, "ask", ended)
    with pytest.raises(BadInput, match="the input ended"):
        command._asked("Which kind?", "")


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_can_be_written_with_its_usual_numbers(kind, tmp_path, monkeypatch):
    """What is not given comes from a policy of the package; the file is whole YAML with a meaning on each line."""
    monkeypatch.chdir(tmp_path)
    path = write_new(f"my_{kind.lower()}", {"kind": kind}, not_asked, voice_of("en"), unchecked)
    node = yaml.safe_load(path.read_text("utf-8"))[f"my_{kind.lower()}"]
    assert node["_target_"] == f"govsim.simulation.policies.{kind}"
    assert set(own_fields(kinds()[kind])) <= set(node)
    kinds()[kind].model_validate({k: v for k, v in node.items() if k != "_target_"} | {"start_day": 0})


def test_every_kind_has_a_policy_to_start_from():
    assert set(kinds()) == set(starts())


def test_limits_are_those_of_the_class():
    fields = own_fields(kinds()["MorePatrol"])
    assert limits_of(fields["multiplier"]) == "0..20"
    assert limits_of(fields["shifts"]) == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_policy_can_be_explained(language):
    for name in policy_files():
        text = explained(name, [], voice_of(language))
        assert text.splitlines()[0].endswith(f"({name})")
