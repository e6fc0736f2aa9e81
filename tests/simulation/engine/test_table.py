"""Tables grow without moving what is in them."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from govsim.simulation.engine.table import Table

ROW = np.dtype([("a", "i4"), ("b", "f8")])


def rows(*values: int) -> np.ndarray:
    return np.array([(v, v / 2) for v in values], ROW)


def test_growing_keeps_rows_and_their_numbers():
    table = Table(ROW, 2)
    for value in range(100):
        new = table.add(rows(value))
        assert new["a"].tolist() == [value]
    assert table.rows["a"].tolist() == list(range(100))
    assert table.rows["b"].tolist() == [v / 2 for v in range(100)]


def test_what_a_kernel_wrote_behind_the_last_row_comes_into_use():
    table = Table(ROW, 4)
    table.add(rows(1))
    table.reserve(10)
    table.buffer["a"][1:3] = 8, 9
    assert table.grow_to(3)["a"].tolist() == [8, 9]
    assert len(table) == 3


def test_a_table_never_shrinks_by_growing_nor_outgrows_its_room():
    table = Table(ROW, 4)
    table.add(rows(1, 2))
    for count in (1, 5):
        with pytest.raises(ValueError, match=f"cannot grow to {count}"):
            table.grow_to(count)


def test_rows_cut_off_are_out_of_use():
    table = Table(ROW)
    table.add(rows(1, 2, 3))
    table.cut_to(1)
    assert table.rows["a"].tolist() == [1]


def test_a_deep_copy_goes_on_alone():
    table = Table(ROW)
    table.add(rows(1, 2))
    twin = copy.deepcopy(table)
    twin.rows["a"][0] = 7
    assert twin.buffer["a"][:2].tolist() == [7, 2]
    assert table.rows["a"].tolist() == [1, 2]
    twin.add(rows(3))
    assert (len(twin), len(table)) == (3, 2)
