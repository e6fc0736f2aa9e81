"""Councils, volunteers, elders and property companies: budgets kept, fatigue, crowding out, and what they reach."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.entities.disputes import OUTCOMES
from govsim.simulation.entities.matters import MATTER
from tests.lab import run_days, square, square_parts, square_run, synthetic_run

COUNCIL = ("levers.neighbourhood.councils=1", "levers.neighbourhood.project_yuan=3000")
MANY = ("scenario.matters=30",)
ALL = ("process.selfgovernance.capture_share=0", "process.selfgovernance.volunteer_fatigue=0")
NO_CARE = ("process.selfgovernance.council_efficacy=0",)  # those who care help themselves sooner


def spent(district) -> float:
    costs = district.tables()["costs"].to_pandas()
    return float(costs[costs["item"] == "micro-projects"]["quantity"].sum())


def test_what_councils_spend_and_have_left_is_their_budget():
    district = square_run(90, *MANY, *COUNCIL, *ALL)
    meetings = 3
    budget = meetings * 3000 * district.town.areas["households"].sum() / 12
    assert spent(district) + district.hoods["funds_yuan"].sum() == pytest.approx(budget)
    assert (district.hoods["funds_yuan"] >= -1e-6).all()


def test_councils_have_matters_mended_sooner_and_only_those_within_their_reach():
    plain, council = (square_run(90, *MANY, *words, *ALL, *NO_CARE).matters.rows for words in ((), COUNCIL))
    assert np.array_equal(plain["id"], council["id"])
    sooner = council["heal_h"] < plain["heal_h"]
    assert sooner.sum() > 50
    assert (council["severity"][sooner] <= 0.5).all()
    assert (council["heal_h"][~sooner] == plain["heal_h"][~sooner]).all()


def test_captured_projects_cost_and_mend_nothing():
    honest, captured = (
        square_run(90, *MANY, *COUNCIL, *NO_CARE, f"process.selfgovernance.capture_share={s}") for s in (0, 1)
    )
    assert not (captured.matters.rows["mended"] & np.isin(captured.matters.rows["ticket"], -1)).any()
    assert spent(captured) > 0.3 * spent(honest)
    plain = square_run(90, *MANY)
    assert np.array_equal(captured.matters.rows["heal_h"], plain.matters.rows["heal_h"])


def test_no_council_no_meeting_and_bit_for_bit_the_same_matters():
    a, b = (square_run(60, *MANY, f"levers.neighbourhood.project_yuan={y}").matters.rows for y in (0, 500))
    assert all(np.array_equal(a[name], b[name]) for name in MATTER.names)


def volunteers(days: float, fatigue: float) -> np.ndarray:
    words = ("levers.neighbourhood.volunteers=0.5", f"process.selfgovernance.volunteer_fatigue={fatigue}",
             "process.selfgovernance.rest_days=1e9", "process.participation.threshold=-5")  # fmt: skip
    return square_run(days, *words).hoods["rota"]


def test_volunteers_tire_at_their_rate_unless_the_switch_is_off():
    """d fatigue = f rota / 30 (1 - fatigue) a day, and rota = r (1 - fatigue): fatigue = 1 - 1 / (1 + f r t / 30)."""
    rota = volunteers(61, 0.6)
    first = volunteers(61, 0)[0]  # from the second day on, when it is known who takes part
    assert first > 0
    assert (volunteers(10, 0) == volunteers(61, 0)).all()
    assert rota[0] == pytest.approx(first / (1 + 0.6 * first * 59 / 30), rel=0.02)


def test_rota_is_what_is_asked_for_or_what_those_who_take_part_can_give():
    many, few = (
        square_run(40, "levers.neighbourhood.volunteers=1", "process.selfgovernance.volunteer_fatigue=0",
                   "process.participation.threshold=-5", f"process.selfgovernance.volunteer_hours={h}").hoods["rota"]
        for h in (100, 0.5)
    )  # fmt: skip
    assert many == pytest.approx(1)
    assert few == pytest.approx(40 * 0.5 / 7 / 24)  # 40 residents an area, two a round, twelve hours a night


def test_settlers_reach_and_a_hall_crowds_them_out_unless_the_switch_is_off():
    hall = ("levers.centre.counters=20", "levers.centre.one_stop=1")

    def reach(*words: str) -> float:
        return float(run_days(square(*COUNCIL, *ALL, *words), 3).conditions["settling"].max())

    alone = reach()
    assert alone == pytest.approx(0.4)
    assert reach(*hall, "process.selfgovernance.crowd_out_self_gov=0.5") == pytest.approx(0.2)
    assert reach(*hall, "process.selfgovernance.crowd_out_self_gov=0") == alone


def test_councils_settle_quarrels_in_the_building():
    busy = ("scenario.grievances=20",)
    plain, council = (square_run(90, *busy, *words).disputes.rows["outcome"] for words in ((), COUNCIL))
    local = OUTCOMES.index("local")
    assert (plain == local).sum() == 0
    assert (council == local).sum() > 20


def test_elders_settle_among_acquaintances_and_property_staff_where_there_is_a_company():
    town = synthetic_run(2).town.areas
    elders = synthetic_run(2, "levers.grid.elders=2").conditions["settling"]
    assert elders[np.isin(town["ntype"], (1, 5))] == pytest.approx(0.3)
    assert not elders[~np.isin(town["ntype"], (1, 5))].any()
    linked = synthetic_run(2, "levers.neighbourhood.property_link=1").conditions["settling"]
    assert np.array_equal(linked > 0, town["property_company"] >= 0)
    assert (town["property_company"] >= 0).any()


def test_efficacy_moves_slowly_to_where_councils_lead():
    district = run_days(square(*COUNCIL, *ALL), 60)
    aim = 1 - (1 - 0.4) * (1 - 0.2)
    expected = aim + (0.4 - aim) * (1 - 1 / 180) ** 60
    assert district.conditions["efficacy"] == pytest.approx(expected)


def test_micro_projects_shut_gates_and_light_yards():
    plain, council = (square_run(90, *words, *ALL).conditions for words in ((), COUNCIL))
    assert (council["gate"] >= plain["gate"]).all()
    assert (council["gate"] + council["light"]).sum() > (plain["gate"] + plain["light"]).sum() + 1


def test_the_square_town_has_no_company_so_links_change_nothing_there():
    assert (square_parts().town.areas["property_company"] < 0).all()
    assert not square_run(3, "levers.neighbourhood.property_link=1").conditions["settling"].any()
