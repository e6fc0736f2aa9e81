"""What every command has around it: bad input in one line and an exit code, a reader who leaves, Ctrl-C."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ..config_folders import find_own_configs
from ..errors import explain
from ..language import asked, said

BAD_INPUT, INTERRUPTED, UNREAD = 2, 130, 141
_language: ContextVar[str] = ContextVar("language", default="")  # of error lines; asked of the words of a command once


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn bad input raised inside into one line on stderr and exit code 2; Ctrl-C into one line and 130.

    A reader of the output who has had enough, such as `head`, ends the command without a word.
    """
    os.environ["HYDRA_FULL_ERROR"] = "1"  # hydra.main then raises instead of printing and exiting
    find_own_configs()
    spoken = _language.set(_language.get() or asked(sys.argv[1:]))
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        _leave("stopped. What was finished is kept; the same command goes on from there.", INTERRUPTED)
    except Exception as error:
        if isinstance(error, BrokenPipeError) and _nobody_reads():
            raise SystemExit(UNREAD) from None
        if not (text := explain(error)):
            raise
        _leave(text, BAD_INPUT)
    finally:
        _language.reset(spoken)


def _nobody_reads() -> bool:
    """Whether the reader of what is printed has left, as `head` does; then nothing more is printed."""
    if not hasattr(select, "poll"):
        return False
    asking = select.poll()
    asking.register(sys.stdout.fileno(), 0)
    left = any(state & select.POLLERR for _, state in asking.poll(0))
    if left:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return left


def _leave(text: str, code: int) -> None:
    sys.stdout.flush()
    print("govsim: " + said(" ".join(text.split()), _language.get() or "en"), file=sys.stderr)
    raise SystemExit(code) from None
