"""Maps of every kind and coordinate system become the same shapes; what is broken is mended and said."""

import os
from pathlib import Path

import numpy as np
import pytest
import shapely

pytest.importorskip("pyogrio")

from govsim.experiments.districts.faults import Findings
from govsim.experiments.districts.geo.datums import (
    bd09_to_gcj02,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    local_crs,
    named_crs,
    to_local,
    wgs84_to_gcj02,
)
from govsim.experiments.districts.geo.layers import AREAL, read_layer
from govsim.experiments.errors import BadInput

from .made import NAMES, boundary, metres_apart, quarters, to_crs, write_map

DATA = Path(os.environ.get("GOVSIM_OWN_DATA", "") or "no-folder-named")
with_data = pytest.mark.skipif(not DATA.is_dir(), reason="GOVSIM_OWN_DATA names no folder of maps")
SYSTEMS = ("EPSG:4326", "EPSG:4490", "EPSG:4523", "EPSG:4544", "EPSG:4496", "EPSG:3857")  # zones of 3 and 6 degrees


def read(path, crs="", found=None):
    return read_layer(str(path), crs, AREAL, found or Findings())


@pytest.mark.parametrize("name", ["m.geojson", "m.gpkg", "m.shp", "m.kml"])
def test_every_kind_of_file_gives_the_same_shapes_and_names(tmp_path, name):
    layer = read(write_map(tmp_path / name, quarters(), {"Name": list(NAMES)}))
    assert metres_apart(layer.shapes, to_crs(quarters())) < 0.02
    assert layer.columns["Name"] == list(NAMES)


@pytest.mark.parametrize("crs", SYSTEMS)
def test_every_coordinate_system_with_a_number_gives_the_same_place(tmp_path, crs):
    layer = read(write_map(tmp_path / "m.gpkg", quarters(), crs=crs))
    assert metres_apart(layer.shapes, to_crs(quarters())) < 1.0  # CGCS2000 and WGS84 are one within a metre


@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_a_shifted_map_is_taken_back_where_it_is_said(tmp_path, crs):
    path = write_map(tmp_path / "m.geojson", quarters(), crs=crs)
    assert metres_apart(read(path).shapes, to_crs(quarters())) > 100
    assert metres_apart(read(path, crs).shapes, to_crs(quarters())) < 0.02


def test_the_shift_of_gcj02_is_that_of_an_independent_library():
    """Values of geocoordinates 0.14.2, in degrees."""
    points = np.array([[103.6283, 35.9754], [116.404, 39.915]])
    known = [[103.63056590824932, 35.974989913011136], [116.41024449916938, 39.91640428150164]]
    assert np.abs(wgs84_to_gcj02(points) - known).max() < 1e-9


def test_going_there_and_back_ends_within_a_millimetre():
    points = np.array([[e, n] for e in np.linspace(75, 134, 9) for n in np.linspace(18, 53, 9)])
    assert np.abs(gcj02_to_wgs84(wgs84_to_gcj02(points)) - points).max() < 1e-8
    assert np.abs(bd09_to_gcj02(gcj02_to_bd09(points)) - points).max() < 1e-8


def test_outside_china_nothing_is_shifted():
    nottingham = np.array([[-1.15, 52.95]])
    assert (wgs84_to_gcj02(nottingham) == nottingham).all()


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
@pytest.mark.parametrize("has_codepage", [True, False])
def test_names_of_a_shapefile_are_read_in_both_encodings_with_or_without_cpg(tmp_path, encoding, has_codepage):
    path = write_map(tmp_path / "m.shp", quarters(), {"name": list(NAMES)}, encoding=encoding)
    raw = NAMES[0].encode(encoding)
    assert raw in path.with_suffix(".dbf").read_bytes()
    if not has_codepage:
        path.with_suffix(".cpg").unlink(missing_ok=True)
    assert read(path).columns["name"] == list(NAMES)


def test_a_file_that_says_no_system_is_taken_for_degrees_and_that_is_said(tmp_path):
    path, found = write_map(tmp_path / "m.shp", quarters()), Findings()
    path.with_suffix(".prj").unlink()
    assert metres_apart(read(path, found=found).shapes, to_crs(quarters())) < 0.02
    assert "says no coordinate system" in str(found.remarks[0])


def test_metres_without_a_system_are_refused_with_what_to_say(tmp_path):
    path = write_map(tmp_path / "m.shp", quarters(), crs="EPSG:4523")
    path.with_suffix(".prj").unlink()
    with pytest.raises(BadInput, match=r"no degrees; say which, such as crs=EPSG:4523"):
        read(path)
    assert metres_apart(read(path, "EPSG:4523").shapes, to_crs(quarters())) < 1.0


def test_a_broken_shape_is_mended_and_said(tmp_path):
    bow = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
    found = Findings()
    layer = read(write_map(tmp_path / "m.geojson", [bow, boundary()]), found=found)
    assert all(shape.is_valid for shape in layer.shapes)
    assert "broken shape mended" in str(found.remarks[0])
    area = shapely.area(shapely.transform(layer.shapes, to_local(local_crs(103.62, 36.1))))[0]
    assert area == pytest.approx(500_000, rel=1e-3)  # both halves of the bow


def test_points_among_areas_are_left_out_and_listed(tmp_path):
    found = Findings()
    path = tmp_path / "m.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":['
        '{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Point","coordinates":[103.6,36.1]}},'
        '{"type":"Feature","properties":{"name":"b"},"geometry":{"type":"Polygon","coordinates":'
        "[[[103.6,36.1],[103.7,36.1],[103.7,36.2],[103.6,36.1]]]}}]}",
        "utf-8",
    )
    layer = read(path, found=found)
    assert layer.columns["name"] == ["b"]
    assert (found.remarks[0].row, found.remarks[0].what) == ("1", "is a Point, not a Polygon; left out")


@pytest.mark.parametrize(
    ("word", "crs"),
    [
        ("GCJ-02", "gcj02"),
        ("bd09", "bd09"),
        ("epsg:4490", "EPSG:4490"),
        ("WGS84", "EPSG:4326"),
        ("cgcs2000", "EPSG:4490"),
    ],
)
def test_a_system_can_be_written_as_people_write_it(word, crs):
    assert named_crs(word) == crs


@with_data
def test_the_boundary_of_xigu_is_the_same_in_both_systems():
    shifted = read(DATA / "xigu" / "xigu_boundary_gcj02.geojson", "gcj02")
    plain = read(DATA / "xigu" / "xigu_boundary_wgs84.geojson")
    assert metres_apart(shifted.shapes, plain.shapes) < 0.1
