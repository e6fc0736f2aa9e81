"""Hydra's loader with the quick merge makes the very configuration that Hydra's own makes, or the same refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hydra._internal.hydra
import pytest
from hydra import compose, initialize_config_dir
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra._internal.core_plugins.file_config_source import FileConfigSource
from hydra._internal.sources_registry import SourcesRegistry
from hydra.errors import HydraException
from omegaconf import DictConfig
from omegaconf.basecontainer import BaseContainer

from govsim.experiments.config_folders import CONFIGS
from govsim.experiments.errors import BadInput
from govsim.experiments.hydra_files import find_own_configs

COMMANDS = ("compare", "sweep", "validate", "dashboard")  # the others differ by values at the top alone
POLICIES = sorted(path.stem for path in (CONFIGS / "policy").glob("[a-z]*.yaml"))
OWN = {  # files of one's own, by path
    "few.yaml": (
        "defaults: [survey: default, scenario: default, district: small, policy: none, _self_, experiment: null]\n"
        "seed: 1\nyears: 1\ndistrict_seed: 1\npolicy_start_day: 0\npolicy_ramp_days: 9\nout: x\n"
    ),
    "policy/odd.yaml": "# @package _global_\npolicy: {odd: {_target_: a.B, where: {streets: [x]}}}\nseed: 5\n",
    "policy/mine.yaml": "defaults: [more_patrol, _self_]\nmore_patrol: {multiplier: 3, where: {ntypes: [1, 2]}}\n",
    "policy/夜.yaml": "夜: {_target_: a.B, start_day: '${policy_start_day}'}\n",
    "district/flat.yaml": "defaults: [small, _self_]\nstreets: null\n",
    "experiment/all.yaml": (
        "# @package _global_\ndefaults:\n  - override /policy: [signs, more_patrol]\n  - override /district: small\n"
        "  - _self_\nyears: 2\nsurvey: {every_days: 9}\n"
    ),
    "experiment/missing.yaml": "# @package _global_\nyears: ???\nout: here\n",
    "experiment/missing_part.yaml": "# @package _global_\nsurvey: ???\n",
    "experiment/refers.yaml": "# @package _global_\nown: ${survey}\nseed: ${district_seed}\n",
    "experiment/over.yaml": "# @package _global_\ndefaults: [refers, _self_]\nown: {respondents_share: 1}\nseed: 4\n",
    "experiment/number.yaml": "# @package _global_\nsurvey: 3\n",
    "experiment/list.yaml": "# @package _global_\nsurvey: [1]\n",
    "experiment/nothing.yaml": "# @package _global_\nsurvey: null\n",
    "experiment/open.yaml": "# @package _global_\nout: ${unfinished\n",
    "experiment/package.yaml": "# @package some.where\na: {b: [1, {c: '???'}], 1: one, true: yes}\n",
    "experiment/no_key.yaml": "# @package _global_\nown: {~: 1}\n",
    "experiment/circle.yaml": "# @package _global_\ndefaults: [circle_b, _self_]\n",
    "experiment/stray.yaml": "# @package _global_\ndefaults: [/policy: nobody, _self_]\n",
}
FINE = (
    ["district=synthetic", "policy_ramp_days=3", "process.theft.looks=2"],
    ["district=small", f"policy=[{','.join(POLICIES)}]", "policy.signs.signs=0.4", "hydra.job.name=x"],
    [
        "policy=[full_xigu,'夜']",
        "+policy.own={_target_: x.Y, start_day: 3}",
        "++policy.signs.signs=1",
        "+new=[1,{a: 2}]",
    ],
    ["~policy", "~process.theft.looks", "~survey", "seed=2"],
)
OF_FEW = (  # of a configuration of few parts
    ["policy=odd"],
    ["policy=mine", "district=flat"],
    ["experiment=all", "policy=none", "+hydra.job.env_set.A=b", "hydra/job_logging=disabled"],
    *[[f"experiment={name}"] for name in ("missing", "missing_part", "refers", "over", "number", "nothing", "package")],
)
WRONG = (
    ["district=nowhere"], ["policy=[signs,nobody]"], ["unknown=1"], ["+seed=1"], ["~unknown"], ["survey=other"],
    ["experiment=open"], ["experiment=list"], ["experiment=no_key"], ["experiment=circle"], ["experiment=stray"],
    ["seed=1,2"], ["a"], ["policy@x=signs"], ["survey.every_days.more=1"],
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with configurations of one's own."""
    for name, text in OWN.items():
        (tmp_path / "configs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "configs" / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def quickly(name: str, words: list[str]) -> DictConfig:
    find_own_configs()
    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        return compose(name, words, return_hydra_config=True)


def by_hydra(name: str, words: list[str]) -> DictConfig:
    find_own_configs()
    with pytest.MonkeyPatch.context() as here:
        here.setattr(hydra._internal.hydra, "ConfigLoaderImpl", ConfigLoaderImpl)
        here.setitem(SourcesRegistry.instance().types, "file", FileConfigSource)
        with initialize_config_dir(str(CONFIGS), version_base="1.3"):
            return compose(name, words, return_hydra_config=True)


def all_of(node: Any, parent: Any = None) -> Iterator[Any]:
    """Everything OmegaConf knows of a node and all below it, in order."""
    assert node._get_parent() is parent
    about = node._metadata
    yield from (type(node), about.ref_type, about.object_type, about.optional, about.key, about.flags)
    inside = node._content if isinstance(node, BaseContainer) else node._val
    if isinstance(inside, dict | list):
        yield list(inside) if isinstance(inside, dict) else len(inside)
        for one in inside.values() if isinstance(inside, dict) else inside:
            yield from all_of(one, node)
    else:
        yield inside


@pytest.mark.parametrize("words", FINE, ids=lambda words: words[0])
def test_the_quick_way_makes_what_hydra_makes(folder, words):
    assert [*all_of(quickly("run", words))] == [*all_of(by_hydra("run", words))]


@pytest.mark.parametrize("words", OF_FEW, ids=lambda words: words[0])
def test_it_does_with_files_of_ones_own(folder, words):
    assert [*all_of(quickly("few", words))] == [*all_of(by_hydra("few", words))]


@pytest.mark.parametrize("name", COMMANDS)
def test_it_does_for_other_commands(name):
    assert [*all_of(quickly(name, []))] == [*all_of(by_hydra(name, []))]


@pytest.mark.parametrize("words", WRONG, ids=lambda words: words[0])
def test_it_refuses_what_hydra_refuses_in_the_same_words(folder, words):
    with pytest.raises((HydraException, BadInput)) as quick:
        quickly("few", words)
    with pytest.raises(type(quick.value)) as own:
        by_hydra("few", words)
    assert str(quick.value) == str(own.value)


def test_files_of_the_package_are_never_merged_as_trees(monkeypatch):
    quickly("run", [])  # what is about Hydra is made once, by Hydra
    monkeypatch.setattr(ConfigLoaderImpl, "_compose_config_from_defaults_list", None)
    for name in ("none", "more_patrol", "full_xigu"):
        quickly("run", ["district=small", f"policy={name}"])
