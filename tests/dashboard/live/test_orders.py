"""Orders given live are dated policies: run again from a file, they give the same district, bit for bit."""

from __future__ import annotations

import pytest
import yaml
from hydra import compose, initialize_config_dir

from govsim.dashboard.live.orders import Order, Orders, read_orders
from govsim.dashboard.page.levers import orders_in
from govsim.experiments.composition.build import build
from govsim.experiments.composition.parts import plain_of
from govsim.experiments.config_folders import CONFIGS
from govsim.experiments.errors import BadInput
from tests.dashboard.rooms import config, go, pair
from tests.lab import LIVELY, differing


def test_a_change_ends_what_was_ordered_before_and_begins_anew():
    orders = Orders().changed("more_patrol", {"multiplier": 2}, 3).changed("more_patrol", {"multiplier": 3}, 10)
    assert orders.given == (
        Order("more_patrol", {"multiplier": 2}, 3, 10),
        Order("more_patrol", {"multiplier": 3}, 10, None),
    )
    gone = orders.changed("more_patrol", None, 12)
    assert [gone.in_force(day) for day in (2, 3, 10, 12)] == [
        {}, {"more_patrol": {"multiplier": 2}}, {"more_patrol": {"multiplier": 3}}, {},
    ]  # fmt: skip


def test_an_order_that_never_acted_leaves_no_trace():
    orders = Orders().changed("more_patrol", {"multiplier": 2}, 3).changed("more_patrol", {"multiplier": 5}, 3)
    assert orders.given == (Order("more_patrol", {"multiplier": 5}, 3),)
    assert orders.changed("more_patrol", None, 3).given == ()


def test_what_was_ordered_for_later_days_is_dropped():
    orders = Orders().changed("more_patrol", {"multiplier": 2}, 3).changed("more_patrol", None, 20)
    orders = orders.changed("double_grid", {"multiplier": 2}, 30)
    assert orders.up_to(10).given == (Order("more_patrol", {"multiplier": 2}, 3),)
    assert orders.up_to(20).given == orders.given[:1]


def live():
    """Orders of three kinds given, changed and taken back on the way."""
    one = go(pair(), 24 * 5 + 7)
    one.order("b", "more_patrol", {"multiplier": 4})
    go(one, 24 * 10)
    one.order("b", "double_grid", {"multiplier": 3})
    one.order("b", "more_patrol", {"multiplier": 2})
    go(one, 24 * 10)
    one.order_all("b", {"double_grid": {"multiplier": 3}, "modern_mediation": {"hearing_days": 6}})
    return go(one, 24 * 15)


def test_a_saved_file_run_again_gives_the_same_result(tmp_path):
    one = live()
    file = tmp_path / "configs" / "policy" / "mine.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(one.orders["b"].as_yaml({"en": "Mine. Given live.", "zh": "我的。实时下达。"}), encoding="utf-8")
    words = ["district=small", *LIVELY, "policy=mine", f"hydra.searchpath=[file://{tmp_path}/configs]"]
    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        again = build(plain_of(compose("run", words)))
    again.run_for(one.clock.tick)
    assert differing(again.tables(), one.districts["b"].tables()) == []
    assert differing(again.tables(), one.districts["a"].tables()) != []


def test_a_saved_file_says_what_it_is_and_reads_back(tmp_path):
    orders = live().orders["b"]
    text = orders.as_yaml({"en": "Mine. Given live."}, ["a remark"])
    assert text.startswith("# en: Mine. Given live.\n# a remark\n")
    assert read_orders(yaml.safe_load(text)).nodes() == orders.nodes()
    assert orders_in(text.encode()).nodes() == orders.nodes()
    assert orders.in_force(99).keys() == {"double_grid", "modern_mediation"}


def test_a_loaded_file_runs_again_to_the_same_result():
    one, again = live(), pair()
    again.load("b", orders_in(one.orders["b"].as_yaml({"en": "Mine. Given live."}).encode()))
    go(again, one.clock.tick)
    for arm in ("a", "b"):
        assert differing(again.districts[arm].tables(), one.districts[arm].tables()) == []


def test_a_loaded_file_that_asks_for_too_much_changes_nothing():
    one = go(pair(), 30)
    before = one.orders["b"]
    with pytest.raises(BadInput, match="multiplier is 99"):
        one.load("b", orders_in(b"more_patrol_from_day_3: {multiplier: 99, start_day: 3}"))
    assert one.orders["b"] is before
    assert one.clock.tick == 30


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"a: [", b"more_patrol_from_day_3: 7", b"x" * 200_000, b"!!python/object/apply:os.system [ls]",
     b"evil_from_day_1: {_target_: os.system, start_day: 0}", b"more_patrol_from_day_3: {multiplier: 2}"],
)  # fmt: skip
def test_no_other_file_is_read_as_orders(content):
    with pytest.raises(BadInput, match=r"policy file of the dashboard|no order of the dashboard"):
        orders_in(content)


def test_a_file_without_orders_orders_nothing():
    assert orders_in(b"{}") == orders_in(b"- a\n- b") == orders_in(b"") == Orders()


def test_a_file_cannot_bring_a_class_of_its_own():
    orders = read_orders({"more_patrol_from_day_3": {"_target_": "os.system", "multiplier": 2, "start_day": 3}})
    assert orders.nodes()["more_patrol_from_day_3"]["_target_"] == "govsim.simulation.policies.MorePatrol"


def test_a_configuration_without_policies_is_what_both_arms_start_from():
    assert pair("policy=full_xigu").config["policy"] == {}
    assert config("policy=full_xigu")["policy"] != {}
