"""The code of classes that a configuration names and that are no part of this program."""

from __future__ import annotations

import ast
import hashlib
import inspect
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

INSTALLED = ("site-packages", "dist-packages")  # folders of everybody's modules side by side
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
    """Of the file of the class and what it imports from beside it; empty when there is none.

    Of the class alone where it was typed into a notebook.
    """
    try:
        source = _source(*name.rpartition(".")[::2])
    except (ImportError, ValueError, OSError, TypeError, AttributeError, SyntaxError):
        return ""
    return hashlib.blake2b(source, digest_size=8).hexdigest()


def _source(module: str, cls: str) -> bytes:
    if module == "__main__":
        return inspect.getsource(getattr(sys.modules[module], cls)).encode()
    if (spec := find_spec(module)) is None or spec.origin is None:
        raise ImportError(module)
    return b"".join(path.read_bytes() for path in _with_what_it_imports(Path(spec.origin)))


def _with_what_it_imports(path: Path) -> list[Path]:
    """A file of somebody's own and the files of his that it needs: those of its package, or of its folder."""
    home = own = path.parent
    while (home / "__init__.py").exists():
        home, own = home.parent, home
    found, ahead = [], [path]
    while ahead:
        file = ahead.pop()
        if file not in found:
            found.append(file)
            ahead += [there for there in _imported(file, home) if own in there.parents and there.is_file()]
    return [path] if own.name in INSTALLED else sorted(found)


def _imported(file: Path, home: Path) -> Iterator[Path]:
    """Where files would be that a file imports, if they are below a folder."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            places = [home.joinpath(*alias.name.split(".")) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = file.parents[node.level - 1] if node.level else home
            base = base.joinpath(*(node.module or "").split("."))
            places = [base, *(base / alias.name for alias in node.names)]
        else:
            continue
        for place in places:
            yield from (place.with_suffix(".py"), place / "__init__.py")
