"""Tables of people and staff: every layout says the same, and the plan has what they say."""

import numpy as np
import pytest

pytest.importorskip("pyogrio")

from govsim.experiments.districts.faults import Findings
from govsim.experiments.districts.margins import Margin, meaning, read_margins
from govsim.experiments.districts.people import fit, people_of, pyramid_of
from govsim.experiments.districts.reading import PRIOR
from govsim.experiments.districts.staff import read_staff, served
from govsim.experiments.errors import BadInput
from govsim.experiments.given_files import mapping_of

UNITS = {"street": ["甲街道", "乙镇"], "community": [], "grid": []}
BASE = mapping_of(PRIOR)


def people(margins, population=None):
    return people_of(margins, population, 10.0, BASE, "p.csv")


@pytest.mark.parametrize(
    ("header", "means"),
    [
        ("男_0到4岁", ("age", "male", 0, 4)),
        ("女_85岁以上", ("age", "female", 85, 100)),
        ("male_5_to_9", ("age", "male", 5, 9)),
        ("Female 10-14", ("age", "female", 10, 14)),
        ("65+", ("age", "all", 65, 100)),
        ("65岁及以上", ("age", "all", 65, 100)),
        ("0岁", ("age", "all", 0, 0)),
        ("人口数_男", ("age", "male", 0, 100)),
        ("Females", ("age", "female", 0, 100)),
        ("常住人口", ("residents", "all", 0, 100)),
        ("One person", ("one_person", "all", 0, 100)),
        ("人口比重_0-14岁", None),
        ("9-5", None),
        ("remarks", None),
    ],
)
def test_a_header_means_one_margin_or_none(header, means):
    assert meaning(header) == means


def test_wide_and_long_tables_and_pyramids_say_the_same(tmp_path):
    wide, long, pyramid = (tmp_path / name for name in ("w.csv", "l.csv", "p.csv"))
    wide.write_text("常住人口,男_0到14岁,女_0到14岁,男_15岁以上,女_15岁以上\n1000,100,90,420,390\n", "gb18030")
    long.write_text(
        "variable;value\n常住人口;1000\n男_0到14岁;100\n女_0到14岁;90\n男_15岁以上;420\n女_15岁以上;390\n", "utf-8-sig"
    )
    pyramid.write_text("age\tmale\tfemale\n0-14\t100\t90\n15+\t420\t390\n", "utf-16")
    read = [sorted(map(str, read_margins(path, UNITS, Findings()))) for path in (wide, long, pyramid)]
    assert read[0] == read[1]
    assert set(read[2]) == {line for line in read[0] if "'age'" in line}


def test_a_row_of_no_unit_and_a_word_for_a_number_are_faults_with_row_and_column(tmp_path):
    path, found = tmp_path / "p.csv", Findings()
    path.write_text("街道,常住人口\n甲街道,1000\n丙街道,20\n乙镇,many\n合计,1020\n", "utf-8")
    margins = read_margins(path, UNITS, found)
    assert [str(fault) for fault in found.faults] == [
        "p.csv:3 [街道]: '丙街道' is no unit of this district; write it as in the list of units, or delete the row",
        "p.csv:4 [常住人口]: 'many' is no number; write a number, or leave it empty",
    ]
    assert Margin("residents", 1000, "甲街道", "street") in margins
    assert Margin("residents", 1020) in margins


def test_fitting_meets_every_margin_and_changes_nothing_else():
    """By hand: a table of ones with row sums 4 and 2 and a first column of 3."""
    masks = [np.array([[1, 1], [0, 0]], bool), np.array([[0, 0], [1, 1]], bool), np.array([[1, 0], [1, 0]], bool)]
    fitted = fit(np.ones((2, 2)), masks, np.array([4.0, 2.0, 3.0]))
    assert fitted == pytest.approx(np.array([[2, 2], [1, 1]]))
    untouched = fit(np.ones((2, 2)), masks[:1], np.array([4.0]))
    assert untouched == pytest.approx(np.array([[2, 2], [1, 1]]))


def test_coarse_ages_are_met_and_the_prior_says_the_rest():
    given = [Margin("age", 300, sex="all", low=0, high=14), Margin("age", 600, sex="all", low=15, high=64),
             Margin("age", 100, sex="all", low=65, high=100), Margin("age", 480, sex="male")]  # fmt: skip
    table = pyramid_of(people(given).values["ages"])
    assert [table[:, a:b].sum() for a, b in ((0, 15), (15, 65), (65, 101))] == pytest.approx([300, 600, 100], abs=1)
    assert table[0].sum() == pytest.approx(480, abs=1)


def test_ages_that_contradict_the_total_are_refused():
    given = [Margin("age", 300, low=0, high=14), Margin("age", 600, low=10, high=64), Margin("residents", 1000),
             Margin("age", 500, low=0, high=9)]  # fmt: skip
    with pytest.raises(BadInput, match="the ages contradict one another"):
        people(given)


def test_every_number_says_whether_it_was_given_or_is_the_prior():
    found = people([Margin("residents", 1000), Margin("households", 400), Margin("tenure_rented", 100),
                    Margin("tenure_owned", 300)])  # fmt: skip
    assert (found.population, found.values["households.family"], found.values["traits.renter_share"]) == (
        1000,
        400,
        0.25,
    )
    assert found.sources["households.family"] == found.sources["traits.renter_share"] == "p.csv"
    assert found.sources["ages"] == found.sources["households.one_person"] == "prior"


def test_a_said_population_scales_the_counts_of_a_table_of_another_year():
    found = people([Margin("residents", 1000), Margin("households", 400), Margin("age", 480, sex="male")], 2000)
    assert (found.population, found.values["households.family"]) == (2000, 800)
    assert pyramid_of(found.values["ages"])[0].sum() == pytest.approx(960, abs=1)


def test_without_any_count_the_density_of_the_prior_stands_in():
    found = people([])
    assert found.population == round(10.0 * 407_010 / 358.5)
    assert found.sources["population"].startswith("prior")


def test_staff_are_summed_by_kind_and_shift_and_bad_rows_are_told(tmp_path):
    path, found = tmp_path / "staff.csv", Findings()
    path.write_text("类别,数量,班次\n网格员,20,\n网格员,4,\n巡逻车,3,夜班\n派出所,2,\n厨师,1,\n调解员,-3,\n", "gb18030")
    staff = read_staff(path, found)
    assert staff == {("grid_workers", ""): 24, ("patrol_cars", "night"): 3, ("stations", ""): 2}
    assert served(staff, 10_000) == {"station_residents": 5000}
    assert [(fault.row, fault.column) for fault in found.faults] == [("6", "类别"), ("7", "数量")]
