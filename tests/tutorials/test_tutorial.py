"""The tutorial runs as it stands, and its figure says what the model does."""

import os
import subprocess
import sys

import pandas as pd
import pytest

from tests.command import ROOT


@pytest.mark.slow
def test_the_tutorial_goes_from_question_to_figure(tmp_path):
    script = ROOT / "tutorials" / "from_question_to_figure.py"
    done = subprocess.run([sys.executable, script, "t"], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "<svg" in (tmp_path / "t" / "figure.svg").read_text("utf-8")
    runs = pd.read_parquet(tmp_path / "t" / "runs.parquet")
    thefts = runs.groupby(["process.theft.sight_weight", "arm"])["K1_true"].mean().unstack()
    effect = thefts["more_patrol"] / thefts["baseline"] - 1
    assert effect.iloc[-1] < effect.iloc[0] - 0.05  # what thieves see and weigh is what deters
