"""Policies as files: where they are, and what the two lines at their head say in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from ..config_folders import CONFIGS, own_configs
from ..errors import BadInput
from ..given_files import mapping_of, text_of
from ..language import LANGUAGES

GROUP = "policy"
HEAD = re.compile(r"# (en|zh): ([^.。]+)[.。]\s*(.*)")


class Says(NamedTuple):
    """What a policy is called, and what it is, in one language."""

    title: str
    text: str


def policy_files() -> dict[str, Path]:
    """Files of policies by name; names with an underscore in front are parts of others."""
    folders = [CONFIGS, *([own] if (own := own_configs()) else [])]
    paths = [path for folder in folders for path in sorted((folder / GROUP).glob("*.yaml"))]
    return {path.stem: path for path in paths if not path.stem.startswith("_") and path.is_file()}


def readable_policies() -> dict[str, dict[str, Any]]:
    """What the file of every policy says, by name; those that cannot be read are left out (`govsim policy list`)."""
    found = {}
    for name, path in policy_files().items():
        with suppress(BadInput, OSError):
            found[name] = mapping_of(path)
    return found


def fault_of(path: Path) -> str:
    """Why the file of a policy cannot be read; empty where it can."""
    try:
        mapping_of(path)
    except (BadInput, OSError) as error:
        return str(error)
    return ""


def heading(path: Path) -> dict[str, Says]:
    """The lines `# en: Title. Text` and `# zh: 标题。说明` of a file, by language; those it has."""
    found = {}
    try:
        lines = text_of(path).splitlines()
    except (BadInput, OSError):
        return {}  # told of where its policy is used
    for line in lines:
        if not line.startswith("#"):
            break
        if said := HEAD.match(line):
            found[said[1]] = Says(said[2].strip(), said[3].strip())
    return found


def says(name: str, language: str) -> Says:
    """What a policy is called and what it is; its name where its file does not say."""
    path = policy_files().get(name)
    return (heading(path) if path else {}).get(language, Says(name, ""))


def titles(arms: Iterable[str]) -> dict[str, dict[str, str]]:
    """By language, what arms are called; a bundle a+b by its parts."""
    every = list(arms)
    return {
        language: {arm: " + ".join(says(name, language).title for name in arm.split("+")) for arm in every}
        for language in LANGUAGES
    }
