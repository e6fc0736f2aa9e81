"""The process of a live pair: it answers, it says when it fails, and it can be begun anew."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import Pipe

import psutil
import pytest

from govsim.dashboard.live.messages import (
    Ask,
    Crashed,
    Drawn,
    Follow,
    Followed,
    Give,
    GiveAll,
    Jump,
    Leave,
    Load,
    LookAt,
    Measure,
    Measured,
    Ordered,
    Play,
    Refused,
    Seen,
    Show,
    Speed,
    StepOn,
)
from govsim.dashboard.live.orders import Order, Orders
from govsim.dashboard.live.pair import Pair
from govsim.dashboard.live.session import Session
from govsim.dashboard.live.worker import Worker
from govsim.dashboard.server.sessions import Sessions
from govsim.experiments.errors import BadInput
from tests.dashboard.rooms import config, pair

SOON_S = 90.0


class Room:
    """A worker in a thread of this process, spoken to as a page does."""

    def __init__(self) -> None:
        self.here, there = Pipe()
        self.worker = Worker(there, pair())
        self.thread = threading.Thread(target=self.worker.loop, daemon=True)
        self.thread.start()

    def say(self, *messages) -> None:
        for message in messages:
            self.here.send(message)

    def hear(self, kind: type):
        """The next message of a kind."""
        while self.here.poll(SOON_S):
            message = self.here.recv()
            if isinstance(message, kind):
                return message
        raise AssertionError(f"no {kind.__name__} came")

    def frame(self):
        self.say(Ask())
        return self.hear(Drawn).frame

    def jump(self, day: int):
        """The frame on arrival, and the newest course that came on the way."""
        self.say(Jump(day))
        course = None
        while True:
            self.say(Ask())
            drawn = self.hear(Drawn)
            course = drawn.course or course
            if drawn.frame.to_day is None:
                return drawn.frame, course


@pytest.fixture
def room():
    one = Room()
    yield one
    one.say(Leave())
    one.thread.join(SOON_S)
    assert not one.thread.is_alive()


def test_time_stands_until_somebody_presses_play(room):
    assert (room.frame().day, room.frame().hour) == (0, 0)
    room.say(StepOn(30))
    assert (room.frame().day, room.frame().hour) == (1, 6)
    room.say(Speed(1e6), Play(True))
    deadline = time.monotonic() + SOON_S
    while room.frame().day < 3 and time.monotonic() < deadline:
        pass
    room.say(Play(False))
    at = room.frame()
    assert at.day >= 3
    assert not at.playing
    assert room.frame().hour == at.hour


def test_speed_is_hours_of_the_district_a_second(room):
    room.say(Speed(40.0), Play(True))
    time.sleep(1.0)
    at = room.frame()
    assert 15 <= 24 * at.day + at.hour <= 41 + 4  # never faster than asked


def test_a_jump_goes_forward_and_back(room):
    first, _ = room.jump(20)
    room.say(Jump(30))
    again, _ = room.jump(20)
    assert first.day == again.day == 20
    assert first.arms["a"].totals == again.arms["a"].totals
    assert first.arms["a"].totals["thefts"] > 0


def test_the_course_comes_once_a_week_and_after_a_jump(room):
    assert room.jump(14)[1].weeks["a"]["thefts", "true"].size == 2
    room.say(StepOn(1), Ask())
    assert room.hear(Drawn).course is None
    assert room.jump(7)[1].weeks["b"]["clashes", "recorded"].size == 1


def test_orders_are_answered_with_what_stands(room):
    room.say(Give("b", "more_patrol", {"multiplier": 3}))
    assert room.hear(Ordered).orders.in_force(0) == {"more_patrol": {"multiplier": 3}}
    room.say(Give("b", "more_patrol", {"multiplier": 99}))
    assert "multiplier is 99" in room.hear(Refused).reason
    assert room.hear(Ordered).orders.in_force(0) == {"more_patrol": {"multiplier": 3}}
    room.say(Give("b", "no_such_lever", {}))
    room.hear(Refused)
    room.say(GiveAll("b", {}))
    room.hear(Ordered)
    assert room.hear(Ordered).orders.given == ()


def test_a_live_run_ends_some_day_and_goes_no_further(room, monkeypatch):
    monkeypatch.setattr("govsim.dashboard.live.worker.MOST_DAYS", 3)
    room.say(Speed(1e6), Play(True))
    while room.frame().day < 3:
        pass
    room.say(StepOn(100), Play(True))
    assert not room.frame().playing
    assert room.jump(10)[0].day == 3
    room.say(Jump(0), Play(True))
    at_the_end = room.jump(10)[0]
    assert at_the_end.day == 3
    assert not at_the_end.playing


def test_a_loaded_file_begins_anew_unless_it_is_refused(room):
    room.say(StepOn(50), Load("b", Orders((Order("more_patrol", {"multiplier": 99}, 3),))))
    assert "multiplier is 99" in room.hear(Refused).reason
    assert room.frame().day == 2
    loaded = Orders((Order("more_patrol", {"multiplier": 2}, 3),))
    room.say(Load("b", loaded))
    assert room.hear(Ordered).orders == loaded
    at = room.frame()
    assert (at.day, at.hour) == (0, 0)


def test_what_somebody_asks_is_answered_while_time_runs(room):
    room.say(Speed(1e6), Play(True), LookAt("a", 100, "street"), Show("people"))
    assert room.hear(Seen).place.level == "street"
    assert room.frame().layer == "people"
    room.say(Play(False))
    room.jump(30)
    room.say(Follow("b", "theft", 0), Measure(28))
    assert room.hear(Followed).chain.kind == "theft"
    measured = room.hear(Measured)
    assert (measured.from_day, measured.to_day) == (2, 30)
    assert measured.values["a"] == pytest.approx(measured.values["b"], nan_ok=True)


def test_a_message_that_makes_no_sense_leaves_everything_as_it_is(room):
    room.say(Show("no such layer"), LookAt("a", 100, "planet"), "what?", None)
    assert room.frame().layer == "thefts"


def test_a_failing_model_says_so_and_can_be_begun_anew(room, monkeypatch):
    room.say(StepOn(24))
    room.frame()
    with monkeypatch.context() as patch:
        patch.setattr(Pair, "step", lambda self: 1 / 0)
        room.say(Play(True), Speed(1e6))
        crash = room.hear(Crashed)
    assert crash.reason == "ZeroDivisionError: division by zero"
    assert "Traceback" in crash.details
    room.say(Play(True), StepOn(5))
    assert room.frame().day == 1, "what is left of it stands still"
    assert room.jump(2)[0].day == 2


def test_a_jump_is_seen_on_its_way_and_can_be_stopped(room):
    room.say(Jump(3000))
    on_the_way = room.frame()
    assert on_the_way.to_day == 3000
    assert on_the_way.runs
    room.say(LookAt("a", 100, "area"))
    assert room.hear(Seen).place.level == "area"
    room.say(Play(False))
    stopped = room.frame()
    assert stopped.to_day is None
    assert stopped.day < 3000
    assert room.frame().day == stopped.day


# -- real processes


def wait_for(done, session: Session) -> None:
    deadline = time.monotonic() + SOON_S
    while not done() and time.monotonic() < deadline:
        session.ask()
        session.receive()
        time.sleep(0.01)
    assert done()


@pytest.mark.slow
def test_a_process_that_is_killed_is_noticed_and_replaced():
    session = Session(config())
    try:
        wait_for(lambda: session.frame is not None, session)
        session.say(Give("b", "double_grid", {"multiplier": 3}))
        wait_for(lambda: session.orders["b"].given, session)
        os.kill(session.process.pid or 0, signal.SIGKILL)
        wait_for(lambda: session.crash is not None, session)
        session.restart()
        assert session.alive
        wait_for(lambda: session.frame is not None, session)
        assert session.orders["b"].in_force(5) == {"double_grid": {"multiplier": 3}}
        session.say(StepOn(24 * 9))
        wait_for(lambda: session.frame is not None and session.frame.day == 9, session)
        assert session.frame is not None
        assert session.frame.arms["a"].totals != session.frame.arms["b"].totals
    finally:
        session.end()
    assert not session.process.is_alive()


PROGRAM = """
import json, os, pickle, signal, sys, time
from pathlib import Path
from govsim.dashboard.live.messages import Jump, Play
from govsim.dashboard.live.session import Session

