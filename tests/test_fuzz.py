"""A few random configurations at every change; `make fuzz` tries thousands."""

import pytest

from tests import fuzz


@pytest.mark.slow
@pytest.mark.parametrize("number", range(24))
def test_a_random_configuration_is_run_or_refused_in_one_line(number):
    assert fuzz.what_is_wrong(fuzz.case(number)) == "", fuzz.case(number)


def test_a_case_is_all_of_its_number():
    assert [fuzz.case(n) for n in range(30)] == [fuzz.case(n) for n in range(30)]
    assert {fuzz.case(n).command for n in range(60)} > {"run", "file"}


def test_a_bug_is_found(monkeypatch):
    def broken(path):
        raise RuntimeError("a bug")

    monkeypatch.setattr(fuzz, "mapping_of", broken)
    number = next(n for n in range(100) if fuzz.case(n).command == "file")
    assert "RuntimeError: a bug" in fuzz.what_is_wrong(fuzz.case(number))
