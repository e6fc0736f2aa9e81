"""Who begins to steal, gives up, is set free and goes on: closed forms, balance and switches."""

from __future__ import annotations

import numpy as np
import pytest

from govsim.simulation.engine.randomness import Draws
from govsim.simulation.entities.offenders import OFFENDER
from govsim.simulation.entities.residents import SPECIAL_RELEASED, SPECIAL_YOUTH
from govsim.simulation.entities.subjects import ENROLLED, LAPSED, MISSED, SUBJECT
from govsim.simulation.processes.kernels.careers import again_per_year, live_careers
from govsim.simulation.synthesis.careers import ACTIVE, HELD, IDLE, RELEASED, balanced_onset, stationary_mix
from tests.lab import part, process, square_parts, square_run

N = 1440  # residents of the square town
PARTS = square_parts()
KEY = Draws(5).key("test")
YEARS = 4


def rule(**values: float):
    return process("careers", *(f"process.careers.{name}={value}" for name, value in values.items()))


def plan(**values: float):
    return part("offenders", *(f"offenders.careers.{name}={value}" for name, value in values.items())).careers


def everywhere(value: float) -> np.ndarray:
    return np.full(PARTS.town.n_areas, float(value))


def setting():
    return square_run(1).setting


def subjects(kind: int = SPECIAL_RELEASED) -> np.ndarray:
    rows = np.zeros(N, SUBJECT)
    rows["person"], rows["kind"], rows["offender"], rows["state"] = np.arange(N), kind, np.arange(N), ENROLLED
    rows["home"] = PARTS.people["home"]
    return rows


def pool() -> np.ndarray:
    """Everybody may steal, nobody does."""
    rows = np.zeros(N, OFFENDER)
    rows["person"], rows["again_h"] = np.arange(N), np.inf
    return rows


def a_day(p, day: int, people: np.ndarray, rows: np.ndarray, prevented: float = 0, **levers: float) -> np.ndarray:
    order = {"after_school": 0.0, "school_link": 0.0} | levers
    return live_careers(p, KEY, day, rows, people, setting(), everywhere(order["after_school"]),
                        everywhere(order["school_link"]), everywhere(prevented))  # fmt: skip


def test_reoffending_is_the_quoted_share_and_most_of_it_comes_early():
    """11.8 % in five years without supervision, 58 % of it in the first year; almost none under it."""
    p, rows = rule().numbers[0], subjects()
    rows["state"] = MISSED
    yearly = [again_per_year(p, rows[0], day) for day in (10, 400, 800, 1200, 1600)]
    assert 1 - np.exp(-sum(yearly)) == pytest.approx(0.118)
    assert yearly[0] / sum(yearly) == pytest.approx(0.58)
    rows["state"] = LAPSED
    assert again_per_year(p, rows[0], 10) == pytest.approx(2 * yearly[0])
    rows["state"] = ENROLLED
    assert again_per_year(p, rows[0], 10) == pytest.approx(0.002)


def begun(kind: int, days: int = 365, prevented: float = 0, alone: float = 1, **levers: float) -> int:
    people, rows = pool(), subjects(kind)
    rows["alone"], rows["state"] = alone, MISSED
    p = rule(youth_per_year=0.5, career_years=120).numbers
    people["free_h"] = -np.inf
    return len(
        {o for day in range(days) for o in a_day(p, day, people, rows, prevented, **levers)["offender"].tolist()}
    )


def test_youths_begin_at_their_rate_times_the_hours_alone():
    for alone in (1.0, 0.4):
        share = 1 - np.exp(-0.5 * alone)
        assert abs(begun(SPECIAL_YOUTH, alone=alone) / N - share) < 4 * (0.25 / N) ** 0.5
    assert begun(SPECIAL_YOUTH, alone=0) == 0


def test_places_after_school_school_links_and_prevention_each_keep_some_from_it():
    plain = begun(SPECIAL_YOUTH)
    assert begun(SPECIAL_YOUTH, after_school=1.0) == 0
    assert begun(SPECIAL_YOUTH, school_link=1.0) < 0.7 * plain
    assert begun(SPECIAL_YOUTH, prevented=1.0) < 0.75 * plain


