"""Every number of a configuration is finite and within two ends; a refusal names it as one types it."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from omegaconf import OmegaConf

from govsim.experiments.composition.asked import asked
from govsim.experiments.composition.families import ONE, checked, made
from govsim.experiments.composition.parts import parts_of, plain_of
from govsim.experiments.composition.settings import COMMANDS, settings_of
from govsim.experiments.config_folders import CONFIGS
from govsim.experiments.errors import BadInput
from govsim.experiments.sweeps.paths import leaves, with_values
from govsim.simulation.synthesis import DistrictPlan
from tests.lab import composed, composed_group

NEVER = (math.nan, math.inf, -math.inf, 1e30, -1e30, 2**63, "word", True, [1], {}, None)
NO_SHARE = (-0.1, 1.7)
POLICIES = sorted(path.stem for path in (CONFIGS / "policy").glob("[a-z]*.yaml"))


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def refused(path: str, node: Any) -> str:
    """What is said of a part; empty where it is taken."""
    try:
        _ = checked(path, node, DistrictPlan) if path == "district" else made(path, node)
    except BadInput as error:
        return str(error)
    return ""


def check_numbers(path: str, node: Any) -> int:
    """Try every value that is none at every number of a part; how many were tried."""
    tried = 0
    for way, usual in leaves(node):
        if not is_number(usual):
            continue
        where = ".".join(map(str, (path, *way)))
        is_share = any(str(step).endswith("_share") for step in way)
        for value in (*NEVER, *(NO_SHARE if is_share else ())):
            said = refused(path, with_values(node, {"": [way]}, {"": value}))
            assert said.startswith((f"{where} is ", f"{where}: ")), f"{where}={value!r}: {said or 'taken'}"
            assert len(said.splitlines()) == 1, said
            assert len(said) < 700
            for key in re.findall(r"Set (\S+)=VALUE", said):
                assert key == where
            tried += 1
    return tried


@pytest.fixture(scope="module")
def plain():
    return plain_of(composed("district=small"))


@pytest.mark.slow
def test_of_the_district(plain):
    assert refused("district", plain["district"]) == ""
    assert check_numbers("district", plain["district"]) > 5_000


def test_of_every_part_of_a_run(plain):
    parts = dict(parts_of(plain))
    assert len(parts) > 20
    assert sum(check_numbers(path, node) for path, node in parts.items()) > 5_000


@pytest.mark.parametrize("group", [group for group in ONE if group != "levers"])  # whose files are parts of one
def test_of_every_choice_of_a_group(group):
    for choice in (CONFIGS / group).glob("[a-z]*.yaml"):
        assert check_numbers(group, plain_of(composed(f"{group}={choice.stem}"))[group])


def test_of_every_policy():
    for name in POLICIES:
        for part, node in (plain_of(composed_group("policy", f"policy={name}"))["policy"] or {}).items():
            assert check_numbers(f"policy.{part}", node), f"{name} has no number"


@pytest.mark.parametrize("command", COMMANDS)
def test_of_the_settings_of_every_command(command):
    kind = COMMANDS[command]
    given: Any = OmegaConf.to_container(asked(command, []).cfg, resolve=True)
    values = {name: given[name] for name in kind.model_fields}
    numbers = [name for name, value in values.items() if is_number(value)]
    assert len(numbers) > 5
    for name in numbers:
        for value in (math.nan, math.inf, -math.inf, 1e30, -1, "word", True, [1], {}):
            with pytest.raises(BadInput, match=rf"^{name} is "):
                settings_of(OmegaConf.create(values | {name: value}), kind)


@pytest.mark.parametrize("value", [[1], "word", {}, None, 3])
@pytest.mark.parametrize("path", ["process.theft", "costs", "policy.more_patrol"])
def test_of_what_stands_where_a_part_belongs(path, value):
    assert refused(path, value).startswith(f"{path} is ")


def test_long_values_are_shown_in_part(plain):
    said = refused("process.theft", plain["process"]["theft"] | {"looks": "a" * 5_000})
    assert "aaa..." in said
    assert len(said) < 400
    assert len(refused("process.theft", {"_target_": "govsim.simulation.processes.Theft"})) < 700
