"""Draws have addresses: they are uniform, unrelated to one another, and the same whoever else draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from govsim.simulation.engine.randomness import Draws, philox4x32

N = 200_000
# Random123, kat_vectors: philox4x32 10, counter and key in, words out.
PUBLISHED = (
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
)


@pytest.mark.parametrize(("counter", "key", "words"), PUBLISHED)
def test_philox_gives_the_published_vectors(counter, key, words):
    out = philox4x32(*(np.uint32(c) for c in counter), *(np.uint32(k) for k in key))
    assert tuple(int(word) for word in out) == words


def test_draws_are_uniform():
    u = Draws(1).uniform("theft", np.arange(N), 0)
    assert u.min() >= 0
    assert u.max() < 1
    assert stats.kstest(u, "uniform").pvalue > 1e-4


def test_successive_moments_of_one_entity_are_uniform():
    u = np.array([Draws(1).uniform("theft", np.array([7]), moment)[0] for moment in range(2000)])
    assert stats.kstest(u, "uniform").pvalue > 1e-4


@pytest.mark.parametrize(
    "other",
    [
        pytest.param((2, "theft", 0, 0, 0), id="seed"),
        pytest.param((1, "disputing", 0, 0, 0), id="decision"),
        pytest.param((1, "theft", 1, 0, 0), id="neighbouring entity"),
        pytest.param((1, "theft", 2**32, 0, 0), id="entity that differs in its high word"),
        pytest.param((1, "theft", 0, 1, 0), id="moment"),
        pytest.param((1, "theft", 0, 0, 1), id="slot"),
    ],
)
def test_every_part_of_the_address_gives_unrelated_draws(other):
    seed, decision, step, moment, slot = other
    entities = np.arange(N, dtype=np.int64)
    one = Draws(1).uniform("theft", entities, 0)
    two = Draws(seed).uniform(decision, entities + step, moment, slot)
    assert abs(np.corrcoef(one, two)[0, 1]) < 4.5 / N**0.5  # 4.5 standard errors
    table, _, _ = np.histogram2d(one, two, 10)
    assert stats.chisquare(table.ravel()).pvalue > 1e-4


def test_a_subset_draws_what_it_draws_among_all():
    everybody, some = np.arange(1000), np.array([999, 3, 500])
    draws = Draws(5)
    assert np.array_equal(draws.uniform("x", everybody, 4)[some], draws.uniform("x", some, 4))


def test_the_order_of_asking_changes_nothing():
    first, second = Draws(3), Draws(3)
    a, b = first.uniform("a", np.arange(10), 0), first.uniform("b", np.arange(10), 0)
    assert np.array_equal(second.uniform("b", np.arange(10), 0), b)
    assert np.array_equal(second.uniform("a", np.arange(10), 0), a)