def test_prevention_comes_with_its_lag():
    district = square_run(90, "levers.supervision.prevention=0.1")
    assert district.conditions["prevented"] == pytest.approx(0.1)
    late = square_run(90, "policy=supervision_youth", "policy_start_day=0", "policy_ramp_days=0")
    assert late.conditions["prevented"] == pytest.approx(0.5)  # in force on the first day: as it is in the long run
    words = ("policy=supervision_youth", "policy_start_day=30", "policy_ramp_days=0")
    slow = square_run(90, *words).conditions["prevented"]
    assert slow == pytest.approx(0.5 - 0.4 * (1 - 1 / 180) ** 60)


def test_freed_thieves_come_under_supervision_and_do_not_go_on_as_before():
    busy = ("offenders.offenders_per_1000=60", "offenders.searches_per_year=200", "process.aftermath.held_days=3",
            "process.investigation.scene_share=1", "process.careers.resume_share=0",
            "process.supervision.miss_at_entry=0.5",
            "process.careers.reoffend_share=0", "process.careers.reoffend_supervised_per_year=0")  # fmt: skip
    district = square_run(90, *busy)
    freed = district.subjects.rows[district.subjects.rows["kind"] == SPECIAL_RELEASED]
    assert freed.size > 8
    assert {MISSED, ENROLLED} <= set(freed["state"].tolist())
    assert (district.offenders["drive"][freed["offender"]] == 0).all()
    thefts = district.thefts.rows
    for row in freed:
        after = thefts["time_h"][thefts["offender"] == row["offender"]]
        assert not (after >= row["since_h"]).any()


def test_thieves_give_up_after_an_exponential_career():
    people, p = pool(), rule(career_years=2).numbers
    people["drive"] = 1
    for day in range(365):
        a_day(p, day, people, subjects()[:0])
    assert abs(people["drive"].mean() - np.exp(-1 / 2)) < 4 * (0.25 / N) ** 0.5


def test_what_was_learned_about_being_caught_fades_to_what_was_believed_before():
    people, p = pool(), rule(forget_days=100).numbers
    people["caught_prior"], people["escaped_prior"], people["caught"], people["escaped"] = 3, 7, 5, 9
    for day in range(50):
        a_day(p, day, people, subjects()[:0])
    assert people["caught"] == pytest.approx(3 + 2 * np.exp(-0.5))
    assert people["escaped"] == pytest.approx(7 + 2 * np.exp(-0.5))


def test_flows_in_and_out_of_each_state_of_a_career_are_equal():
    careers, arrests = plan(), np.array([0.0, 0.1, 1.0, 20.0])
    onset = np.full(4, 0.05)
    mix = stationary_mix(careers, arrests, onset)
    assert mix.sum(axis=1) == pytest.approx(1)
    free = mix[:, HELD] / (careers.held_days / 365)
    assert free == pytest.approx(arrests * mix[:, ACTIVE])
    again, over = careers.begin_again_per_year * mix[:, RELEASED], mix[:, RELEASED] / careers.status_years
    assert free * (1 - careers.resume_share) == pytest.approx(again + over)
    assert onset * mix[:, IDLE] == pytest.approx(mix[:, ACTIVE] / careers.career_years + over)


def test_as_many_steal_as_are_asked_for():
    careers, arrests = plan(), np.linspace(0, 2, 1000)
    onset = balanced_onset(careers, arrests, 100)
    assert stationary_mix(careers, arrests, np.full(1000, onset))[:, ACTIVE].sum() == pytest.approx(100)
    pool_of = square_parts("offenders.offenders_per_1000=30", "offenders.careers.arrests_per_search=0").offenders
    steal = ((pool_of["drive"] > 0) & (pool_of["free_h"] <= 0)).sum()
    assert abs(steal - 0.03 * N) < 4 * (0.03 * N) ** 0.5


def test_the_number_of_thieves_stays_as_it_is():
    """Years of careers without any theft or arrest: as many begin as give up."""
    words = ("offenders.offenders_per_1000=40", "offenders.searches_per_year=0", "process.careers.career_years=0.5",
             "offenders.careers.career_years=0.5", "process.careers.reached_factor=1")  # fmt: skip
    now = [(square_run(days, *words).offenders["drive"] > 0).sum() for days in (1, 200, 400, 600)]
    pool_size = square_run(1, *words).offenders.size
    assert pool_size > 300
    assert np.ptp(now) < 4 * (2 * 0.04 * N) ** 0.5
