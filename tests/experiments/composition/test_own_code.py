"""A run is also the code of classes that are somebody's own: one that was edited is another run."""

from __future__ import annotations

import importlib
import sys

import pytest

import govsim
from govsim.experiments.composition.own_code import own_code
from tests.experiments.library.test_calls import NIGHT, TOWN

CLASS = """
from govsim.simulation.policies import MorePatrol

class Doubled(MorePatrol):
    def apply(self, levers, strength, treated):
        return super().apply(levers, {strength}, treated)
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A module of one's own that can be edited."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def edit(text: str):
        (tmp_path / "doubled.py").write_text(text, "utf-8")
        sys.modules.pop("doubled", None)
        importlib.invalidate_caches()
        return importlib.import_module("doubled")

    yield edit
    sys.modules.pop("doubled", None)


def test_only_classes_of_others_are_looked_at(module):
    module(CLASS)
    config = {"policy": {"a": {"_target_": "doubled.Doubled", "x": [{"_target_": "govsim.simulation.policies.Signs"}]}}}
    assert list(own_code(config)) == ["doubled.Doubled"]
    assert own_code({"process.patrolling._target_": "doubled.Doubled"}) == own_code(config), "as a factor names it"
    before = own_code(config)
    module(CLASS + "\n# another thought\n")
    assert own_code(config) != before
    assert own_code({"_target_": "no_such_module.Thing"}) == {"no_such_module.Thing": ""}


def test_a_class_that_was_edited_is_not_answered_with_runs_of_the_former_one(module, tmp_path):
    def run(text: str, **more):
        asked = {**TOWN, "years": 0.03, "policy_ramp_days": 0, "out": str(tmp_path / "run")}
        return govsim.run(policies=module(text).Doubled(**NIGHT), **asked, **more)

    full, none = CLASS.format(strength="strength"), CLASS.format(strength="0.0")
    first = run(full)
    assert run(full).manifest == first.manifest, "the very same run is read"
    with pytest.raises(govsim.BadInput, match=r"holds a result of another version of doubled\.Doubled"):
        run(none)
    second = run(none, overwrite=True)
    assert first.manifest["own_code"] != second.manifest["own_code"]
    assert not first.costs.equals(second.costs)
