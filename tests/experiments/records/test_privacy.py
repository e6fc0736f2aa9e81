"""Numbers of people are known by their form and their check digit, wherever they stand, and nothing else is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.records.privacy import HIDDEN, hidden, holds, is_identity_number, numbered
from tests.experiments.records.exports import identity_number


def test_identity_numbers_are_known_by_their_check_digit():
    luck = np.random.default_rng(4)
    for number in (identity_number(luck) for _ in range(200)):
        assert is_identity_number(number)
        others = [digit for digit in "0123456789X" if digit != number[-1]]
        assert not any(is_identity_number(number[:-1] + digit) for digit in others)
    assert is_identity_number("999999500101123")
    assert not is_identity_number("999999501301123")  # no thirteenth month


@pytest.mark.parametrize("text", [
    "报警人电话13800001234，称被盗", "138 0000 1234", "+86-138-0000-1234", "0931-7551234", "a.b@example.org",
    "甘A12345",
    "甘AD12345", identity_number(np.random.default_rng(1)),
])  # fmt: skip
def test_a_number_that_reaches_a_person_is_hidden(text):
    assert holds(text)
    assert HIDDEN in hidden(text)


@pytest.mark.parametrize("text", [
    "J2024000123", "20240305152000", "西固城街道", "36.100000", "盗窃电动车", "2024-03-05 15:20", "1380000",
    "12345热线",
    "999999195001011234567", "",
])  # fmt: skip
def test_other_numbers_stay(text):
    assert not holds(text)
    assert hidden(text) == text


def test_people_become_numbers_that_say_nothing_of_them():
    cells = pd.Series(["b", "a", "", "b"])
    assert numbered(cells).tolist() == [0, 1, -1, 0]
