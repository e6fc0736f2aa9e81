"""The code of classes that a configuration names and that are no part of this program."""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

OURS = ("govsim.", "simulation.")  # the latter in files of former versions


def own_code(config: Any) -> dict[str, str]:
    """Digest of the source of every class named in a plain configuration that is somebody's own.

    With the configuration and the digest of the model's sources it names a run: a class that was edited is another one.
    """
    return {name: _digest(name) for name in sorted(set(_named(config)))}


def _named(node: Any, key: str = "") -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from _named(value, str(name).rpartition(".")[2])
    elif key == "_target_" and isinstance(node, str) and not node.startswith(OURS):
        yield node
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for value in node:
            yield from _named(value)


def _digest(name: str) -> str:
    """Of the file of the class; of the class alone where it was typed into a notebook; empty when there is neither."""
    try:
        source = _source(*name.rpartition(".")[::2])
    except (ImportError, ValueError, OSError, TypeError, AttributeError):
        return ""
    return hashlib.blake2b(source, digest_size=8).hexdigest()


def _source(module: str, cls: str) -> bytes:
    if module == "__main__":
        return inspect.getsource(getattr(sys.modules[module], cls)).encode()
    if (spec := find_spec(module)) is None or spec.origin is None:
        raise ImportError(module)
    return Path(spec.origin).read_bytes()
