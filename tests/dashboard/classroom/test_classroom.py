"""The classroom: groups are told apart, limited, never lost, and ranked by what the runs say."""

from __future__ import annotations

import json
from concurrent.futures import Future

import pytest

from govsim.dashboard.bank.runs import Bank, Run
from govsim.dashboard.classroom.room import MOST_GROUPS, OUTCOMES, Classroom, Task
from govsim.dashboard.live.levers import levers
from govsim.dashboard.page.classroom import board_html, policy_html, standing_html
from govsim.dashboard.settings import DashboardSettings, own_names
from govsim.dashboard.words import words_of
from govsim.experiments.composition.parts import composed, plain_of
from govsim.experiments.errors import BadInput
from govsim.experiments.language.voice import voice_of
from tests.dashboard.rooms import config

TASK = Task("small", 73, 3, 100_000.0)  # a fifth of a year: costs of a year are five times those counted


class Told(Bank):
    """A bank in which every lever costs and does something that one can reckon."""

    def __init__(self) -> None:
        self.asked: list[Run] = []

    def ask(self, run: Run) -> Future:
        self.asked.append(run)
        future: Future = Future()
        word = " ".join(run.words)
        effect = {"more_patrol": (30_000, -2.0), "double_grid": (10_000, -1.0), "hardening": (15_000, -8.0)}
        cost, clashes = (sum(e[i] for name, e in effect.items() if name in word) for i in (0, 1))
        values = dict.fromkeys(OUTCOMES, 50.0 + run.seed) | {
            "clashes": 60.0 + run.seed + clashes * (1 + 0.01 * run.seed)
        }
        future.set_result(values | {"cost": 1e6 + cost})
        return future


@pytest.fixture
def room(tmp_path):
    return Classroom(Told(), tmp_path / "classroom.json", TASK)


def usual(*names: str) -> dict[str, dict[str, float]]:
    return {name: {slider.field: slider.usual for slider in levers()[name].sliders} for name in names}


def test_the_best_within_the_budget_is_first_and_the_dear_one_last(room):
    groups = {name: room.join(name) for name in ("patrol", "grid", "gates", "none")}
    room.hand_in(groups["patrol"].key, usual("more_patrol"))
    room.hand_in(groups["grid"].key, usual("double_grid"))
    room.hand_in(groups["gates"].key, usual("hardening"))
    room.hand_in(groups["none"].key, {})
    board = room.board()
    assert [one.group for one in board] == ["gates", "grid", "none", "patrol"]
    assert [one.cost for one in board] == pytest.approx([75_000, 50_000, 0, 150_000])
    assert [one.within_budget for one in board] == [True, True, True, False]
    assert board[0].differences["clashes"]["difference"] == pytest.approx(-8 * 1.02)
    assert [one.place for one in board] == [1, 2, 2, 4]  # one clash of sixty is less than matters
    room.set_task(room.trainer_key, budget_yuan=200_000.0)
    assert [one.group for one in room.board()] == ["gates", "patrol", "grid", "none"]
    room.set_task(room.trainer_key, outcome="safety")
    assert {one.group for one in room.board()} == set(groups)


def test_everybody_is_ranked_on_the_same_seeds(room):
    for name in ("one", "two"):
        room.hand_in(room.join(name).key, usual("more_patrol" if name == "one" else "hardening"))
    seeds: dict[str, list[int]] = {}
    for run in room.bank.asked:
        seeds.setdefault(" ".join(run.words), []).append(run.seed)
    assert len(seeds) == 3
    assert set(map(tuple, seeds.values())) == {(1, 2, 3)}


def test_the_last_policy_counts_and_a_new_task_asks_for_another(room):
    group = room.join("we")
    room.hand_in(group.key, usual("more_patrol"))
    room.hand_in(group.key, usual("double_grid"))
    assert list(room.standing(group).wanted) == ["double_grid"]
    room.set_task(room.trainer_key, seeds=5)
    assert room.standing(group) is None
    assert room.board() == []
    room.hand_in(group.key, usual("double_grid"))
    assert room.standing(group) is not None


