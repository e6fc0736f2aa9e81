"""The tutorials run as they stand, from top to bottom, and their figures say what the model does."""

from __future__ import annotations

import ast
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from mesa.visualization import solara_viz

import govsim
from tests.command import ROOT

TUTORIALS = sorted((ROOT / "tutorials").glob("*.py"))
STEPS = ("first_steps", "from_question_to_figure", "policy_and_process_of_your_own")


def run(name: str, folder: Path) -> str:
    script = ROOT / "tutorials" / f"{name}.py"
    done = subprocess.run(
        [sys.executable, script, "t"],
        cwd=folder,
        env=os.environ | {"MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "<svg" in (folder / "t" / "figure.svg").read_text("utf-8")
    return done.stdout


@pytest.mark.slow
def test_first_steps_show_the_four_ledgers(tmp_path):
    printed = run("first_steps", tmp_path)
    assert "minutes from call to arrival" in printed
    counts = [line.split() for line in printed.splitlines() if line.startswith(("theft ", "dispute ", "clash "))]
    assert len(counts) == 3
    for _, *ledgers in counts:
        assert sorted(map(int, ledgers), reverse=True) == list(map(int, ledgers))  # occurred >= ... >= recorded


@pytest.mark.slow
def test_the_tutorial_goes_from_question_to_figure(tmp_path):
    run("from_question_to_figure", tmp_path)
    runs = pd.read_parquet(tmp_path / "t" / "sweep" / "runs.parquet")
    thefts = runs.groupby(["process.theft.sight_weight", "arm"])["K1_true"].mean().unstack()
    effect = thefts["more_patrol"] / thefts["baseline"] - 1
    assert effect.iloc[-1] < effect.iloc[0] - 0.05  # what thieves see and weigh is what deters


@pytest.mark.slow
def test_a_policy_and_a_process_of_ones_own_do_what_they_say(tmp_path):
    printed = run("policy_and_process_of_your_own", tmp_path)
    assert "lit_nights" in printed
    seen, unseen = (
        pd.read_parquet(tmp_path / "t" / name / "runs.parquet")["K1_true"].sum() for name in ("seen", "unseen")
    )
    assert unseen > 1.05 * seen  # cars that nobody knows for police deter nobody


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_is_python_and_uses_the_intervals_of_the_laboratory(path):
    text = path.read_text("utf-8")
    ast.parse(text)
    code = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert "1.96" not in code
    assert "subprocess" not in code


def test_mesas_viewer_takes_a_district_without_a_second_class():
    """SolaraViz makes the model anew from its class and the values of its sliders."""
    tree = ast.parse((ROOT / "tutorials" / "solara_view.py").read_text("utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    values = {"district": "small", "policies": "more_patrol", "policy__more_patrol__multiplier": 2.0, "seed": 1}
    solara_viz._check_model_params(govsim.District.__init__, values)
    assert "seed" in inspect.signature(govsim.District).parameters
    again = govsim.District(**values | {"district": "synthetic", "district__population": 1000})
    assert again.named_policies["more_patrol"].multiplier == 2
