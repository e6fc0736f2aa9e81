"""The tutorials run as they stand, from top to bottom, and their figures say what the model does."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import govsim
from tests.command import ROOT

TUTORIALS = sorted(p for p in (ROOT / "tutorials").glob("*.py") if p.read_text("utf-8").startswith("# %%"))
WITH_FIGURE = ("first_steps", "from_question_to_figure", "policy_and_process_of_your_own")
INTERVALS = ("from_question_to_figure", "policy_and_process_of_your_own")
LEDGERS = ["occurred", "noticed", "reported", "recorded"]


def run(name: str, folder: Path) -> str:
    """What a tutorial prints, run as a script in a folder; its own folder is t."""
    script = ROOT / "tutorials" / f"{name}.py"
    env = os.environ | {"MPLBACKEND": "Agg"}
    done = subprocess.run([sys.executable, script, "t"], cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "<svg" in (folder / "t" / "figure.svg").read_text("utf-8")
    assert [path.name for path in folder.iterdir()] == ["t"]  # it writes nowhere else
    return done.stdout


def code_cells(name: str) -> list[str]:
    """The cells of a tutorial that are code, as a notebook has them."""
    cells = re.split(r"^# %%", (ROOT / "tutorials" / f"{name}.py").read_text("utf-8"), flags=re.M)[1:]
    return [cell for cell in cells if not cell.startswith(" [markdown]")]


@pytest.mark.slow
def test_first_steps_show_the_four_ledgers(tmp_path):
    printed = run("first_steps", tmp_path)
    assert "response_min [minutes]: call: minutes from call to arrival" in printed
    rows = {kind: re.search(rf"^{kind} +(\d+) +(\d+) +(\d+) +(\d+)$", printed, re.M) for kind in
            ("theft", "dispute", "clash", "hearing", "call")}  # fmt: skip
    events = govsim.Run(tmp_path / "t" / "run").events
    for kind, row in rows.items():
        counts = [int(count) for count in row.groups()]
        assert counts == sorted(counts, reverse=True)  # occurred >= noticed >= reported >= recorded
        assert counts == events.loc[events["kind"] == kind, LEDGERS].sum().tolist()
    for name in ("Thefts", "Disputes", "Physical clashes"):
        assert len(re.findall(rf"^ *{name} +(?:true|recorded) ", printed, re.M)) == 2


@pytest.mark.slow
def test_the_tutorial_goes_from_question_to_figure(tmp_path):
    printed = run("from_question_to_figure", tmp_path)
    assert len(re.findall(r"^0\.\d|^1\.0", printed, re.M)) >= 6  # a row a weight
    runs = pd.read_parquet(tmp_path / "t" / "sweep" / "runs.parquet")
    thefts = runs.groupby(["process.theft.sight_weight", "arm"])["K1_true"].mean().unstack()
    effect = thefts["more_patrol"] / thefts["baseline"] - 1
    assert effect.iloc[-1] < effect.iloc[0] - 0.05  # what thieves see and weigh is what deters


@pytest.mark.slow
def test_a_policy_and_a_process_of_ones_own_do_what_they_say(tmp_path):
    printed = run("policy_and_process_of_your_own", tmp_path)
    assert "DailyHearings is defined in __main__, where worker processes cannot find it" in printed
    for row in (r"lit_nights +4 ", r"thefts per 1,000 residents and year +6 ", r"felt safety, 0\.\.100 +6 "):
        assert re.search(row, printed), row
    runs = pd.read_parquet(tmp_path / "t" / "rules" / "runs.parquet")
    by_rule = runs.groupby("process.patrolling._target_")[["K1_true", "K11_true"]].mean()
    marked, unmarked = by_rule.loc["govsim.simulation.processes.Patrolling"], by_rule.loc[
        "own_parts.UnmarkedPatrolling"
    ]  # fmt: skip
    assert unmarked["K1_true"] > 1.1 * marked["K1_true"]  # cars that nobody knows for police deter nobody
    assert unmarked["K11_true"] == pytest.approx(marked["K11_true"], rel=0.05)  # quarrels have their own luck


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_every_cell_of_a_tutorial_is_python_and_none_has_an_interval_of_its_own(path):
    for cell in code_cells(path.stem):
        compile(cell.partition("\n")[2], path.name, "exec")
    text = path.read_text("utf-8")
    assert "1.96" not in text
    assert "subprocess" not in text
    assert ("t_interval(" in text) == (path.stem in INTERVALS)


@pytest.mark.parametrize("name", WITH_FIGURE)
def test_a_notebook_takes_its_own_words_for_no_folder(name, monkeypatch):
    for words in (["-f", "/tmp/kernel-1.json"], ["--f=/tmp/kernel-1.json"], []):
        monkeypatch.setattr(sys, "argv", ["ipykernel_launcher.py", *words])
        there = {"__name__": "__main__"}
        exec(code_cells(name)[0].partition("\n")[2], there)
        assert there["OUT"].parent == Path("runs")


def parameters(slider) -> dict:
    """What the viewer is told to make a district with; `slider` makes what stands for a slider."""
    tree = ast.parse((ROOT / "tutorials" / "solara_view.py").read_text("utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    (given,) = (n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "PARAMETERS")
    return eval(compile(ast.Expression(given), "PARAMETERS", "eval"), {"Slider": slider})


def test_mesas_viewer_takes_a_district_without_a_second_class():
    """SolaraViz makes the model anew from its class and the values of its sliders, all as keywords."""
    values = parameters(lambda label, value, low, high, step: high)
    again = govsim.District(**values | {"district": "synthetic", "district__population": 1000})
    assert again.named_policies["more_patrol"].multiplier == 4
    again.step()
    assert again.clock.hour == 1  # a step is an hour


def test_mesas_viewer_finds_its_parameters_in_the_signature():
    solara_viz = pytest.importorskip("mesa.visualization.solara_viz", reason="solara is not among the dependencies")
    given = parameters(pytest.importorskip("mesa.visualization").Slider)
    solara_viz._check_model_params(govsim.District.__init__, given)
    free = [name for name, one in given.items() if not solara_viz.check_param_is_fixed(one)]
    assert free == ["policy__more_patrol__multiplier"]
