"""Headers of columns, in Chinese and English, and what they mean: `headers.yaml`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

MEANS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("headers.yaml").read_text("utf-8"))
PARENT = {"community": "street", "grid": "community"}


def plain(header: str) -> str:
    """A header in small letters, without blanks and signs but _."""
    return "".join(letter for letter in header.lower() if letter.isalnum() or letter == "_")


def find(headers: Iterable[str], wanted: Iterable[str]) -> str:
    """The first header that is one of the wanted, the surest first; empty where there is none."""
    by_plain = {plain(header): header for header in reversed(list(headers))}
    return next((by_plain[plain(one)] for one in wanted if plain(one) in by_plain), "")


def column_of(what: str, level: str, headers: Iterable[str]) -> str:
    """The header under which a unit of a level has its name, code, kind, parent or street; empty where it has none."""
    wanted = {
        "name": (*MEANS.get(level, ()), *MEANS["name"]),
        "code": MEANS["code"],
        "kind": MEANS["kind"],
        "street": MEANS["street"] if level == "grid" else (),
        "parent": MEANS[PARENT[level]] if level in PARENT else (),
    }
    return find(headers, wanted[what])
