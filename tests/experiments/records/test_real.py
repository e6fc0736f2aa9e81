"""Public police data are read as their publishers describe them, where a folder has them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from govsim.experiments.records.check import check
from govsim.experiments.records.settings import Tolerances
from govsim.experiments.records.targets import targets_of

FOLDER = Path(os.environ.get("GOVSIM_CRIME_DATA", "nowhere"))
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="GOVSIM_CRIME_DATA names no folder with files of crimemappingdata"
)
NONE = Tolerances(0, 0, 0, 0)


def test_several_rows_an_incident_are_one(tmp_path):
    found = check([FOLDER / "cincinnati_burglary.csv.gz"], tmp_path).checked
    assert (found.read, len(found.rows)) == (8723, 6949)
    assert found.sorts["duplicate"] + found.sorts["further_row"] == 8723 - 6949
    near = next(line for line in targets_of(found, 300_000, NONE) if line.group == "near_repeats").found[0]
    assert near.low < 0.14  # published cities have 0.06 to 0.14
    assert near.high > 0.06


def test_records_by_month_stay_what_they_are(tmp_path):
    found = check([FOLDER / "nottingham_burglary.csv.gz"], tmp_path, kind="theft.burglary").checked
    assert (len(found.rows), found.precision, found.sorts) == (1795, "month", {})
    lines = {line.group: line for line in targets_of(found, 331_000, NONE)}
    assert [group for group, line in lines.items() if line.target] == ["rate", "month", "concentration"]
    assert lines["rate"].found[0].value == pytest.approx(1795 / 331)


def test_disorder_is_no_kind_of_the_model_and_is_not_guessed(tmp_path):
    found = check([FOLDER / "northumbria_asb.csv.gz"], tmp_path, kind="other").checked
    assert len(found.rows) == 39_706
    assert targets_of(found, 1_000_000, NONE) == []
