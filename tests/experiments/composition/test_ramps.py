"""Where most of a run is the beginning of a policy, a line says so; nothing else does."""

import warnings

import pytest

from govsim.experiments.composition.ramps import remark_on_ramps
from govsim.experiments.errors import Remark
from govsim.experiments.language import said
from tests.command import govsim, govsim_here


def config(years, **policy):
    return {"years": years, "policy": {"more_patrol": {"start_day": 180, "ramp_days": 90} | policy}}


@pytest.mark.parametrize(("years", "policy", "short"), [
    ((180 + 181) / 365, {}, False), ((180 + 179) / 365, {}, True), (1.0, {"ramp_days": 0}, False),
    (0.5, {}, True), (0.3, {}, True), (2.0, {"end_day": 300}, True), (2.0, {"end_day": 400}, False),
    (1.0, {"start_day": 0, "ramp_days": 182}, False), (1.0, {"start_day": 0, "ramp_days": 183}, True),
])  # fmt: skip
def test_a_remark_is_made_where_half_the_time_is_the_ramp(years, policy, short):
    with warnings.catch_warnings(record=True) as made:
        warnings.simplefilter("always")
        remark_on_ramps(config(years, **policy))
    assert [issubclass(one.category, Remark) for one in made] == [True] * short


def test_without_policies_there_is_nothing_to_say():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        remark_on_ramps({"years": 0.1, "policy": None})


def test_the_remark_is_there_in_chinese():
    with pytest.warns(Remark, match="more_patrol acts in full only 90 days after its start, and 2 days") as made:
        remark_on_ramps(config(182.4 / 365))
    told = said(str(made[0].message), "zh")
    assert told.startswith("more_patrol开始90天后才完全到位，而运行只包含其中2天")


WORDS = ["district=small", "district.population=2000", "years=0.02"]


@pytest.mark.parametrize("command", ["run", "compare", "sweep"])
def test_commands_make_it_and_go_on(tmp_path, command):
    words = {
        "run": ["policy=more_patrol"],
        "compare": ["arms=[baseline,more_patrol]", "burn_in_days=2", "replications=2", "workers=0", "pages=false"],
        "sweep": ["arms=[more_patrol]", "burn_in_days=2", "replications=1", "workers=0"],
    }[command]
    with warnings.catch_warnings():
        warnings.simplefilter("always", Remark)
        code, _out, err = govsim_here(tmp_path, command, *WORDS, *words, "language=en", "out=r")
    assert code == 0, err
    assert "more_patrol acts in full only 90 days after its start" in err


@pytest.mark.slow
def test_it_is_one_line_without_a_place_in_the_code(tmp_path):
    code, _out, err = govsim(tmp_path, "run", *WORDS, "policy=more_patrol", "language=en", "out=r")
    assert code == 0
    assert [line for line in err.splitlines() if "acts in full" in line] == [
        "govsim: more_patrol acts in full only 90 days after its start, and 7 days of it are run: most of what is "
        "measured is its beginning. Take more years=, or a smaller policy_ramp_days="
    ]
