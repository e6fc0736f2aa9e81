"""An arm is the configuration of all arms with policies of its own, however it is put together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hydra import compose, initialize_config_dir

from govsim.experiments.composition.asked import asked
from govsim.experiments.composition.parts import plain_of
from govsim.experiments.config_folders import CONFIGS
from govsim.experiments.policies.explained import parts_of_policies

FORTH = ["policy=[full_xigu,system_365,signs]", "policy.signs.signs=0.4", "+policy.own={_target_: x.Y, start_day: 3}"]
COMMAND = ["district=small", "seed=7", "burn_in_days=11", "policy_ramp_days=3", "process.theft.looks=2"]


@pytest.mark.parametrize("words", [["policy=none"], ["policy=[more_patrol]"], FORTH], ids=len)
def test_an_arm_is_what_hydra_makes_of_all_its_words(words):
    arm = asked("compare", COMMAND).composed(words)
    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        whole = compose("compare", [*COMMAND, *words])
    assert plain_of(arm) == plain_of(whole)
    assert all(p["start_day"] in (11, 3) for p in plain_of(arm)["policy"].values())


def test_words_about_other_things_and_policy_files_that_set_them_count(tmp_path):
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "odd.yaml").write_text(
        "# @package _global_\npolicy: {odd: {_target_: govsim.simulation.policies.Signs, signs: 1, start_day: 0}}\n"
        "process: {theft: {places_per_search: 4}}\n"
    )
    arm = asked("compare", COMMAND).composed(["policy=none", "process.theft.looks=4"])
    assert arm.process.theft.looks == 4
    found = asked("compare", [*COMMAND, f"hydra.searchpath=[{tmp_path}]"])
    assert found.composed(["policy=odd"]).process.theft.places_per_search == 4


TEXTS = (
    "是否有效？", "巡逻，有用", "“巡逻”有用吗", "Does patrol work, and for whom?", "100% safe (really)", "a=b", "#1",
    "[draft] patrol", "2026", "1e3", "null", "true", "it's", 'say "yes"', "$5 ${seed} \\${seed}", "\\\\${x}",
    "a\\", "\\", "~x", "+x", "a: b", " blanks ", "\ttab", "", "*", "@a", "a;b|c&d", "${oc.env:HOME}", "'", "''x", "🙂",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_taken_as_typed(text):
    cfg = asked("compare", [f"question={text}", *([f"out={text}"] if text else [])]).cfg
    assert cfg.question == text
    assert cfg.out == text or not text


@pytest.mark.parametrize("name", ["夜间巡逻", "夜间", "a夜", "夜+more_patrol"])
def test_names_of_policies_are_taken_as_typed(name):
    assert list(asked("compare", [f"arms=[baseline,{name}]"]).cfg.arms) == ["baseline", name]
    assert list(asked("compare", [f"arms=[baseline，{name}]"]).cfg.arms) == ["baseline", name]


def test_threads_may_ask_at_once():
    """Hydra has one state a process; the pages of a class are served in threads."""
    words = [[f"policy.more_patrol.multiplier={n}"] for n in (2, 3)] * 6
    with ThreadPoolExecutor(6) as pool:
        found = list(
            pool.map(lambda more: parts_of_policies(["more_patrol"], more)["more_patrol"]["multiplier"], words)
        )
    assert found == [2, 3] * 6
