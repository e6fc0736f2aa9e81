"""Files that appear whole or not at all, and stay after a power cut."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write one file of text whole or not at all."""
    write_whole(path, lambda temporary: temporary.write_text(text, "utf-8"))


def write_csv(path: Path, table: str) -> None:
    """Write a CSV file whole or not at all, with the signature by which Excel knows UTF-8."""
    write_bytes(path, table.encode("utf-8-sig"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write one file whole or not at all."""
    write_whole(path, lambda temporary: temporary.write_bytes(content))


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let a file be written beside its place and take it in one step; it appears whole or not at all."""
    path.absolute().parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    os.close(handle)
    try:
        write_synced(Path(name), write)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def write_synced(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file and wait until the disk has it."""
    try:
        write(path)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path.parent)) from error
