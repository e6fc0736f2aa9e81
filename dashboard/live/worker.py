"""The process of one live pair: steps at the wished speed, answers between two steps, never silently dead."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any

from omegaconf import OmegaConf

from govsim.experiments.composition.parts import check_parts
from govsim.experiments.errors import BadInput, explain
from govsim.experiments.indicators import Window, read_all
from govsim.simulation.engine.clock import DAYS_PER_WEEK, HOURS_PER_DAY

from ..process import begin
from . import messages
from .chains import dispute_chain, theft_chain
from .frames import LAYERS, arm_frame, course_of, geometry_of
from .levers import levers
from .orders import Orders
from .pair import Pair
from .places import place_of
from .views import ARMS, LEVELS, MOST_DAYS, Course, Frame

SLICE_S = 0.01  # longest stretch of steps before looking for messages
JUMP_FRAME_S = 0.2  # a jump is drawn no more often, for drawing costs time
# what is listened to when the model has failed: a jump builds it anew
HELPS_THE_BROKEN = messages.Jump | messages.Leave | messages.Ask | messages.Show | messages.Speed


def work(connection: Connection, config: Mapping[str, Any], orders: Mapping[str, Orders]) -> None:
    """Serve one page until it leaves or its end of the connection is gone."""
    begin()
    try:
        check_parts(OmegaConf.create(dict(config)))  # says which value is bad, by its path
        worker = Worker(connection, warmed_up(Pair(config, orders)))
        connection.send(messages.Ready(geometry_of(worker.pair.districts["a"])))
        worker.loop()
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        pass  # the page is gone
    except Exception as error:  # the page must say what happened
        reason = explain(error) or (str(error) if isinstance(error, ValueError) else "")
        connection.send(messages.Crashed(reason, "", unfit=True) if reason else _crash(error))


def warmed_up(pair: Pair) -> Pair:
    """The pair after a day that is taken back: code is compiled or loaded now, not at the first click on play."""
    levers()
    for _ in range(pair.clock.ticks_per_day):
        pair.step()
    pair.restart()
    return pair


class Worker:
    """A pair of arms that somebody watches."""

    def __init__(self, connection: Connection, pair: Pair) -> None:
        self.connection, self.pair = connection, pair
        self.playing, self.hours_per_s, self.layer = False, 24.0, "thefts"
        self.goal_h: float | None = None  # where a jump leads, hours since start; None: no jump
        self.due_h, self.since = 0.0, time.monotonic()
        self.asked, self.drawn_at = False, 0.0
        self.weeks_sent = -1
        self.broken = False  # the model has failed; only a jump, which builds anew, helps
        self.leaving = False

    def loop(self) -> None:
        """Until somebody says Leave."""
        while not self.leaving:
            while not self.leaving and self.connection.poll(self._wait_s()):
                self._guarded(self._answer, self.connection.recv())
            if self.goal_h is not None:
                self._guarded(self._hurry, self.goal_h)
            elif self.playing:
                self._guarded(self._advance)

    def _guarded(self, do, *given) -> None:
        try:
            do(*given)
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:
            self.playing, self.goal_h, self.broken = False, None, True
            self.connection.send(_crash(error))

    # -- time

    def _wait_s(self) -> float | None:
        """How long nothing is to be done: until a message comes, or until the next hour is due."""
        if self.goal_h is not None:
            return 0.0
        if not self.playing:
            return None
        ahead_h = 1.0 - self._owed_h()
        return max(0.0, ahead_h / self.hours_per_s)

    def _owed_h(self) -> float:
        """Hours that should have been stepped by now and have not."""
        now = time.monotonic()
        self.due_h += (now - self.since) * self.hours_per_s
        self.since = now
        return self.due_h

    def _advance(self) -> None:
        """The hours that are due, as far as they go into a slice; a debt beyond a slice is forgiven."""
        tick_h, until = self.pair.clock.hours_per_tick, time.monotonic() + SLICE_S
        self._owed_h()
        while self.due_h >= tick_h and time.monotonic() < until and not self._is_over:
            self.pair.step()
            self.due_h -= tick_h
        self.due_h = min(self.due_h, self.hours_per_s * SLICE_S + tick_h)
        self.playing = not self._is_over

    def _step(self, ticks: int) -> None:
        for _ in range(ticks):
            if not self._is_over:
                self.pair.step()

    @property
    def _is_over(self) -> bool:
        return self.pair.clock.day >= MOST_DAYS

    def _hurry(self, goal_h: float) -> None:
        """A slice of a jump, as fast as the model runs."""
        until = time.monotonic() + SLICE_S
        while self.pair.clock.start_h < goal_h and time.monotonic() < until:
            self.pair.step()
        if self.pair.clock.start_h >= goal_h:
            self.goal_h, self.playing = None, self.playing and not self._is_over
            self._start_clock()
        if self.asked:
            self._draw()

    def _start_clock(self) -> None:
        self.due_h, self.since = 0.0, time.monotonic()

    # -- messages

    def _answer(self, message: messages.Message) -> None:
        if self.broken and not isinstance(
            message, messages.Jump | messages.Leave | messages.Ask | messages.Show | messages.Speed
        ):
            return
        match message:
            case messages.Ask():
                self._draw()
            case messages.Play(on):
                self.playing, self.goal_h = on and not self._is_over, None
                self._start_clock()
            case messages.Speed(hours_per_s):
                self.hours_per_s = max(0.1, hours_per_s)
                self._start_clock()
            case messages.StepOn(hours):
                self.playing, self.goal_h = False, None
                self._step(max(1, round(hours / self.pair.clock.hours_per_tick)))
            case messages.Jump(day):
                self._jump(day)
            case messages.Give(arm, lever, values):
                self._order(arm, self.pair.order, lever, values)
            case messages.GiveAll(arm, wanted):
                self._order(arm, self.pair.order_all, wanted)
            case messages.Load(arm, orders):
                self._order(arm, self._load, orders)
            case messages.Show(layer) if layer in LAYERS:
                self.layer = layer
            case messages.LookAt(arm, area, level) if level in LEVELS:
                self.connection.send(messages.Seen(arm, place_of(self.pair.districts[arm], area, level)))
            case messages.Follow(arm, kind, row):
                chain = theft_chain if kind == "theft" else dispute_chain
                self.connection.send(messages.Followed(arm, chain(self.pair.districts[arm], row)))
            case messages.Measure(days):
                self._measure(days)
            case messages.Leave():
                self.leaving = True

    def _order(self, arm: str, give: Callable[..., None], *what: Any) -> None:
        """Give an order; whether it is taken or refused, the page learns which orders stand."""
        try:
            give(arm, *what)
        except (BadInput, ValueError, KeyError) as error:
            self.connection.send(messages.Refused(explain(error) or str(error)))
        self.connection.send(messages.Ordered(arm, self.pair.orders[arm]))

    def _load(self, arm: str, orders: Orders) -> None:
        self.pair.load(arm, orders)
        self._jump(0)

    def _draw(self) -> None:
        """Send a frame; on a jump perhaps a little later."""
        self.asked = self.goal_h is not None and time.monotonic() < self.drawn_at + JUMP_FRAME_S
        if self.asked:
            return
        self.drawn_at = time.monotonic()
        now, districts = self.pair.clock, self.pair.districts
        arms = {arm: arm_frame(districts[arm], self.layer) for arm in ARMS}
        weeks, course = now.day // DAYS_PER_WEEK, None
        if weeks != self.weeks_sent:
            course, self.weeks_sent = Course({arm: course_of(districts[arm]) for arm in ARMS}), weeks
        to_day = None if self.goal_h is None else round(self.goal_h / HOURS_PER_DAY)
        date = districts[ARMS[0]].calendar.date_of(now.day)
        frame = Frame(now.day, date, now.hour, self.playing, to_day, self.hours_per_s, self.layer, arms)
        self.connection.send(messages.Drawn(frame, course))

    def _jump(self, day: int) -> None:
        day = min(max(0, day), MOST_DAYS)
        if self.broken or day * HOURS_PER_DAY < self.pair.clock.start_h:
            self.pair.restart()
        self.broken, self.weeks_sent, self.goal_h = False, -1, float(day * HOURS_PER_DAY)

    def _measure(self, days: int) -> None:
        to_h = self.pair.clock.start_h
        from_h = max(0.0, to_h - days * HOURS_PER_DAY)
        if to_h <= from_h:
            return
        values = {}
        for arm in ARMS:
            read = read_all(Window(self.pair.districts[arm].tables(), from_h, to_h))
            values[arm] = {
                (i, ledger): float(v)
                for i, ledger, v in zip(read["indicator"], read["ledger"], read["value"], strict=True)
            }
        self.connection.send(messages.Measured(from_h / HOURS_PER_DAY, to_h / HOURS_PER_DAY, values))


def _crash(error: Exception) -> messages.Crashed:
    return messages.Crashed(f"{type(error).__name__}: {error}", traceback.format_exc())
