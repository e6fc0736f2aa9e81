"""The words behind `govsim records check`, as the arguments of `check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import BadInput, nearest

TEXTS, PATHS = ("kind", "source", "sheet"), ("columns", "units", "out")
KNOWN = (*TEXTS, *PATHS, "residents", "overwrite", "language")
YES, NO = ("true", "yes", "1"), ("false", "no", "0")


def check_options(words: Sequence[str], folder: Path) -> dict[str, Any]:
    """Files, and keys with values. `folder`: of the records of all names. Raises BadInput."""
    paths = [Path(word) for word in words if Path(word).exists() or "=" not in word]
    given = dict(word.split("=", 1) for word in words if not Path(word).exists() and "=" in word)
    if unknown := [key for key in given if key not in KNOWN]:
        raise BadInput(f"unknown key {unknown[0]!r}; {nearest(unknown[0], KNOWN)}")
    options: dict[str, Any] = {key: given[key] for key in TEXTS if given.get(key)}
    options |= {key: Path(given[key]) for key in PATHS if given.get(key)}
    if not paths:
        raise BadInput("records check needs files: govsim records check FILE...")
    name = paths[0].name.partition(".")[0] or "mine"
    return {
        "out": folder / name, **options, "paths": paths, "residents": _residents(given.get("residents", "")),
        "overwrite": _flag(given.get("overwrite", "false")),
    }  # fmt: skip


def _residents(text: str) -> float | None:
    if text in ("", "null"):
        return None
    try:
        number = float(text.replace(",", "").replace("_", ""))
    except ValueError:
        number = -1.0
    if not 0 < number <= 1e9:
        raise BadInput(f"residents is {text!r}; it must be a number of people, such as residents=407010")
    return number


def _flag(text: str) -> bool:
    if text.lower() not in (*YES, *NO):
        raise BadInput(f"overwrite is {text!r}; it must be true or false")
    return text.lower() in YES