if __name__ == "__main__":
    session = Session(pickle.loads(Path("config.pickle").read_bytes()))
    print(session.process.pid, flush=True)
    while session.geometry is None and sys.argv[1] != "built":
        session.receive()
        time.sleep(0.05)
    session.say(Jump(3000) if sys.argv[1] == "jumps" else Play(True))
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.parametrize("while_it", ["is built", "plays", "jumps"])
def test_a_process_ends_with_the_program_however_that_ends(while_it, tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "config.pickle").write_bytes(pickle.dumps(config()))
    done = subprocess.run(
        [sys.executable, "program.py", while_it.split()[-1]],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
        timeout=120,
    )
    process, until = int(done.stdout), time.monotonic() + 30
    while psutil.pid_exists(process) and time.monotonic() < until:
        time.sleep(0.05)
    assert not psutil.pid_exists(process)


@pytest.mark.slow
def test_every_tab_of_a_district_hears_everything():
    session = Session(config())
    try:
        is_open = [True, True]
        tabs = [session.watch(lambda n=n: is_open[n]) for n in range(2)]
        heard: list[list] = [[], []]
        session.say(LookAt("a", 100, "area"))

        def both_have_seen() -> bool:
            for tab, messages in zip(tabs, heard, strict=True):
                messages += tab.take()
            return all(any(isinstance(message, Seen) for message in messages) for messages in heard)

        wait_for(both_have_seen, session)
        assert heard[0] == heard[1]
        is_open[1] = False
        assert tabs[1].gone
        assert session.is_watched
        is_open[0] = False
        assert not session.is_watched
    finally:
        session.end()


