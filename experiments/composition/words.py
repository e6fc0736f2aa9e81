"""Words such as years=2, looked at before Hydra does: which are for every arm, for one policy, for a sweep."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

import yaml

from ..errors import BadInput, nearest

FLAGS = ("--help", "-h", "--hydra-help", "--version", "--cfg", "-c", "--resolve", "--package", "-p", "--run", "-r",
         "--multirun", "-m", "--shell-completion", "-sc", "--config-path", "-cp", "--config-name", "-cn",
         "--config-dir", "-cd", "--experimental-rerun", "--info", "-i")  # fmt: skip
WITH_VALUE = ("--cfg", "-c", "--package", "-p", "--config-path", "-cp", "--config-name", "-cn", "--config-dir", "-cd")
TEXTS = (  # keys whose value is text, whatever it looks like
    "question", "addressee", "office", "issued", "out", "table", "scheduler", "language", "address", "code",
    "objective", "cost", "indicator", "design",
)  # fmt: skip
NEEDED = ("question", "addressee", "office", "issued", "out")  # texts of which "null" is one
NAMES = ("policy", "arms", "indicators", "systems")  # keys whose values are names
PLAIN = re.compile(r"[A-Za-z_][\w./+-]*", re.ASCII)
READ_AS_ELSE = ("null", "true", "false", "nan", "inf")  # words that are no strings unless quoted


def as_typed(word: str) -> str:
    """A word whose value is text or names, so written that Hydra takes it as it was typed; others as they are."""
    key, is_pair, value = word.partition("=")
    if not is_pair or _is_quoted(value) or (value == "null" and key not in NEEDED):
        return word
    if key in TEXTS:
        return f"{key}={quoted(_literal(value))}"
    if key in NAMES and not value.isascii():
        listed = value.startswith("[") and value.endswith("]")
        names = [name.strip() for name in (value[1:-1] if listed else value).replace("，", ",").split(",")]
        written = ",".join(name if _is_quoted(name) else quoted(name) for name in names)
        return f"{key}=[{written}]" if listed else f"{key}={written}"
    return word


def quoted(text: str) -> str:
    """A string as it is where nothing in it means anything to Hydra, else in quotes."""
    if PLAIN.fullmatch(text) and text.lower() not in READ_AS_ELSE:
        return text
    # backslashes mean themselves except before a quote
    return "'" + re.sub(r"(\\*)('|$)", lambda m: 2 * m[1] + ("\\'" if m[2] else ""), text) + "'"


def _literal(text: str) -> str:
    """Text in which ${...} means nothing."""
    return re.sub(r"(\\*)\$\{", lambda m: 2 * m[1] + "\\${", text)


def name_of_class(name: str) -> str:
    """The name of a file for a class: MorePatrol, more_patrol."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def policy_word(names: Collection[str]) -> str:
    """The word that chooses policies by their files."""
    return f"policy=[{','.join(map(quoted, names or ['none']))}]"


def _is_quoted(value: str) -> bool:
    return len(value) > 1 and value[0] in "'\"" and value[-1] == value[0]


def checked(words: Sequence[str]) -> list[str]:
    """The words with options before values, the only order Hydra reads, and texts as they were typed.

    Raises BadInput for an option that does not exist or a word that is no key=value.
    """
    after_flag, options, values = False, [], []
    for word in words:
        if word.startswith("-"):
            if word.partition("=")[0] not in FLAGS:
                raise BadInput(f"unknown option {word!r}; {nearest(word, [f for f in FLAGS if f.startswith('--')])}")
        elif not after_flag and "=" not in word and not word.startswith("~"):
            raise BadInput(f"cannot read {word!r}; write key=value, for example years=2, without spaces around =")
        (options if word.startswith("-") or after_flag else values).append(word if after_flag else as_typed(word))
        after_flag = word in WITH_VALUE or (word == "--info" and "=" not in word)
    return [*options, *values]


def without_language(words: Sequence[str]) -> list[str]:
    """Words without `language=`, which is about what is said and no part of a run."""
    return [word for word in words if not word.startswith("language=")]


def without_policy_values(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split words into those for all arms and those about numbers of one policy, policy.NAME.KEY=VALUE.

    The second belong only to arms that contain the policy, so they cannot be composed with the others.
    """
    about_policy = [word for word in words if word.lstrip("+~").startswith("policy.")]
    return [word for word in words if word not in about_policy], about_policy


def factor_words(words: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Split words into those for Hydra and the factors, `factors.PATH=SPEC`. Raises BadInput."""
    rest, given = [], {}
    for word in words:
        match = re.fullmatch(r"\+{0,2}factors\.([^=]+)=(.*)", word, re.DOTALL)
        if match is None:
            rest.append(word)
            continue
        try:
            given[match[1]] = yaml.safe_load(re.sub(r":(?=[^\s])", ": ", match[2]))  # {low:1} as Hydra writes it
        except yaml.YAMLError as error:
            raise BadInput(f"cannot read {word!r}; write factors.PATH=[low,high]") from error
    return rest, given
