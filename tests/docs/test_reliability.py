"""Every promise of docs/reliability.md has a test that is there."""

import ast
import re

from tests.command import ROOT

ROWS = re.findall(r"^\| (?!promise|-)(.+?) \| (.+?) \|$", (ROOT / "docs" / "reliability.md").read_text("utf-8"), re.M)


def is_there(named: str) -> bool:
    """Whether a file of tests has a test of that name."""
    file, _, name = named.strip("`").partition("::")
    path = ROOT / "tests" / file
    return path.is_file() and name in {
        node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
    }


def test_every_promise_has_a_test_that_is_there():
    assert len(ROWS) > 15
    assert [promise for promise, test in ROWS if not is_there(test)] == []


def test_a_test_that_is_not_there_would_be_found():
    assert not is_there("`test_fuzz.py::test_nothing`")
    assert not is_there("`test_nowhere.py::test_a_bug_is_found`")
