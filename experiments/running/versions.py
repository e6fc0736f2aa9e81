"""What a result was made with."""

from __future__ import annotations

import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    "govsim",
    "mesa",
    "numpy",
    "numba",
    "llvmlite",
    "pyarrow",
    "pydantic",
    "hydra-core",
    "scipy",
    "dask",
    "distributed",
)


@cache
def package_versions() -> dict[str, str]:
    """Installed versions of the packages that can change a result or how it is read."""
    return {name: found for name in PACKAGES if (found := _version(name))}


def govsim_version() -> str:
    """Version of this program."""
    return _version("govsim") or "not installed"


@cache
def git_commit() -> str | None:
    """Commit of the checkout, with "+changes" when files differ from it; None outside a checkout."""
    root = Path(__file__).resolve().parents[2]
    if not (root / ".git").exists() or (commit := _git(root, "rev-parse", "HEAD")) is None:
        return None
    return commit + ("+changes" if _git(root, "status", "--porcelain") else "")


def _git(root: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
