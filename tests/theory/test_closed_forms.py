"""Mechanisms with a closed form follow it; each tolerance comes from its own standard error."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from govsim.simulation.engine.randomness import Draws
from govsim.simulation.entities.conditions import conditions_of
from govsim.simulation.entities.disputes import BILATERAL, CLASH, DISPUTE, ENDED, LUMPED, SETTLED, SURFACING
from govsim.simulation.entities.legs import AT_STOP, LEG, LEGS_PER_DAY, ON_ROUND, Legs, in_sight, meets, remembered
from govsim.simulation.entities.records import BY_COMMUNITY, CALL, REPORT, SOLVED, THEFT_FILE, THEFT_REPORT
from govsim.simulation.observation.schema import DISPUTE_TYPES
from govsim.simulation.processes.escalation import heat_at, live_on
from govsim.simulation.processes.investigation import investigate, solution_time
from govsim.simulation.processes.kernels.agreements import settle
from govsim.simulation.processes.kernels.docket import is_hearing_day
from govsim.simulation.processes.reporting import shares_entered
from tests.lab import district_of, process, square_parts

N = 20_000
KEY = Draws(1).key("theory")
U = Draws(1).uniform("theory", np.arange(N), 0)
PARTS = square_parts()
DAYS = np.resize(district_of(PARTS).calendar.days[:7], 10_100)  # weeks like any other, from Monday


def assert_share(count: int, n: int, share: float) -> None:
    """A count within 4 standard errors of a binomial share."""
    assert abs(count / n - share) < 4 * (share * (1 - share) / n) ** 0.5


# --- investigation ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "load"), [(0, 0.0), (2, 0.0), (0, 6.0)])
def test_the_share_solved_and_its_mean_time_are_those_of_a_decaying_hazard(kind, load):
    p = process("investigation").numbers[0]
    hours = np.array([solution_time(p, u, kind, load, 0.0) for u in U])
    total = -np.log1p(-p["solved_share"][kind]) * (1 + load) ** -p["load_weight"]
    solved = hours[np.isfinite(hours)]
    assert_share(solved.size, N, 1 - np.exp(-total))
    tau = 24 * p["trace_days"]
    density = lambda t: t * total / tau * np.exp(-t / tau - total * (1 - np.exp(-t / tau)))  # noqa: E731
    mean = integrate.quad(density, 0, 60 * tau)[0] / (1 - np.exp(-total))
    assert abs(solved.mean() - mean) < 4 * solved.std() / solved.size**0.5


@pytest.mark.parametrize(("camera", "proof", "tips"), [(0, 0, 0), (1, 0.8, 0), (0.5, 1, 0.6)])
def test_an_office_solves_the_share_of_its_files(camera, proof, tips):
    """Inquiry, footage and tips are independent ways to the offender; any of them is enough."""
    rule, places = process("investigation"), conditions_of(PARTS.town)
    places["camera"], places["proof"], places["tips"] = camera, proof, tips
    reports = np.zeros(N, REPORT)
    reports["kind"], reports["channel"], reports["recorded"] = THEFT_REPORT, BY_COMMUNITY, 1
    reports["entity"] = reports["case"] = np.arange(N)
    files, pending, solved_now = np.zeros(N, THEFT_FILE), np.zeros(N, np.int32), np.zeros(N, SOLVED)
    key, no_calls = Draws(1).key("investigation"), np.zeros(0, CALL)
    n_files, n_pending, next_h, solved = 0, 0, np.inf, 0
    for day in range(120):
        first = 0 if day == 0 else N
        n_files, n_pending, n_solved, next_h = investigate(
            rule.numbers, key, 24.0 * day, 24.0 * (day + 1), 1e9, reports, first, no_calls, 0, places, files, n_files,
            pending, n_pending, solved_now, next_h,
        )  # fmt: skip
        solved += n_solved
        assert (np.diff(solved_now["time_h"][:n_solved]) >= 0).all()
    ways = (rule.solved_share.burglary, rule.video_share * camera * proof, rule.tip_share * tips)
    assert_share(solved, N, 1 - np.prod([1 - way for way in ways]))
    assert files["ways"].sum() == pytest.approx(N * sum(ways), rel=0.05)


# --- agreements ------------------------------------------------------------------------------------------------------


def agreement_lives(log_scale: float, follow_up: float, **values: float) -> np.ndarray:
    """Days until relapse of N agreements, infinite for those that last."""
    p = process("mediation", *(f"process.mediation.{name}={value}" for name, value in values.items())).numbers[0]
    cases = np.zeros(N, DISPUTE)
    cases["id"] = np.arange(N)
    for i in range(N):
        settle(p, KEY, cases[i], 24.0, 4, log_scale, 0, follow_up)
    assert set(cases["state"]) <= {SETTLED, ENDED}
    return (cases["next_h"] - 24) / 24


def test_agreements_live_for_a_weibull_time():
    p = process("mediation").numbers[0]
    days = agreement_lives(-0.4, 0.0, horizon_days=1e9)
    life = stats.weibull_min(c=p["lasting_shape"], scale=p["lasting_days"] * np.exp(-0.4))
    assert np.isfinite(days).all()
    assert stats.kstest(days, life.cdf).pvalue > 1e-4


def test_a_visit_mends_its_share_of_the_relapses_still_to_come():
    p = process("mediation").numbers[0]
    without, visited = agreement_lives(-1.0, 0.0), agreement_lives(-1.0, 1.0)
    later = np.isfinite(without) & (without > p["visit_days"])
    assert_share(int((later & np.isinf(visited)).sum()), int(later.sum()), p["visit_mends"])
    assert np.array_equal(without[~later], visited[~later])


def test_agreements_longer_than_the_horizon_last_for_good():
    p = process("mediation").numbers[0]
    life = stats.weibull_min(c=p["lasting_shape"], scale=p["lasting_days"])
    assert_share(int(np.isinf(agreement_lives(0.0, 0.0)).sum()), N, life.sf(p["horizon_days"]))


# --- escalation ------------------------------------------------------------------------------------------------------

QUIET = {
    "third_party_per_day": 0,
    "incident_per_day": 0,
    "found_per_day": 0,
    "near_per_day": 0,
    "comes_back_share": 0,
    **{f"clash_per_day.{kind}": 0 for kind in DISPUTE_TYPES},
}


def lives(n: int, heat: float, days: float = 1e4, **values: float) -> np.ndarray:
    """Disputes of one heat that never changes, followed to their end."""
    words = {**QUIET, "resting_heat": heat} | values
    rule = process("escalation", *(f"process.escalation.{name}={value}" for name, value in words.items()))
    cases = np.zeros(n, DISPUTE)
    cases["id"], cases["heat"], cases["reported_h"], cases["other"] = np.arange(n), heat, np.inf, 1
    rate, key = rule.moments_per_day / 24, Draws(3).key("escalation")
    cases["next_h"] = -np.log1p(-Draws(3).uniform("escalation", np.arange(n), 0)) / rate
    live, due = np.arange(n, dtype=np.int32), cases["next_h"].copy()
    live_on(
        rule.numbers, key, rate, DAYS, 24 * days, live, due, live.copy(), n, cases, n, np.zeros(8, CLASH), 0,
        np.zeros(8, SURFACING), 0, PARTS.people, np.zeros(PARTS.town.n_grids), PARTS.town.areas,
        conditions_of(PARTS.town),
    )  # fmt: skip
    return cases


@pytest.mark.parametrize("heat", [0.0, 0.4])
def test_two_hazards_compete_as_exponentials_do(heat):
    lump, talk = 0.03, 0.05
    cases = lives(N, heat, lump_per_day=lump, talk_per_day=talk)
    assert (cases["state"] == ENDED).all()
    assert set(cases["outcome"]) == {LUMPED, BILATERAL}
    assert_share(int((cases["outcome"] == LUMPED).sum()), N, lump / (lump + talk))
    days = cases["closed_h"] / 24
    assert stats.kstest(days, stats.expon(scale=1 / ((lump + talk) * (1 - heat))).cdf).pvalue > 1e-4


def test_a_weaker_hazard_only_makes_its_own_deaths_later():
    """Each hazard has a fixed interval of the draw: heat makes both rarer, and no dispute dies the other death."""
    values = {"lump_per_day": 0.03, "talk_per_day": 0.05}
    cold, first = lives(N, 0.0, **values), lives(N, 0.0, days=5, **values)
    early = first["state"] == ENDED
    assert 0 < early.sum() < N
    assert np.array_equal(first["outcome"][early], cold["outcome"][early])
    assert (cold["closed_h"][~early] >= 5 * 24).all()
    warm = lives(N, 0.4, **values)
    assert (warm["closed_h"] >= cold["closed_h"]).all()


def test_heat_decays_exponentially_to_its_rest():
    p = process("escalation").numbers[0]
    d = np.zeros(1, DISPUTE)
    d["heat"], d["heat_h"] = 0.9, 10.0
    for days in (0.0, 1.0, 9.0, 100.0):
        rest = p["resting_heat"] + (0.9 - p["resting_heat"]) * np.exp(-days / p["cooling_days"])
        assert heat_at(p, d[0], 10.0 + 24 * days) == pytest.approx(rest, rel=1e-12)


# --- patrols ---------------------------------------------------------------------------------------------------------


def legs_with(*given: tuple[int, int, int, int, float, float]) -> Legs:
    """Legs of (unit, quarter, area, how, minutes, depth)."""
    table = np.zeros((4, 2 * LEGS_PER_DAY), LEG)
    for unit, quarter, *leg in given:
        table[unit, quarter] = tuple(leg)
    return Legs(table, 0, 1.3)


def test_stops_are_met_there_and_rounds_in_nine_areas():
    areas = PARTS.town.areas
    legs = legs_with((0, 40, 14, AT_STOP, 9.0, 0.5), (1, 40, 14, ON_ROUND, 1.5, 0.2))
    at = 10.1
    assert in_sight(legs, 14, at, areas) == pytest.approx(1 - (1 - 9 / 15) * (1 - 1.5 / 15))
    assert meets(legs, 14, at, 2.0, areas) == pytest.approx(1 - (1 - 11 / 15) * (1 - 3.5 / 15))
    met = [meets(legs, a, at, 2.0, areas) > 0 for a in range(36)]
    assert sorted(np.flatnonzero(met)) == [7, 8, 9, 13, 14, 15, 19, 20, 21]
    assert meets(legs, 14, 10.3, 2.0, areas) == in_sight(legs, 14, 9.9, areas) == 0
    assert meets(legs, 14, at, 30.0, areas) == 1


def test_traces_fade_exponentially_and_add_like_independent_chances():
    areas = PARTS.town.areas
    legs = legs_with((0, 40, 14, AT_STOP, 9.0, 0.5), (1, 41, 8, ON_ROUND, 1.5, 0.2))
    fade = lambda depth, end_h, at_h: depth * np.exp(-(at_h - end_h) / 1.3)  # noqa: E731
    for at in (10.6, 12.0, 15.0):
        both = 1 - (1 - fade(0.5, 10.25, at)) * (1 - fade(0.2, 10.5, at))
        assert remembered(legs, 14, at, areas) == pytest.approx(both, rel=1e-12)
        assert remembered(legs, 1, at, areas) == pytest.approx(fade(0.2, 10.5, at), rel=1e-12)
        assert remembered(legs, 35, at, areas) == 0
    assert remembered(legs, 14, 9.9, areas) == 0  # nobody remembers what is to come


# --- hearing days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", range(8))
def test_a_week_has_as_many_hearing_days_as_ordered(days):
    week = [is_hearing_day(day, float(days)) for day in DAYS[:7]]
    assert sum(week) == days
    assert days > 5 or not any(week[5:])
    assert [is_hearing_day(day, float(days)) for day in DAYS[70:77]] == week


# --- recording -------------------------------------------------------------------------------------------------------


def test_recording_grows_with_staff_as_its_elasticity_says():
    share, staff = np.array([0.0, 0.85, 1.0, 0.5]), np.array([1.0, 2.0, 0.5, 0.0])
    entered = shares_entered(
        process("reporting", "process.reporting.recording_elasticity=0.3").numbers[0], share, staff
    )
    assert entered == pytest.approx([0, 1 - 0.15 ** (2**0.3), 1, 0])
    flat = shares_entered(process("reporting", "process.reporting.recording_elasticity=0").numbers[0], share, staff)
    assert flat == pytest.approx([0, 0.85, 1, 0])
