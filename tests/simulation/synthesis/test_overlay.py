"""Base grids, communities, circles and stations."""

import numpy as np
import pytest

from govsim.simulation.engine.randomness import Draws
from govsim.simulation.synthesis.division import divide
from govsim.simulation.synthesis.growth import neighbours_of
from govsim.simulation.town import VILLAGE

from .conftest import plan_of
from .test_land import pieces


def grid_households(town):
    lived_in = town.areas["grid"] >= 0
    households = np.bincount(town.areas["grid"][lived_in], town.areas["households"][lived_in], minlength=town.n_grids)
    rural = town.areas["ntype"][town.grid_areas[town.grid_start[:-1]]] == VILLAGE
    return households, rural


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_base_grids_keep_to_the_norm(seed, xigu_plan):
    from govsim.simulation.synthesis import make_district

    households, rural = grid_households(make_district(xigu_plan, seed).town)
    assert 440 <= households.size <= 500
    town, village = households[~rural], households[rural]
    assert ((town >= 300) & (town <= 500)).mean() > 0.98  # a dormitory may fill a grid of its own
    assert ((village >= 200) & (village <= 300)).mean() > 0.95


def test_every_inhabited_area_is_in_one_grid_and_no_other_is(district):
    town = district.town
    assert ((town.areas["grid"] >= 0) == (town.areas["households"] > 0)).all()
    assert np.array_equal(np.sort(town.grid_areas), np.flatnonzero(town.areas["households"] > 0))
    for grid in range(town.n_grids):
        own = town.grid_areas[town.grid_start[grid] : town.grid_start[grid + 1]]
        assert (town.areas["grid"][own] == grid).all()
        assert np.unique(town.areas["community"][own]).size == 1


def test_no_area_holds_more_than_a_grid(district):
    assert district.town.areas["households"].max() <= 500


def test_communities_are_connected_and_lie_in_one_street(xigu):
    town = xigu.town
    for community in range(len(town.community_names)):
        member = town.areas["community"] == community
        assert pieces(member, town) == 1, town.community_names[community]
        assert (town.areas["street"][member] == town.community_street[community]).all()


def test_grids_are_connected_but_for_a_school_or_park_between(xigu):
    town = xigu.town
    whole = [pieces(town.areas["grid"] == g, town) == 1 for g in range(town.n_grids)]
    assert np.mean(whole) > 0.9
    for grid in np.flatnonzero(~np.array(whole)):
        own = town.grid_areas[town.grid_start[grid] : town.grid_start[grid + 1]]
        empty = (town.areas["households"] == 0) & (town.areas["community"] == town.areas["community"][own[0]])
        step = np.hypot(np.diff(town.areas["x_m"][own]), np.diff(town.areas["y_m"][own])).max()
        assert pieces(empty | (town.areas["grid"] == grid), town) <= pieces(empty, town) + 1 or step < 1_000


def test_names_and_kinds_are_official(xigu):
    town = xigu.town
    assert town.n_streets == 13
    assert town.street_kinds.count("subdistrict") == 7
    assert town.street_kinds.count("town") == 5
    assert town.community_kinds.count("community") == 68
    assert town.community_kinds.count("village") == 41
    assert ("Xigucheng", "西固城街道") in town.street_names
    centre = [name for name, _ in town.street_names].index("Xigucheng")
    residents = town.areas["residents"][town.areas["street"] == centre].sum()
    assert residents == pytest.approx(40_800, rel=0.15)  # 2.54 km2 x 16,075 per km2 [S5]


def test_circles_are_connected_and_balanced(xigu):
    town = xigu.town
    assert town.n_circles == 8
    residents = np.bincount(town.areas["circle"], town.areas["residents"])
    assert residents.max() < 1.15 * residents.min()
    for circle in range(8):
        assert pieces(town.areas["circle"] == circle, town) == 1
        assert town.areas["circle"][town.circle_base[circle]] == circle


def test_stations_serve_their_own_side_of_the_river(xigu):
    town = xigu.town
    assert 10 <= town.n_stations <= 11
    assert np.unique(town.station_area).size == town.n_stations
    lived_in = town.areas["residents"] > 0
    bank = town.areas["north_bank"]
    assert (bank == bank[town.station_area[town.areas["station"]]])[lived_in].all()
    assert (town.areas["station"][town.station_area] == np.arange(town.n_stations)).all()


def test_small_has_three_streets_two_circles_and_one_plant():
    from .conftest import district_of

    town = district_of("small").town
    assert (town.n_streets, town.n_circles) == (3, 2)
    assert 20 <= town.n_grids <= 28
    assert (town.enterprises["kind"] == 0).sum() == 1


def test_dividing_a_square_gives_connected_parts_of_equal_weight():
    number = np.arange(400)
    ix, iy = number % 20, number // 20
    around = neighbours_of(ix, iy, 20, 20)
    weight = 1.0 + Draws(3).uniform("test", number, 0)
    part = divide(number, np.ones(8, np.int64), weight, ix * 1.0, iy * 1.0, around)
    by_part = np.bincount(part, weight)
    assert by_part.size == 8
    assert by_part.max() / by_part.min() < 1.1

    class Square:
        neighbours = around

    assert all(pieces(part == p, Square) == 1 for p in range(8))


def test_more_communities_are_founded_where_the_named_ones_are_too_few():
    from .conftest import district_of

    town = district_of("synthetic", "district.population=400000").town
    per_community = [
        np.unique(town.areas["grid"][town.areas["community"] == c]) for c in range(len(town.community_names))
    ]
    assert max((grids >= 0).sum() for grids in per_community) <= plan_of("synthetic").grids.most_per_community
    assert len(set(town.community_names)) == len(town.community_names)
