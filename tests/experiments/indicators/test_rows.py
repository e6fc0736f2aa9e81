"""Rows say what a data frame says, question by question."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsim.experiments.indicators.rows import Rows, among, as_frame, looked_up

KNOWN = ("grid", "110", "court")
ROW = st.tuples(st.integers(0, 5), st.none() | st.floats(0, 9), st.booleans(), st.none() | st.sampled_from(KNOWN))


def both(rows: list[tuple]) -> tuple[Rows, pd.DataFrame]:
    area, time_h, recorded, channel = zip(*rows, strict=True) if rows else ((), (), (), ())
    codes = pa.array([None if word is None else KNOWN.index(word) for word in channel], pa.int8())
    table = pa.table({
        "area": pa.array(area, pa.int32()), "time_h": pa.array(time_h, pa.float64()),
        "recorded": pa.array(recorded, pa.bool_()), "channel": pa.DictionaryArray.from_arrays(codes, pa.array(KNOWN)),
    })  # fmt: skip
    half = table.num_rows // 2
    return Rows.of(pa.concat_tables([table.slice(0, half), table.slice(half)])), table.to_pandas()


@given(st.lists(ROW, max_size=12))
def test_selections_of_selections_are_those_of_a_frame(given_rows):
    rows, frame = both(given_rows)
    rows, frame = rows[rows["recorded"]], frame[frame["recorded"]]
    rows, frame = rows.assign(twice=2 * rows["area"]), frame.assign(twice=2 * frame["area"])
    rows, frame = rows[rows["time_h"] < 5], frame[frame["time_h"] < 5]
    assert len(rows) == len(frame)
    for name in ("area", "time_h", "twice"):
        assert rows[name].tolist() == frame[name].tolist()
    assert (rows["channel"] == "grid").tolist() == (frame["channel"] == "grid").tolist()
    assert (rows["channel"] != "grid").tolist() == (frame["channel"] != "grid").tolist()
    assert rows["channel"].isin(["110", "court", "never"]).tolist() == frame["channel"].isin(["110", "court"]).tolist()
    first = rows.first_of_each("area")
    assert first["time_h"].tolist() == frame.drop_duplicates("area")["time_h"].tolist()
    again = as_frame(rows, ["area", "channel"])["channel"]
    assert [w for w in again if isinstance(w, str)] == [w for w in frame["channel"] if isinstance(w, str)]


@given(st.lists(ROW.filter(lambda row: row[3] is not None), max_size=12))
def test_groups_are_those_of_a_frame(given_rows):
    rows, frame = both(given_rows)
    mine = {key: part["area"].tolist() for key, part in rows.by("channel").items()}
    groups = frame.groupby("channel", observed=True)["area"]
    assert mine == {(key,): part.tolist() for key, part in groups}


def test_a_column_nobody_has_is_an_error():
    with pytest.raises(KeyError):
        both([(1, 2.0, True, "grid")])[0]["aera"]


def test_values_are_looked_up_by_key():
    found = looked_up(np.array([5, 7, 9]), np.array([5, 9]), np.array([0.5, 0.9]))
    np.testing.assert_array_equal(found, [0.5, np.nan, 0.9])
    assert np.isnan(looked_up(np.array([1]), np.zeros(0, int), np.zeros(0))).all()
    assert among(np.array([1, 2, 3]), {3, 1}).tolist() == [True, False, True]
    assert among(np.array([1]), []).tolist() == [False]
