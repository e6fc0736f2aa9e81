"""Compiled kernels: one decorator, and a cache that can never be stale.

numba invalidates a cached kernel when its own file changes, not when a function it inlines from another file
changes. Each module's kernels are therefore kept in a folder named by the digest of that module's source and of
all sources of the package it imports, directly or not: an edit compiles again what it can reach, and no more.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

import numba

PACKAGE = Path(__file__).parents[1]
RELATIVE_IMPORT = re.compile(r"^ *from (\.+)([\w.]*) import ([^(\n]+|\([^)]*\))", re.M)
KEPT = 400  # folders of present and former sources that stay on disk


@cache
def source_digest() -> str:
    """Digest of all source files of this package, numba's version and the kind of processor."""
    return _digest_of(sorted(PACKAGE.rglob("*.py")))


@cache
def digest_of_module(path: Path) -> str:
    """Digest of a source file of this package and of all others it imports, directly or not."""
    reached, ahead = set(), [path]
    while ahead:
        source = ahead.pop()
        if source not in reached:
            reached.add(source)
            ahead += _imported(source)
    return _digest_of(sorted(reached))


def _digest_of(paths: list[Path]) -> str:
    digest = hashlib.blake2b(numba.__version__.encode(), digest_size=8)
    for path in paths:
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(_source(path))
    return digest.hexdigest()


@cache
def _source(path: Path) -> bytes:
    return path.read_bytes()


@cache
def _imported(path: Path) -> list[Path]:
    """Source files of this package that a file imports; inside the package all imports are relative."""
    found = []
    for dots, module, names in RELATIVE_IMPORT.findall(_source(path).decode()):
        base = path.parents[len(dots) - 1].joinpath(*module.split("."))
        for place in (base, *(base / name for name in re.findall(r"\w+", names))):
            found += [file for file in (place.with_suffix(".py"), place / "__init__.py") if _exists(file)]
    return found


@cache
def _exists(path: Path) -> bool:
    return path.exists()


def _forget_old_ones(parent: Path) -> None:
    """Remove the folders of former sources but the newest; a process that still uses one compiles again."""
    folders = sorted(parent.glob("kernels-*"), key=lambda folder: folder.stat().st_mtime)
    for folder in folders[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def cache_folder() -> Path:
    """Where this program keeps things: `GOVSIM_CACHE_DIR`, else the user's cache folder, else a temporary one."""
    home = os.environ.get("GOVSIM_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(home) / "govsim"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            _forget_old_ones(folder)
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="govsim-"))


def kernel(function):
    """`numba.njit`, with the compiled code kept on disk for as long as no source it reaches changes."""
    if "NUMBA_CACHE_DIR" not in os.environ:
        folder = cache_folder() / f"kernels-{digest_of_module(Path(function.__code__.co_filename))}"
        numba.config.CACHE_DIR = str(folder)  # pyright: ignore[reportPrivateImportUsage, reportAttributeAccessIssue]
    return numba.njit(cache=True)(function)
