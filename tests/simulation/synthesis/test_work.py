"""Work, school, errands, routines and ties."""

import numpy as np
import pytest

from govsim.simulation.entities.residents import HUKOU_SAME_PROVINCE, N_TIES
from govsim.simulation.synthesis.routines import timetables
from govsim.simulation.synthesis.work import gravity
from govsim.simulation.timetable import AWAY, HOME, THIRD, WORK
from govsim.simulation.town import COMPLEX, FACTORY, INDUSTRIAL, OFFICE, PROPERTY, SCHOOL_SITE

from .conftest import plan_of


def test_every_place_of_every_resident_exists(district):
    town, people = district.town, district.people
    for column in ("home", "work", "third"):
        assert people[column].min() >= 0
        assert people[column].max() < town.n_areas
    assert people["routine"].max() < len(district.timetable.names)
    assert people["employer"].max() < town.enterprises.size


def test_employees_are_those_who_work_there(district):
    people, firms = district.people, district.town.enterprises
    counts = np.bincount(people["employer"][people["employer"] >= 0], minlength=firms.size)
    schools = firms["kind"] == SCHOOL_SITE
    assert (firms["employees"] == counts)[~schools].all()
    assert (firms["employees"] >= counts)[schools].all()
    pupils = ((people["age"] >= 6) & (people["age"] < 17)).sum()
    assert (firms["employees"] - counts)[schools].sum() >= pupils


def test_employees_work_on_the_ground_or_at_the_door_of_their_employer(district):
    people, town = district.people, district.town
    own = np.flatnonzero(people["employer"] >= 0)
    firm, place = people["employer"][own], people["work"][own]
    owns = town.areas["enterprise"][place] == firm
    assert (owns | (place == town.enterprises["area"][firm])).all()


def test_the_labour_force_is_that_of_the_census(xigu):
    people, names = xigu.people, xigu.timetable.names
    outside = np.isin(people["routine"], [names.index("commuter"), names.index("long_commuter")])
    farming = people["routine"] == names.index("farmer")
    employed = (people["employer"] >= 0) | outside | farming
    assert employed.sum() / (people["age"] >= 15).sum() == pytest.approx(0.474, abs=0.0005)
    plants = np.isin(xigu.town.enterprises["kind"], (COMPLEX, FACTORY))
    in_plants = plants[people["employer"][people["employer"] >= 0]].sum()
    assert in_plants / employed.sum() == pytest.approx((3847 * 0.98 + 401 * 0.95) / 15_892, abs=0.005)


