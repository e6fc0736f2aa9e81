"""A district from files: every unit has its ground and residents; what is wrong is told and nothing half written."""

import numpy as np
import pytest
import shapely
import yaml

pytest.importorskip("pyogrio")

from govsim.experiments.composition.parts import composed
from govsim.experiments.composition.towns import try_plan
from govsim.experiments.districts.keeping import folder_of, land_of
from govsim.experiments.districts.writing import new_district
from govsim.experiments.errors import BadInput, Damaged
from govsim.experiments.given_files import mapping_of

from .made import NAMES, SIDE_M, boundary, quarters, to_crs, write_map

PEOPLE = "population=6000"


def made(*words, name="mine"):
    """(town, what was read) of a new district."""
    towns = []
    _, read = new_district(
        name, dict(w.split("=", 1) for w in words), lambda *plan: towns.append(try_plan(*plan)) or towns[0]
    )
    return towns[0], read


def told(read):
    return "\n".join(map(str, read.found.remarks))


def test_a_boundary_alone_makes_a_town_of_its_area_and_shape(here):
    made_town, read = made("boundary=b.geojson", PEOPLE)
    town = made_town.town
    assert town.n_areas * town.side_m**2 == pytest.approx(SIDE_M**2, rel=0.01)
    assert made_town.people.size == 6000
    assert read.origin == {"streets": "made", "communities": "made", "grids": "made"}
    assert "Synthetic: streets, communities, grids" in town.geography


def test_a_boundary_that_is_no_rectangle_keeps_its_shape(here):
    hook = shapely.Polygon([(0, 0), (3000, 0), (3000, 1500), (1500, 1500), (1500, 3000), (0, 3000)])
    write_map(here / "b.gpkg", [hook])
    town = made("boundary=b.gpkg", PEOPLE)[0].town
    assert town.n_areas * town.side_m**2 == pytest.approx(hook.area, rel=0.03)
    assert not ((town.areas["x_m"] > 1600) & (town.areas["y_m"] > 1600)).any()


def test_every_area_belongs_to_the_street_on_whose_ground_it_lies(here):
    town = made("boundary=b.geojson", "streets=s.gpkg", PEOPLE)[0].town
    x, y = town.areas["x_m"], town.areas["y_m"]
    for number, quarter in enumerate(quarters()):
        inside = shapely.contains_xy(quarter, x, y)
        assert (town.areas["street"][inside] == number).mean() > 0.97  # squares are cut by borders
        assert town.areas["residents"][inside].sum() > 0
    assert [chinese for _, chinese in town.street_names] == list(NAMES)
    assert town.street_kinds == ("subdistrict", "subdistrict", "town", "subdistrict")


def test_streets_have_the_residents_that_a_table_gives_them(here):
    wanted = [1000, 2000, 3000, 4000]
    (here / "p.csv").write_text(
        "街道,常住人口\n" + "\n".join(f"{n},{w}" for n, w in zip(NAMES, wanted, strict=True)), "gb18030"
    )
    made_town, read = made("boundary=b.geojson", "streets=s.gpkg", "people=p.csv")
    got = np.bincount(made_town.town.areas["street"][made_town.people["home"]])
    assert made_town.people.size == 10_000
    assert got == pytest.approx(wanted, rel=0.01)
    assert read.people.sources["population"] == "p.csv"


def grids(here, n=6, **columns):
    side = SIDE_M / n
    shapes = [shapely.box(i * side, j * side, (i + 1) * side, (j + 1) * side) for j in range(n) for i in range(n)]
    names = {"网格名称": [f"网格{k}" for k in range(n * n)], "社区": [f"社区{k // 6}" for k in range(n * n)]}
    write_map(here / "g.gpkg", shapes, names | columns)
    return shapes


def test_every_given_grid_has_its_ground_and_somebody_who_lives_there(here):
    shapes = grids(here)
    town = made("boundary=b.geojson", "streets=s.gpkg", "grids=g.gpkg", PEOPLE)[0].town
    assert town.n_grids == len(shapes)
    lived = town.areas["grid"] >= 0
    assert (np.bincount(town.areas["grid"][lived], town.areas["residents"][lived]) > 0).all()
    for a in np.flatnonzero(lived):
        point = shapely.Point(town.areas["x_m"][a], town.areas["y_m"][a])
        assert shapes[town.areas["grid"][a]].distance(point) < town.side_m
    assert len(town.community_names) >= 6


def test_grids_of_villages_are_villages(here):
    grids(here, 社区=[f"{'村' if k < 12 else '社区'}{k // 6}" for k in range(36)],
          类型=["村" if k < 12 else "社区" for k in range(36)])  # fmt: skip
    town = made("boundary=b.geojson", "streets=s.gpkg", "grids=g.gpkg", PEOPLE)[0].town
    of_grid = [town.areas["ntype"][(town.areas["grid"] == g) & (town.areas["residents"] > 0)] for g in range(36)]
    assert all(np.isin(types, (5, 7)).all() for types in of_grid[:12])  # and dormitories of plants
    assert not any((types == 5).any() for types in of_grid[12:])
    assert town.community_kinds.count("village") == len(
        {name for name in town.community_names if name.startswith("村")}
    )