@pytest.mark.slow
def test_places_are_limited_kept_for_a_while_and_freed():
    sessions = Sessions(config(), places=2)
    try:
        one, two = sessions.claim(""), sessions.claim("nonsense")
        assert one is not None
        assert two is not None
        assert one is not two
        one_is_open = True
        one.watch(lambda: one_is_open), two.watch(lambda: True)
        assert sessions.claim("") is None
        assert sessions.claim(one.token) is one
        one_is_open = False
        one.watched_at -= 1e6
        two.watched_at -= 1e6
        sessions.sweep()
        assert sessions.claim(two.token) is two
        assert not one.process.is_alive()
        three = sessions.claim(one.token)
        assert three is not None
        assert three is not one
        assert sessions.claim("") is not None, "a page that has just been left makes room for one that waits"
        assert not three.process.is_alive()
        assert two.process.is_alive()
    finally:
        sessions.end()
    assert not two.process.is_alive()


def sweep_for_long(sessions: Sessions) -> None:
    deadline = time.monotonic() + SOON_S
    while time.monotonic() < deadline:
        sessions.sweep()
        time.sleep(0.05)


@pytest.mark.slow
def test_a_configuration_that_cannot_be_built_ends_the_command():
    bad = config()
    bad = bad | {"process": bad["process"] | {"theft": bad["process"]["theft"] | {"gate_weight": -4}}}
    sessions = Sessions(bad, places=1)
    try:
        with pytest.raises(BadInput, match=r"process\.theft\.gate_weight is -4"):
            sweep_for_long(sessions)
    finally:
        sessions.end()