def test_nothing_is_lost_when_the_program_stops(room, tmp_path):
    group = room.join("留下来")
    room.hand_in(group.key, usual("more_patrol"))
    again = Classroom(Told(), tmp_path / "classroom.json", Task("small", 30, 2, 0.0))
    assert again.task == TASK
    kept = again.group_of(group.key)
    assert kept is not None
    assert kept.name == "留下来"
    assert [one.group for one in again.board()] == ["留下来"]
    assert again.trainer_key != room.trainer_key


@pytest.mark.parametrize("name", ["", "   ", "x" * 25, "\x00\x07"])
def test_names_that_are_none_are_refused(room, name):
    with pytest.raises(BadInput, match="a name of 1 to 24 letters"):
        room.join(name)


def test_groups_are_told_apart_and_limited(room):
    room.join("we")
    with pytest.raises(BadInput, match="already"):
        room.join("  we ")
    with pytest.raises(BadInput, match="join first"):
        room.hand_in("somebody else's key", {})
    for number in range(MOST_GROUPS - 1):
        room.join(f"group {number}")
    with pytest.raises(BadInput, match="full"):
        room.join("one more")


@pytest.mark.parametrize(
    "wanted",
    [{"no_lever": {}}, {"more_patrol": {"multiplier": 99}}, {"more_patrol": {"shifts": 1}},
     {"more_patrol": {"multiplier": "1; rm -rf /"}}, {"more_patrol,full_xigu": {}}, {"../x": {}}],
)  # fmt: skip
def test_only_levers_and_their_numbers_are_taken(room, wanted):
    group = room.join("we")
    with pytest.raises(BadInput):
        room.hand_in(group.key, wanted)
    assert group.handed_in == []


def test_only_the_trainer_sets_the_task(room):
    with pytest.raises(BadInput, match="only the trainer"):
        room.set_task("guess", budget_yuan=1e9)
    assert room.task == TASK


def test_what_is_handed_in_is_what_is_run(room):
    wanted = {"street_stations": {"posts": 4.0}, "modern_mediation": {"hearing_days": 6.0}}
    room.hand_in(room.join("we").key, wanted)
    run = next(run for run in room.bank.asked if len(run.words) > 1)
    policy = plain_of(composed(run.all_words))["policy"]
    assert policy["street_stations"]["posts"] == 4
    assert isinstance(policy["street_stations"]["posts"], int)
    assert policy["modern_mediation"]["hearing_days"] == 6
    assert policy["modern_mediation"]["triage"] == levers()["modern_mediation"].node["triage"]
    assert all(one["start_day"] == run.burn_in_days for one in policy.values())


def test_a_name_is_text_wherever_it_is_shown(room):
    group = room.join("<script>alert(1)</script>"[:24])
    room.hand_in(group.key, usual("hardening"))
    for language in ("en", "zh"):
        voice = voice_of(language)
        page = board_html(room, voice, group.name) + standing_html(room.standing(group), words_of(language))
        assert "<script>" not in page
        assert "&lt;script&gt;" in page
        assert policy_html(usual("hardening"), voice, "")


def test_the_file_is_plain_and_whole(room, tmp_path):
    room.join("we")
    state = json.loads((tmp_path / "classroom.json").read_text("utf-8"))
    assert state["task"]["seeds"] == 3
    assert [group["name"] for group in state["groups"]] == ["we"]


# -- who may come in


def settings(**changed) -> DashboardSettings:
    top = {name: value for name, value in config().items() if name in DashboardSettings.model_fields}
    given = {"port": 8877, "address": "127.0.0.1", "places": 2, "show": False, "language": None, "workers": None,
             "code": None, "class_district": "small", "class_days": 60, "class_seeds": 2,
             "class_budget_yuan": 1.0}  # fmt: skip
    return DashboardSettings.model_validate(top | given | changed)


def test_other_computers_need_a_join_code():
    assert settings().is_local
    with pytest.raises(ValueError, match=r"address=0\.0\.0\.0 lets other computers in; give them a join code"):
        settings(address="0.0.0.0")
    assert not settings(address="0.0.0.0", code="pear7").is_local


def test_a_browser_may_speak_to_the_server_only_under_its_own_names():
    assert settings().origins == ["127.0.0.1:8877", "localhost:8877"]
    names = settings(address="0.0.0.0", code="pear7").origins
    assert names == [f"{name}:8877" for name in own_names()]
    assert "*" not in "".join(names)
    assert settings(address="10.0.0.5", code="pear7").origins == ["10.0.0.5:8877"]