@pytest.mark.parametrize(("overlaps", "owner"), [("smaller", 1), ("first", 0)])
def test_ground_that_two_units_claim_goes_to_whom_is_said(here, overlaps, owner):
    wide, small = shapely.box(0, 0, 1800, SIDE_M), shapely.box(1200, 0, SIDE_M, SIDE_M)
    write_map(here / "s.gpkg", [wide, small], {"name": ["a", "b"]})
    made_town, read = made("boundary=b.geojson", "streets=s.gpkg", PEOPLE, f"overlaps={overlaps}")
    areas = made_town.town.areas
    both = (areas["x_m"] > 1300) & (areas["x_m"] < 1700)
    assert (areas["street"][both] == owner).all()
    assert "a and b overlap in 1.440 km2" in told(read)  # 600 x 2,400 m


def test_overlaps_can_be_refused_and_then_nothing_is_written_but_the_list(here):
    write_map(here / "s.gpkg", [*quarters()[:3], shapely.box(0, 0, SIDE_M, SIDE_M)], {"name": list(NAMES)})
    with pytest.raises(BadInput, match=r"overlap.*All faults \(4\) are in configs/district/mine_faults.csv"):
        made("boundary=b.geojson", "streets=s.gpkg", PEOPLE, "overlaps=refuse")
    assert [path.name for path in (here / "configs" / "district").iterdir()] == ["mine_faults.csv"]
    assert (here / "configs/district/mine_faults.csv").read_text("utf-8-sig").startswith("file,what,todo,row,column\n")


def test_gaps_and_what_lies_outside_are_told_with_their_area(here):
    short = [shapely.intersection(q, shapely.box(0, 0, SIDE_M, 2000)) for q in quarters()]
    short[0] = shapely.union(short[0], shapely.box(2400, 0, 2900, 1000))
    write_map(here / "s.gpkg", short, {"name": list(NAMES)})
    _, read = made("boundary=b.geojson", "streets=s.gpkg", PEOPLE)
    assert "0.96 km2 inside the boundary (16.7 %) are in no unit" in told(read)
    rows = read.lattice
    for street, west in ((2, True), (3, False)):  # the nearest have the strip in the north
        strip = rows.inside & (rows.y - rows.south_m > 2050) & ((rows.x - rows.west_m < 1200) == west)
        assert (read.street[strip] == street).mean() > 0.9
    assert "0.50 km2 of the units lie outside the boundary" in told(read)


@pytest.mark.parametrize(("written", "word"), [("b.geojson", "boundary"), ("s.geojson", "streets")])
def test_a_map_that_lies_shifted_against_the_other_is_told_with_what_to_say(here, written, word):
    streets = "s.gpkg"
    if word == "boundary":
        write_map(here / "b.geojson", [boundary()], crs="gcj02")
    else:
        streets = "s.geojson"
        write_map(here / streets, quarters(), {"name": list(NAMES)}, crs="gcj02")
    _, read = made("boundary=b.geojson", f"streets={streets}", PEOPLE)
    assert f"if so, say {word}_crs=gcj02" in told(read)
    _, read = made("boundary=b.geojson", f"streets={streets}", PEOPLE, f"{word}_crs=gcj02", name="right")
    assert "if so, say" not in told(read)


def test_maps_that_fit_are_not_called_shifted(here):
    assert "off the boundary" not in told(made("boundary=b.geojson", "streets=s.gpkg", PEOPLE)[1])


def test_lists_of_different_years_are_told_apart(here):
    (here / "s.csv").write_text("name,in_nbs_2022\n东街道,True\n西街道,True\n老街道,False\n")
    (here / "c.csv").write_text("name,street,kind\n甲社区居民委员会,东街道,社区\n乙社区居民委员会,老街道,社区\n")
    with pytest.raises(BadInput, match=r"c.csv:3: 乙 is in 老街道, which is not in the list of streets; take both"):
        made("boundary=b.geojson", "streets=s.csv", "communities=c.csv", PEOPLE)
    (here / "c.csv").write_text("name,street,kind\n甲社区居民委员会,东街道,社区\n丙村村民委员会,东街道,村\n")
    made_town, read = made("boundary=b.geojson", "streets=s.csv", "communities=c.csv", PEOPLE)
    assert "s.csv:4 [in_nbs_2022]: 老街道 is no longer in force" in told(read)
    assert "西街道 has no community in this list" in told(read)
    assert {"甲", "丙村"} <= set(made_town.town.community_names)


