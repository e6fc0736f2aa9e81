"""Two real districts from public files: Xigu from its boundary, units and census, Nottingham from its wards.

GOVSIM_OWN_DATA names a folder with xigu/, census/ and crime/nottingham_wards.gpkg; without it these tests are skipped.
"""

import os
from pathlib import Path

import numpy as np
import pytest
import shapely

pytest.importorskip("pyogrio")

from govsim.experiments.composition.towns import try_plan
from govsim.experiments.districts.fitting import fits
from govsim.experiments.districts.writing import new_district

DATA = Path(os.environ.get("GOVSIM_OWN_DATA", "") or "no-folder-named")
if not DATA.is_dir():
    pytest.skip("GOVSIM_OWN_DATA names no folder of maps and tables", allow_module_level=True)
pytestmark = pytest.mark.slow
XIGU_KM2 = 358.5


def made(tmp_path, monkeypatch, **words):
    monkeypatch.chdir(tmp_path)
    towns = []

    def check(*plan):
        towns.append(try_plan(*plan))
        return towns[0]

    _, read = new_district("mine", {key: str(value) for key, value in words.items()}, check)
    return towns[0], read


@pytest.mark.parametrize("system", ["gcj02", "wgs84"])
def test_xigu_has_its_area_its_units_and_its_census(tmp_path, monkeypatch, system):
    town, read = made(
        tmp_path, monkeypatch, boundary=DATA / "xigu" / f"xigu_boundary_{system}.geojson", boundary_crs=system,
        streets=DATA / "xigu" / "xigu_streets.csv", communities=DATA / "xigu" / "xigu_communities_villages.csv",
        people=DATA / "census" / "xigu_2020_census_long.csv",
    )  # fmt: skip
    assert read.area_km2 == pytest.approx(XIGU_KM2, rel=0.002)
    assert town.town.n_areas * town.town.side_m**2 / 1e6 == pytest.approx(XIGU_KM2, rel=0.002)
    assert (town.town.n_streets, len(town.town.community_names)) == (13, 109)
    assert town.town.community_kinds.count("village") == 41
    gone = [remark.what for remark in read.found.remarks if "no longer in force" in remark.what]
    assert len(gone) == 2  # 新安路 and 新和路 left the list
    every = fits(town, read.margins, {})
    assert len(every) > 40
    assert max(abs(one.error) for one in every) < 0.001
    assert read.people.values["work.employed_share"] == pytest.approx(15892 / 33511, abs=1e-4)


def test_nottingham_has_its_wards(tmp_path, monkeypatch):
    wards = DATA / "crime" / "nottingham_wards.gpkg"
    town, read = made(tmp_path, monkeypatch, boundary=wards, streets=wards, population=323_632)
    assert town.town.n_streets == 20
    assert read.area_km2 == pytest.approx(74.6, abs=0.3)
    areas = town.town.areas
    lattice = read.lattice
    for number, shape in enumerate(read.shapes["streets"]):
        own = areas["street"] == number
        assert own.sum() * 0.15**2 == pytest.approx(shape.area / 1e6, rel=0.05, abs=0.1)
        middle = shapely.contains_xy(
            shape.buffer(150), areas["x_m"][own] + lattice.west_m, areas["y_m"][own] + lattice.south_m
        )
        assert middle.all()
    assert np.bincount(areas["street"][town.people["home"]]) == pytest.approx(np.full(20, 323_632 / 20), rel=0.02)
