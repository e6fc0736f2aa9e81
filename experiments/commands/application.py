"""What every command has around it: bad input in one line and an exit code, a reader who leaves, Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import hydra
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig, OmegaConf

from ..composition.asked import Asked, split
from ..config_folders import CONFIGS
from ..errors import BadInput, Remark, explain
from ..hydra_files import find_own_configs
from ..language import asked, said
from .streams import flush_or_leave_it, has_chinese, nobody_reads, with_streams

BAD_INPUT, INTERRUPTED, UNREAD, TERMINATED = 2, 130, 141, 143
RESOLVERS = (  # of OmegaConf, that read the environment or more; a value refers to another one, and to nothing else
    "oc.env", "oc.decode", "oc.create", "oc.select", "oc.deprecated", "oc.dict.keys", "oc.dict.values",
)  # fmt: skip
NO_SIGNS = "govsim: this terminal cannot show Chinese (its encoding is {encoding}); set PYTHONUTF8=1, or language=en"
_language: ContextVar[str] = ContextVar("language", default="")  # of error lines; asked of the words of a command once


def start(command: str, do: Callable[[Asked], None]) -> None:
    """Run a command as a Hydra application: what the words of the command line ask for, done, errors in one line."""
    with one_line_errors():
        sys.argv[1:], of_policies, factors = split(command, sys.argv[1:])

        def app(cfg: DictConfig) -> None:
            with one_line_errors():
                do(Asked(command, cfg, *_seen_by_hydra(), of_policies, factors))

        hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name=command)(app)()


def _seen_by_hydra() -> tuple[str, list[str]]:
    """Name of the configuration, and the words as they were given: what they refer to is not looked up here."""
    whole: Any = HydraConfig.get()
    seen: Any = OmegaConf.to_container(OmegaConf.masked_copy(whole, ["job", "overrides"]), resolve=False)
    return seen["job"]["config_name"], seen["overrides"]["task"]


def leave_with(failures: Collection[str]) -> None:
    """End with exit code 1 where runs failed."""
    if failures:
        raise SystemExit(1)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn bad input raised inside into one line on stderr and exit code 2; Ctrl-C into one line and 130, SIGTERM 143.

    A reader of the output who has had enough, such as `head`, ends the command without a word.
    """
    os.environ["HYDRA_FULL_ERROR"] = "1"  # hydra.main then raises instead of printing and exiting
    with_streams()
    for name in RESOLVERS:
        OmegaConf.clear_resolver(name)
    warnings.showwarning = _warn
    is_first = not _language.get()
    spoken = _language.set(_language.get() or asked(sys.argv[1:]))
    if is_first and _language.get() == "zh" and not has_chinese(sys.stdout):
        print(NO_SIGNS.format(encoding=sys.stdout.encoding), file=sys.stderr)
    try:
        with _ended_as_by_ctrl_c():
            _somewhere()
            find_own_configs()
            yield
            sys.stdout.flush()
    except KeyboardInterrupt as stopped:
        code = TERMINATED if isinstance(stopped, Terminated) else INTERRUPTED
        _leave("stopped. What was finished is kept; the same command goes on from there.", code)
    except Exception as error:
        if isinstance(error, BrokenPipeError) and nobody_reads():
            raise SystemExit(UNREAD) from None
        if not (text := explain(error)):
            raise
        _leave(text, BAD_INPUT)
    finally:
        _language.reset(spoken)


class Terminated(KeyboardInterrupt):
    """Somebody asked the process to end, as `kill` or a queue does."""


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Let SIGTERM end a command as Ctrl-C does, unless it has a handler already, or this is no main thread."""

    def end(*_: object) -> None:
        raise Terminated

    mine = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if mine:
        signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        if mine:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _somewhere() -> None:
    """Raise BadInput where the folder one works in has been removed."""
    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise BadInput("the folder you are in has been removed; go to another one: cd FOLDER") from error


def _warn(message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: object) -> None:
    """A warning in one line; where in the code it arose concerns nobody here."""
    _say(str(message) if issubclass(category, FutureWarning | Remark) else f"{message} ({filename}:{lineno})")


def _say(text: str) -> None:
    print("govsim: " + said(" ".join(text.split()), _language.get() or "en"), file=sys.stderr)


def _leave(text: str, code: int) -> None:
    flush_or_leave_it()
    _say(text)
    raise SystemExit(code) from None
