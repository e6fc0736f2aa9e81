"""What a page is shown is what the district holds: nothing is lost, doubled or invented on the way."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.dashboard.live.chains import dispute_chain, theft_chain
from govsim.dashboard.live.frames import LAYERS, arm_frame, course_of, geometry_of, totals_of
from govsim.dashboard.live.places import place_of
from govsim.dashboard.live.views import CLASH, LEVELS, THEFT, TRAIL_H
from govsim.dashboard.words import words_of
from govsim.simulation.entities.legs import AT_STOP, column_of
from govsim.simulation.entities.residents import HUKOU_SAME_PROVINCE
from govsim.simulation.entities.units import ON_FOOT
from tests.dashboard.rooms import go, pair

DAYS = 86  # a Friday: grid workers are at work


@pytest.fixture(scope="module")
def district():
    one = pair("levers.patrol.street_posts=3")
    one.order("a", "residents_council", {"councils": 1, "project_yuan": 40, "volunteers": 0.2})
    return go(one, 24 * DAYS + 10).districts["a"]


def test_every_event_of_the_last_days_is_on_the_map_once(district):
    frame, now_h = arm_frame(district, "people"), district.clock.start_h
    thefts, clashes = district.thefts.rows, district.disputes.clashes.rows
    for kind, times in ((THEFT, thefts["time_h"]), (CLASH, clashes["time_h"])):
        assert (frame.event_kind == kind).sum() == ((times >= now_h - TRAIL_H) & (times < now_h)).sum() > 0
    ages = np.sort(frame.event_age_h[frame.event_kind == THEFT])
    late = thefts["time_h"][thefts["time_h"] >= now_h - TRAIL_H]
    np.testing.assert_allclose(ages, np.sort(now_h - late), rtol=1e-5, atol=1e-4)


def test_staff_on_the_map_are_staff_on_duty(district):
    frame, staff, now = arm_frame(district, "people"), district.staff, district.clock
    units = staff.units.rows[staff.units.rows["on_duty"][:, now.hour // 8] == 1]
    legs = staff.legs.table[: len(staff.units.rows), column_of(staff.legs, now.start_h)]
    on_foot = legs["area"][(staff.units.rows["kind"] == ON_FOOT) & (legs["how"] == AT_STOP)].tolist()
    assert frame.cars.size - len(on_foot) == (units["kind"] == 0).sum() > 0
    assert frame.posts.size == (units["kind"] == 2).sum() == 3
    workers = [agent for agent in district.agents if type(agent).__name__ == "GridWorker"]
    assert sorted(frame.walkers) == sorted(
        int(w.state["area_by_hour"][now.hour]) for w in workers if w.cell is not None
    )
    assert frame.walkers.size > 0
    cars = [agent for agent in district.agents if type(agent).__name__ == "PoliceUnit" and agent.kind == "patrol car"]
    where = {cell: area for area, cell in enumerate(district.space.by_area)}
    assert sorted(frame.cars) == sorted([*on_foot, *(where[car.cell] for car in cars if car.on_duty)])


def test_layers_add_up(district):
    now_h, month = district.clock.start_h, 28 * 24
    late = district.thefts.rows["time_h"] >= now_h - month
    assert LAYERS["thefts"](district).sum() == late.sum() > 0
    fought = district.disputes.clashes.rows["time_h"] >= now_h - month
    assert LAYERS["clashes"](district).sum() == fought.sum() > 0
    present = sum(district.where_is(person) is not None for person in range(district.people.size))
    assert LAYERS["people"](district).sum() == present
    minutes = LAYERS["patrol"](district)
    legs = district.staff.legs
    column = int(now_h * 4) - legs.first
    assert 0 < minutes.sum() <= 15 * 9 * legs.table.shape[0] * 96
    assert column > 96, "a whole day of legs is behind us"


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_every_layer_has_one_number_an_area_and_a_name(district, layer):
    values = LAYERS[layer](district)
    assert np.asarray(values).shape == (district.town.n_areas,)
    assert np.isfinite(values).all()
    assert all(layer in words_of(language)["layers"] for language in ("en", "zh"))


def test_weeks_and_totals_tell_the_same_story(district):
    course, totals, weeks = course_of(district), totals_of(district), DAYS // 7
    for what in ("thefts", "disputes", "clashes"):
        assert course[what, "true"].size == course[what, "recorded"].size == weeks
        assert 0 < course[what, "true"].sum() <= totals[what]
        assert course[what, "recorded"].sum() <= totals[f"{what}_recorded"] <= totals[what]
    events = district.tables()["events"].to_pandas()
    assert totals["thefts"] == (events.kind == "theft").sum()
    assert totals["disputes"] == (events.kind == "dispute").sum()
    assert totals["clashes_recorded"] == events[events.kind == "clash"].recorded.sum()


def test_places_add_up_from_squares_to_streets(district):
    town, street = district.town, 0
    inside = np.flatnonzero(town.areas["street"] == street)
    whole = place_of(district, int(inside[0]), "street")
    parts = [place_of(district, int(area), "area") for area in inside]
    added = ("residents", "newcomers", "people_now", "grid_workers_outside", "thefts", "thefts_recorded", "disputes",
             "disputes_recorded", "clashes", "clashes_recorded", "patrols_now")  # fmt: skip
    for fact in added:
        assert whole.facts[fact] == pytest.approx(sum(part.facts[fact] for part in parts)), fact
    assert whole.areas == inside.size
    newcomers = district.people["hukou"] >= HUKOU_SAME_PROVINCE
    assert whole.facts["newcomers"] == newcomers[np.isin(district.people["home"], inside)].sum()


def test_a_place_shows_its_latest_events_first(district):
    area = int(np.bincount(district.thefts.rows["area"]).argmax())
    for level in LEVELS:
        times = [event.time_h for event in place_of(district, area, level).events]
        assert times == sorted(times, reverse=True) != []


def test_the_terms_of_every_theft_add_up_to_its_odds(district):
    for row in range(len(district.thefts)):
        chain = theft_chain(district, row)
        terms = chain.reasons
        added = sum(terms[term] for term in ("inclination", "value", "place", "knowledge", "risk", "guards"))
        assert added == pytest.approx(terms["odds"], abs=1e-9)
        assert sum(chain.guards.values()) == pytest.approx(-terms["guards"], abs=1e-9)
        assert chain.steps[0].what == "stolen"


def test_every_quarrel_can_be_followed_from_its_beginning(district):
    cases, seen = district.disputes, set()
    for row in np.flatnonzero(cases.rows["opened_h"] < district.clock.start_h).tolist():
        chain = dispute_chain(district, row)
        times = [step.time_h for step in chain.steps]
        assert times == sorted(times)
        kinds = [step.what for step in chain.steps]
        seen |= set(kinds)
        assert ("began_again" if cases.rows["relapse_of"][row] >= 0 else "began") in kinds
        hearings = (cases.hearings.rows["dispute"] == row) & (cases.hearings.rows["time_h"] <= district.clock.start_h)
        assert kinds.count("agreed") + kinds.count("not_agreed") == hearings.sum()
        assert ("still_open" in kinds) != ("ended" in kinds)
    assert {"noticed", "recorded", "clash", "agreed", "not_agreed", "police", "ended", "still_open"} <= seen
    said = words_of("zh")["why"]["steps"]
    assert seen <= set(said)


def test_the_map_knows_every_area(district):
    geometry = geometry_of(district)
    places = set(zip(geometry.columns["ix"].tolist(), geometry.columns["iy"].tolist(), strict=True))
    assert len(places) == district.town.n_areas
    assert "synthetic" in geometry.geography
