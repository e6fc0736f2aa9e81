"""The search finds known optima within its budget, goes on after a kill, and its front is a front."""

from __future__ import annotations

import pytest

from govsim.experiments.composition.settings import OptimiseSettings
from govsim.experiments.sweeps.factors import Factor, factors_of
from govsim.experiments.sweeps.optimisation import search_name
from govsim.experiments.sweeps.search import COST, best, search, study_of

FACTORS = factors_of({"levers.g.x": [0.0, 4.0], "levers.g.n": {"values": [1, 2, 3]}}, {})


def harm(points):
    """Least harm at x = 3, n = 2; every unit of x costs 1."""
    return [{"harm": (p["levers.g.x"] - 3) ** 2 + (p["levers.g.n"] - 2) ** 2, COST: p["levers.g.x"]} for p in points]


def run(path, trials, budget=None, evaluate=harm, directions=("minimize",), objectives=("harm",), **more):
    study = study_of(path, "s", directions, seed=1)
    search(study, FACTORS, evaluate, objectives, trials, 4, budget, **more)
    return study


def test_the_optimum_is_found(tmp_path):
    winner = best(run(tmp_path / "log", 60))[0]
    assert winner.values[0] < 0.05
    assert winner.params["levers.g.n"] == 2


def test_no_winner_is_over_the_budget(tmp_path):
    study = run(tmp_path / "log", 60, budget=2.0)
    assert best(study)[0].user_attrs[COST] <= 2.0
    assert best(study)[0].values[0] == pytest.approx(1.0, abs=0.2)
    assert any(t.user_attrs[COST] > 2.0 for t in study.trials)


def test_nothing_on_the_front_is_beaten_and_nothing_unbeaten_is_left_out(tmp_path):
    study = run(tmp_path / "log", 40, directions=("minimize", "minimize"), objectives=("harm", COST))
    front = {t.number: t.values for t in best(study)}

    def beats(a, b):
        return a != b and all(x <= y for x, y in zip(a, b, strict=True))

    assert not any(beats(a, b) for a in front.values() for b in front.values())
    assert all(
        t.number in front or any(beats(a, t.values) or a == t.values for a in front.values()) for t in study.trials
    )


class Killed(BaseException):
    pass


def test_a_search_that_was_killed_goes_on_with_what_it_had_begun(tmp_path):
    begun = []

    def dying(points):
        if len(begun) >= 8:
            begun.extend(points)
            raise Killed
        begun.extend(points)
        return harm(points)

    with pytest.raises(Killed):
        run(tmp_path / "log", 20, evaluate=dying)
    went_on = []

    def noting(points):
        went_on.extend(points)
        return harm(points)

    study = run(tmp_path / "log", 20, evaluate=noting)
    assert went_on[:4] == begun[-4:]  # what was running comes first
    assert len(went_on) == 12
    assert sum(t.state.name == "COMPLETE" for t in study.trials) == 20


def test_the_first_point_is_todays(tmp_path):
    now = {"levers.g.x": 1.0, "levers.g.n": 1}
    study = run(tmp_path / "log", 4, first=now)
    assert study.trials[0].params == now


def test_runs_that_fail_do_not_count(tmp_path):
    def failing(points):
        return [{} if p["levers.g.n"] == 1 else found for p, found in zip(points, harm(points), strict=True)]

    study = run(tmp_path / "log", 12, evaluate=failing)
    assert all(t.params["levers.g.n"] != 1 for t in best(study))
    assert sum(t.state.name == "COMPLETE" for t in study.trials) == 12


def settings_with(**other) -> OptimiseSettings:
    usual = {
        "objective": "K1_true", "direction": "minimize", "cost": "X1.public_true", "pareto": False, "design_seed": 1,
        "first_seed": 1, "replications": 3,
    }  # fmt: skip
    return OptimiseSettings.model_construct(**(usual | other))


CARS = Factor(path="levers.patrol.cars_day", low=1, high=6, role="lever")
ASKED = {"settings": settings_with(), "factors": [CARS], "bases": ["a"], "budget": 5.0}
OTHERWISE = {
    "objective": {"settings": settings_with(objective="K17.rate_true")}, "bases": {"bases": ["b"]},
    "direction": {"settings": settings_with(direction="maximize")}, "budget": {"budget": 6.0},
    "cost": {"settings": settings_with(cost="X1_true")}, "pareto": {"settings": settings_with(pareto=True)},
    "design seed": {"settings": settings_with(design_seed=2)}, "seeds": {"settings": settings_with(first_seed=2)},
    "replications": {"settings": settings_with(replications=4)},
    "range": {"factors": [CARS.model_copy(update={"high": 8.0})]}, "another": {"factors": [CARS, CARS]},
    "values": {"factors": [Factor(path=CARS.path, values=(1, 2), role="lever")]},
}  # fmt: skip


@pytest.mark.parametrize("changed", OTHERWISE)
def test_a_search_is_gone_on_with_only_when_it_is_the_same_question(changed):
    """Once the answer to another question was printed under the new name."""
    assert search_name(**ASKED) == search_name(**ASKED)
    assert search_name(**(ASKED | OTHERWISE[changed])) != search_name(**ASKED)


def test_more_trials_or_larger_batches_are_the_same_search():
    assert search_name(**(ASKED | {"settings": settings_with(trials=99, batch=7)})) == search_name(**ASKED)
