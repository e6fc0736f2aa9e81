"""Files that appear whole or not at all, stay after a power cut, and are read as they were written or refused."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .errors import damaged

DIGEST, CHANGED = "digest", "it is not what was written"


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


def digest_of(content: bytes) -> str:
    """What tells a file from a damaged one."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def with_digest(values: Mapping[str, Any]) -> dict[str, Any]:
    """Names and values with a digest of them, by which `json_of` knows them."""
    return {**values, DIGEST: digest_of(json.dumps(values, sort_keys=True).encode())}


def json_of(path: Path, remedy: str) -> dict[str, Any]:
    """What a file of `with_digest` in JSON says, without the digest; former versions wrote none.

    Raises Damaged, with what to do, and OSError.
    """
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise damaged(path, "it is no JSON any more", remedy) from error
    if not isinstance(found, dict):
        raise damaged(path, "it holds no names and values", remedy)
    values = {name: value for name, value in found.items() if name != DIGEST}
    if DIGEST in found and found != with_digest(values):
        raise damaged(path, CHANGED, remedy)
    return values
