"""What a result was made with."""

from __future__ import annotations

import hashlib
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from govsim.simulation.engine.compiled import source_digest

EXPERIMENTS = Path(__file__).resolve().parents[1]
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


# Besides the model, what makes a district of a configuration and takes it to its end.
MAKING = (
    "composition/build.py", "composition/families.py", "composition/ticks.py", "composition/towns.py",
    "districts/keeping.py", "running/pasts.py",
)  # fmt: skip


@cache
def model_digest() -> str:
    """Digest of all code on which the tables of a run depend: with a configuration it names a run."""
    digest = hashlib.blake2b(source_digest().encode(), digest_size=8)
    for name in MAKING:
        digest.update(name.encode() + (EXPERIMENTS / name).read_bytes())
    return digest.hexdigest()


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
