"""Policies without code: written, explained, checked and run."""

import pytest
import yaml

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
    govsim_here(tmp_path, "policy", "new", "mine", "kind=MoreMediators", "multiplier=2", "streets=[Nowhere]")
    code, _, err = govsim_here(tmp_path, "policy", "check", "mine")
    assert code == 2
    assert "Nowhere, which the district does not have" in err


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_can_be_written_with_its_usual_numbers(kind, tmp_path, monkeypatch):
    """What is not given comes from a policy of the package; the file is whole YAML with a meaning on each line."""
    monkeypatch.chdir(tmp_path)
    path = write_new(f"my_{kind.lower()}", {"kind": kind}, lambda question, default: default, voice_of("en"))
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
