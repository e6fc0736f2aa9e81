"""Households are families that could exist."""

import numpy as np

from govsim.simulation.engine.randomness import Draws
from govsim.simulation.entities.residents import FEMALE, MALE
from govsim.simulation.synthesis.families import _take, make_families, pyramid, take_collective

from .test_margins import families


def test_rows_of_households_and_residents_point_to_each_other(district):
    homes, people = district.households, district.people
    assert (np.repeat(np.arange(homes.size), homes["size"]) == people["household"]).all()
    assert (people["home"] == homes["area"][people["household"]]).all()
    assert (np.diff(homes["area"]) >= 0).all()
    assert (homes["first"] == np.cumsum(homes["size"], dtype=int) - homes["size"]).all()


def test_areas_know_their_households_and_residents(district):
    areas = district.town.areas
    assert (np.bincount(district.households["area"], minlength=areas.size) == areas["households"]).all()
    assert (np.bincount(district.people["home"], minlength=areas.size) == areas["residents"]).all()
    lived_in = np.flatnonzero(areas["households"])
    assert (district.households["area"][areas["first_household"][lived_in]] == lived_in).all()
    assert (district.people["home"][areas["first_resident"][lived_in]] == lived_in).all()


def test_no_minor_lives_without_an_adult(district):
    grown = np.bincount(district.people["household"], district.people["age"] >= 18, minlength=district.households.size)
    assert (grown[families(district)] > 0).all()


def test_rooms_of_dormitories_are_small_and_hold_no_children(district):
    rooms = ~families(district)
    assert district.households["size"][rooms].max() <= 8
    assert district.people["age"][rooms[district.people["household"]]].min() >= 17


def test_making_families_uses_everybody_once(xigu_plan):
    draws, stock = Draws(5), pyramid(xigu_plan)
    whole = stock.copy()
    students, workers = take_collective(xigu_plan, stock)
    made = make_families(xigu_plan, stock, draws)
    used = np.zeros_like(whole)
    for part in (students, workers, made):
        np.add.at(used, (part.sex, part.age), 1)
    assert (used == whole).all()


def test_couples_are_of_similar_age_and_parents_older_than_their_children(xigu_plan):
    stock = pyramid(xigu_plan)
    take_collective(xigu_plan, stock)
    made = make_families(xigu_plan, stock, Draws(5))
    ones, one_generation = 44_267, 90_050
    wife = made.first[ones:one_generation]
    assert (made.sex[wife] == FEMALE).all()
    assert (made.sex[wife + 1] == MALE).all()
    assert np.quantile(np.abs(made.age[wife] - made.age[wife + 1]), 0.95) <= 10
    parent = made.first[one_generation:]
    child = parent + made.size[one_generation:] - 1
    gap = made.age[parent] - made.age[child]
    assert gap.min() >= 12
    assert (gap >= 16).mean() > 0.999
    assert abs(np.median(gap) - 27) <= 1


def test_the_nearest_age_in_stock_is_taken():
    stock = np.array([0, 0, 1, 0, 0, 2, 0])
    assert _take(stock, np.array([3, 3, 6]), 0).tolist() == [2, 5, 5]
    assert stock.sum() == 0
