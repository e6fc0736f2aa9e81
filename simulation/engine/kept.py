"""What is kept on disk for the next time, compiled code and towns: in which folder, and whether it is as it was left.

What is kept is run as it is read: code by the processor, towns by compiled code that checks no bounds. A file begins
therefore with a digest of what follows, and one that does not fit is made again.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from functools import cache
from pathlib import Path

BYTES = 16  # of a digest


def sealed(content: bytes) -> bytes:
    """Content with its digest in front."""
    return _digest(content) + content


def unsealed(kept: bytes) -> bytes:
    """The content of what `sealed` gave. Raises OSError where it is not what it was."""
    content = kept[BYTES:]
    if kept[:BYTES] != _digest(content):
        raise OSError("a kept file is damaged")
    return content


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=BYTES).digest()


@cache
def cache_folder() -> Path:
    """Where this program keeps things: `GOVSIM_CACHE_DIR`, else the user's cache folder, else a temporary one.

    The temporary one is the same for all processes of a user.
    """
    wanted = _wanted()
    if wanted is not None and _can_be_written(wanted):
        return wanted
    return _passing()


def is_for_good() -> bool:
    """Whether what is kept stays when the machine is started anew."""
    return cache_folder() == _wanted()


def _wanted() -> Path | None:
    """The folder that should be used; None where the user has no home."""
    given = os.environ.get("GOVSIM_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    try:
        return (Path(given) if given else Path.home() / ".cache") / "govsim"
    except RuntimeError:  # nobody knows this user
        return None


def _can_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK)
    except OSError:
        return False


def _passing() -> Path:
    """A folder among the temporary ones that is this user's alone: what lies there is run as code."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"govsim-{user}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        there = folder.lstat()
    except OSError:
        there = None
    if there and stat.S_ISDIR(there.st_mode) and there.st_uid in (user, 0) and not there.st_mode & 0o022:
        return folder
    made = Path(tempfile.mkdtemp(prefix="govsim-"))
    os.environ["GOVSIM_CACHE_DIR"] = str(made)  # for the processes that are started from here
    return made
