"""Compiled kernels: one decorator, and a cache that can never be stale.

numba invalidates a cached kernel when its own file changes, not when a function it inlines from
another file changes. The cache folder therefore carries the digest of every source file of the
package: an edit anywhere starts a fresh cache, and a second start with the same sources compiles nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import numba

PACKAGE = Path(__file__).parent
KEPT = 6  # caches of former sources that stay on disk


@cache
def source_digest() -> str:
    """Digest of all source files of this package, numba's version and the kind of processor."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    digest.update(numba.__version__.encode())
    return digest.hexdigest()


def _forget_old_ones(parent: Path) -> None:
    """Remove the caches of former sources but the newest few; a process that still uses one compiles again."""
    folders = sorted(parent.glob("kernels-*"), key=lambda folder: folder.stat().st_mtime)
    for folder in folders[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def cache_folder() -> Path:
    """Where compiled code is kept: `GOVSIM_CACHE_DIR`, else the user's cache folder, else a temporary one."""
    home = os.environ.get("GOVSIM_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(home) / "govsim" / f"kernels-{source_digest()}"
    try:
        if not folder.exists():
            _forget_old_ones(folder.parent)
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix="govsim-kernels-"))


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(cache_folder())  # pyright: ignore[reportPrivateImportUsage, reportAttributeAccessIssue]

kernel = numba.njit(cache=True)
