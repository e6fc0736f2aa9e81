"""Factors stay within their ranges, have the distributions they claim, and are refused in one line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsim.experiments.composition.words import factor_words
from govsim.experiments.errors import BadInput
from govsim.experiments.sweeps.factors import LEVER, UNCERTAINTY, Factor, factors_of

DEFAULTS = {"process.a.x": 0.5, "levers.b.y": 4, "policy.p.z": 2.0, "scenario.on": True}
SPECS = ([0.2, 0.8], {"low": 0.1, "high": 10, "scale": "log"}, {"low": 0, "high": 1, "mean": 0.3, "sd": 0.2},
         {"low": 2, "high": 9, "integer": True}, {"values": [1, 4, 9]})  # fmt: skip


def one(spec, path: str = "process.a.x") -> Factor:
    return factors_of({path: spec}, DEFAULTS)[0]


@pytest.mark.parametrize("spec", SPECS, ids=str)
@given(u=st.floats(0, 1), v=st.floats(0, 1))
def test_values_lie_within_the_range_and_rise_with_the_share(spec, u, v):
    factor = one(spec)
    low, high = min(factor.values or [factor.low]), max(factor.values or [factor.high])
    assert low <= factor.value(u) <= high
    assert (factor.value(u) <= factor.value(v)) or u > v


@pytest.mark.parametrize(
    ("spec", "median"),
    [([0.2, 0.8], 0.5), ({"low": 0.1, "high": 10, "scale": "log"}, 1.0), ({"values": [1, 4, 9]}, 4)], ids=str,
)  # fmt: skip
def test_half_of_the_distribution_lies_below_the_median(spec, median):
    assert one(spec).value(0.5) == pytest.approx(median)


def test_whole_numbers_are_equally_likely():
    factor = one([2, 5], "levers.b.y")
    assert factor.integer
    values = [factor.value(u) for u in (np.arange(4000) + 0.5) / 4000]
    assert [values.count(v) for v in (2, 3, 4, 5)] == [1000] * 4
    assert all(type(v) is int for v in values)
    assert not one([2, 5]).integer  # the configuration has a fraction there


def test_a_normal_has_its_mean_and_is_cut():
    factor = one({"low": -10, "high": 10, "mean": 1, "sd": 2})
    values = np.array([factor.value(u) for u in (np.arange(2000) + 0.5) / 2000])
    assert values.mean() == pytest.approx(1, abs=0.01)
    assert values.std() == pytest.approx(2, rel=0.01)


def test_levers_are_the_governments_choice_unless_said_otherwise():
    roles = {
        f.path: f.role for f in factors_of({p: [1, 2.5] for p in ("process.a.x", "levers.b.y", "policy.p.z")}, DEFAULTS)
    }
    assert roles == {"process.a.x": UNCERTAINTY, "levers.b.y": LEVER, "policy.p.z": LEVER}
    assert one({"low": 0, "high": 1, "role": "lever"}).role == LEVER


def test_nested_mappings_are_paths():
    nested, flat = (
        factors_of({"process": {"a": {"x": [0, 1]}}}, DEFAULTS),
        factors_of({"process.a.x": [0, 1]}, DEFAULTS),
    )
    assert nested == flat


def test_words_of_the_command_line():
    rest, given_ = factor_words(
        ["years=1", "factors.process.a.x=[0.1,0.9]", "factors.levers.b.y={low:1,high:8,scale:log}"]
    )
    assert rest == ["years=1"]
    assert given_ == {"process.a.x": [0.1, 0.9], "levers.b.y": {"low": 1, "high": 8, "scale": "log"}}


@pytest.mark.parametrize(
    "spec", [3, "low", [0.8, 0.2], {"low": 1}, {"low": 0, "high": 1, "scale": "log"}, {"values": []},
             {"low": 0, "high": 1, "scale": "cubic"}, {"low": 0, "high": 1, "mean": 0.5},
             {"values": [1], "low": 0}], ids=str,
)  # fmt: skip
def test_what_is_no_range_is_refused_by_name(spec):
    with pytest.raises(BadInput, match=r"factors\.process\.a\.x"):
        one(spec)
