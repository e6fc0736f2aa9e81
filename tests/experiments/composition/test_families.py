"""A configuration is data: what it names is looked up among classes that exist, and nothing it says runs anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from omegaconf import OmegaConf

from govsim.experiments.composition import families
from govsim.experiments.composition.families import kind_of, made
from govsim.experiments.composition.parts import check_parts, check_parts_of, plain_of
from govsim.experiments.errors import BadInput
from govsim.simulation.policies import MorePatrol, Policy
from tests.command import govsim_here
from tests.lab import composed

PATROL = {"multiplier": 2.0, "shifts": ["night"]}
WAYS_IN = (  # each ran, wrote, deleted or called out with some version of Hydra or PyYAML
    "os.system", "subprocess.Popen", "builtins.exec", "builtins.eval", "timeit.timeit", "runpy.run_path",
    "cProfile.run", "pandas.read_pickle", "numpy.load", "pathlib.Path.write_text", "pathlib.Path.unlink",
    "pathlib.Path.mkdir", "urllib.request.urlopen", "hydra.utils.call", "hydra.utils.instantiate", "builtins.dict",
    "govsim.experiments.files.write_text", "govsim.simulation.levers.Baseline", "govsim.simulation.processes.Theft",
    "govsim.simulation.policies.Policy.__init__", "govsim.simulation.policies", "MorePatrol", "", ".", "..",
    "govsim.simulation.policies.patrol.np.load", "builtins.__import__", "code.interact",
)  # fmt: skip


class Mine(MorePatrol):
    """A policy of one's own."""


@pytest.mark.parametrize("target", WAYS_IN)
def test_only_classes_of_the_family_can_be_named(target, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for values in ({}, PATROL, {"_args_": ["touch broken"]}, {"path": "broken"}):
        with pytest.raises(BadInput, match=r"^policy\.x"):
            made("policy.x", {"_target_": target, **values})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("nested", ["where", "multiplier", "shifts", "start_day"])
def test_a_class_named_within_a_part_is_only_a_word(nested, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    evil = {"_target_": "os.system", "command": "touch broken"}
    node = {"_target_": "govsim.simulation.policies.MorePatrol", **PATROL, nested: evil}
    with pytest.raises(BadInput, match=rf"policy\.x\.{nested}"):
        made("policy.x", node)
    assert list(tmp_path.iterdir()) == []


def test_a_process_stands_only_in_its_own_place(tmp_path):
    plain = plain_of(composed("district=small"))
    theft = plain["process"]["theft"]
    assert kind_of("process.theft", theft).__name__ == "Theft"
    with pytest.raises(BadInput, match=r"^process\.mediation\._target_ is .*Theft, which is no Mediation"):
        made("process.mediation", theft)
    with pytest.raises(BadInput, match=r"^unknown key 'process\.thefts'; did you mean theft"):
        made("process.thefts", theft)
    with pytest.raises(BadInput, match=r"^process\.theft is None"):
        check_parts_of(plain | {"process": {k: v for k, v in plain["process"].items() if k != "theft"}})


def test_ones_own_class_is_known_once_it_is_imported(monkeypatch):
    monkeypatch.setenv(families.CODE, "")
    policy = made("policy.x", {"_target_": f"{__name__}.Mine", **PATROL})
    assert isinstance(policy, Mine)
    assert os.environ[families.CODE] == __name__  # so that workers know it too


def test_ones_own_module_is_imported_only_where_it_is_trusted(tmp_path, monkeypatch):
    (tmp_path / "own_code_trusted.py").write_text(
        "from pathlib import Path\nfrom govsim.simulation.policies import MorePatrol\n"
        "Path('imported').touch()\n\nclass Trusted(MorePatrol):\n    '''Mine.'''\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv(families.CODE, "")
    node = {"_target_": "own_code_trusted.Trusted", **PATROL}
    with pytest.raises(BadInput, match=r"GOVSIM_CODE=own_code_trusted$"):
        made("policy.x", node)
    assert not Path("imported").exists()
    monkeypatch.setenv(families.CODE, "own_code_trusted")
    assert isinstance(made("policy.x", node), Policy)
    assert Path("imported").exists()
    monkeypatch.setenv(families.CODE, "no_such_module_at_all")
    with pytest.raises(BadInput, match=r"^GOVSIM_CODE names 'no_such_module_at_all', which cannot be imported"):
        made("policy.x", {"_target_": "no_such_module_at_all.Trusted", **PATROL})
    assert isinstance(made("policy.x", node), Policy), "what is not needed is not looked at"
    sys.modules.pop("own_code_trusted")


def test_former_names_are_still_read_and_said():
    cfg = composed("policy=more_patrol").copy()
    OmegaConf.update(cfg, "policy.more_patrol._target_", "simulation.policies.MorePatrol")
    with pytest.warns(FutureWarning, match=r"is now called govsim\.simulation\.policies\.MorePatrol"):
        check_parts(cfg)
    assert cfg.policy.more_patrol._target_ == "govsim.simulation.policies.MorePatrol"


@pytest.mark.parametrize(
    "text",
    [
        "# @package hydra\ncallbacks: {x: {_target_: os.system, command: touch broken}}\n",
        "# @package _global_\nhydra: {callbacks: {x: {_target_: os.system, command: touch broken}}}\n",
        "# @package hydra.launcher\n_target_: os.system\n",
        "defaults: [{override /hydra/launcher: joblib}, _self_]\nx: {_target_: os.system}\n",
        "defaults: ['/hydra/callbacks@hydra: x', _self_]\nx: {_target_: os.system}\n",
        "x: !!python/object/apply:os.system ['touch broken']\n",
        "x: !!python/name:os.system\n",
        "x: {_target_: os.system, command: touch broken}\n",
        "x: {_target_: govsim.simulation.policies.MorePatrol, multiplier: '${oc.env:HOME}', shifts: [night]}\n",
        "x: {_target_: govsim.simulation.policies.MorePatrol, multiplier: '${oc.decode:2}', shifts: [night]}\n",
        "x: {_target_: govsim.simulation.policies.MorePatrol, multiplier: '${hydra:runtime.cwd}', shifts: [night]}\n",
        "x: {_target_: govsim.simulation.policies.MorePatrol, multiplier: 2, shifts: ['${now:%Y}']}\n",
        "- {_target_: os.system}\n",
        "os.system\n",
    ],
)
@pytest.mark.parametrize("command", [("policy", "check", "evil"), ("run", "policy=evil", "district=small", "out=o")])
def test_a_policy_file_of_somebody_else_runs_nothing(text, command, tmp_path):
    folder = tmp_path / "configs" / "policy"
    folder.mkdir(parents=True)
    (folder / "evil.yaml").write_text(text)
    code, _, said = govsim_here(tmp_path, *command)
    assert code == 2, said
    assert len(said.strip().splitlines()) == 1
    assert "evil" in said or "policy.x" in said
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["configs", "evil.yaml", "policy"]
