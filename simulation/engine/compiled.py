"""Compiled kernels: their decorators, and a cache that can never be stale.

A `kernel` is entered from Python; what only kernels call is `inner`, and is spared the code by which Python
enters: a quarter of all compiling.

numba invalidates a cached kernel when its own file changes, not when a function it inlines from another file
changes. Each module's kernels are therefore kept in a folder named by the digest of that module's source and of
all sources of the package it imports, directly or not: an edit compiles again what it can reach, and no more.
Where the package lies is no part of it: another environment or checkout of the same sources compiles nothing.
"""

from __future__ import annotations

import hashlib
import pickle
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core import caching

from .kept import cache_folder, sealed, unsealed

PACKAGE = Path(__file__).parents[1]
RELATIVE_IMPORT = re.compile(r"^ *from (\.+)([\w.]*) import ([^(\n]+|\([^)]*\))", re.M)
KEPT = 400  # folders of present and former sources that stay on disk


@cache
def source_digest() -> str:
    """Digest of all source files of this package, numba's version and the kind of processor."""
    return _digest_of(sorted(PACKAGE.rglob("*.py")))


@cache
def digest_of_module(path: Path) -> str:
    """Digest of a source file and of what it imports of this package, directly or not; of all, if it is not ours."""
    if PACKAGE not in path.parents:
        return _digest_of(sorted(PACKAGE.rglob("*.py")), path.read_bytes())
    reached, ahead = set(), [path]
    while ahead:
        source = ahead.pop()
        if source not in reached:
            reached.add(source)
            ahead += _imported(source)
    return _digest_of(sorted(reached))


def _digest_of(paths: list[Path], more: bytes = b"") -> str:
    digest = hashlib.blake2b(numba.__version__.encode() + more, digest_size=8)
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


@cache
def _kernels() -> Path:
    """The folder of all kernels, tidied up once a process."""
    folder = cache_folder()
    _forget_old_ones(folder)
    return folder


def _forget_old_ones(parent: Path) -> None:
    """Remove the folders of former sources but the newest; a process that still uses one compiles again."""
    folders = sorted(parent.glob("kernels-*"), key=lambda folder: folder.stat().st_mtime)
    for folder in folders[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


class Whole(caching.IndexDataCacheFile):
    """The files of one kernel, sealed. One that is damaged is taken for missing: its kernel is compiled again."""

    def _load_index(self) -> dict:
        try:
            version, stamp, kept = pickle.loads(unsealed(Path(self._index_path).read_bytes()))
        except OSError:
            return {}
        return kept if (version, stamp) == (self._version, self._source_stamp) else {}

    def _save_index(self, overloads: dict) -> None:
        content = sealed(self._dump((self._version, self._source_stamp, overloads)))
        with self._open_for_write(self._index_path) as file:
            file.write(content)

    def _load_data(self, name: str):
        return pickle.loads(unsealed(Path(self._data_path(name)).read_bytes()))  # numba takes an OSError for no file

    def _save_data(self, name: str, data) -> None:
        content = sealed(self._dump(data))
        with self._open_for_write(self._data_path(name)) as file:
            file.write(content)


class Place:
    """Where a kernel is kept: a locator for numba, which without one asks for the path of the package."""

    def __init__(self, folder: str, file: str) -> None:
        self.folder, self._py_file = folder, file  # numba names the file when it cannot keep a kernel

    @classmethod
    def from_function(cls, function, file):
        """The place of a kernel: the folder that is set while it is made."""
        folder = numba.config.CACHE_DIR  # pyright: ignore[reportPrivateImportUsage, reportAttributeAccessIssue]
        return cls(folder, file)

    def ensure_cache_path(self) -> None:
        """Make the folder."""
        Path(self.folder).mkdir(parents=True, exist_ok=True)

    def get_cache_path(self) -> str:
        """The folder."""
        return self.folder

    def get_source_stamp(self) -> str:
        """What tells former code from this: the name of the folder does."""
        return ""

    def get_disambiguator(self) -> str:
        """What tells functions of one name in one module from each other: there are none."""
        return ""


@contextmanager
def _kept_in(folder: Path) -> Iterator[None]:
    """Kernels that are made in this block are kept there."""
    config: Any = numba.config  # pyright: ignore[reportPrivateImportUsage]
    before = config.CACHE_DIR, getattr(config, "CACHE_LOCATOR_CLASSES", "")
    usual, caching.IndexDataCacheFile = caching.IndexDataCacheFile, Whole  # numba asks for it as a kernel is made
    config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES = str(folder), f"{Place.__module__}.{Place.__qualname__}"
    try:
        yield
    finally:
        config.CACHE_DIR, config.CACHE_LOCATOR_CLASSES = before
        caching.IndexDataCacheFile = usual


def _compiled(function, name: str, signature=None, **options):
    with _kept_in(_kernels() / f"kernels-{digest_of_module(Path(function.__code__.co_filename))}" / name):
        return numba.njit(signature, cache=True, **options)(function)


def kernel(function):
    """`numba.njit`, with the compiled code kept on disk for as long as no source it reaches changes."""
    return _compiled(function, "")


def kernel_of(signature):
    """A kernel that is compiled for this signature alone; what it is called with is converted."""
    return lambda function: _compiled(function, "", signature)


def inner(function, **options):
    """A part of kernels, entered by them alone. When Python calls it, it is compiled once more, as a kernel."""
    made = _compiled(function, "inner", no_cpython_wrapper=True, no_cfunc_wrapper=True, **options)
    made.__class__ = Inner
    return made


def inlined(function):
    """A part of one kernel that is no function of its own there: for what would be optimised twice."""
    return inner(function, inline="always")


class Inner(type(numba.njit(lambda: None))):
    """What `inner` makes of a function: without a door for Python it must not be called as it is."""

    def __call__(self, *args, **named):
        """The same, entered from Python."""
        return _entered(self.py_func)(*args, **named)


@cache
def _entered(function):
    return kernel(function)