def test_one_complex_dominates_and_firms_are_heavy_tailed(xigu):
    firms = xigu.town.enterprises
    complex_ = firms["employees"][firms["kind"] == COMPLEX]
    assert complex_.sum() == pytest.approx(28_000, rel=0.02)
    assert complex_[0] > 3 * np.sort(firms["employees"][firms["kind"] != SCHOOL_SITE])[-2]
    offices = np.sort(firms["employees"][firms["kind"] == OFFICE])[::-1].astype(float)
    top = offices[10:200]
    slope = np.polyfit(np.log(np.arange(11, 201)), np.log(top), 1)[0]
    assert -1.25 < slope < -0.7  # rank-size rule; 1 / 1.06 = 0.94 [Axtell 2001]
    assert offices[: offices.size // 10].sum() > 0.5 * offices.sum()


def test_grounds_have_owners(district):
    areas = district.town.areas
    assert (areas["enterprise"][areas["ntype"] == INDUSTRIAL] >= 0).all()
    company = areas["property_company"]
    kinds = district.town.enterprises["kind"]
    assert (kinds[company[company >= 0]] == PROPERTY).all()
    assert (areas["households"][company >= 0] > 0).all()


def test_pupils_go_to_schools_nearer_than_workers_to_work(xigu):
    people, areas = xigu.people, xigu.town.areas
    way = np.hypot(
        areas["x_m"][people["work"]] - areas["x_m"][people["home"]],
        areas["y_m"][people["work"]] - areas["y_m"][people["home"]],
    )
    pupil = (people["age"] >= 6) & (people["age"] < 16)
    assert (areas["ntype"][people["work"][pupil]] == 9).all()
    assert np.median(way[pupil]) < 1_200
    worker = (people["employer"] >= 0) & (way > 0)
    assert np.median(way[pupil]) < 0.7 * np.median(way[worker])


def test_gravity_sends_people_near_and_fills_places_as_wanted():
    n = 20_000
    u = (np.arange(n) + 0.5) / n
    x = np.array([0.0, 1000.0, 2000.0])
    zero, wanted = np.zeros(3), np.array([1.0, 1.0, 2.0])
    origin = np.arange(n) % 2
    went = gravity(origin, u, x[:2], zero[:2], x, zero, wanted, 500.0, 1, 20)
    assert np.bincount(went) / n == pytest.approx(wanted / 4, abs=0.002)
    plain = gravity(np.zeros(n, np.int64), u, x[:1], zero[:1], x[:2], zero[:2], np.ones(2), 500.0, 2, 0)
    assert (plain == 0).mean() == pytest.approx(1 / (1 + 1 / 5**2), abs=0.001)


def test_everybody_is_somewhere_at_every_hour(district):
    routine = district.timetable.place[district.people["routine"]]
    for hour in (0, 9, 12, 17, 30, 83, 150, 167):
        away = int((routine[:, hour] == AWAY).sum())
        assert district.timetable.crowd[hour].sum() + away == district.people.size


def test_most_sleep_at_home_and_workers_work_by_day(xigu):
    at = xigu.timetable.place[xigu.people["routine"]]
    assert (at[:, 3] == HOME).mean() > 0.9
    employed = xigu.people["employer"] >= 0
    assert (at[employed, 10] == WORK).mean() > 0.7
    assert (at[:, 17] == THIRD).mean() > 0.1


def test_the_four_shift_teams_keep_the_plant_running():
    plan = plan_of("xigu").routines
    place = timetables(plan)
    teams = [place[list(plan.weeks).index(f"shift_{team}")] == WORK for team in "abcd"]
    at_work = np.sum(teams, axis=0)
    hours = np.arange(168) % 24
    inside = (hours >= 9) & (hours < 19) | (hours >= 20) | (hours < 8)
    assert (at_work[inside] >= 1).mean() > 0.85
    assert all(30 <= team.sum() <= 60 for team in teams)


def test_ties_are_others_outside_the_household_without_repetition(district):
    ties, household = district.people["ties"], district.people["household"]
    has = ties >= 0
    assert (np.diff(has.astype(int), axis=1) <= 0).all()  # -1 only at the end
    own = np.broadcast_to(household[:, None], ties.shape)
    assert (household[ties[has]] != own[has]).all()
    in_order = np.sort(np.where(has, ties, -1 - np.arange(N_TIES)), axis=1)
    assert (np.diff(in_order, axis=1) > 0).all()


def test_newcomers_know_fewer_people(xigu):
    number = (xigu.people["ties"] >= 0).sum(axis=1)
    far = xigu.people["hukou"] >= HUKOU_SAME_PROVINCE
    assert number[far].mean() < number[~far].mean() - 2
    assert number.min() >= 1
    assert number.max() == N_TIES


def test_newcomers_trust_less_as_the_plan_says(xigu, xigu_plan):
    far = xigu.people["hukou"] >= HUKOU_SAME_PROVINCE
    town = xigu.town.areas["ntype"][xigu.people["home"]] != 5
    gap = xigu.people["trust"][far & town].mean() - xigu.people["trust"][~far & town].mean()
    # cutting at 0 and 1 takes a little off
    assert gap == pytest.approx(xigu_plan.traits.newcomer_trust, abs=0.006)
    assert xigu.people["temper"].mean() == pytest.approx(0, abs=4 / np.sqrt(407_010))
    assert xigu.people["temper"].std() == pytest.approx(1, abs=0.005)
