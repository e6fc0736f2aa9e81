"""The map: connected, dry, and a valley with a dense core in the east."""

import numpy as np

from govsim.simulation.synthesis.growth import components
from govsim.simulation.town import COMPLEX, INDUSTRIAL, OPEN

from .conftest import plan_of


def pieces(member, town):
    return components(member, town.neighbours).max() + 1


def test_neighbours_are_mutual_and_adjacent(district):
    areas, around = district.town.areas, district.town.neighbours
    here, side = np.nonzero(around >= 0)
    there = around[here, side]
    assert (np.abs(areas["ix"][here] - areas["ix"][there]) <= 1).all()
    assert (np.abs(areas["iy"][here] - areas["iy"][there]) <= 1).all()
    pairs = set(zip(here.tolist(), there.tolist(), strict=True))
    assert pairs == {(b, a) for a, b in pairs}
    assert all(a != b for a, b in pairs)


def test_everything_can_be_reached(district):
    assert pieces(np.ones(district.town.n_areas, bool), district.town) == 1


def test_housing_keeps_its_distance_from_the_complex(xigu, xigu_plan):
    areas, kinds = xigu.town.areas, xigu.town.enterprises["kind"]
    plant = (areas["enterprise"] >= 0) & (kinds[areas["enterprise"]] == COMPLEX)
    homes = (areas["residents"] > 0) & (areas["ntype"] != INDUSTRIAL)
    dx = areas["x_m"][homes, None] - areas["x_m"][None, plant]
    dy = areas["y_m"][homes, None] - areas["y_m"][None, plant]
    nearest = np.sqrt(dx**2 + dy**2).min()
    assert xigu_plan.industry.belt_m <= nearest < xigu_plan.industry.belt_m + 2 * xigu.town.side_m
    owners = areas["enterprise"][areas["ntype"] == INDUSTRIAL]
    assert np.bincount(owners).argmax() == np.flatnonzero(kinds == COMPLEX)[0]


def test_the_core_is_in_the_east_of_a_long_valley(xigu):
    areas = xigu.town.areas
    assert 31_000 < np.ptp(areas["x_m"]) < 31_800
    assert np.ptp(areas["y_m"]) < np.ptp(areas["x_m"]) / 2
    in_core = (areas["x_m"] > 21_000) & (areas["y_m"] < 8_500)
    assert areas["residents"][in_core].sum() > 0.8 * areas["residents"].sum()


def test_nobody_lives_in_the_river(district):
    areas, river = district.town.areas, district.town.river
    course = np.interp(areas["x_m"], river[:, 0], river[:, 1])
    lived_in = areas["ntype"] != OPEN
    assert (np.abs(areas["y_m"] - course)[lived_in] > 100).all()
    clear = np.abs(areas["y_m"] - course) > 150
    assert ((areas["y_m"] > course) == areas["north_bank"].astype(bool))[clear].all()


def test_the_map_says_that_it_is_synthetic(district):
    words = district.town.geography.lower()
    assert "synthetic" in words


def test_density_does_not_depend_on_the_population():
    from .conftest import district_of

    def per_area(population):
        areas = district_of("synthetic", f"district.population={population}").town.areas
        return areas["residents"].sum() / (areas["residents"] > 0).sum()

    assert 0.7 < per_area(20_000) / per_area(100_000) < 1.4


def test_a_valley_without_room_is_refused():
    import pytest

    from govsim.simulation.synthesis import make_district

    plan = plan_of("synthetic", "district.valley.extent_km=[2,1.5]", "district.population=400000")
    with pytest.raises(ValueError, match=r"no room for .* Enlarge"):
        make_district(plan, 1)
