"""The command `govsim district` as its user sees it, to a report on the new district."""

import pytest

pytest.importorskip("pyogrio")

import govsim
from tests.command import govsim_here

FILES = ["boundary=b.geojson", "streets=s.gpkg", "population=3000", "title=Four Streets"]


@pytest.mark.slow
def test_a_district_is_made_checked_drawn_and_compared(here):
    code, out, err = govsim_here(here, "district", "new", "mine", *FILES, "language=zh")
    assert (code, err) == (0, "")
    assert "已写入configs/district/mine.yaml" in out
    code, out, err = govsim_here(here, "district", "check", "mine", "language=en")
    assert code == 0, err
    for text in ("Four Streets (mine)", "boundary: b.geojson", "borders from a map: streets", "[", "population")[:3]:
        assert text in out
    code, out, err = govsim_here(here, "district", "show", "mine")
    assert (code, err) == (0, "")
    assert (here / "mine.png").read_bytes().startswith(b"\x89PNG")
    words = ["arms=[baseline,more_patrol]", "district=mine", "years=0.02", "burn_in_days=2", "replications=2",
             "workers=0", "out=r", "language=both"]  # fmt: skip
    code, _, err = govsim_here(here, "compare", *words)
    assert code == 0, err
    assert "Geography: Real boundary (5.8 km2)" in (here / "r" / "report.en.html").read_text("utf-8")
    chinese = (here / "r" / "report.zh.html").read_text("utf-8")
    assert "地理：真实边界（5.8平方公里），街道的界线来自地图" in chinese
    assert "地理为合成" not in chinese


def test_bad_words_end_with_one_line_and_code_2(here):
    for words, line in (
        (["new"], "govsim district new needs a name"),
        (["new", "mine"], "district new needs the boundary"),
        (["nue", "mine"], "govsim district nue: there is no such word"),
        (["new", "mine", "boundary"], "cannot read 'boundary'; write key=value"),
        (["check", "mine"], "there is no district of your own 'mine'"),
        (["new", "mine", "boundary=s.csv"], "s.csv is no file"),
    ):
        code, out, err = govsim_here(here, "district", *words, "language=en")
        assert (code, out) == (2, "")
        assert line in err
        assert len(err.splitlines()) == 1


def test_python_makes_the_same_district(here):
    made = govsim.new_district("mine", boundary="b.geojson", streets="s.gpkg", population=3000)
    assert made.fit.empty  # no table of people was given
    assert len(made.remarks) == 0
    assert "borders from a map: streets" in made.check()
    assert govsim.district("mine").town.n_streets == 4
    with pytest.raises(govsim.BadInput, match="already"):
        govsim.new_district("mine", boundary="b.geojson")
