"""One live pair as the server holds it: its process, the newest of what it said, and whether it is alive."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any

from govsim.experiments.running.processes import processes

from .messages import Ask, Crashed, Drawn, GiveAll, Jump, Leave, Measured, Message, Ordered, Play, Ready, Speed
from .orders import Orders
from .views import ARMS, Course, Frame, Geometry

GOODBYE_S = 2.0
CONNECT_S = 30.0  # for a browser to connect to a page that it has asked for


def _work(*given: Any) -> None:
    """What the process does; the model's code is loaded there and not here."""
    from .worker import work

    work(*given)


class Watcher:
    """A page that watches a session, and the messages that it has not seen yet."""

    def __init__(self, session: Session, connected: Callable[[], bool]) -> None:
        self._session, self._connected, self._unseen = session, connected, list[Message]()
        self._until = time.monotonic() + CONNECT_S  # not to be missed before that; 0 once it has been there

    @property
    def gone(self) -> bool:
        """Whether the page has been closed, or has never been opened though there was time to."""
        if self._connected():
            self._until = 0.0
            return False
        return time.monotonic() > self._until

    def hear(self, message: Message) -> None:
        """Keep a message until the page takes it."""
        self._unseen.append(message)

    def take(self) -> list[Message]:
        """What has come since the last call, oldest first."""
        self._session.receive()
        unseen, self._unseen = self._unseen, []
        return unseen


class Session:
    """A process that steps two arms, and what is known of it. Nothing here ever waits for the model."""

    def __init__(self, config: Mapping[str, Any], orders: Mapping[str, Orders] | None = None) -> None:
        """`config`: plain, of a run without policies."""
        self.token = secrets.token_urlsafe(12)
        self.config = config
        self.orders = {arm: (orders or {}).get(arm, Orders()) for arm in ARMS}
        self.geometry: Geometry | None = None
        self.frame: Frame | None = None
        self.course: Course | None = None
        self.measured: Measured | None = None
        self.crash: Crashed | None = None
        self.speed = 24.0
        self.watched_at = time.monotonic()  # when a page last looked
        self.watchers: list[Watcher] = []
        self._start()

    def _start(self) -> None:
        new = processes("govsim.dashboard.live.worker")
        here, there = new.Pipe()
        self._connection: Connection = here
        self.process = new.Process(target=_work, args=(there, self.config, self.orders), daemon=True)
        self.process.start()
        there.close()
        self._asked = False

    @property
    def alive(self) -> bool:
        """Whether the model can go on."""
        return self.crash is None

    def say(self, message: Message) -> None:
        """Send a message; a process that is gone has crashed."""
        if isinstance(message, Speed):
            self.speed = message.hours_per_s
        try:
            self._connection.send(message)
        except (BrokenPipeError, OSError):
            self._gone()

    def give_all(self, arm: str, wanted: Mapping[str, Mapping[str, float]]) -> None:
        """Order these levers and no others."""
        self.say(GiveAll(arm, wanted))

    def ask(self) -> None:
        """Ask for a frame, unless one is on its way."""
        if self.geometry is not None and not self._asked and self.alive:
            self._asked = True
            self.say(Ask())

    def watch(self, connected: Callable[[], bool]) -> Watcher:
        """A new page; every page hears every message. `connected`: whether a browser has it open."""
        watcher = Watcher(self, connected)
        self.watchers = [*(one for one in self.watchers if not one.gone), watcher]
        return watcher

    @property
    def is_watched(self) -> bool:
        """Whether some browser has a page of it open."""
        return any(not watcher.gone for watcher in self.watchers)

    def receive(self) -> None:
        """Take what the process has said and pass it on; what a page needs later is kept here too."""
        self.watched_at = time.monotonic()
        try:
            while self._connection.poll():
                self._hear(self._connection.recv())
        except (EOFError, OSError):
            if self.alive:
                self._hear(self._gone())

    def _hear(self, message: Message) -> None:
        self._note(message)
        for watcher in self.watchers:
            if not watcher.gone:
                watcher.hear(message)

    def _note(self, message: Message) -> None:
        match message:
            case Ready(geometry):
                self.geometry = geometry
            case Drawn(frame, course):
                self.frame, self._asked = frame, False
                self.course = course or self.course
            case Ordered(arm, orders):
                self.orders[arm] = orders
            case Measured():
                self.measured = message
            case Crashed():
                self.crash = message

    def _gone(self) -> Crashed:
        self.crash = self.crash or Crashed("the process of the model has ended", "")
        return self.crash

    def restart(self, clear: bool = False) -> None:
        """From the first hour again; a process that crashed or is gone is replaced. `clear`: forget all orders."""
        if clear:
            self.orders = {arm: Orders() for arm in ARMS}
        if self.alive and not clear:
            self.say(Play(False))
            self.say(Jump(0))
            return
        self.end()
        self.crash, self.frame, self.course, self.measured = None, None, None, None
        self._start()
        self.say(Speed(self.speed))

    def end(self) -> None:
        """End the process."""
        try:
            self._connection.send(Leave())
        except (BrokenPipeError, OSError):
            pass
        self._connection.close()
        self.process.join(GOODBYE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
