"""Where a command reads and prints: streams that are closed, that no longer take anything, or that know few signs."""

from __future__ import annotations

import io
import os
import select
import sys
from contextlib import suppress
from typing import TextIO

NAMES = ("stdin", "stdout", "stderr")


def with_streams() -> None:
    """Let what is printed go nowhere where a stream is closed; signs that a terminal has not are written in letters."""
    for name in NAMES:
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: that of the stream
            setattr(sys, name, os.fdopen(handle, "r" if name == "stdin" else "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="backslashreplace")


def has_chinese(stream: TextIO) -> bool:
    """Whether Chinese can be printed there."""
    try:
        "中".encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def nobody_reads() -> bool:
    """Whether the reader of what is printed has left, as `head` does; then nothing more is printed."""
    if not hasattr(select, "poll"):
        return False
    asking = select.poll()
    asking.register(sys.stdout.fileno(), 0)
    left = any(state & select.POLLERR for _, state in asking.poll(0))
    if left:
        print_nothing_more()
    return left


def flush_or_leave_it() -> None:
    """Print what is waiting; where that cannot be, nothing more."""
    try:
        sys.stdout.flush()
    except OSError:
        print_nothing_more()


def print_nothing_more() -> None:
    """Let what is still printed go nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
