"""A Python call means what the command of that name means: the same words, settings, errors and folders."""

from __future__ import annotations

import numpy as np
import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from hypothesis import given
from hypothesis import strategies as st
from mesa.experimental.scenarios import Scenario

import govsim
from govsim.experiments.commands.main import COMMANDS
from govsim.experiments.composition.arms import policy_arms
from govsim.experiments.library.calls import call, default_out, named, words_of, written
from govsim.simulation.policies import MorePatrol
from tests.command import govsim_here

PLAIN = st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\n\r\x00$", exclude_categories=("C",)), min_size=1)
TOWN = {"district": "synthetic", "district__population": 1500}
NIGHT = {"multiplier": 2, "shifts": ("night",), "start_day": 0}


@given(st.recursive(PLAIN | TEXT, lambda inside: st.lists(inside, max_size=4), max_leaves=8))
def test_a_value_is_read_by_hydra_as_it_was_given(value):
    (read,) = OverridesParser.create().parse_overrides([f"key={written(value)}"])
    assert read.value() == value


def test_keywords_with_two_underscores_are_paths_and_numpy_is_welcome():
    words = words_of({"years": np.float64(0.5), "policy__more_patrol__multiplier": 2}, {"process.theft.x": np.int64(3)})
    assert words == ["years=0.5", "policy.more_patrol.multiplier=2", "process.theft.x=3"]


def test_what_is_no_number_of_a_configuration_is_refused():
    with pytest.raises(govsim.BadInput, match=r"cannot write .* of type object"):
        written(object())


def test_policies_without_a_file_are_named_by_their_class():
    names, own = named(["baseline", MorePatrol(**NIGHT), MorePatrol(**NIGHT | {"multiplier": 3})])
    assert names == ["baseline", "more_patrol", "more_patrol_2"]
    assert own["more_patrol_2"].multiplier == 3


def test_the_folder_is_named_by_what_decides_the_results():
    words = ["years=1", "district=small"]
    assert default_out("compare", words) == default_out("compare", [*words[::-1], "workers=2"])
    assert default_out("compare", words) != default_out("compare", ["years=2", "district=small"])
    assert default_out("compare", words) != default_out("ablate", words)


def test_every_command_with_a_result_has_its_call():
    assert {*COMMANDS} - {"policy", "dashboard", "replay"} <= {*govsim.__all__}


def test_every_public_name_is_there_and_says_what_it_is():
    for name in govsim.__all__:
        assert (getattr(govsim, name).__doc__ or "").strip(), name
    assert {*dir(govsim)} >= {*govsim.__all__}
    with pytest.raises(AttributeError, match="no attribute 'distrikt'"):
        _ = govsim.distrikt


MISTAKES = {
    "key": ({"yeers": 1}, "unknown key 'yeers'; did you mean years"),
    "value": ({"years": -1}, "years is -1; it must be greater than 0"),
    "district": ({"district": "smal"}, "there is no 'smal' in group 'district'; did you mean small"),
    "policy": ({"policies": "more_patrl"}, "there is no 'more_patrl' in group 'policy'; did you mean more_patrol"),
    "number": (
        {"policies": "more_patrol", "policy__more_patrol__multiplier": -1},
        "must be greater than or equal to 0",
    ),
    "path": ({"values": {"process.theft.sigt_weight": 1}}, "unknown key 'process.theft.sigt_weight'"),
    "place": ({"policies": "elder_workers", "policy__elder_workers__where": {"streets": ["Nowhere"]}}, "Nowhere"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_call_is_an_exception_with_one_line(mistake, tmp_path, monkeypatch):
    given_, line = MISTAKES[mistake]
    monkeypatch.chdir(tmp_path)
    with pytest.raises(govsim.BadInput, match=r"(?s).+") as refused:
        govsim.run(**{"district": "small", "progress": False, **given_})
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not any(tmp_path.rglob("*.parquet"))


def test_a_call_says_the_same_as_the_command(tmp_path):
    code, _, err = govsim_here(tmp_path, "run", "district=small", "years=-1")
    assert code == 2
    with pytest.raises(govsim.BadInput) as refused:
        govsim.run("small", years=-1)
    assert err == f"govsim: {refused.value}\n"


class HereOnly(MorePatrol):
    """What a notebook defines: workers look in vain for its module."""


HereOnly.__module__ = "__main__"


def test_a_class_that_workers_cannot_import_is_refused():
    class Local(MorePatrol):
        """Defined in a function."""

    for lost, workers in ((Local, 2), (Local, 0), (HereOnly, 2)):
        with pytest.raises(govsim.BadInput, match="put the class into a module"):
            call("compare", ["baseline", lost(**NIGHT)], "small", None, {"workers": workers})
    assert "here_only" in call("compare", ["baseline", HereOnly(**NIGHT)], "small", None, {"workers": 0}).own_policies


def test_a_policy_without_dates_has_those_of_the_other_policies():
    undated = MorePatrol(multiplier=2, shifts=("night",))
    town = govsim.District(**TOWN, policies=undated, policy_start_day=10, policy_ramp_days=5)
    assert [(p.start_day, p.ramp_days) for p in town.named_policies.values()] == [(10, 5)]
    dated = MorePatrol(multiplier=2, shifts=("night",), start_day=3, ramp_days=0)
    town = govsim.District(**TOWN, policies=dated, policy_start_day=10, policy_ramp_days=5)
    assert [(p.start_day, p.ramp_days) for p in town.named_policies.values()] == [(3, 0)]
    asked = call("compare", ["baseline", undated], "small", None, {"burn_in_days": 40})
    arm = policy_arms(["more_patrol"], asked)[0]
    assert asked.composed(arm.words).policy.more_patrol.start_day == 40


def test_a_scenario_of_mesa_is_keywords_and_a_seed():
    town = govsim.District(scenario=Scenario(rng=5, **TOWN, policies="more_patrol"))
    assert town.draws.seed == 5
    assert list(town.named_policies) == ["more_patrol"]
    assert govsim.District(**TOWN, seed=4, scenario=Scenario()).draws.seed == 4, "as Mesa's viewer makes a model anew"
    with pytest.raises(govsim.BadInput, match="whole number"):
        govsim.District(**TOWN, scenario=Scenario(rng=np.random.default_rng(1)))
