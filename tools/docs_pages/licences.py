"""The page of licences: every package of requirements.lock, as its own metadata has it, and what brings it in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = ("", "research", "dashboard", "docs", "dev")  # "" is what is installed without any
HEAD = """# Licences

govsim itself is under the Apache License 2.0. What it stands on, package by package of `requirements.lock`, as the
packages' own metadata has it; those that only other systems need are named without a licence. *default* is what is
installed without an extra. Nothing of *default*, `research` and `dashboard` is under the GPL; fpdf2, which writes the
reports as PDF, is under the LGPL and used as it is.

| package | version | licence | comes with |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Package:
    """One locked package; the licence is empty where it is not installed."""

    name: str
    version: str
    licence: str
    extras: tuple[str, ...]


def packages_of(root: Path) -> list[Package]:
    """All of requirements.lock, in its order."""
    brought = {extra: set(brought_by(extra)) for extra in EXTRAS}
    found = []
    for line in (root / "requirements.lock").read_text("utf-8").splitlines():
        if match := re.match(r"([a-z0-9][\w.-]*)==([^ ;]+)", line):
            name = str(canonicalize_name(match[1]))
            extras = tuple(extra or "default" for extra in EXTRAS if name in brought[extra])
            found.append(Package(name, match[2], licence_of(name), extras))
    return found


def brought_by(extra: str) -> Iterator[str]:
    """Names of all packages that govsim needs on this machine, with this extra or, for "", without any."""
    seen: set[tuple[str, str]] = set()
    ahead = [("govsim", extra)]
    while ahead:
        name, with_extra = ahead.pop()
        if (name, with_extra) in seen:
            continue
        seen.add((name, with_extra))
        if name != "govsim":
            yield name
        for needed in _needed(name, with_extra, both=name != "govsim" or not extra):
            ahead += [(str(canonicalize_name(needed.name)), more) for more in ("", *needed.extras)]


def _needed(name: str, extra: str, both: bool) -> list[Requirement]:
    """What a package needs with an extra; `both`: and what it needs anyway."""
    try:
        wanted = [Requirement(text) for text in requires(name) or ()]
    except PackageNotFoundError:
        return []
    return [
        one
        for one in wanted
        if (one.marker is None or one.marker.evaluate({"extra": extra}))
        and (both or (one.marker is not None and not one.marker.evaluate({"extra": ""})))
    ]


def licence_of(name: str) -> str:
    """What the metadata of an installed package says of its licence; empty where it is not installed."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ""
    classifiers = [one.rpartition(":: ")[2] for one in said.get_all("Classifier", []) if one.startswith("License ::")]
    written = (said.get("License") or "").strip().splitlines()
    return said.get("License-Expression") or "; ".join(classifiers) or (written[0][:80] if written else "")


def licence_pages(root: Path) -> Mapping[str, str]:
    """The page, by its name."""
    rows = [f"| {p.name} | {p.version} | {p.licence or '-'} | {', '.join(p.extras)} |" for p in packages_of(root)]
    return {"licences.md": HEAD + "\n".join(rows) + "\n"}