def test_doubles_and_empty_names_are_faults_with_their_row(here):
    write_map(here / "s.gpkg", quarters(), {"name": ["a", "a", "", "d"]})
    with pytest.raises(BadInput):
        made("boundary=b.geojson", "streets=s.gpkg", PEOPLE)
    listed = (here / "configs/district/mine_faults.csv").read_text("utf-8-sig")
    assert 's.gpkg,the street a is there twice,"join its parts, or name them apart",2,' in listed
    assert "s.gpkg,a street without a name,write its name,3,name" in listed


def test_the_file_of_a_district_says_for_each_number_where_it_comes_from(here):
    made("boundary=b.geojson", "streets=s.gpkg", PEOPLE)
    text = (here / "configs/district/mine.yaml").read_text("utf-8")
    assert "population: 6000  # [population=]" in text
    assert "family: 2418  # [prior]" in text
    assert yaml.safe_load(text)["map"]["folder"] == "mine"


def test_maps_that_were_changed_after_the_check_are_refused(here):
    made("boundary=b.geojson", "streets=s.gpkg", PEOPLE)
    plan, folder = mapping_of(here / "configs/district/mine.yaml"), folder_of("mine")
    assert land_of(folder, plan["map"]["digest"]).inside.sum() > 0
    squares = folder / "squares.parquet"
    squares.write_bytes(squares.read_bytes()[:-1] + b"x")
    with pytest.raises(Damaged, match="not those that were checked"):
        land_of(folder, plan["map"]["digest"])


def test_a_district_that_is_there_is_not_written_over(here):
    made("boundary=b.geojson", PEOPLE)
    with pytest.raises(BadInput, match="there is a district 'mine' already"):
        made("boundary=b.geojson", PEOPLE)
    with pytest.raises(BadInput, match="there is a district 'xigu' already"):
        made("boundary=b.geojson", PEOPLE, name="xigu")


def test_a_check_that_fails_leaves_nothing(here):
    def refuse(*_):
        raise BadInput("no town")

    with pytest.raises(BadInput, match="no town"):
        new_district("mine", {"boundary": "b.geojson", "population": "6000"}, refuse)
    assert list((here / "configs" / "district").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["streets=s.gpkg"], "needs the boundary"),
        (["boundary=b.geojson", "bounds=3"], "there is no 'bounds'"),
        (["boundary=none.gpkg"], "none.gpkg is no file"),
        (["boundary=b.geojson", "crs=utm"], "write gcj02, bd09, wgs84 or a number such as EPSG:4490"),
        (["boundary=b.geojson", "population=many"], "population is 'many'; write a number from 100 to 2,000,000"),
        (["boundary=b.geojson", "area_side_m=900"], "30 to 40,000 can be used: say area_side_m="),
        (["boundary=b.geojson", "overlaps=last"], "overlaps is 'last'"),
        (["boundary=s.gpkg#other"], "has no layer 'other'; it has s"),
    ],
)
def test_bad_words_are_told_in_one_line_with_what_is_allowed(here, words, line):
    with pytest.raises(BadInput) as told_in:
        made(*words)
    assert line in str(told_in.value)
    assert "\n" not in str(told_in.value)


def test_staff_become_the_baseline_of_the_district(here):
    rows = "grid_workers,30,\nmediators,6,\npatrol_cars,4,night\npatrol_cars,2,day\nstations,2,\ncircles,2,\n"
    rows += "hearing_days,5,\n"
    (here / "staff.csv").write_text("kind,number,shift\n" + rows)
    town = made("boundary=b.geojson", "streets=s.gpkg", "staff=staff.csv", PEOPLE)[0].town
    assert (town.n_stations, town.n_circles) == (2, 2)
    levers = composed(["district=mine", "levers=mine"])["levers"]
    assert (levers["patrol"]["cars_night"], levers["patrol"]["cars_day"], levers["patrol"]["cars_evening"]) == (2, 1, 1)
    assert levers["mediation"]["posts"] == pytest.approx(1.0)  # 6 for 6,000 residents
    assert levers["mediation"]["hearing_days"] == 5
    assert levers["grid"]["full_time"] == pytest.approx(30 / town.n_grids, abs=1e-3)
    assert levers["grid"]["elders"] == 0  # as in the built-in baseline


def test_streets_of_a_list_lie_where_their_seats_are(here):
    seats = to_crs([shapely.Point(400, 400), shapely.Point(2000, 2000), shapely.Point(9000, 0)], "gcj02")
    rows = [f"{name},{p.x:.6f},{p.y:.6f}" for name, p in zip(NAMES, seats, strict=False)]
    (here / "s.csv").write_text("名称,经度,纬度\n" + "\n".join(rows), "utf-8-sig")
    made_town, read = made("boundary=b.geojson", "streets=s.csv", "streets_crs=gcj02", PEOPLE)
    areas = made_town.town.areas
    for street, (x, y) in enumerate([(400, 400), (2000, 2000)]):
        own = (areas["street"] == street) & (areas["residents"] > 0)
        middle = np.average(areas["x_m"][own]), np.average(areas["y_m"][own])
        assert np.hypot(middle[0] - x, middle[1] - y) < 400
    assert "南镇 lies outside the boundary" in told(read)
