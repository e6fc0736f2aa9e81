"""The live districts of this computer: so many at most, ended when nobody has watched them for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from govsim.experiments.errors import BadInput

from ..live.session import Session

KEEP_S = 90.0  # a page that is loaded again within this finds its district as it was
SWEEP_S = 1.0


class Sessions:
    """All sessions by token, and one that is built before anybody asks for it."""

    def __init__(self, config: Mapping[str, Any], places: int) -> None:
        """`places`: live districts at a time."""
        self.config, self.places = config, places
        self.by_token: dict[str, Session] = {}
        self._lock = threading.Lock()
        self._starter = ThreadPoolExecutor(1)  # the first process has all to load; nobody waits for it here
        self._spare: Future[Session] | None = self._starter.submit(Session, config)

    def claim(self, token: str) -> Session | None:
        """The session of a token, or a new one; None when every place is taken."""
        with self._lock:
            if token in self.by_token:
                return self.by_token[token]
            self._end_unwatched()
            if len(self.by_token) >= self.places and not self._make_room():
                return None
            session = Session(self.config) if self._spare is None else self._spare.result()
            self._spare = None
            session.watched_at = time.monotonic()
            self.by_token[session.token] = session
            return session

    def sweep(self) -> None:
        """End what nobody has watched for a while. Raises BadInput when the configuration makes no district."""
        with self._lock:
            self._end_unwatched()
            spare = [self._spare.result()] if self._spare and self._spare.done() else []
            for session in spare:
                session.receive()
            for session in [*self.by_token.values(), *spare]:
                if session.crash and session.crash.unfit:
                    raise BadInput(session.crash.reason)

    def _make_room(self) -> bool:
        """End what has been unwatched the longest, however short that is; somebody is waiting."""
        unwatched = [(one.watched_at, token) for token, one in self.by_token.items() if not one.is_watched]
        if not unwatched:
            return False
        self.by_token.pop(min(unwatched)[1]).end()
        return True

    def _end_unwatched(self) -> None:
        now = time.monotonic()
        for token, session in list(self.by_token.items()):
            if not session.is_watched and now - session.watched_at > KEEP_S:
                self.by_token.pop(token).end()

    def end(self) -> None:
        """End all of them."""
        with self._lock:
            for session in [*self.by_token.values(), *([self._spare.result()] if self._spare else [])]:
                session.end()
            self.by_token, self._spare = {}, None
            self._starter.shutdown()
