"""Locks between processes; on a file system that has none, work goes on without, and says so."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import NO_LOCKS, Remark

_said: set[Path] = set()  # folders without locks, of which this process has told


@contextmanager
def locked(path: Path, timeout_s: float = -1) -> Iterator[bool]:
    """Hold a lock file, waiting so many seconds, below 0 for ever; whether it is held. Raises Timeout, OSError."""
    lock = FileLock(path, timeout=timeout_s)
    try:
        lock.acquire()
    except Timeout:
        raise
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        if path.parent not in _said:
            _said.add(path.parent)
            warnings.warn(
                f"{path.parent} is on a file system without locks: one command at a time may use it", Remark, 3
            )
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
