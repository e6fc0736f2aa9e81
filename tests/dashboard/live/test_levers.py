"""Every policy can be moved on the page, within the limits of its class and no further."""

from __future__ import annotations

import pytest

from govsim.dashboard.live.levers import FAMILIES, bundles, levers
from govsim.dashboard.live.orders import Order
from govsim.dashboard.words import words_of
from govsim.experiments.errors import BadInput
from govsim.experiments.policies.files import policy_files


def test_every_policy_file_is_a_lever_a_bundle_or_known_to_be_neither():
    neither = {
        "baseline", "none",  # nothing is changed
        "budget_neutral",  # levers under other names, with numbers of their own
        "equal_patrol", "equal_grid", "equal_mediators", "equal_monitors", "equal_councils",  # variants
    }  # fmt: skip
    assert set(policy_files()) == set(levers()) | set(bundles()) | neither


def test_every_family_has_levers_and_a_name_in_both_languages():
    assert {lever.family for lever in levers().values()} == set(FAMILIES)
    for language in ("en", "zh"):
        assert list(words_of(language)["levers"]["families"]) == list(FAMILIES)


@pytest.mark.parametrize("name", sorted(levers()))
def test_every_setting_of_every_slider_makes_a_policy(name):
    lever = levers()[name]
    assert lever.sliders
    for end in ("low", "high", "usual"):
        values = {slider.field: getattr(slider, end) for slider in lever.sliders}
        policy = Order(name, values, 3).node()
        assert policy["start_day"] == 3
        assert policy["ramp_days"] == 0
    for slider in lever.sliders:
        assert slider.low <= slider.usual <= slider.high
        assert 0 < slider.step <= slider.high - slider.low


def test_what_no_slider_could_say_is_refused():
    with pytest.raises(BadInput, match="multiplier is 300; it must be a number from 0 to 10"):
        Order("more_patrol", {"multiplier": 300}, 0).node()
    with pytest.raises(BadInput, match="has no number 'start_day'; it has multiplier"):
        Order("more_patrol", {"start_day": 0}, 0).node()
    with pytest.raises(BadInput, match="must be a number"):
        Order("more_patrol", {"multiplier": "${oc.env:HOME}"}, 0).node()  # pyright: ignore[reportArgumentType]
