"""Scenario discovery finds the box that made the wins, and says when there is none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.errors import BadInput
from govsim.experiments.sweeps.discovery import boxes, in_numbers, in_words, tree

RNG = np.random.default_rng(1)
pytestmark = pytest.mark.slow  # the workbench alone takes seconds to import
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
