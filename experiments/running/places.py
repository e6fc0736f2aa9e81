"""Folders of results appear whole: they are filled beside their place, hidden, and take it in one step.

Links are followed first, so that a folder is filled on the disk on which it will lie. A hidden folder is locked by
its process: the lock of one that a killed process left is open, and that folder is removed.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import BadInput, brief

try:
    import fcntl
except ImportError:  # pragma: no cover - on Windows a folder cannot be locked
    fcntl = None

LIVE, LEFT, UNKNOWN = "live", "left", "unknown"  # what the lock of a hidden folder says
YOUNG_NS = 10 * 10**9  # a hidden folder may not be locked yet


def real(folder: Path) -> Path:
    """Where a folder is or will be, links followed."""
    return Path(os.path.realpath(folder))


def check_place(folder: Path) -> None:
    """Do, before a run, what will be done after it. Raises BadInput where a folder cannot take this place."""
    try:
        place = real(folder)
        if Path.cwd().is_relative_to(place):
            raise BadInput(f"out={folder} is the folder you are in, or above it; name one inside: out=runs/latest")
        if place.is_symlink():
            raise BadInput(f"{folder} is a link that leads to itself; choose another folder: out=FOLDER")
        with _hidden(place) as temporary:
            if os.path.ismount(place):
                raise BadInput(f"{folder} is where a disk is mounted; name a folder inside it: out={folder}/run")
            if holds_nothing(place) and place.exists():
                mode = place.stat().st_mode
                temporary.rename(place)  # an empty folder gives way
                place.chmod(mode)
    except OSError as error:
        raise cannot_write(folder, error) from error


def holds_nothing(folder: Path) -> bool:
    """Whether there is no such folder, or an empty one. Raises BadInput where nobody can tell."""
    try:
        return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    except OSError as error:
        raise cannot_write(folder, error) from error


def cannot_write(folder: Path, error: OSError) -> BadInput:
    """Why results cannot go there."""
    return BadInput(f"cannot write to {brief(folder)} ({error.strerror}); choose another folder: out=FOLDER")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only command that makes this folder. Raises BadInput where another one is at it."""
    place = real(folder)
    with _hidden(place) as mine:
        others = [other for other in place.parent.glob(f".{place.name}.partial-*") if _state(other) == LIVE]
        if any(_begun(other) < _begun(mine) for other in others if other != mine):
            raise BadInput(f"another command is writing {folder} right now; choose another folder: out=FOLDER")
        yield


def put(folder: Path, fill: Callable[[Path], None], instead: bool) -> None:
    """Fill a hidden folder, then let it take its place in one step. `instead`: of a folder that is not empty."""
    place = real(folder)
    with _hidden(place) as temporary:
        fill(temporary)
        temporary.chmod(0o755)
        _sync(temporary)
        if instead:
            with _hidden(place) as old:
                place.rename(old)
                temporary.rename(place)
        else:
            temporary.rename(place)  # an empty folder gives way, any other one is an error
        _sync(place.parent)


@contextmanager
def _hidden(place: Path) -> Iterator[Path]:
    """A new folder beside a place, locked; whatever has its name in the end is removed, and so is what others left."""
    here = f".{place.name}.partial-{platform.node()}-"
    place.parent.mkdir(parents=True, exist_ok=True)
    for old in place.parent.glob(f"{here}*"):
        if _state(old) == LEFT and time.time_ns() - _begun(old)[0] > YOUNG_NS:
            shutil.rmtree(old, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f"{here}{os.getpid()}-{time.time_ns()}-", dir=place.parent))
    handle = _open(made)
    try:
        if handle is not None and fcntl:
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _state(hidden: Path) -> str:
    """Whether a process still fills a hidden folder. Where folders have no locks its number must do."""
    handle = _open(hidden)
    if handle is not None and fcntl:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return LIVE
        except OSError:
            pass
        else:
            return LEFT
        finally:
            os.close(handle)
    number = hidden.name.partition(f".partial-{platform.node()}-")[2].partition("-")[0]
    return UNKNOWN if not Path("/proc").exists() or Path(f"/proc/{number}").exists() else LEFT


def _open(folder: Path) -> int | None:
    try:
        return os.open(folder, os.O_RDONLY)
    except OSError:  # it is gone, or this system does not open folders
        return None


def _begun(hidden: Path) -> tuple[int, str]:
    """When a hidden folder was begun, nanoseconds; its name decides between two of one moment."""
    moment = hidden.name.rpartition("-")[0].rpartition("-")[2]
    return int(moment) if moment.isdigit() else 0, hidden.name


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
