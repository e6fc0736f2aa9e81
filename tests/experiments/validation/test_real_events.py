"""The same statistics on public files of police events; where those are is said by an environment variable.

GOVSIM_CRIME_DATA names a folder with cincinnati_burglary.csv.gz and others of github.com/mpjashby/crimemappingdata
(public domain, OGL). None of it is part of the project; without the folder the worlds of test_statistics.py stand in.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from govsim.experiments.validation.statistics import concentration, dispersion
from govsim.experiments.validation.statistics.near_repeats import excess_pairs, knox

FOLDER = Path(os.environ.get("GOVSIM_CRIME_DATA", "") or "no-folder-named")
if not FOLDER.is_dir():
    pytest.skip("GOVSIM_CRIME_DATA names no folder of public crime data", allow_module_level=True)
pytestmark = pytest.mark.slow
# Pairs of burglaries in Cincinnati 2016-2018 by distance (1-100, 100-200, 200-300 m) and days apart (0-1, 2-7, 8-14,
# 15-21, 22-28), as the R package NearRepeat (Steenbeek 2021) counts them
NEAR_REPEAT = [[136, 277, 287, 273, 252], [215, 630, 606, 540, 510], [204, 637, 739, 693, 631]]
RATIOS = [[3.09, 1.61, 1.46, 1.40, 1.30], [2.15, 1.55, 1.29, 1.18, 1.13], [1.56, 1.22, 1.24, 1.17, 1.08]]


def metres(longitude, latitude):
    """On a plane that touches the ellipsoid in the middle of the points."""
    lat = np.deg2rad(latitude.mean())
    east = 111_412.84 * np.cos(lat) - 93.5 * np.cos(3 * lat)
    north = 111_132.95 - 559.82 * np.cos(2 * lat)
    return np.c_[(longitude - longitude.mean()) * east, (latitude - latitude.mean()) * north]


@pytest.fixture(scope="module")
def cincinnati():
    rows = pd.read_csv(FOLDER / "cincinnati_burglary.csv.gz").dropna(subset=["longitude", "latitude"])
    rows = rows.drop_duplicates("incident_no")
    days = (pd.to_datetime(rows["offense_date"]) - pd.Timestamp("2016-01-01", tz="UTC")).dt.days
    assert len(rows) == 6660
    return metres(rows["longitude"], rows["latitude"]), days.to_numpy(float)


def test_pairs_are_those_that_the_r_package_counts(cincinnati):
    """Places are jittered and projected anew, so a pair here and there lies on the other side of an edge."""
    points, days = cincinnati
    table = knox(points, days, [1, 100, 200, 300], [1, 7, 14, 21, 28], np.random.default_rng(1), 39)
    assert table.observed[1:].sum() == pytest.approx(np.sum(NEAR_REPEAT), rel=0.005)
    np.testing.assert_allclose(table.observed[1:], NEAR_REPEAT, rtol=0.03)
    np.testing.assert_allclose(table.ratio[1:], RATIOS, rtol=0.06)
    assert table.above[1:3].max() < 0.06


def test_burglaries_bring_on_others_nearby(cincinnati):
    """Evidence 4.B: .117 corrected over three years, .088 to .118 in single years."""
    points, days = cincinnati
    assert excess_pairs(points, days, np.random.default_rng(2)).per_event == pytest.approx(0.117, abs=0.01)
    for year in range(3):
        mine = (days >= 365 * year) & (days < 365 * (year + 1))
        assert 0.07 < excess_pairs(points[mine], days[mine], np.random.default_rng(3)).per_event < 0.14


def test_places_with_much_disorder_are_few_beyond_what_luck_makes():
    rows = pd.read_csv(FOLDER / "northumbria_asb.csv.gz")
    counts = rows.groupby("lsoa_code").size().to_numpy(float)
    assert 0.3 < dispersion.nb_k_by_likelihood(counts) < 3
    by_luck = concentration.share_by_luck(int(counts.sum()), counts.size, 0.5, np.random.default_rng(4), draws=9)
    assert concentration.share_of_places(counts, 0.5) < 0.6 * by_luck
