"""Designs have the properties they are chosen for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.errors import BadInput
from govsim.experiments.sweeps.designs import DESIGNS, Size, points_from_table, points_of
from govsim.experiments.sweeps.factors import factors_of

SIZE = Size(samples=16, levels=4, resolution=4, seed=1)


def factors(n: int):
    return factors_of({f"process.p.x{i}": [0.0, 1.0] for i in range(n)}, {})


@pytest.mark.parametrize("name", DESIGNS)
def test_points_lie_in_the_cube_and_come_again_with_the_same_seed(name):
    one, again = (points_of(name, factors(5), SIZE) for _ in range(2))
    assert ((one >= 0) & (one <= 1)).all(axis=None)
    pd.testing.assert_frame_equal(one, again)


def test_a_latin_hypercube_has_one_point_in_each_slice():
    points = points_of("lhs", factors(3), SIZE).to_numpy()
    assert (np.sort(np.floor(16 * points), axis=0) == np.arange(16)[:, None]).all()


def test_a_longer_sobol_sequence_begins_with_the_shorter():
    short, long = (points_of("sobol", factors(3), SIZE._replace(samples=n)) for n in (16, 64))
    pd.testing.assert_frame_equal(short, long.iloc[:16])


def test_a_factorial_has_every_combination_once():
    mixed = factors_of({"process.p.a": [0.0, 1.0], "process.p.b": {"values": [1, 5, 9]}}, {})
    points = points_of("factorial", mixed, SIZE)
    assert len(points) == len(points.drop_duplicates()) == 4 * 3
    assert set(points["process.p.b"]) == {1, 5, 9}


@pytest.mark.parametrize("n", [5, 7])
def test_main_effects_of_a_fraction_are_clear_of_each_other_and_of_pairs(n):
    signs = 2 * points_of("fractional", factors(n), SIZE).to_numpy() - 1
    assert len(signs) < 2**n
    assert np.allclose(signs.T @ signs, len(signs) * np.eye(n))
    pairs = np.array([signs[:, i] * signs[:, j] for i in range(n) for j in range(i)])
    assert np.allclose(pairs @ signs, 0)  # resolution 4


def test_one_at_a_time_moves_one_at_a_time():
    points = points_of("oat", factors(3), SIZE).to_numpy()
    moved = (points != 0.5).sum(axis=1)
    assert len(points) == 1 + 3 * 4
    assert moved[0] == 0
    assert moved.max() == 1


def test_a_morris_walk_moves_one_factor_a_step():
    points = points_of("morris", factors(4), SIZE).to_numpy().reshape(16, 5, 4)
    moved = np.abs(np.diff(points, axis=1)) > 0
    assert (moved.sum(axis=2) == 1).all()
    assert (moved.sum(axis=1) == 1).all()  # each factor once a walk


def test_saltelli_has_a_matrix_for_each_factor_and_two_more():
    assert len(points_of("saltelli", factors(3), SIZE)) == 16 * (3 + 2)


@pytest.mark.parametrize(
    ("name", "size"), [("saltelli", SIZE._replace(samples=12)), ("morris", SIZE._replace(levels=5)), ("nothing", SIZE)]
)
def test_sizes_that_a_design_cannot_have_are_refused(name, size):
    with pytest.raises(BadInput):
        points_of(name, factors(3), size)


def test_a_table_is_taken_as_it_is(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("process.a.x,levers.b.y\n0.1,3\n0.2,4\n")
    assert points_from_table(path, {"process.a.x": 0.0, "levers.b.y": 1}).to_dict("list") == {
        "process.a.x": [0.1, 0.2], "levers.b.y": [3, 4],
    }  # fmt: skip


@pytest.mark.parametrize("text", [
    "process.a.x;levers.b.y\n0.1;3\n0.2;4\n", "process.a.x\tlevers.b.y\n0.1\t3\n0.2\t4\n",
    " process.a.x, levers.b.y\n0.1, 3\n0.2, 4\n", "process.a.x,levers.b.y\n0.1,3\n0.2,4\n,,\n\n",
    ",process.a.x,levers.b.y\n0,0.1,3\n1,0.2,4\n", "process.a.x,levers.b.y\r\n0.1,3\r\n0.2,4\r\n",
])  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_table_is_the_same_as_spreadsheets_save_it(tmp_path, text, encoding):
    path = tmp_path / "points.csv"
    path.write_bytes(text.encode(encoding))
    assert points_from_table(path, {"process.a.x": 0.0, "levers.b.y": 1}).to_dict("list") == {
        "process.a.x": [0.1, 0.2], "levers.b.y": [3, 4],
    }  # fmt: skip


@pytest.mark.parametrize(("text", "about"), [("process.a.z\n1\n", "process.a.z"), ("process.a.x\n\n", "no rows"),
                                             ("process.a.x,levers.b.y\n1,\n", "empty cells")])  # fmt: skip
def test_a_table_with_faults_is_refused(tmp_path, text, about):
    path = tmp_path / "points.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match=about):
        points_from_table(path, {"process.a.x": 0.0, "levers.b.y": 1})
    with pytest.raises(BadInput, match="cannot be read"):
        points_from_table(tmp_path / "none.csv", {})
