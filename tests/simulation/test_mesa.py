"""The district is a Mesa model, and its agents are views of the district's tables."""

from __future__ import annotations

import multiprocessing

import mesa
import numpy as np
import pytest

from govsim.experiments.composition.build import build
from govsim.experiments.library.district import District
from govsim.simulation.entities.enterprises import Enterprise
from govsim.simulation.entities.grid_workers import GridWorker
from govsim.simulation.entities.mediators import Mediator
from govsim.simulation.entities.units import UNIT_KINDS, PoliceUnit
from govsim.simulation.policies import MorePatrol
from tests.lab import LIVELY, composed, run_days, square

MORE_PATROL = MorePatrol(multiplier=2, shifts=("night",), start_day=0)  # a policy without a file
QUIET_TOWN = {"district__population": 1000, "scenario__grievances": 25, "hours_per_tick": 24}
WORDS = (*LIVELY, "levers.mediation.posts=3", "policy=double_grid", "policy_ramp_days=0", "policy_start_day=5")


def test_a_district_is_a_mesa_model_that_steps_and_runs_on():
    district = square()
    assert isinstance(district, mesa.Model)
    district.step()
    assert district.clock.tick == 1
    district.run_for(23)
    assert district.clock.start_h == 24


def test_there_is_one_agent_for_everybody_who_holds_a_post():
    district = square(*WORDS)
    for _ in range(4):
        run_days(district, 30)
        staff, kinds = district.staff, district.agents_by_type
        assert len(kinds[PoliceUnit]) == len(staff.units) > 0
        assert len(kinds[Mediator]) == staff.mediators["filled"].sum() > 0
        assert len(kinds[Enterprise]) == district.town.enterprises.size
        workers = np.flatnonzero(staff.grid_workers["filled"])
        assert sorted(a.row for a in kinds[GridWorker]) == workers.tolist()
        assert workers.size > 0


def test_agents_show_the_state_of_their_rows():
    district = run_days(square(*WORDS), 10)
    for unit in district.agents_by_type[PoliceUnit]:
        assert unit.kind in UNIT_KINDS
        assert unit.on_duty == bool(district.staff.units.rows["on_duty"][unit.row, district.clock.hour // 8])
        assert unit.cell in district.space.by_area
    run_days(district, 10 / 24)
    walking = [w for w in district.agents_by_type[GridWorker] if w.cell is not None]
    assert walking
    for worker in walking:
        area = district.staff.grid_workers["area_by_hour"][worker.row, district.clock.hour]
        assert worker.cell is district.space.cell_of(int(area))


def test_residents_can_be_looked_at_as_an_agent_set():
    district = square()
    before = len(district.agents)
    sample = mesa.agent.AgentSet(district.look_at(range(0, 200, 2)), random=district.random)
    elders = sample.select(lambda r: r.age >= 60)
    assert [r.row for r in elders] == [i for i in range(0, 200, 2) if district.people["age"][i] >= 60]
    assert sum(sample.get("trust")) == pytest.approx(district.people["trust"][:200:2].sum(dtype=float))
    one = next(iter(sample))
    assert one.home == district.people["home"][one.row]
    assert one.ties == district.people["ties"][one.row].tolist()
    assert one.cell is district.space.cell_of(district.where_is(one.row))
    with pytest.raises(AttributeError, match="a resident has no 'ethnicity'"):
        _ = one.ethnicity
    sample.do("remove")
    assert len(district.agents) == before


def test_looking_at_residents_changes_no_event():
    one, other = square(*LIVELY), square(*LIVELY)
    other.look_at(range(50))
    run_days(one, 10)
    run_days(other, 10)
    assert np.array_equal(one.disputes.rows, other.disputes.rows)


def test_cells_are_areas_joined_to_those_around_them_both_ways():
    district = square()
    cells = district.space.by_area
    assert len(cells) == district.town.n_areas
    for area, cell in enumerate(cells):
        around = {n for n in district.town.neighbours[area].tolist() if n >= 0}
        assert {cells.index(other) for other in cell.connections.values()} == around
        assert all(cell in other.connections.values() for other in cell.connections.values())


@pytest.fixture
def start_method():
    """Mesa's batch runner sets how processes start, for everybody; put it back."""
    before = multiprocessing.get_start_method(allow_none=True)
    yield
    multiprocessing.set_start_method(before, force=True)


@pytest.mark.usefixtures("start_method")
def test_mesa_runs_a_batch_of_districts():
    results = mesa.batch_run(
        District,
        parameters={"policies": ["baseline", "double_grid", MORE_PATROL], "district": "synthetic", **QUIET_TOWN},
        rng=[1, 2],
        max_steps=20,
        data_collection_period=-1,
        display_progress=False,
    )
    arms = ["baseline", "double_grid", MORE_PATROL]
    assert [(r["seed"], r["policies"]) for r in results] == [(seed, arm) for seed in (1, 2) for arm in arms]
    totals = {(r["seed"], str(r["policies"])): r["disputes"] for r in results}
    words = ("district=synthetic", "district.population=1000", "scenario.grievances=25", "hours_per_tick=24")
    alone = run_days(build(composed(*words)), 20)
    assert totals[1, "baseline"] == (alone.disputes.rows["opened_h"] < 480).sum() > 0
    assert totals[1, "baseline"] != totals[2, "baseline"]
