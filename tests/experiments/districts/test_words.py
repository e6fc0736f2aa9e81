"""Every line about a file is there in Chinese; read from the code itself."""

import ast
from pathlib import Path

from govsim.experiments.language import said
from tests.experiments.language.test_language import CHINESE, as_line

ROOM = Path(__file__).resolve().parents[3] / "experiments" / "districts"


def lines():
    """What is said of a fault or a remark, and what to do."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("fault", "remark")
            ):
                yield from ((f"{path.stem}:{node.lineno}", line) for line in map(as_line, node.args[1:3]) if line)


def test_every_fault_and_remark_and_what_to_do_is_there_in_chinese():
    told = list(lines())
    assert len(told) > 40
    assert {where: line for where, line in told if not CHINESE.search(said(line, "zh"))} == {}


def test_an_error_line_about_a_file_is_chinese_throughout():
    line = "s.gpkg:3 [name]: a street without a name; write its name"
    line += ". All faults (4) are in a.csv; nothing else was written"
    chinese = "s.gpkg:3 [name]：有一个街道没有名称；请填写名称。全部问题（4处）见a.csv；除此之外没有写入任何内容"
    assert said(line, "zh") == chinese
