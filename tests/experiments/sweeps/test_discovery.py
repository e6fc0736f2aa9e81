"""Scenario discovery finds the box that made the wins, and says when there is none."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.errors import BadInput
from govsim.experiments.statistics.prim import LEAST_MASS, Limits, found_boxes, pasted, peeled
from govsim.experiments.sweeps.discovery import boxes, in_numbers, in_words, tree

RNG = np.random.default_rng(1)
X = pd.DataFrame(RNG.random((600, 4)), columns=["a", "b", "c", "d"])


def test_prim_finds_the_box_that_was_hidden():
    wins = ((X["a"] > 0.6) & (X["b"] < 0.5)).to_numpy()
    box = boxes(X, wins, 0.95)[0]
    assert box.limits["a"][0] == pytest.approx(0.6, abs=0.05)
    assert box.limits["b"][1] == pytest.approx(0.5, abs=0.05)
    assert box.density > 0.9
    assert box.coverage > 0.9
    assert max(box.p_values["a"], box.p_values["b"]) < 1e-6


def test_coverage_density_and_mass_are_what_they_are_called():
    wins = ((X["a"] > 0.6) & (RNG.random(len(X)) < 0.9)).to_numpy()
    for box in boxes(X, wins, 0.7):
        inside = np.ones(len(X), bool)
        for name, (low, high) in box.limits.items():
            inside &= X[name].between(low, high).to_numpy()
        assert box.coverage == pytest.approx((wins & inside).sum() / wins.sum())
        assert box.density == pytest.approx((wins & inside).sum() / inside.sum())
        assert box.mass == pytest.approx(inside.mean())


def test_peeling_takes_away_a_twentieth_at_a_time_and_leaves_enough():
    wins = (X["a"] > 0.6).to_numpy()
    way = peeled(X.to_numpy(), wins, np.ones(len(X), bool))
    held = [box.inside.sum() for box in way]
    assert all(one.inside[other.inside].all() for one, other in pairwise(way))
    assert all(0.9 * before <= after < before for before, after in pairwise(held[:20]))
    assert LEAST_MASS * len(X) <= held[-1] < 1.1 * LEAST_MASS * len(X) + 1
    assert np.isinf([way[0].low, way[0].high]).all()


def test_limits_hold_what_they_say():
    wins = ((X["a"] > 0.6) & (X["b"] < 0.5)).to_numpy()
    for box in found_boxes(X.to_numpy(), wins, 0.9, 1):
        assert np.array_equal(box.inside, ((X >= box.low) & (X <= box.high)).all(axis=1))


def test_pasting_gives_back_what_was_peeled_too_much():
    x, wins = X.to_numpy(), (X["a"] > 0.6).to_numpy()
    low = np.array([0.8, -np.inf, -np.inf, -np.inf])
    narrow = Limits(low, np.full(4, np.inf), x[:, 0] > 0.8)
    wide = pasted(x, wins, np.ones(len(X), bool), narrow)
    assert wins[wide.inside].all()
    assert wide.low[0] == pytest.approx(0.6, abs=0.02)


def test_uncertainties_of_few_values_are_peeled_a_value_at_a_time():
    x = X.assign(a=(4 * X["a"]).astype(int).astype(float))
    (box,) = boxes(x, (x["a"] == 3).to_numpy(), 0.95)
    assert box.limits == {"a": (2.5, 3.0)}
    assert box.coverage == box.density == 1


def test_a_second_box_is_sought_where_the_first_is_not():
    wins = ((X["a"] > 0.8) | (X["b"] < 0.2)).to_numpy()
    one, other = boxes(X, wins, 0.95, most=2)
    assert {*one.limits} | {*other.limits} >= {"a", "b"}
    assert one.coverage + other.coverage > 0.95


def test_pure_chance_has_no_dense_box():
    assert boxes(X, RNG.random(len(X)) < 0.3, 0.95) == []


def test_the_tree_cuts_where_the_wins_begin():
    text = tree(X, (X["c"] > 0.5).to_numpy())
    assert "c <= 0.5" in text
    assert "wins" in text


@pytest.mark.parametrize("value", [True, False])
def test_there_is_nothing_to_discover_where_all_or_none_win(value):
    with pytest.raises(BadInput, match="nothing to discover"):
        boxes(X, np.full(len(X), value), 0.8)


def test_words_are_found_as_numbers_are():
    """Once everything was run, and then the analysis could not take a word."""
    points = X.assign(e=RNG.choice(["circles", "residents", "hot_spots"], len(X)), f=RNG.random(len(X)) < 0.5)
    x = in_numbers(points)
    assert list(x) == ["a", "b", "c", "d", "e=circles", "e=hot_spots", "e=residents", "f"]
    wins = ((points["e"] == "circles") & (points["a"] > 0.4)).to_numpy()
    box = boxes(x, wins, 0.95)[0]
    assert {name for name in box.limits if name[0] == "e"} <= {"e=circles", "e=hot_spots", "e=residents"}
    assert "e is circles" in in_words(box) or "e is not" in in_words(box)
    assert box.density > 0.9
    assert "e=circles" in tree(x, wins)
