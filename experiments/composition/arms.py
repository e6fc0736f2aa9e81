"""The arms of an experiment: from names and words to configurations and jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hydra import compose
from hydra.errors import HydraException

from ..errors import BadInput, nearest

BUNDLE = "+"


@dataclass(frozen=True)
class Arm:
    """One way of governing: its name and the words that make it out of the configuration."""

    name: str
    words: tuple[str, ...]


def policies_of(arm: str) -> list[str]:
    """The policies of an arm; `a+b` is a bundle of two."""
    return arm.split(BUNDLE)


def policy_arm(name: str, policy_words: Sequence[str]) -> Arm:
    """The arm of a policy or bundle, with those words that are about its own policies."""
    names = policies_of(name)
    own = [word for word in policy_words if word.lstrip("+~").split(".")[1] in members_of(names)]
    return Arm(name, (f"policy=[{','.join(names)}]", *own))


def members_of(names: Sequence[str]) -> set[str]:
    """Names of policies, with the parts of those that are bundles of others."""
    try:
        return {*names, *compose("run", [f"policy=[{','.join(names)}]"]).policy}
    except HydraException:
        return set(names)  # a name nobody knows is refused where the arm is composed


def refuse_stray(arms: Sequence[str], words: Sequence[str], policy_words: Sequence[str]) -> None:
    """Raise BadInput for words about policies that no arm has. `arms`: policies and bundles."""
    if any(word.partition("=")[0].lstrip("+~") == "policy" for word in words):
        raise BadInput("policy= belongs to `govsim run`; a comparison names its policies in arms=[baseline,...]")
    if not policy_words:
        return
    named = {policy for arm in arms for policy in members_of(policies_of(arm))}
    for word in policy_words:
        if (name := word.lstrip("+~").split(".")[1].partition("=")[0]) not in named:
            raise BadInput(f"{word}: no arm contains the policy {name!r}; {nearest(name, named)}")
